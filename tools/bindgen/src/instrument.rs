//! A module that remembers which of its functions were called: each has a global `h<n>`, 0 until its first call.

use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind, ExportSection, Function, GlobalSection, GlobalType, Instruction, ValType,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::Payload;

use crate::module::{Error, Module, copy, types};

/// The rewritten module. `n` of `h<n>` counts the functions that the module defines.
pub(crate) fn instrument(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let module = Module::parse(bytes)?;
    let mut same = RoundtripReencoder;
    let mut out = wasm_encoder::Module::new();
    let first = module.globals.len() as u32;
    for payload in &module.payloads {
        match payload {
            Payload::TypeSection(_) => {
                out.section(&types(&module));
            }
            Payload::ImportSection(section) => {
                let mut imports = wasm_encoder::ImportSection::new();
                same.parse_import_section(&mut imports, section.clone())?;
                out.section(&imports);
            }
            Payload::TableSection(section) => {
                let mut tables = wasm_encoder::TableSection::new();
                same.parse_table_section(&mut tables, section.clone())?;
                out.section(&tables);
            }
            Payload::GlobalSection(section) => {
                let mut globals = GlobalSection::new();
                same.parse_global_section(&mut globals, section.clone())?;
                for _ in &module.bodies {
                    let ty = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
                    globals.global(ty, &ConstExpr::i32_const(0));
                }
                out.section(&globals);
            }
            Payload::ExportSection(section) => {
                let mut exports = ExportSection::new();
                same.parse_export_section(&mut exports, section.clone())?;
                for n in 0..module.bodies.len() as u32 {
                    exports.export(&format!("h{n}"), ExportKind::Global, first + n);
                }
                out.section(&exports);
            }
            Payload::CodeSectionStart { .. } => {
                let mut code = CodeSection::new();
                for (n, body) in module.bodies.iter().enumerate() {
                    let mut function: Function = same.new_function_with_parsed_locals(body)?;
                    function.instruction(&Instruction::I32Const(1));
                    function.instruction(&Instruction::GlobalSet(first + n as u32));
                    let mut operators = body.get_operators_reader()?;
                    while !operators.eof() {
                        function.instruction(&same.parse_instruction(&mut operators)?);
                    }
                    code.function(&function);
                }
                out.section(&code);
            }
            other => copy(&mut same, other, &mut out)?,
        }
    }
    Ok(out.finish())
}
