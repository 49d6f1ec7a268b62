//! What querysets note for the lab: which call ran a statement, and what became of its rows.

use std::rc::Rc;

use outerref_lab::events::{Call, Judged};
use outerref_orm::compiler::{CompiledSelect, KlassInfo};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, builtins::PyList, pyclass};

use super::{
    super::{instance::Instance, workspace::Workspace},
    Held, QueryObject, QuerySet, RowKind,
};
use crate::{
    lines::{is_called_by_user, user_place},
    observe::{Trace, Via},
    state::State,
};

type This = PyRef<QuerySet>;

impl QuerySet {
    /// Rows were fetched.
    pub(super) fn tell_fetched(
        zelf: &Py<Self>,
        workspace: &Workspace,
        compiled: &CompiledSelect,
        number: u32,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.number.set(number);
        let again = Some(zelf.passing.get()).filter(|number| *number > 0);
        let instances = zelf.kind.get() == RowKind::Model;
        Self::tell_asked(zelf, workspace, Call::Evaluate, number, vm)?;
        workspace.tell(number, |told, _| {
            told.again = again;
            told.instances = instances;
            if !instances {
                return;
            }
            told.annotations = compiled.annotations.iter().map(|(name, column)| (name.clone(), *column)).collect();
            if let Some(info) = &compiled.klass_info {
                note_related(info, &mut told.related);
            }
        });
        Ok(())
    }

    /// This call asked.
    pub(super) fn tell_asked(
        zelf: &Py<Self>,
        workspace: &Workspace,
        call: Call,
        number: u32,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let (via, trace, model) =
            zelf.with(vm, |held| (held.via.clone(), held.trace.clone(), held.query.root_model()))?;
        workspace.tell(number, |told, _| {
            told.call = Some(call);
            told.via = via;
            told.trace = trace;
            told.model = Some(model);
        });
        Ok(())
    }

    /// The statement that fetched the rows was of this call.
    pub(super) fn tell_call(zelf: &Py<Self>, call: Call, vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.tell(zelf.number.get(), |told, _| {
            told.call = Some(call);
            told.handed = true;
        });
        Ok(())
    }

    /// The last statement was an aggregation that only counts.
    pub(super) fn tell_counted(vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.tell_last(|told| {
            if told.call == Some(Call::Aggregate) {
                told.call = Some(Call::Count);
            }
        });
        Ok(())
    }

    /// The rows went to code that may do anything with them.
    pub(super) fn tell_handed(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.number.get() > 0 {
            Workspace::of(vm)?.tell(zelf.number.get(), |told, _| told.handed = true);
        }
        Ok(())
    }

    /// The rows were asked for their length or truth.
    pub(super) fn tell_judged(zelf: &Py<Self>, judged: Judged, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.number.get() == 0 {
            return Ok(());
        }
        let Some(state) = State::current() else { return Ok(()) };
        Workspace::of(vm)?.tell(zelf.number.get(), |told, _| {
            // Whatever is asked of prefetched rows is what they were fetched for; and what Django's own code asks
            // for, as a deletion does, it also uses.
            if told.prefetch.is_some() || !is_called_by_user(&state) {
                told.handed = true;
            } else if !matches!(told.judged, Some((Judged::Length, _))) {
                told.judged = Some((judged, user_place(&state)));
            }
        });
        Ok(())
    }

    /// The relation of an instance leads here, and a chain begins.
    pub(super) fn tell_followed(
        zelf: &Py<Self>,
        instance: &PyObject,
        relation: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        zelf.change(vm, |held| {
            held.via = Instance::origin(instance).map(|origin| Via { origin, relation });
            held.trace = Some(Trace::begin(held.query.clone()));
        })
    }

    /// A row was taken by its index, and the queryset did not keep it.
    pub(super) fn tell_passing(zelf: &Py<Self>, row: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let number = row.number.get();
        let first = zelf.passing.get();
        if first == 0 {
            zelf.passing.set(number);
        }
        Workspace::of(vm)?.tell(number, |told, _| {
            told.handed = true;
            told.again = Some(first).filter(|number| *number > 0);
        });
        Ok(())
    }

    /// The steps of a queryset with this query that comes out of another.
    pub(super) fn traced(held: &Held, query: &PyRef<QueryObject>) -> Rc<Trace> {
        let before = held.trace.clone().unwrap_or_else(|| Trace::begin(held.query.clone()));
        Trace::step(before, State::current().and_then(|state| user_place(&state)), query.clone())
    }

    /// The statement that fetched the first of some instances.
    pub(super) fn number_of(rows: Option<&Py<PyList>>) -> u32 {
        rows.and_then(|rows| rows.borrow_vec().first().and_then(|row| Instance::origin(row))).unwrap_or(0)
    }
}

/// The relations of `select_related` and their columns.
fn note_related(info: &KlassInfo, found: &mut Vec<(String, (u32, u32))>) {
    for part in &info.related {
        let (Some(first), Some(last)) = (part.select_fields.iter().min(), last_column(part)) else { continue };
        // The parent's part of a child belongs to the child.
        if let Some(field) = part.field.as_ref().filter(|_| !part.from_parent) {
            let place = |column: usize| u32::try_from(column).unwrap_or(u32::MAX);
            found.push((format!("{}.{}", info.model.object_name, field.name()), (place(*first), place(last + 1))));
        }
        note_related(part, found);
    }
}

/// The last column of a model's part and of those that are reached through it.
fn last_column(part: &KlassInfo) -> Option<usize> {
    part.related.iter().filter_map(last_column).chain(part.select_fields.iter().copied()).max()
}

#[pyclass]
pub(super) trait Telling: PyPayload {
    /// Notes that the relation of an instance leads here and that a chain begins; `relation` is Django's field or reverse relation.
    #[pymethod]
    fn _follow(zelf: This, instance: PyObjectRef, relation: PyObjectRef, vm: &VirtualMachine) -> PyResult<This> {
        QuerySet::tell_followed(&zelf, &instance, relation, vm)?;
        Ok(zelf)
    }

    /// Notes that the rows were prefetched for a relation, and that nobody looked at them yet.
    #[pymethod]
    fn _prefetched_for(zelf: This, model: PyObjectRef, name: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let model = model.get_attr("__name__", vm)?.str(vm)?.to_string_lossy().into_owned();
        let relation = format!("{model}.{}", name.str(vm)?.to_string_lossy());
        Workspace::of(vm)?.tell(zelf.number.get(), |told, usage| {
            told.call = Some(Call::Prefetch);
            told.via = None;
            told.handed = false;
            told.judged = None;
            told.prefetch = Some((relation, usage.count()));
        });
        Ok(())
    }

    /// Notes that the rows are kept under a name of the person's, where nobody sees who reads them.
    #[pymethod]
    fn _prefetched_to_attribute(zelf: This, vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.tell(zelf.number.get(), |told, _| told.handed = true);
        Ok(())
    }

    /// Notes that the rows are the result of the run.
    #[pymethod]
    fn _fetch_result(zelf: This, vm: &VirtualMachine) -> PyResult<()> {
        QuerySet::fetch_all(&zelf, vm)?;
        Workspace::of(vm)?.tell(zelf.number.get(), |told, _| {
            told.handed = true;
            told.shown = true;
        });
        Ok(())
    }
}

impl Telling for QuerySet {}
