//! [`InstanceMaker`]: from rows to linked model instances. Mirrors `ModelIterable` and `RelatedPopulator`.

use std::{cell::RefCell, rc::Rc};

use outerref_orm::{
    compiler::{KlassInfo, OutputColumn},
    expression::Node,
    schema::ModelField,
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyStrInterned, PyType, PyTypeRef},
};

use super::super::{
    field_hooks::field_object,
    init_plan::InitPlan,
    instance::{Instance, Layout, Row},
    rows::Fetched,
    workspace::Workspace,
};
use crate::{convert, session::import};

/// Makes the instances of one statement.
pub(super) struct InstanceMaker {
    root: Part,
    /// Annotations that an attribute of the class stands in the way of: set at once.
    eager: Vec<(&'static PyStrInterned, usize)>,
    known: Vec<Known>,
    fetch_mode: Option<PyObjectRef>,
    fetched: Rc<Fetched>,
}

/// One model's part of a row.
struct Part {
    class: PyTypeRef,
    layout: Rc<Layout>,
    /// `from_db`, where it, `__init__` or a signal must see each instance.
    from_db: Option<PyObjectRef>,
    /// What was made, where instances are told of their fetch mode.
    made: RefCell<Vec<PyObjectRef>>,
    pk: Option<usize>,
    link: Option<Link>,
    related: Vec<Part>,
}

/// How a related instance is tied to the one that it was reached from.
struct Link {
    /// The cache on the near instance.
    near: Option<PyObjectRef>,
    /// The cache on the far instance.
    far: Option<PyObjectRef>,
    /// An attribute on the far instance, for a `FilteredRelation`.
    attribute: Option<PyObjectRef>,
}

/// Instances that are known already: `state.cities.all()` knows each city's state.
struct Known {
    cache_name: PyObjectRef,
    column: Vec<usize>,
    instances: PyObjectRef,
}

impl InstanceMaker {
    pub(super) fn new(
        class: PyTypeRef,
        info: &KlassInfo,
        columns: &[OutputColumn],
        annotations: &[(Rc<str>, usize)],
        (known, fetch_mode): (PyObjectRef, PyObjectRef),
        fetched: Rc<Fetched>,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        let mut eager = Vec::new();
        let mut lazy = Vec::new();
        for (name, column) in annotations {
            let name = vm.ctx.intern_str(&**name);
            if class.has_attr(name) { eager.push((name, *column)) } else { lazy.push((name, *column)) }
        }
        let root = Part::new(class, info, columns, lazy, &fetch_mode, vm)?;
        let known = known_instances(&known, &root, vm)?;
        let fetch_mode = (!vm.is_none(&fetch_mode)).then_some(fetch_mode);
        Ok(Self { root, eager, known, fetch_mode, fetched })
    }

    /// How many models' instances a row makes.
    pub(super) fn models(&self) -> u64 {
        1
    }

    pub(super) fn make(&self, row: usize, vm: &VirtualMachine) -> PyResult {
        let object = self.root.make(row, &self.fetched, vm)?;
        self.root.populate(&object, row, &self.fetched, self.fetch_mode.is_some(), vm)?;
        for (name, column) in &self.eager {
            object.set_attr(*name, self.fetched.value(row, *column, vm)?, vm)?;
        }
        for known in &self.known {
            let key = match &known.column[..] {
                [column] => self.raw(row, *column, vm)?,
                columns => {
                    let parts =
                        columns.iter().map(|column| self.raw(row, *column, vm)).collect::<PyResult<Vec<_>>>()?;
                    vm.ctx.new_tuple(parts).into()
                }
            };
            if let Some(instance) = known.instances.downcast_ref::<PyDict>()
                && let Some(instance) = instance.get_item_opt(&*key, vm)?
                && !is_cached(&object, &known.cache_name, vm)?
            {
                cache(&object, &known.cache_name, instance, vm)?;
            }
        }
        Ok(object)
    }

    /// A cell, without counting it as read by the person's code.
    fn raw(&self, row: usize, column: usize, vm: &VirtualMachine) -> PyResult {
        match self.fetched.raw(row, column) {
            Some(value) => convert::to_python(vm, value),
            None => Ok(vm.ctx.none()),
        }
    }

    /// Tells the instances of their fetch mode and of each other.
    pub(super) fn finish(&self, made: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
        let Some(mode) = &self.fetch_mode else { return Ok(()) };
        tell_fetch_mode(made.to_vec(), mode, vm)?;
        self.root.related.iter().try_for_each(|part| part.tell_fetch_mode(mode, vm))
    }
}

fn tell_fetch_mode(made: Vec<PyObjectRef>, mode: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let Some(first) = made.first() else { return Ok(()) };
    let class = first.class().to_owned();
    vm.call_method(class.as_object(), "_set_fetch_mode", (vm.ctx.new_list(made), mode.clone())).map(drop)
}

impl Part {
    fn new(
        class: PyTypeRef,
        info: &KlassInfo,
        columns: &[OutputColumn],
        annotations: Vec<(&'static PyStrInterned, usize)>,
        fetch_mode: &PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        let mut attributes = Vec::with_capacity(info.select_fields.len());
        let mut pk = None;
        let key = info.model.pk();
        for column in &info.select_fields {
            let Some(Node::Col { target, .. }) = columns.get(*column).map(|column| column.expression.node()) else {
                continue;
            };
            if key.as_ref().is_some_and(|key| Rc::ptr_eq(key, target)) {
                pk = Some(*column);
            }
            attributes.push((vm.ctx.intern_str(&*target.attname()), *column));
        }
        if pk.is_none() {
            pk = info.model.pk_fields().first().and_then(|field| {
                let name = field.attname();
                attributes.iter().find(|(other, _)| other.as_str() == &*name).map(|(_, column)| *column)
            });
        }
        let from_db = if needs_python(&class, vm)? {
            let get = import(vm, "django.db.models.query")?.get_attr("_get_from_db", vm)?;
            Some(get.call((class.clone(), fetch_mode.clone()), vm)?)
        } else {
            None
        };
        let mut related = Vec::with_capacity(info.related.len());
        for inner in &info.related {
            let Some(class) = Workspace::of(vm)?.class_of(&inner.model) else { continue };
            let mut part = Self::new(class, inner, columns, Vec::new(), fetch_mode, vm)?;
            part.link = Some(Link::new(inner, vm)?);
            related.push(part);
        }
        let layout = Rc::new(Layout { attributes, annotations });
        Ok(Self { class, layout, from_db, made: RefCell::default(), pk, link: None, related })
    }

    fn make(&self, row: usize, fetched: &Rc<Fetched>, vm: &VirtualMachine) -> PyResult {
        let Some(from_db) = &self.from_db else {
            let row = Row { fetched: fetched.clone(), index: row, layout: self.layout.clone() };
            return Instance::from_row(&self.class, row, vm);
        };
        let mut names = Vec::new();
        let mut values = Vec::new();
        for (name, column) in &self.layout.attributes {
            names.push(vm.ctx.new_str(name.as_str()).into());
            values.push(fetched.value(row, *column, vm)?);
        }
        let args = (vm.ctx.new_str("default"), vm.ctx.new_list(names), vm.ctx.new_list(values));
        let object = from_db.call(args, vm)?;
        Instance::set_origin(&object, fetched.number());
        for (name, column) in &self.layout.annotations {
            object.set_attr(*name, fetched.value(row, *column, vm)?, vm)?;
        }
        Ok(object)
    }

    fn tell_fetch_mode(&self, mode: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        tell_fetch_mode(self.made.take(), mode, vm)?;
        self.related.iter().try_for_each(|part| part.tell_fetch_mode(mode, vm))
    }

    /// Makes the related instances of a row and ties them. Mirrors `RelatedPopulator.populate`.
    fn populate(
        &self,
        near: &PyObject,
        row: usize,
        fetched: &Rc<Fetched>,
        keep: bool,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        for part in &self.related {
            let absent = part.pk.is_none_or(|column| fetched.raw(row, column).is_none_or(|value| value.is_null()));
            let far = if absent {
                vm.ctx.none()
            } else {
                let far = part.make(row, fetched, vm)?;
                if keep {
                    part.made.borrow_mut().push(far.clone());
                }
                part.populate(&far, row, fetched, keep, vm)?;
                far
            };
            let Some(link) = &part.link else { continue };
            if let Some(name) = &link.near {
                cache(near, name, far.clone(), vm)?;
            }
            if vm.is_none(&far) {
                if let Some(name) = &link.attribute {
                    set_named(near, name, far, vm)?;
                }
                continue;
            }
            if let Some(name) = &link.far {
                cache(&far, name, near.to_owned(), vm)?;
            }
            if let Some(name) = &link.attribute {
                set_named(near, name, far, vm)?;
            }
        }
        Ok(())
    }
}

/// Sets an attribute that is named by a Python string.
fn set_named(object: &PyObject, name: &PyObject, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let name = name.str(vm)?;
    object.set_attr(vm.ctx.intern_str(name.to_string_lossy().as_ref()), value, vm)
}

impl Link {
    fn new(info: &KlassInfo, vm: &VirtualMachine) -> PyResult<Self> {
        let mut link = Self { near: None, far: None, attribute: None };
        let name_of = |object: Option<PyObjectRef>| -> PyResult<Option<PyObjectRef>> {
            object.map(|object| object.get_attr("cache_name", vm)).transpose()
        };
        let rel_of = |object: &Option<PyObjectRef>| -> PyResult<Option<PyObjectRef>> {
            object.as_ref().map(|object| object.get_attr("remote_field", vm)).transpose()
        };
        if let Some((name, single)) = &info.filtered_relation {
            link.attribute = Some(vm.ctx.new_str(&**name).into());
            if *single {
                link.far = match &info.field {
                    Some(ModelField::Rel(rel)) => name_of(field_object(&rel.field))?,
                    Some(ModelField::Field(field)) => name_of(rel_of(&field_object(field))?)?,
                    None => None,
                };
            }
            return Ok(link);
        }
        match &info.field {
            Some(ModelField::Field(field)) => {
                let object = field_object(field);
                if field.is_unique() {
                    link.far = name_of(rel_of(&object)?)?;
                }
                link.near = name_of(object)?;
            }
            Some(ModelField::Rel(rel)) => {
                let object = field_object(&rel.field);
                link.near = name_of(rel_of(&object)?)?;
                link.far = name_of(object)?;
            }
            None => {}
        }
        Ok(link)
    }
}

/// Whether the instance knows its related one already, from `select_related()`.
fn is_cached(object: &PyObject, name: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    Ok(Instance::fields_cache(object, vm)?.get_item_opt(name, vm)?.is_some())
}

/// Puts a related instance into the cache of an instance.
fn cache(object: &PyObject, name: &PyObject, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let caches = Instance::fields_cache(object, vm)?;
    caches.set_item(name, value, vm)
}

/// Whether instances of this class must be made by Python code.
fn needs_python(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<bool> {
    let same = |name: &str| {
        let name = vm.ctx.intern_str(name);
        let base = class
            .mro_collect()
            .into_iter()
            .rev()
            .find(|class| &*class.name() == "Model")
            .and_then(|class| class.get_attr(name));
        match (class.get_attr(name), base) {
            (Some(own), Some(base)) => own.is(&base),
            (None, None) => true,
            _ => false,
        }
    };
    Ok(!same("from_db") || !same("__init__") || InitPlan::of(class, vm)?.has_signals())
}

/// The known instances by the columns that name them.
fn known_instances(known: &PyObjectRef, root: &Part, vm: &VirtualMachine) -> PyResult<Vec<Known>> {
    let Some(known) = known.downcast_ref::<PyDict>() else { return Ok(Vec::new()) };
    let mut list = Vec::new();
    for (field, instances) in known.items_vec() {
        let locals = field.get_attr("local_related_fields", vm);
        let attnames: Vec<PyObjectRef> = match locals {
            Ok(fields) => vm.extract_elements_with(&fields, |field| field.get_attr("attname", vm))?,
            Err(_) => vec![field.get_attr("attname", vm)?],
        };
        let mut columns = Vec::new();
        for attname in &attnames {
            let name = attname.str(vm)?;
            let found = root.layout.attributes.iter().find(|(other, _)| other.as_str() == name.to_string_lossy());
            columns.extend(found.map(|(_, column)| *column));
        }
        if columns.len() == attnames.len() {
            list.push(Known { cache_name: field.get_attr("cache_name", vm)?, column: columns, instances });
        }
    }
    Ok(list)
}
