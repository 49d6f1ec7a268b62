//! Divides a module: the functions that a training run called stay; the bodies of the others go into a second module,
//! which is loaded when the first of them is called.
//!
//! Such a function keeps its number. Its body becomes: if the second module is not there yet, call the import
//! `split.load`; then call through a table into which the second module has put the real ones. The second module
//! imports what it needs of the first from `p`: memory, tables, globals and functions, by short names.
//!
//! One block of data moves too: the bytecode of Python modules that few runs import (crate/python/build.rs), found by
//! its mark. In the first module its place is zero; the second one fills it. A function that must be in the second
//! half, so that calling it brings the block, is known by its export's name.

use std::{collections::BTreeSet, convert::Infallible};

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection, Instruction, RefType,
    StartSection, TableSection, TableType, ValType,
    reencode::{Error as ReencodeError, Reencode},
};
use wasmparser::{DataKind, ExternalKind, Operator, Payload};

use crate::module::{Error, Module, Uses, copy, shared_name, types};

/// A body of so few bytes is no longer than the call that would stand for it.
const SHORT: usize = 24;

/// The function that always moves.
const ALWAYS: &str = "outerref_second_half";
/// What the block of data begins with; its length follows as 4 bytes.
const MARK: &[u8; 16] = b"\x01rest of modules";

/// The block of data that moves: which bytes of which segment, and where they belong.
struct Block<'a> {
    segment: usize,
    start: usize,
    bytes: &'a [u8],
    address: i32,
}

/// The two modules.
pub(crate) struct Halves {
    pub(crate) hot: Vec<u8>,
    pub(crate) cold: Vec<u8>,
    /// How many functions went into the second.
    pub(crate) moved: usize,
}

/// Numbers of functions in the first module: behind the imported ones comes `split.load`.
struct Hot {
    imported: u32,
}

impl Reencode for Hot {
    type Error = Infallible;
    fn function_index(&mut self, function: u32) -> Result<u32, ReencodeError<Infallible>> {
        Ok(if function < self.imported { function } else { function + 1 })
    }
}

/// Numbers of functions in the second module, by those of the whole.
struct Cold {
    numbers: Vec<Option<u32>>,
}

impl Reencode for Cold {
    type Error = Infallible;
    fn function_index(&mut self, function: u32) -> Result<u32, ReencodeError<Infallible>> {
        self.numbers[function as usize].ok_or(ReencodeError::InvalidConstExpr)
    }
}

/// `called`: the defined functions that stay, by their number among those.
pub(crate) fn split(bytes: &[u8], called: &BTreeSet<u32>) -> Result<Halves, Error> {
    let module = Module::parse(bytes)?;
    let imported = module.imported_functions;
    let always = module.exported_function(ALWAYS)?;
    let block = block(&module)?;
    let mut moved = Vec::new();
    let mut needed = BTreeSet::new();
    for (n, body) in module.bodies.iter().enumerate() {
        let number = imported + n as u32;
        let short = body.range().len() < SHORT || module.start_function() == Some(number);
        if (called.contains(&(n as u32)) || short) && always != Some(number) {
            continue;
        }
        let uses = Uses::of(body)?;
        if !uses.bound {
            moved.push(n as u32);
            needed.extend(uses.functions);
        }
    }
    for n in &moved {
        needed.remove(&(imported + n));
    }
    let (hot, cold) = (hot(&module, &moved, &needed, block.as_ref())?, cold(&module, &moved, &needed, block.as_ref())?);
    Ok(Halves { hot, cold, moved: moved.len() })
}

/// Finds the block of data that moves.
fn block<'a>(module: &Module<'a>) -> Result<Option<Block<'a>>, Error> {
    let sections = module.payloads.iter().filter_map(|payload| match payload {
        Payload::DataSection(section) => Some(section.clone()),
        _ => None,
    });
    for (segment, data) in sections.flatten().enumerate() {
        let data = data?;
        let DataKind::Active { memory_index: 0, offset_expr } = &data.kind else { continue };
        let Some(start) = data.data.windows(MARK.len()).position(|window| window == MARK) else { continue };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            return Err("a data segment begins at no constant address".into());
        };
        let length = data.data[start + MARK.len()..].first_chunk().map(|bytes| u32::from_le_bytes(*bytes) as usize);
        let bytes = length.and_then(|length| data.data.get(start..start + length)).ok_or("the block of data is cut")?;
        return Ok(Some(Block { segment, start, bytes, address: value + start as i32 }));
    }
    Ok(None)
}

fn hot(
    module: &Module<'_>,
    moved: &[u32],
    needed: &BTreeSet<u32>,
    block: Option<&Block<'_>>,
) -> Result<Vec<u8>, Error> {
    let imported = module.imported_functions;
    let load = imported;
    let (cold_table, ready) = (module.tables.len() as u32, module.globals.len() as u32);
    let mut hot = Hot { imported };
    let mut out = wasm_encoder::Module::new();
    for payload in &module.payloads {
        match payload {
            Payload::TypeSection(_) => {
                let mut types = types(module);
                types.ty().function([], []);
                out.section(&types);
            }
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                hot.parse_import_section(&mut imports, section.clone())?;
                imports.import("split", "load", EntityType::Function(module.types.len() as u32));
                out.section(&imports);
            }
            Payload::TableSection(section) => {
                let mut tables = TableSection::new();
                hot.parse_table_section(&mut tables, section.clone())?;
                tables.table(cold_table_type(moved));
                out.section(&tables);
            }
            Payload::GlobalSection(section) => {
                let mut globals = GlobalSection::new();
                hot.parse_global_section(&mut globals, section.clone())?;
                globals.global(ready_type(), &ConstExpr::i32_const(0));
                out.section(&globals);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                hot.parse_export_section(&mut exports, section.clone())?;
                for index in 0..module.memories.len() as u32 {
                    exports.export(&shared_name(ExternalKind::Memory, index), ExportKind::Memory, index);
                }
                for index in 0..=cold_table {
                    exports.export(&shared_name(ExternalKind::Table, index), ExportKind::Table, index);
                }
                for index in 0..=ready {
                    exports.export(&shared_name(ExternalKind::Global, index), ExportKind::Global, index);
                }
                for function in needed {
                    let name = shared_name(ExternalKind::Func, *function);
                    exports.export(&name, ExportKind::Func, hot.function_index(*function)?);
                }
                out.section(&exports);
            }
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                let mut slots = moved.iter().enumerate().peekable();
                for (n, body) in module.bodies.iter().enumerate() {
                    match slots.next_if(|(_, next)| **next == n as u32) {
                        Some((slot, _)) => {
                            let ty = module.type_of_defined(n);
                            let parameters = module.types[ty as usize].params().len() as u32;
                            code.function(&stand_in(ty, parameters, slot as i32, load, cold_table, ready));
                        }
                        None => hot.parse_function_body(&mut code, body.clone())?,
                    }
                }
                out.section(&code);
            }
            Payload::DataCountSection { count, .. } => {
                out.section(&DataCountSection { count: count + u32::from(block.is_some()) });
            }
            Payload::DataSection(section) => {
                let mut segments = DataSection::new();
                for (segment, data) in section.clone().into_iter().enumerate() {
                    let data = data?;
                    match block.filter(|block| block.segment == segment) {
                        Some(block) => {
                            let (end, begin) = (block.start + block.bytes.len(), block.address - block.start as i32);
                            let place = ConstExpr::i32_const(begin);
                            segments.active(0, &place, data.data[..block.start].iter().copied());
                            let place = ConstExpr::i32_const(begin + end as i32);
                            segments.active(0, &place, data.data[end..].iter().copied());
                        }
                        None => hot.parse_data(&mut segments, data)?,
                    }
                }
                out.section(&segments);
            }
            other => copy(&mut hot, other, &mut out)?,
        }
    }
    Ok(out.finish())
}

/// What stands for a function that was moved.
fn stand_in(type_index: u32, parameters: u32, slot: i32, load: u32, table_index: u32, ready: u32) -> Function {
    let mut function = Function::new([]);
    function.instruction(&Instruction::GlobalGet(ready));
    function.instruction(&Instruction::I32Eqz);
    function.instruction(&Instruction::If(BlockType::Empty));
    function.instruction(&Instruction::Call(load));
    function.instruction(&Instruction::End);
    for parameter in 0..parameters {
        function.instruction(&Instruction::LocalGet(parameter));
    }
    function.instruction(&Instruction::I32Const(slot));
    function.instruction(&Instruction::CallIndirect { type_index, table_index });
    function.instruction(&Instruction::End);
    function
}

fn cold(
    module: &Module<'_>,
    moved: &[u32],
    needed: &BTreeSet<u32>,
    block: Option<&Block<'_>>,
) -> Result<Vec<u8>, Error> {
    let (cold_table, ready) = (module.tables.len() as u32, module.globals.len() as u32);
    let mut numbers = vec![None; module.function_types.len()];
    let mut cold = Cold { numbers: Vec::new() };
    let mut imports = ImportSection::new();
    for (number, function) in needed.iter().enumerate() {
        numbers[*function as usize] = Some(number as u32);
        let ty = EntityType::Function(module.function_types[*function as usize]);
        imports.import("p", &shared_name(ExternalKind::Func, *function), ty);
    }
    for (position, n) in moved.iter().enumerate() {
        numbers[(module.imported_functions + n) as usize] = Some((needed.len() + position) as u32);
    }
    cold.numbers = numbers;
    for (index, memory) in module.memories.iter().enumerate() {
        let ty = EntityType::Memory((*memory).into());
        imports.import("p", &shared_name(ExternalKind::Memory, index as u32), ty);
    }
    for (index, table) in module.tables.iter().enumerate() {
        let ty = EntityType::Table(cold.table_type(*table)?);
        imports.import("p", &shared_name(ExternalKind::Table, index as u32), ty);
    }
    let ty = EntityType::Table(cold_table_type(moved));
    imports.import("p", &shared_name(ExternalKind::Table, cold_table), ty);
    for (index, global) in module.globals.iter().enumerate() {
        let ty = EntityType::Global(cold.global_type(*global)?);
        imports.import("p", &shared_name(ExternalKind::Global, index as u32), ty);
    }
    imports.import("p", &shared_name(ExternalKind::Global, ready), EntityType::Global(ready_type()));

    let mut types = types(module);
    types.ty().function([], []);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for n in moved {
        functions.function(module.type_of_defined(*n as usize));
        cold.parse_function_body(&mut code, module.bodies[*n as usize].clone())?;
    }
    // Says that the functions are in their places.
    let mut tell = Function::new([]);
    tell.instruction(&Instruction::I32Const(1));
    tell.instruction(&Instruction::GlobalSet(ready));
    tell.instruction(&Instruction::End);
    functions.function(module.types.len() as u32);
    code.function(&tell);

    let first = needed.len() as u32;
    let places: Vec<u32> = (first..first + moved.len() as u32).collect();
    let mut elements = ElementSection::new();
    elements.active(Some(cold_table), &ConstExpr::i32_const(0), Elements::Functions(places.as_slice().into()));

    let mut out = wasm_encoder::Module::new();
    out.section(&types).section(&imports).section(&functions);
    out.section(&StartSection { function_index: first + moved.len() as u32 });
    out.section(&elements).section(&code);
    if let Some(block) = block {
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(block.address), block.bytes.iter().copied());
        out.section(&data);
    }
    Ok(out.finish())
}

fn cold_table_type(moved: &[u32]) -> TableType {
    let size = moved.len() as u64;
    TableType { element_type: RefType::FUNCREF, table64: false, minimum: size, maximum: Some(size), shared: false }
}

fn ready_type() -> GlobalType {
    GlobalType { val_type: ValType::I32, mutable: true, shared: false }
}
