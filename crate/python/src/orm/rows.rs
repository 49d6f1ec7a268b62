//! Fetched rows that become Python values cell by cell, when they are read.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use outerref_orm::{
    Value, compiler::OutputColumn, dialect::Dialect, expression::ResolvedExpression, schema::Converter,
};
use rustpython_vm::{
    PyObjectRef, PyResult, VirtualMachine,
    function::{FuncArgs, KwArgs},
};

use super::exceptions::OrRaise;
use crate::{convert, session::import};

/// Which cells of a statement's rows were read.
#[derive(Debug, Default)]
pub struct Usage {
    bits: RefCell<Vec<u64>>,
    used: Cell<u64>,
    /// The statement's number, from 1 for the first that the session logged; 0 if it was not logged.
    pub(crate) number: u32,
}

impl Usage {
    pub(crate) fn new(cells: usize, number: u32) -> Self {
        Self { bits: RefCell::new(vec![0; cells.div_ceil(64)]), used: Cell::new(0), number }
    }

    /// Marks a cell as read.
    pub(crate) fn mark(&self, cell: usize) {
        let mut bits = self.bits.borrow_mut();
        if let Some(word) = bits.get_mut(cell / 64) {
            let bit = 1 << (cell % 64);
            if *word & bit == 0 {
                *word |= bit;
                self.used.set(self.used.get() + 1);
            }
        }
    }

    /// Marks all cells as read.
    pub(crate) fn mark_all(&self, cells: usize) {
        self.bits.borrow_mut().fill(u64::MAX);
        self.used.set(cells as u64);
    }

    /// How many cells were read.
    pub fn count(&self) -> u64 {
        self.used.get()
    }

    /// Calls for each cell that was read.
    pub(crate) fn each_used(&self, mut call: impl FnMut(usize)) {
        for (place, word) in self.bits.borrow().iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                call(place * 64 + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
    }
}

/// Rows of one statement, with how each column is converted.
#[derive(Debug)]
pub(crate) struct Fetched {
    cells: Vec<Value>,
    pub(crate) width: usize,
    columns: Vec<Column>,
    dialect: Rc<Dialect>,
    usage: Rc<Usage>,
}

/// How the cells of a column become Python values.
#[derive(Debug)]
pub(crate) struct Column {
    converter: Converter,
    /// The `tzinfo` that moments are given.
    zone: Option<PyObjectRef>,
}

/// How the cells of each column become values. Asked before a statement is run: a type that cannot be told
/// is an error that no database is needed for.
pub(crate) fn converters(columns: &[OutputColumn], dialect: &Dialect, vm: &VirtualMachine) -> PyResult<Vec<Column>> {
    let column = |expression: &ResolvedExpression| {
        let converter = Converter::of(expression).or_raise(vm)?;
        let zone = match converter.zone(dialect) {
            None => None,
            Some(Value::Null) => {
                Some(import(vm, "django.utils.timezone")?.get_attr("get_current_timezone", vm)?.call((), vm)?)
            }
            Some(zone) => Some(convert::to_python(vm, zone)?),
        };
        Ok(Column { converter, zone })
    };
    // A composite key is several cells.
    columns.iter().flat_map(|output| output.expression.cols()).map(|expression| column(&expression)).collect()
}

impl Fetched {
    pub(crate) fn new(
        cells: Vec<Value>,
        width: usize,
        columns: Vec<Column>,
        dialect: Rc<Dialect>,
        usage: Rc<Usage>,
    ) -> Self {
        Self { cells, width: width.max(1), columns, dialect, usage }
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len() / self.width
    }

    /// The number of the statement, as [`Usage`] has it.
    pub(crate) fn number(&self) -> u32 {
        self.usage.number
    }

    /// The cell as it came.
    pub(crate) fn raw(&self, row: usize, column: usize) -> Option<&Value> {
        self.cells.get(row * self.width + column)
    }

    /// The cell as a Python value, marked as read.
    pub(crate) fn value(&self, row: usize, column: usize, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        self.usage.mark(row * self.width + column);
        self.peek(row, column, vm)
    }

    /// The cell as a Python value, for showing it.
    pub(crate) fn peek(&self, row: usize, column: usize, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let place = row * self.width + column;
        let Some(cell) = self.cells.get(place) else { return Ok(vm.ctx.none()) };
        match self.columns.get(column) {
            Some(Column { converter, zone }) if !converter.is_identity() => {
                let value = converter.convert(cell.clone(), &self.dialect).or_raise(vm)?;
                let moment = convert::to_python(vm, &value)?;
                match zone {
                    Some(zone) if !value.is_null() => {
                        let zone: KwArgs = [("tzinfo".to_owned(), zone.clone())].into_iter().collect();
                        vm.call_method(&moment, "replace", FuncArgs::new(vec![], zone))
                    }
                    _ => Ok(moment),
                }
            }
            _ => convert::to_python(vm, cell),
        }
    }
}
