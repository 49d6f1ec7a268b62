//! [`FieldHandle`]: a field of the ORM, held by a Python field.

use std::rc::Rc;

use outerref_orm::schema::{
    Field, FieldKind, FieldRef, Generated, ModelRef, OnDelete, Relation, RelationKind, Through,
};
use rustpython_vm::{
    Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyStrRef},
    object::{Traverse, TraverseFn},
    pyclass,
};

use super::{
    exceptions::OrRaise,
    expressions,
    field_hooks::PyFieldHooks,
    model_handle::{ModelHandle, names_of, text_of},
    workspace::Workspace,
};
use crate::convert;

/// `field._orm`.
#[pyclass(module = "_orm", name = "FieldHandle", traverse = "manual")]
#[derive(Debug, PyPayload)]
pub(crate) struct FieldHandle {
    pub(crate) field: FieldRef,
}

#[expect(unsafe_code, reason = "the garbage collector asks for the objects within")]
// SAFETY: the Python field is visited where the handle alone owns it, through the field and its hooks. Where a model or an
// expression has the field too, it is not visited and counts as used from outside.
unsafe impl Traverse for FieldHandle {
    fn traverse(&self, visit: &mut TraverseFn<'_>) {
        if Rc::strong_count(&self.field) == 1
            && let Some(hooks) = self.field.hooks.as_ref().filter(|hooks| Rc::strong_count(hooks) == 1)
            && let Some(hooks) = hooks.as_any().downcast_ref::<PyFieldHooks>()
        {
            hooks.object.traverse(visit);
        }
    }
}

/// The ORM's field of a Python field.
pub(crate) fn field_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<FieldRef> {
    let handle = vm.call_method(object, "_orm_handle", ())?;
    match handle.downcast_ref::<FieldHandle>() {
        Some(handle) => Ok(handle.field.clone()),
        None => Err(vm.new_type_error("_orm_handle() gives a FieldHandle")),
    }
}

pub(crate) fn make_field(
    object: PyObjectRef,
    kind: &str,
    options: &PyDictRef,
    vm: &VirtualMachine,
) -> PyResult<PyRef<FieldHandle>> {
    let options = Options { dict: options, vm };
    let kind = FieldKind::from_class_name(kind).unwrap_or(FieldKind::Custom);
    let mut builder = Field::builder(kind)
        .null(options.flag("null")?)
        .blank(options.flag("blank")?)
        .unique(options.flag("unique")?)
        .primary_key(options.flag("primary_key")?)
        .db_index(options.flag("db_index")?)
        .auto_created(options.flag("auto_created")?)
        .has_default(options.flag("has_default")?)
        .max_length(options.number("max_length")?)
        .max_digits(options.number("max_digits")?)
        .decimal_places(options.number("decimal_places")?)
        .unpack_ipv4(options.flag("unpack_ipv4")?)
        .db_collation(options.text("db_collation")?)
        .db_comment(options.text("db_comment")?)
        .hooks(Some(Rc::new(PyFieldHooks::new(object, vm)?)));
    if let Some(counter) = options.get("creation_counter")? {
        builder = builder.creation_counter(counter.try_to_value(vm)?);
    }
    if let Some(default) = options.get("db_default")? {
        builder = builder.db_default(Some(expressions::to_expression(&default, vm)?));
    }
    if let Some(generated) = options.get("generated")? {
        let parts: Vec<PyObjectRef> = generated.try_to_value(vm)?;
        let [expression, persist, output_field] = &parts[..] else {
            return Err(vm.new_type_error("generated is (expression, db_persist, output_field)"));
        };
        builder = builder.generated(Some(Generated {
            expression: expressions::to_expression(expression, vm)?,
            persist: persist.clone().try_to_bool(vm)?,
            output_field: field_of(output_field, vm)?,
        }));
    }
    if let Some(names) = options.get("composite_of")? {
        builder = builder.composite_of(names_of(&names, vm)?);
    }
    if let Some(relation) = options.get("relation")? {
        let dict: PyDictRef = relation.try_into_value(vm)?;
        builder = builder.relation(Some(make_relation(&Options { dict: &dict, vm })?));
    }
    let name = options.text("name")?.unwrap_or_else(|| "".into());
    let column = options.text("db_column")?;
    let field = builder.named(&name, column.as_deref()).build();
    Ok(FieldHandle { field }.into_ref(&vm.ctx))
}

fn make_relation(options: &Options<'_>) -> PyResult<Relation> {
    let kind = match options.text("kind")?.as_deref() {
        Some("one_to_one") => RelationKind::OneToOne,
        Some("many_to_many") => RelationKind::ManyToMany,
        Some("generic") => RelationKind::Generic,
        _ => RelationKind::ManyToOne,
    };
    let on_delete = match options.text("on_delete")?.as_deref() {
        Some("CASCADE") => OnDelete::Cascade,
        Some("PROTECT") => OnDelete::Protect,
        Some("RESTRICT") => OnDelete::Restrict,
        Some("SET_NULL") => OnDelete::SetNull,
        Some("SET_DEFAULT") => OnDelete::SetDefault,
        Some("DB_CASCADE") => OnDelete::DbCascade,
        Some("DB_SET_NULL") => OnDelete::DbSetNull,
        Some("DB_SET_DEFAULT") => OnDelete::DbSetDefault,
        Some("SET") => OnDelete::Set,
        _ => OnDelete::DoNothing,
    };
    let to = match options.get("to")? {
        Some(to) => to.downcast_ref::<ModelHandle>().map(|handle| handle.model.clone()),
        None => None,
    };
    let mut relation = Relation::new(kind, to.as_ref(), on_delete);
    relation.to_field = options.text("to_field")?;
    relation.related_name = options.text("related_name")?;
    relation.related_query_name = options.text("related_query_name")?;
    relation.parent_link = options.flag("parent_link")?;
    relation.symmetrical = options.flag("symmetrical")?;
    relation.db_constraint = options.get("db_constraint")?.is_none() || options.flag("db_constraint")?;
    if let Some(pairs) = options.get("joining_fields")? {
        relation.joining_fields = options.vm.extract_elements_with(&pairs, |pair| {
            let names = names_of(&pair, options.vm)?;
            match &names[..] {
                [from, to] => Ok((from.clone(), to.clone())),
                _ => Err(options.vm.new_type_error("joining_fields holds pairs of names")),
            }
        })?;
    }
    Ok(relation)
}

/// A dictionary of options.
struct Options<'a> {
    dict: &'a PyDict,
    vm: &'a VirtualMachine,
}

impl Options<'_> {
    fn get(&self, name: &str) -> PyResult<Option<PyObjectRef>> {
        let value = self.dict_get(name)?;
        Ok(value.filter(|value| !self.vm.is_none(value)))
    }

    fn dict_get(&self, name: &str) -> PyResult<Option<PyObjectRef>> {
        let dict: &PyDict = self.dict;
        dict.inner_getitem_opt(name, self.vm)
    }

    fn flag(&self, name: &str) -> PyResult<bool> {
        match self.get(name)? {
            Some(value) => value.try_to_bool(self.vm),
            None => Ok(false),
        }
    }

    fn number(&self, name: &str) -> PyResult<Option<u32>> {
        self.get(name)?.map(|value| value.try_to_value(self.vm)).transpose()
    }

    fn text(&self, name: &str) -> PyResult<Option<Rc<str>>> {
        self.get(name)?.map(|value| text_of(&value, self.vm)).transpose()
    }
}

#[pyclass]
impl FieldHandle {
    #[pygetset]
    fn field(zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        super::field_hooks::field_object(&zelf.field).unwrap_or_else(|| vm.ctx.none())
    }

    #[pymethod]
    fn set_name(zelf: &Py<Self>, name: PyStrRef, db_column: Option<PyStrRef>) {
        let column = db_column.map(|column| column.to_string());
        zelf.field.set_attributes_from_name(name.as_ref(), column.as_deref());
    }

    #[pymethod]
    fn set_related_model(zelf: &Py<Self>, model: PyRef<ModelHandle>) {
        if let Some(relation) = &zelf.field.relation {
            *relation.to.borrow_mut() = Some(model.model.downgrade());
        }
    }

    #[pymethod]
    fn contribute_to_related_class(zelf: &Py<Self>) {
        ModelRef::contribute_to_related_class(&zelf.field);
    }

    #[pymethod]
    fn set_through(zelf: &Py<Self>, model: PyRef<ModelHandle>, source: PyStrRef, target: PyStrRef) {
        if let Some(relation) = &zelf.field.relation {
            *relation.through.borrow_mut() = Some(Through {
                model: model.model.downgrade(),
                source: source.to_string().into(),
                target: target.to_string().into(),
            });
        }
    }

    #[pymethod]
    fn set_extra_restriction(zelf: &Py<Self>, function: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(relation) = &zelf.field.relation {
            *relation.extra_restriction.borrow_mut() = match function {
                Some(function) => Some(expressions::extra_restriction(function, vm)?),
                None => None,
            };
        }
        Ok(())
    }

    #[pymethod]
    fn get_prep_value(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = convert::to_value(vm, &value)?;
        convert::to_python(vm, &zelf.field.get_prep_value(&value).or_raise(vm)?)
    }

    #[pymethod]
    fn get_db_prep_value(zelf: &Py<Self>, value: PyObjectRef, prepared: bool, vm: &VirtualMachine) -> PyResult {
        let value = convert::to_value(vm, &value)?;
        let dialect = Workspace::of(vm)?.dialect();
        convert::to_python(vm, &zelf.field.get_db_prep_value(&value, &dialect, prepared).or_raise(vm)?)
    }

    #[pymethod]
    fn get_db_prep_save(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = convert::to_value(vm, &value)?;
        let dialect = Workspace::of(vm)?.dialect();
        convert::to_python(vm, &zelf.field.get_db_prep_save(&value, &dialect).or_raise(vm)?)
    }

    #[pymethod]
    fn to_python(zelf: &Py<Self>, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = convert::to_value(vm, &value)?;
        convert::to_python(vm, &zelf.field.to_python(&value).or_raise(vm)?)
    }

    #[pymethod]
    fn convert(zelf: &Py<Self>, cell: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let value = convert::to_value(vm, &cell)?;
        let dialect = Workspace::of(vm)?.dialect();
        convert::to_python(vm, &zelf.field.converter(&dialect).convert(value, &dialect).or_raise(vm)?)
    }

    #[pymethod]
    fn db_type(zelf: &Py<Self>, vendor: PyStrRef) -> Option<String> {
        zelf.field.db_type(&dialect_of(vendor.as_ref()))
    }
}

/// The dialect of a vendor's name.
pub(crate) fn dialect_of(vendor: &str) -> outerref_orm::dialect::Dialect {
    use outerref_orm::dialect::{Dialect, Vendor};
    Dialect::new(match vendor {
        "postgresql" => Vendor::Postgresql,
        "mysql" => Vendor::Mysql,
        _ => Vendor::Sqlite,
    })
}
