//! INSERT of instances: `save()` makes one row, `bulk_create()` many. What `bulk_create` does for each instance is done
//! here without running Python, except where a field or a class asks for it.

use outerref_orm::{
    Statement,
    compiler::{InsertQuery, InsertValue, OnConflict, compile_insert},
    schema::ModelRef,
};
use rustpython_vm::{
    FromArgs, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyDictRef, PyInt, PyStr, PyStrInterned, PyStrRef},
};

use super::{
    database::{handles, returned},
    exceptions::OrRaise,
    expressions,
    instance::Instance,
    model_handle::ModelHandle,
    workspace::Workspace,
};
use crate::convert;

/// The arguments of `_orm.insert`.
#[derive(FromArgs)]
pub(crate) struct InsertArgs {
    #[pyarg(any)]
    model: PyRef<ModelHandle>,
    #[pyarg(any)]
    fields: PyObjectRef,
    #[pyarg(any)]
    objs: PyObjectRef,
    /// For each field the name of its attribute, or its `pre_save`.
    #[pyarg(any)]
    readers: PyObjectRef,
    #[pyarg(any)]
    returning: PyObjectRef,
    #[pyarg(any)]
    on_conflict: PyObjectRef,
}

/// Where a field's value comes from.
enum Reader {
    Attribute(&'static PyStrInterned),
    PreSave(PyObjectRef),
}

impl Reader {
    fn of(object: &PyObject, vm: &VirtualMachine) -> Self {
        match object.downcast_ref::<PyStr>() {
            Some(name) => Self::Attribute(interned(name, vm)),
            None => Self::PreSave(object.to_owned()),
        }
    }

    fn read(&self, instance: &PyObject, vm: &VirtualMachine) -> PyResult {
        match self {
            Self::Attribute(name) => instance.get_attr(*name, vm),
            Self::PreSave(pre_save) => pre_save.call((instance.to_owned(), true), vm),
        }
    }
}

/// INSERT, giving the returned columns of each row.
pub(crate) fn insert(args: InsertArgs, vm: &VirtualMachine) -> PyResult {
    let workspace = Workspace::of(vm)?;
    let dialect = workspace.dialect();
    let readers = vm.extract_elements_with(&args.readers, |reader| Ok(Reader::of(&reader, vm)))?;
    let rows = vm.extract_elements_with(&args.objs, |instance| {
        readers.iter().map(|reader| value(&*reader.read(&instance, vm)?, vm)).collect::<PyResult<Vec<_>>>()
    })?;
    let insert = InsertQuery {
        model: args.model.model.clone(),
        fields: handles(&args.fields, vm)?,
        rows,
        on_conflict: on_conflict(&args.on_conflict, vm)?,
        returning: handles(&args.returning, vm)?,
    };
    let statement = compile_insert(&insert, &dialect).or_raise(vm)?;
    let (rows, usage) = workspace.run(&statement, vm)?;
    workspace.tell_written(|dialect| {
        // Django asks for returned columns only where the database returns them.
        let keeps = dialect.features.can_return_rows_from_bulk_insert;
        let returning = if keeps { insert.returning.clone() } else { Vec::new() };
        compile_insert(&InsertQuery { returning, ..insert.clone() }, dialect)
    });
    usage.mark_all(rows.cells.len());
    if insert.returning.is_empty() {
        return Ok(vm.ctx.new_int(rows.last_insert_id).into());
    }
    Ok(vm.ctx.new_list(returned(&rows, &insert.returning, &dialect, vm)?).into())
}

fn on_conflict(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<OnConflict>> {
    if vm.is_none(object) {
        return Ok(None);
    }
    if object.downcast_ref::<PyStr>().is_some() {
        return Ok(Some(OnConflict::Ignore));
    }
    let parts: Vec<PyObjectRef> = object.try_to_value(vm)?;
    let [_, update_fields, unique_fields] = &parts[..] else {
        return Err(vm.new_type_error("on_conflict is (\"update\", fields, unique fields)"));
    };
    Ok(Some(OnConflict::Update {
        update_fields: handles(update_fields, vm)?,
        unique_fields: handles(unique_fields, vm)?,
    }))
}

/// The statement that would insert these rows.
pub(crate) fn insert_sql(
    model: &ModelRef,
    fields: &PyObjectRef,
    rows: &PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<Statement> {
    let rows = vm.extract_elements_with(rows, |row| vm.extract_elements_with(&row, |cell| value(&cell, vm)))?;
    let fields = handles(fields, vm)?;
    let insert = InsertQuery { model: model.clone(), fields, rows, on_conflict: None, returning: Vec::new() };
    compile_insert(&insert, &Workspace::of(vm)?.dialect()).or_raise(vm)
}

fn value(cell: &PyObject, vm: &VirtualMachine) -> PyResult<InsertValue> {
    if expressions::is_database_default(cell, vm) {
        return Ok(InsertValue::DatabaseDefault);
    }
    if expressions::is_expression(cell, vm) {
        return Ok(InsertValue::Expression(expressions::to_expression(cell, vm)?));
    }
    Ok(InsertValue::Value(convert::to_value(vm, cell)?))
}

/// The arguments of `_orm.split_by_pk`.
#[derive(FromArgs)]
pub(crate) struct SplitArgs {
    #[pyarg(any)]
    objs: PyObjectRef,
    /// The attribute of the primary key.
    #[pyarg(any)]
    pk: PyStrRef,
    /// Gives an instance the key that its field makes, and tells whether it then has one.
    #[pyarg(any)]
    take_pk: PyObjectRef,
    /// Whether the field makes keys.
    #[pyarg(any)]
    makes_pk: bool,
    /// (name in the cache, attribute, attribute of the target) of each relation to a primary key; `None` if the model
    /// has others.
    #[pyarg(any)]
    relations: PyObjectRef,
}

/// The instances that have a primary key, and those that have none, once their relations are in order.
pub(crate) fn split_by_pk(args: SplitArgs, vm: &VirtualMachine) -> PyResult {
    let pk = interned(&args.pk, vm);
    let relations = ToPrimaryKey::list(&args.relations, vm)?;
    let instances: Vec<PyObjectRef> = args.objs.try_to_value(vm)?;
    let (mut with_pk, mut without_pk) = (Vec::new(), Vec::new());
    for instance in instances {
        if !are_in_order(&instance, relations.as_deref(), vm)? {
            vm.call_method(&instance, "_prepare_related_fields_for_save", ("bulk_create",))?;
        }
        let key = instance.get_attr(pk, vm)?;
        let has_pk = is_key(&key)
            || ((args.makes_pk || !vm.is_none(&key)) && args.take_pk.call((instance.clone(),), vm)?.try_to_bool(vm)?);
        if has_pk { &mut with_pk } else { &mut without_pk }.push(instance);
    }
    let (with_pk, without_pk) = (vm.ctx.new_list(with_pk), vm.ctx.new_list(without_pk));
    Ok(vm.ctx.new_tuple(vec![with_pk.into(), without_pk.into()]).into())
}

/// A relation to another model's primary key.
struct ToPrimaryKey {
    cached: PyStrRef,
    attname: &'static PyStrInterned,
    target: &'static PyStrInterned,
}

impl ToPrimaryKey {
    fn list(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<Vec<Self>>> {
        if vm.is_none(object) {
            return Ok(None);
        }
        let one = |item: PyObjectRef| {
            let parts: Vec<PyStrRef> = item.try_to_value(vm)?;
            let [cached, attname, target] = &parts[..] else {
                return Err(vm.new_type_error("a relation is (name in the cache, attribute, attribute of the target)"));
            };
            Ok(Self { cached: cached.clone(), attname: interned(attname, vm), target: interned(target, vm) })
        };
        vm.extract_elements_with(object, one).map(Some)
    }

    /// Whether the instance has the key of the object that it knows, if it knows one.
    fn agrees(&self, instance: &PyObject, known: &PyDictRef, vm: &VirtualMachine) -> PyResult<bool> {
        let Some(related) = known.get_item_opt(&*self.cached, vm)? else { return Ok(true) };
        if vm.is_none(&related) {
            return Ok(true);
        }
        let theirs = related.get_attr(self.target, vm)?;
        let ours = instance.get_attr(self.attname, vm)?;
        Ok(is_key(&theirs) && vm.bool_eq(&theirs, &ours)?)
    }
}

/// Whether `_prepare_related_fields_for_save` would find nothing to do.
fn are_in_order(instance: &PyObject, relations: Option<&[ToPrimaryKey]>, vm: &VirtualMachine) -> PyResult<bool> {
    let Some(known) = instance.downcast_ref::<Instance>().map(|instance| instance.known(vm)).transpose()? else {
        return Ok(false);
    };
    let Some(known) = known else { return Ok(true) };
    let Some(relations) = relations else { return Ok(known.is_empty()) };
    for relation in relations {
        if !relation.agrees(instance, &known, vm)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a value is certainly a primary key.
fn is_key(value: &PyObject) -> bool {
    value.downcast_ref::<PyInt>().is_some() || value.downcast_ref::<PyStr>().is_some()
}

/// Gives instances what their INSERT returned, and says that they are in the database `alias`.
pub(crate) fn mark_inserted(
    objs: &PyObjectRef,
    returned: &PyObjectRef,
    attnames: &PyObjectRef,
    alias: &PyStrRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let attnames: Vec<PyStrRef> = attnames.try_to_value(vm)?;
    let attnames: Vec<_> = attnames.iter().map(|name| interned(name, vm)).collect();
    let rows: Vec<PyObjectRef> = returned.try_to_value(vm)?;
    let instances: Vec<PyObjectRef> = objs.try_to_value(vm)?;
    for (at, instance) in instances.iter().enumerate() {
        if let Some(row) = rows.get(at) {
            let values: Vec<PyObjectRef> = row.try_to_value(vm)?;
            for (name, value) in attnames.iter().zip(values) {
                instance.set_attr(*name, value, vm)?;
            }
        }
        Instance::mark_stored(instance, alias, vm)?;
    }
    Ok(())
}

fn interned(text: &Py<PyStr>, vm: &VirtualMachine) -> &'static PyStrInterned {
    vm.ctx.intern_str(text.to_string_lossy().as_ref())
}
