//! [`QueryLog`]: what `connection.queries` lists.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use outerref_orm::{Statement, Value};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

/// Django's `queries_limit`: of more statements only the last are kept.
pub(crate) const LIMIT: usize = 9000;

/// Statements as Django logs them, with those that control transactions. Each approach and each interactive session
/// begins with an empty one; [`records`](super::workspace::Workspace::records) are what a Report tells.
#[derive(Default)]
pub(crate) struct QueryLog(RefCell<VecDeque<Entry>>);

struct Entry {
    sql: Rc<str>,
    /// `None`: the text is logged as it is.
    params: Option<Rc<[Value]>>,
    micros: f64,
}

/// What a statement is run with.
#[derive(Clone, Copy)]
pub(crate) enum Parameters<'a> {
    /// `cursor.execute(sql)`.
    Verbatim,
    /// `cursor.execute(sql, params)`.
    Once(&'a [Value]),
    /// `cursor.executemany(sql, rows)`.
    Many {
        first: &'a [Value],
        /// The length of `rows`, if they have one.
        length: Option<usize>,
        /// How many there were, once the statement was run.
        times: &'a Cell<u64>,
    },
}

impl<'a> Parameters<'a> {
    /// Those of the first run.
    pub(crate) fn first(self) -> &'a [Value] {
        match self {
            Self::Verbatim => &[],
            Self::Once(params) | Self::Many { first: params, .. } => params,
        }
    }

    /// How often the statement was run; `None` unless it was `executemany`.
    pub(crate) fn times(self) -> Option<u64> {
        match self {
            Self::Verbatim | Self::Once(_) => None,
            Self::Many { times, .. } => Some(times.get()),
        }
    }
}

impl QueryLog {
    /// Logs a statement; `sql` and `params` are those that the record shares.
    pub(crate) fn add(&self, sql: &Rc<str>, params: &Rc<[Value]>, how: Parameters<'_>, micros: f64) {
        let (sql, params) = match how {
            Parameters::Verbatim => (sql.clone(), None),
            Parameters::Once(_) => (sql.clone(), Some(params.clone())),
            Parameters::Many { length, .. } => {
                let times = length.map_or_else(|| "?".to_owned(), |length| length.to_string());
                (format!("{times} times: {sql}").into(), None)
            }
        };
        self.push(Entry { sql, params, micros });
    }

    /// Logs a statement that controls a transaction.
    pub(crate) fn add_control(&self, sql: &str, micros: f64) {
        self.push(Entry { sql: sql.into(), params: None, micros });
    }

    fn push(&self, entry: Entry) {
        let mut entries = self.0.borrow_mut();
        if entries.len() == LIMIT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Dictionaries of `sql`, with the parameters in their places, and `time` in seconds.
    pub(crate) fn list(&self, vm: &VirtualMachine) -> PyResult {
        let one = |Entry { sql, params, micros }: &Entry| {
            let sql = match params {
                Some(params) => Statement::new(&**sql, params.to_vec()).inlined(),
                None => (**sql).to_owned(),
            };
            let entry = vm.ctx.new_dict();
            entry.set_item("sql", vm.ctx.new_str(sql).into(), vm)?;
            entry.set_item("time", vm.ctx.new_str(format!("{:.3}", micros / 1e6)).into(), vm)?;
            Ok(entry.into())
        };
        let list: Vec<PyObjectRef> = self.0.borrow().iter().map(one).collect::<PyResult<_>>()?;
        Ok(vm.ctx.new_list(list).into())
    }
}
