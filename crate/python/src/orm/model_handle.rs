//! [`ModelHandle`]: a model of the ORM, held by `Model._meta`.

use std::rc::Rc;

use outerref_orm::schema::{self, ModelRef};
use rustpython_vm::{
    Py, PyObjectRef, PyPayload, PyRef, PyResult, Traverse, VirtualMachine,
    builtins::{PyStr, PyStrRef, PyTypeRef},
    pyclass,
};

use super::{exceptions::OrRaise, expressions, field_handle::FieldHandle, query_log::Parameters, workspace::Workspace};

/// `_meta._orm`.
#[pyclass(module = "_orm", name = "ModelHandle", traverse)]
#[derive(PyPayload)]
pub(crate) struct ModelHandle {
    #[pytraverse(skip)]
    pub(crate) model: ModelRef,
    pub(crate) cls: PyTypeRef,
}

impl std::fmt::Debug for ModelHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.model)
    }
}

#[pyclass]
impl ModelHandle {
    #[pygetset]
    fn table(zelf: &Py<Self>) -> String {
        zelf.model.table().to_string()
    }

    #[pygetset(setter)]
    fn set_table(zelf: &Py<Self>, name: PyStrRef) {
        *zelf.model.db_table.borrow_mut() = name.to_string().into();
    }

    #[pygetset]
    fn cls(zelf: &Py<Self>) -> PyTypeRef {
        zelf.cls.clone()
    }

    #[pymethod]
    fn add_field(zelf: &Py<Self>, field: PyRef<FieldHandle>) {
        zelf.model.add_field(field.field.clone());
    }

    #[pymethod]
    fn set_pk(zelf: &Py<Self>, field: Option<PyRef<FieldHandle>>) {
        zelf.model.set_pk(field.map(|handle| handle.field.clone()));
    }

    #[pymethod]
    fn add_parent(zelf: &Py<Self>, parent: PyRef<ModelHandle>, link: Option<PyRef<FieldHandle>>) {
        zelf.model.parents.borrow_mut().push((parent.model.clone(), link.map(|handle| handle.field.clone())));
    }

    #[pymethod]
    fn set_ordering(zelf: &Py<Self>, ordering: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let items = vm.extract_elements_with(&ordering, |item| expressions::to_order_item(&item, vm))?;
        *zelf.model.ordering.borrow_mut() = items;
        Ok(())
    }

    #[pymethod]
    fn set_get_latest_by(zelf: &Py<Self>, names: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        *zelf.model.get_latest_by.borrow_mut() = names_of(&names, vm)?;
        Ok(())
    }

    #[pymethod]
    fn set_unique_together(zelf: &Py<Self>, groups: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let groups = vm.extract_elements_with(&groups, |group| names_of(&group, vm))?;
        *zelf.model.unique_together.borrow_mut() = groups;
        Ok(())
    }

    #[pymethod]
    fn set_constraints(zelf: &Py<Self>, constraints: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let constraints =
            vm.extract_elements_with(&constraints, |constraint| expressions::to_constraint(&constraint, vm))?;
        *zelf.model.constraints.borrow_mut() = constraints;
        Ok(())
    }

    #[pymethod]
    fn set_indexes(zelf: &Py<Self>, indexes: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let indexes = vm.extract_elements_with(&indexes, |index| expressions::to_index(&index, vm))?;
        *zelf.model.indexes.borrow_mut() = indexes;
        Ok(())
    }

    #[pymethod]
    fn forget_relations_of(zelf: &Py<Self>, other: PyRef<ModelHandle>) {
        zelf.model.forget_related(|rel| rel.related_model().is_none_or(|model| model != other.model));
    }

    #[pymethod]
    fn create_table(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let workspace = Workspace::of(vm)?;
        for statement in schema::create_model(&zelf.model, &workspace.dialect()).or_raise(vm)? {
            run_ddl(&workspace, &statement.sql, vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn drop_table(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        let workspace = Workspace::of(vm)?;
        for statement in schema::delete_model(&zelf.model, &workspace.dialect()).or_raise(vm)? {
            run_ddl(&workspace, &statement.sql, vm)?;
        }
        Ok(())
    }

    #[pymethod]
    fn ddl(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let workspace = Workspace::of(vm)?;
        let statements = schema::create_model(&zelf.model, &workspace.dialect()).or_raise(vm)?;
        Ok(statements.into_iter().map(|statement| vm.ctx.new_str(statement.sql).into()).collect())
    }
}

fn run_ddl(workspace: &Rc<Workspace>, sql: &str, vm: &VirtualMachine) -> PyResult<()> {
    let run = || workspace.connection().execute_verbatim(sql);
    workspace.logged(sql, Parameters::Verbatim, vm, run).map(drop)
}

/// A sequence of text.
pub(crate) fn names_of(names: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<Rc<str>>> {
    vm.extract_elements_with(names, |name| text_of(&name, vm))
}

/// Text.
pub(crate) fn text_of(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Rc<str>> {
    match object.downcast_ref::<PyStr>() {
        Some(text) => Ok(text.to_string_lossy().as_ref().into()),
        None => Err(vm.new_type_error(format!("expected str, got {}", object.class().name()))),
    }
}
