//! The native module `_orm`: the ORM as the Python package `django` sees it.
//!
//! Hot paths live here: instances, querysets, and the execution of what they compile to. The
//! classes that people subclass are thin Python over these. What a query means is decided in
//! `outerref_orm`; there is no SQL in this crate.

pub(crate) mod attribute;
pub(crate) mod database;
pub(crate) mod exceptions;
pub(crate) mod expressions;
pub(crate) mod field_handle;
pub(crate) mod field_hooks;
pub(crate) mod foreign;
pub(crate) mod init_plan;
pub(crate) mod insert;
pub(crate) mod instance;
pub(crate) mod model_handle;
mod prefetch;
pub(crate) mod query_log;
pub(crate) mod queryset;
mod related_descriptor;
pub(crate) mod rows;
mod shown;
pub(crate) mod workspace;

pub(crate) use expressions::forget_lookups;
pub(crate) use shown::hooks;
pub use workspace::{Executed, Listener, Workspace};

pub(crate) use module::module_def;

#[rustpython_vm::pymodule(name = "_orm", with(expressions::functions::module))]
mod module {
    use outerref_orm::schema::ModelBuilder;
    use rustpython_vm::{
        PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
        builtins::{PyDictRef, PyStrRef, PyTupleRef, PyTypeRef},
        class::PyClassImpl,
        function::OptionalArg,
    };

    use super::{
        attribute::Attribute,
        field_handle::FieldHandle,
        instance::Instance,
        model_handle::ModelHandle,
        prefetch::{KnowsRelated, RelatedValue},
        queryset::{QueryObject, QuerySet, sql_and_params},
        related_descriptor::RelatedDescriptor,
    };
    use crate::orm::{database, field_handle, insert, prefetch, query_log, workspace::Workspace};

    #[pyattr(name = "Attribute")]
    fn attribute_class(_vm: &VirtualMachine) -> PyTypeRef {
        Attribute::make_static_type()
    }

    #[pyattr(name = "FieldHandle")]
    fn field_handle_class(_vm: &VirtualMachine) -> PyTypeRef {
        FieldHandle::make_static_type()
    }

    #[pyattr(name = "Instance")]
    fn instance_class(_vm: &VirtualMachine) -> PyTypeRef {
        Instance::make_static_type()
    }

    #[pyattr(name = "KnowsRelated")]
    fn knows_related_class(_vm: &VirtualMachine) -> PyTypeRef {
        KnowsRelated::make_static_type()
    }

    #[pyattr(name = "ModelHandle")]
    fn model_handle_class(_vm: &VirtualMachine) -> PyTypeRef {
        ModelHandle::make_static_type()
    }

    #[pyattr(name = "Query")]
    fn query_class(_vm: &VirtualMachine) -> PyTypeRef {
        QueryObject::make_static_type()
    }

    #[pyattr(name = "QuerySet")]
    fn queryset_class(_vm: &VirtualMachine) -> PyTypeRef {
        QuerySet::make_static_type()
    }

    #[pyattr(name = "RelatedDescriptor")]
    fn related_descriptor_class(_vm: &VirtualMachine) -> PyTypeRef {
        RelatedDescriptor::make_static_type()
    }

    #[pyattr(name = "RelatedValue")]
    fn related_value_class(_vm: &VirtualMachine) -> PyTypeRef {
        RelatedValue::make_static_type()
    }

    /// Makes the ORM's model of a class.
    #[derive(rustpython_vm::FromArgs)]
    struct ModelArgs {
        #[pyarg(any)]
        cls: PyTypeRef,
        #[pyarg(any)]
        app_label: PyStrRef,
        #[pyarg(any)]
        object_name: PyStrRef,
        #[pyarg(any)]
        db_table: PyStrRef,
        #[pyarg(any)]
        module: PyStrRef,
        #[pyarg(any)]
        proxy_for: Option<PyRef<ModelHandle>>,
        #[pyarg(any)]
        managed: bool,
        #[pyarg(any)]
        auto_created: bool,
    }

    #[pyfunction]
    fn make_model(args: ModelArgs, vm: &VirtualMachine) -> PyResult<PyRef<ModelHandle>> {
        let model = ModelBuilder {
            app_label: args.app_label.to_string(),
            object_name: args.object_name.to_string(),
            db_table: args.db_table.to_string(),
            module: args.module.to_string(),
            proxy_for: args.proxy_for.map(|handle| handle.model.clone()),
            unmanaged: !args.managed,
            auto_created: args.auto_created,
        }
        .build();
        let handle = ModelHandle { model: model.clone(), cls: args.cls.clone() }.into_ref(&vm.ctx);
        Workspace::of(vm)?.add_model(&model, args.cls);
        Ok(handle)
    }

    #[pyfunction]
    fn make_field(
        field: PyObjectRef,
        kind: PyStrRef,
        options: PyDictRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<FieldHandle>> {
        field_handle::make_field(field, kind.as_ref(), &options, vm)
    }

    #[pyfunction]
    fn set_model_state_class(cls: PyTypeRef, vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.set_model_state_class(cls);
        Ok(())
    }

    /// Fields or signal receivers changed.
    #[pyfunction]
    fn forget_init_plans(vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.forget_init_plans();
        Ok(())
    }

    #[pyfunction]
    fn execute(sql: PyStrRef, params: OptionalArg<Option<PyObjectRef>>, vm: &VirtualMachine) -> PyResult {
        database::execute(sql.as_ref(), params.flatten(), vm)
    }

    #[pyfunction]
    fn executemany(sql: PyStrRef, params: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        database::executemany(sql.as_ref(), &params, vm)
    }

    #[pyfunction]
    fn executescript(sql: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        database::executescript(sql.as_ref(), vm)
    }

    #[pyfunction]
    fn control(sql: PyStrRef, vm: &VirtualMachine) -> PyResult<()> {
        database::control(sql.as_ref(), vm)
    }

    #[pyfunction]
    fn set_broken(broken: bool, vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.broken.set(broken);
        Ok(())
    }

    #[pyfunction]
    fn in_transaction(vm: &VirtualMachine) -> PyResult<bool> {
        Ok(!Workspace::of(vm)?.connection().is_autocommit())
    }

    #[pyattr(name = "QUERIES_LIMIT")]
    fn queries_limit(_vm: &VirtualMachine) -> usize {
        query_log::LIMIT
    }

    #[pyfunction]
    fn queries_log(vm: &VirtualMachine) -> PyResult {
        Workspace::of(vm)?.query_log.list(vm)
    }

    #[pyfunction]
    fn queries_logged(vm: &VirtualMachine) -> PyResult<usize> {
        Ok(Workspace::of(vm)?.query_log.len())
    }

    #[pyfunction]
    fn clear_queries(vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.query_log.clear();
        Ok(())
    }

    #[pyfunction]
    fn check_constraints(vm: &VirtualMachine) -> PyResult<()> {
        database::check_constraints(vm)
    }

    #[pyfunction]
    fn insert(args: insert::InsertArgs, vm: &VirtualMachine) -> PyResult {
        insert::insert(args, vm)
    }

    #[pyfunction]
    fn split_by_pk(args: insert::SplitArgs, vm: &VirtualMachine) -> PyResult {
        insert::split_by_pk(args, vm)
    }

    #[pyfunction]
    fn mark_inserted(
        objs: PyObjectRef,
        returned: PyObjectRef,
        attnames: PyObjectRef,
        alias: PyStrRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        insert::mark_inserted(&objs, &returned, &attnames, &alias, vm)
    }

    #[pyfunction]
    fn insert_sql(
        model: PyRef<ModelHandle>,
        fields: PyObjectRef,
        rows: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyTupleRef> {
        sql_and_params(&insert::insert_sql(&model.model, &fields, &rows, vm)?, vm)
    }

    #[pyfunction]
    fn generate(model: PyRef<ModelHandle>, rows: u64, seed: i64, vm: &VirtualMachine) -> PyResult<u64> {
        database::generate(&model.model, rows, seed, vm)
    }

    #[pyfunction]
    fn delete_batch(
        model: PyRef<ModelHandle>,
        field: PyStrRef,
        values: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<u64> {
        database::delete_batch(&model.model, field.as_ref(), &values, vm)
    }

    #[pyfunction]
    fn update_batch(
        model: PyRef<ModelHandle>,
        keys: PyObjectRef,
        values: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<u64> {
        database::update_batch(&model.model, &keys, &values, vm)
    }

    #[pyfunction]
    fn prefetch_have_caches(instances: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
        prefetch::have_caches(&instances, vm)
    }

    #[pyfunction]
    fn prefetch_by_value(instances: PyObjectRef, key: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        prefetch::by_value(&instances, &key, vm)
    }

    #[pyfunction]
    fn prefetch_grouped(related: PyObjectRef, key: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
        prefetch::grouped(&related, &key, vm)
    }

    #[pyfunction]
    fn prefetch_point_back(
        related: PyObjectRef,
        key: PyObjectRef,
        instances: PyDictRef,
        cache_name: PyObjectRef,
        keep: bool,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        prefetch::point_back(&related, &key, &instances, &cache_name, keep, vm)
    }

    #[pyfunction]
    fn prefetch_give_single(
        instances: PyObjectRef,
        key: PyObjectRef,
        groups: PyDictRef,
        cache_name: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        prefetch::give_single(&instances, &key, &groups, &cache_name, vm)
    }

    /// A time zone in the format of RFC 9636.
    #[pyfunction]
    fn zone_data(name: PyStrRef, _vm: &VirtualMachine) -> Option<Vec<u8>> {
        outerref_lab::zones::tzif(name.to_str()?).map(<[u8]>::to_vec)
    }

    #[pyfunction]
    fn zone_names(vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.new_list(outerref_lab::zones::names().map(|name| vm.ctx.new_str(name).into()).collect()).into()
    }

    #[pyfunction]
    fn set_time_zone(name: PyStrRef, use_tz: bool, vm: &VirtualMachine) -> PyResult<()> {
        Workspace::of(vm)?.set_time_zone(name.as_ref(), use_tz);
        Ok(())
    }
}
