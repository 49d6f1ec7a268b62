//! A line of Python on the current state.

use outerref_lab::{
    assemble::to_json,
    report::{ApproachSource, Budget},
    service::{ReplAnswer, ReplQuery},
    sql_text,
};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine, builtins::PyDict};

use crate::{
    approach,
    engine::{Engine, items_of, shell_names},
    present,
    session::Watch,
};

/// What tracebacks name the line by.
const NAME: &str = "<console>";

/// A line may take so long, in microseconds.
const LONGEST: f64 = 10_000_000.0;

impl Engine {
    /// Evaluates a line. What it names is there for the next one; what it writes stays until the next run.
    pub(super) fn repl(&self, line: &str) -> ReplAnswer {
        let mut answer = ReplAnswer {
            stdout: String::new(),
            repr: None,
            table: None,
            queries: Vec::new(),
            micros: 0.0,
            error: None,
        };
        let mut names = match self.session.try_enter(|vm, _| shell_names(vm, line)) {
            Ok(names) => names,
            Err(error) => {
                answer.error = Some(error);
                return answer;
            }
        };
        names.append(&mut self.kept.names.borrow().clone());
        self.workspace.recording.set(true);
        self.workspace.take_records();
        let budget = Budget { micros: LONGEST, ..Budget::default() };
        let source = ApproachSource { name: NAME.into(), source: line.into() };
        let outcome = self.session.run(&source, &budget, Watch::Closely, &names);
        answer.stdout = outcome.stdout;
        answer.micros = outcome.micros;
        answer.error = outcome.error;
        // Objects go within the interpreter, where what they do in the end can run.
        let kept = self.session.try_enter(|vm, _| {
            drop(names);
            let left = names_left(vm)?;
            self.kept.names.replace(left);
            Ok(())
        });
        if let Err(error) = kept {
            answer.error.get_or_insert(error);
        }
        if let Some(value) = outcome.value.filter(|_| approach::shows_value(line)) {
            let rows = budget.rows_shown as usize;
            let shown = self.session.try_enter(|vm, state| {
                if vm.is_none(&value) {
                    return Ok(None);
                }
                let begin = (state.clock)();
                crate::engine::fetch(vm, &value)?;
                let micros = (state.clock)() - begin;
                self.workspace.recording.set(false);
                Ok(Some((micros, present::present(vm, state, &value, rows)?)))
            });
            match shown {
                Ok(Some((micros, shown))) => {
                    answer.micros += micros;
                    answer.repr = shown.repr;
                    answer.table = shown.table;
                }
                Ok(None) => {}
                Err(error) => answer.error = Some(error),
            }
            self.workspace.recording.set(true);
        }
        let records = self.workspace.take_records();
        let listed = records.into_iter().filter(|record| !sql_text::is_transaction_control(&record.sql));
        answer.queries = listed
            .map(|record| ReplQuery {
                params: record.params.iter().map(to_json).collect(),
                sql: (*record.sql).to_owned(),
                rows: record.rows,
                micros: record.micros,
            })
            .collect();
        answer
    }
}

/// What the code named in `__main__`.
fn names_left(vm: &VirtualMachine) -> PyResult<Vec<(String, PyObjectRef)>> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    let namespace = modules.get_item("__main__", vm)?.get_attr("__dict__", vm)?;
    let Some(namespace) = namespace.downcast_ref::<PyDict>() else { return Ok(Vec::new()) };
    Ok(items_of(namespace).into_iter().filter(|(name, _)| !name.starts_with("__") && !name.starts_with('<')).collect())
}
