//! From notes to [`Event`]s, after a run.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use outerref_lab::{
    events::{Call, Event, FilteringManager, Judged, LoopUse},
    recorder::Recording,
    report::TracebackFrame,
    sql_text,
};
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyList, PyTuple},
};

use super::{clauses::clauses, code::Source, notes::Via};
use crate::{
    lines::Place,
    orm::{Executed, Workspace, instance::Instance, queryset::QuerySet},
    state::State,
};

/// So many items of a result are looked at.
const MOST_SHOWN: usize = 1000;

/// Notes that what the run gave is shown, so that its rows count as asked for.
pub(crate) fn mark_shown(workspace: &Workspace, value: &PyObject) {
    let mark = |object: &PyObject| {
        if let Some(number) = Instance::origin(object) {
            workspace.tell(number, |told, _| told.shown = true);
        }
    };
    let each = |objects: &[PyObjectRef]| objects.iter().take(MOST_SHOWN).for_each(|object| mark(object));
    mark(value);
    if let Some(list) = value.downcast_ref::<PyList>() {
        each(&list.borrow_vec());
    } else if let Some(tuple) = value.downcast_ref::<PyTuple>() {
        each(tuple.as_slice());
    } else if let Some(dict) = value.downcast_ref::<PyDict>() {
        dict.items_vec().iter().take(MOST_SHOWN).for_each(|(key, value)| {
            mark(key);
            mark(value);
        });
    }
}

/// The recording of a run: the statements, and what was noted of them.
pub(crate) fn recording(
    records: Vec<Executed>,
    origin: f64,
    workspace: &Workspace,
    state: &State,
    vm: &VirtualMachine,
) -> Recording {
    let mut records: Vec<Executed> =
        records.into_iter().filter(|record| !sql_text::is_transaction_control(&record.sql)).collect();
    let numbers = (0..).zip(&records).map(|(index, record)| (record.usage.number, index)).collect();
    let mut teller =
        Teller { numbers, sources: HashMap::new(), relations: HashMap::new(), state, vm, events: Vec::new() };
    for (index, record) in (0..).zip(&records) {
        teller.tell(index, record);
    }
    let dialect = workspace.dialect();
    let mut mapped = HashSet::new();
    for record in &mut records {
        if record.told.trace.is_some() && mapped.insert((sql_text::shape(&record.sql), record.place)) {
            record.told.clauses = clauses(record, &dialect, &mut |place| teller.source(place));
        }
    }
    let events = merged(teller.events);
    let queries = records.into_iter().map(|record| record.into_record(origin)).collect();
    Recording { queries, events, ..Recording::default() }
}

/// A relation's names.
#[derive(Clone)]
struct Relation {
    name: String,
    many: bool,
    back: Option<(String, String)>,
    column: bool,
}

struct Teller<'a> {
    /// The statement of each number.
    numbers: HashMap<u32, u32>,
    sources: HashMap<&'static str, Option<Rc<Source>>>,
    relations: HashMap<usize, Option<Relation>>,
    state: &'a State,
    vm: &'a VirtualMachine,
    events: Vec<Event>,
}

impl Teller<'_> {
    fn tell(&mut self, query: u32, record: &Executed) {
        let told = &record.told;
        let via = told.via.as_ref().and_then(|via| self.relation(via).map(|relation| (via, relation)));
        if let (Some(call), Some(model)) = (told.call, &told.model) {
            let call = match (&via, call) {
                (Some((_, relation)), Call::Get) if relation.column => Call::DeferredField,
                (Some((_, relation)), Call::Get) if !relation.many => Call::RelatedObject,
                _ => call,
            };
            self.events.push(Event::Called { query, call, model: model.label() });
        }
        if let Some((via, relation)) = via
            && let Some(instance_query) = self.numbers.get(&via.origin).copied()
        {
            let calls = if relation.many { self.chain(record) } else { Vec::new() };
            self.events.push(Event::RelatedAccess {
                query,
                relation: relation.name,
                instance_query,
                many: relation.many,
                back: relation.back,
                calls,
            });
        }
        if let Some(first) = told.again.and_then(|number| self.numbers.get(&number).copied()) {
            self.events.push(Event::EvaluatedAgain { query, first });
        }
        let column = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.events.extend(told.annotations.iter().map(|(name, place)| Event::Annotation {
            query,
            column: column(*place),
            name: name.to_string(),
        }));
        self.events.extend(told.related.iter().map(|(relation, columns)| Event::SelectRelated {
            query,
            relation: relation.clone(),
            columns: *columns,
        }));
        if let Some((relation, before)) = &told.prefetch
            && record.rows > 0
        {
            let read = told.handed || record.usage.count() > *before;
            self.events.push(Event::Prefetched { query, relation: relation.clone(), read });
        }
        self.judged(query, record);
        self.loops(query, record);
    }

    fn judged(&mut self, query: u32, record: &Executed) {
        let told = &record.told;
        let (judged, place) = match &told.judged {
            Some((Judged::Length, place)) if self.is_only_truth(place.as_ref()) => (Judged::Truth, *place),
            Some((judged, place)) => (*judged, *place),
            None if told.call == Some(Call::Count) && self.is_only_truth(record.place.as_ref()) => {
                (Judged::Truth, record.place)
            }
            None => return,
        };
        let at = place.map(|place| place.frame());
        self.events.push(Event::Judged { query, judged, at, rows_used_too: told.handed });
    }

    fn loops(&mut self, query: u32, record: &Executed) {
        let told = &record.told;
        if !told.instances || !told.handed || record.rows < 2 || told.call != Some(Call::Evaluate) {
            return;
        }
        let Some(place) = &record.place else { return };
        let Some(source) = self.source(place) else { return };
        for found in source.uses(place) {
            let at = TracebackFrame { line: found.line, ..place.frame() };
            self.events.push(Event::PythonLoop {
                query,
                used_for: found.used_for,
                at: Some(at),
                seen: record.rows,
                kept: None,
            });
        }
    }

    fn chain(&mut self, record: &Executed) -> Vec<(String, String)> {
        let Some(place) = &record.place else { return Vec::new() };
        self.source(place).map(|source| source.chain(place)).unwrap_or_default()
    }

    fn is_only_truth(&mut self, place: Option<&Place>) -> bool {
        place.is_some_and(|place| self.source(place).is_some_and(|source| source.is_only_truth(place)))
    }

    fn source(&mut self, place: &Place) -> Option<Rc<Source>> {
        let state = self.state;
        let parse = || state.files.borrow().text(place.file).and_then(|text| Source::parse(&text)).map(Rc::new);
        self.sources.entry(place.file).or_insert_with(parse).clone()
    }

    fn relation(&mut self, via: &Via) -> Option<Relation> {
        let vm = self.vm;
        self.relations.entry(via.relation.get_id()).or_insert_with(|| relation(&via.relation, vm).ok()).clone()
    }
}

/// The names of a relation, from Django's field or reverse relation.
fn relation(object: &PyObject, vm: &VirtualMachine) -> PyResult<Relation> {
    let text = |object: &PyObject, name: &'static str| -> PyResult<String> {
        Ok(object.get_attr(name, vm)?.str(vm)?.to_string_lossy().into_owned())
    };
    let flag = |name: &'static str| object.get_attr(name, vm).and_then(|value| value.try_to_bool(vm)).unwrap_or(false);
    let model = text(&*object.get_attr("model", vm)?, "__name__")?;
    let column = !flag("is_relation");
    let many = flag("one_to_many") || flag("many_to_many");
    let reverse = flag("auto_created") && !flag("concrete");
    let name = text(object, if reverse { "accessor_name" } else { "name" })?;
    let back = if many {
        let target = text(&*object.get_attr("related_model", vm)?, "__name__")?;
        let lookup = if reverse {
            text(&*object.get_attr("field", vm)?, "name")?
        } else {
            vm.call_method(object, "related_query_name", ())?.str(vm)?.to_string_lossy().into_owned()
        };
        Some((target, lookup))
    } else {
        None
    };
    Ok(Relation { name: format!("{model}.{name}"), many, back, column })
}

/// One event for each loop, however often it ran.
fn merged(events: Vec<Event>) -> Vec<Event> {
    let mut places: HashMap<(LoopUse, Option<TracebackFrame>), usize> = HashMap::new();
    let mut found: Vec<Event> = Vec::new();
    for event in events {
        if let Event::PythonLoop { used_for, at, seen, .. } = &event {
            let known = *places.entry((*used_for, at.clone())).or_insert(found.len());
            if let Some(Event::PythonLoop { seen: all, .. }) = found.get_mut(known) {
                *all += seen;
                continue;
            }
        }
        found.push(event);
    }
    found
}

/// The models whose default manager leaves rows out, with the columns of its condition.
pub(crate) fn filtering_managers(workspace: &Workspace, vm: &VirtualMachine) -> Vec<FilteringManager> {
    let dialect = workspace.dialect();
    let condition = |class: &PyObject| -> PyResult<Option<String>> {
        let queryset = vm.call_method(&*class.get_attr("_default_manager", vm)?, "get_queryset", ())?;
        let Some(query) = queryset.downcast_ref::<QuerySet>().map(|queryset| queryset.orm(vm)).transpose()? else {
            return Ok(None);
        };
        Ok(query.compile(&dialect).ok().map(|compiled| compiled.statement.sql))
    };
    let models = workspace.models();
    let found = models.iter().filter_map(|model| {
        let class = workspace.class_of(model)?;
        // A manager that fails says so where it is used.
        let sql = condition(class.as_object()).ok()??;
        let relations = relations_to(class.as_object(), vm).unwrap_or_default();
        FilteringManager::of(model.object_name.to_string(), model.table().to_string(), relations, &sql)
    });
    found.collect()
}

/// The column of each foreign key of a model, with the relation that it is the other end of.
fn relations_to(class: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<(String, String)>> {
    let fields = class.get_attr("_meta", vm)?.get_attr("concrete_fields", vm)?;
    let all = vm.extract_elements_with(&fields, |field| {
        if !field.get_attr("is_relation", vm)?.try_to_bool(vm)? {
            return Ok(None);
        }
        let column = field.get_attr("column", vm)?.str(vm)?.to_string_lossy().into_owned();
        let end = relation(&*field.get_attr("remote_field", vm)?, vm)?;
        Ok(Some((column, end.name)))
    })?;
    Ok(all.into_iter().flatten().collect())
}
