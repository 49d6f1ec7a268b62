//! [`Module`]: a WebAssembly module's sections and the numbers that rewriting it needs.

use std::collections::BTreeSet;

use wasm_encoder::reencode::{Error as ReencodeError, Reencode, RoundtripReencoder};
use wasmparser::{ExternalKind, FunctionBody, Operator, Parser, Payload, TypeRef};

/// What can go wrong with a module.
pub(crate) type Error = Box<dyn std::error::Error>;

/// A module, read.
pub(crate) struct Module<'a> {
    /// The sections in their order; function bodies apart.
    pub(crate) payloads: Vec<Payload<'a>>,
    /// The bodies of the functions that it defines.
    pub(crate) bodies: Vec<FunctionBody<'a>>,
    /// The type of each function, imported ones first.
    pub(crate) function_types: Vec<u32>,
    /// How many functions it imports.
    pub(crate) imported_functions: u32,
    /// The types: parameters of each function type.
    pub(crate) types: Vec<wasmparser::FuncType>,
    pub(crate) tables: Vec<wasmparser::TableType>,
    pub(crate) memories: Vec<wasmparser::MemoryType>,
    pub(crate) globals: Vec<wasmparser::GlobalType>,
}

impl<'a> Module<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut module = Self {
            payloads: Vec::new(),
            bodies: Vec::new(),
            function_types: Vec::new(),
            imported_functions: 0,
            types: Vec::new(),
            tables: Vec::new(),
            memories: Vec::new(),
            globals: Vec::new(),
        };
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            match &payload {
                Payload::TypeSection(section) => {
                    for group in section.clone().into_iter_err_on_gc_types() {
                        module.types.push(group?);
                    }
                }
                Payload::ImportSection(section) => {
                    for import in section.clone().into_imports() {
                        match import?.ty {
                            TypeRef::Func(index) => {
                                module.function_types.push(index);
                                module.imported_functions += 1;
                            }
                            TypeRef::Table(table) => module.tables.push(table),
                            TypeRef::Memory(memory) => module.memories.push(memory),
                            TypeRef::Global(global) => module.globals.push(global),
                            other => return Err(format!("an import of this kind is not known here: {other:?}").into()),
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    for index in section.clone() {
                        module.function_types.push(index?);
                    }
                }
                Payload::TableSection(section) => {
                    for table in section.clone() {
                        module.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(section) => {
                    for memory in section.clone() {
                        module.memories.push(memory?);
                    }
                }
                Payload::GlobalSection(section) => {
                    for global in section.clone() {
                        module.globals.push(global?.ty);
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    module.bodies.push(body.clone());
                    continue;
                }
                _ => {}
            }
            module.payloads.push(payload);
        }
        Ok(module)
    }

    /// The type of a defined function, by its number among those.
    pub(crate) fn type_of_defined(&self, defined: usize) -> u32 {
        self.function_types[self.imported_functions as usize + defined]
    }

    /// The number, among all functions, of one that it exports.
    pub(crate) fn exported_function(&self, name: &str) -> Result<Option<u32>, Error> {
        for payload in &self.payloads {
            let Payload::ExportSection(section) = payload else { continue };
            for export in section.clone() {
                let export = export?;
                if export.name == name && export.kind == ExternalKind::Func {
                    return Ok(Some(export.index));
                }
            }
        }
        Ok(None)
    }

    /// The function that runs when the module is instantiated.
    pub(crate) fn start_function(&self) -> Option<u32> {
        self.payloads.iter().find_map(|payload| match payload {
            Payload::StartSection { func, .. } => Some(*func),
            _ => None,
        })
    }
}

/// What a function's body refers to.
#[derive(Default)]
pub(crate) struct Uses {
    /// Functions that it calls by name.
    pub(crate) functions: BTreeSet<u32>,
    /// Whether it refers to something that only its own module has: passive segments, function references.
    pub(crate) bound: bool,
}

impl Uses {
    pub(crate) fn of(body: &FunctionBody<'_>) -> Result<Self, Error> {
        let mut uses = Self::default();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    uses.functions.insert(function_index);
                }
                Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }
                | Operator::RefFunc { .. } => uses.bound = true,
                _ => {}
            }
        }
        Ok(uses)
    }
}

/// The exports that give another module everything of this one but functions, in the order of their indices.
pub(crate) fn shared_name(kind: ExternalKind, index: u32) -> String {
    let letter = match kind {
        ExternalKind::Table => 't',
        ExternalKind::Memory => 'm',
        ExternalKind::Global => 'g',
        _ => 'f',
    };
    format!("{letter}{index}")
}

/// Copies one section, with what `reencoder` changes in it, into `out`. The sections that both rewritings change are
/// theirs to write.
pub(crate) fn copy<R: Reencode>(
    reencoder: &mut R,
    payload: &Payload<'_>,
    out: &mut wasm_encoder::Module,
) -> Result<(), Error>
where
    ReencodeError<R::Error>: std::error::Error + 'static,
{
    match payload {
        Payload::FunctionSection(section) => {
            let mut functions = wasm_encoder::FunctionSection::new();
            reencoder.parse_function_section(&mut functions, section.clone())?;
            out.section(&functions);
        }
        Payload::MemorySection(section) => {
            let mut memories = wasm_encoder::MemorySection::new();
            reencoder.parse_memory_section(&mut memories, section.clone())?;
            out.section(&memories);
        }
        Payload::StartSection { func, .. } => {
            out.section(&wasm_encoder::StartSection { function_index: reencoder.function_index(*func)? });
        }
        Payload::ElementSection(section) => {
            let mut elements = wasm_encoder::ElementSection::new();
            reencoder.parse_element_section(&mut elements, section.clone())?;
            out.section(&elements);
        }
        Payload::DataCountSection { count, .. } => {
            out.section(&wasm_encoder::DataCountSection { count: *count });
        }
        Payload::DataSection(section) => {
            let mut data = wasm_encoder::DataSection::new();
            reencoder.parse_data_section(&mut data, section.clone())?;
            out.section(&data);
        }
        // Names and other custom sections speak of the module as it was.
        _ => {}
    }
    Ok(())
}

/// The types, as they are.
pub(crate) fn types(module: &Module<'_>) -> wasm_encoder::TypeSection {
    let mut types = wasm_encoder::TypeSection::new();
    let mut same = RoundtripReencoder;
    for ty in &module.types {
        let value = |ty: &wasmparser::ValType, same: &mut RoundtripReencoder| same.val_type(*ty).expect("a value type");
        let params: Vec<_> = ty.params().iter().map(|ty| value(ty, &mut same)).collect();
        let results: Vec<_> = ty.results().iter().map(|ty| value(ty, &mut same)).collect();
        types.ty().function(params, results);
    }
    types
}
