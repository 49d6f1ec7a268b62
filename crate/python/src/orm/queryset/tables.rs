//! The tables of a query, as `Query.alias_map` and `Query.alias_refcount` tell of them.

use outerref_orm::query::{Join, Query};
use rustpython_vm::{PyResult, VirtualMachine};

use super::super::field_hooks::field_object;
use crate::session::import;

/// Alias to an object of `sql.datastructures`.
pub(super) fn alias_map(query: &Query, vm: &VirtualMachine) -> PyResult {
    let module = import(vm, "django.db.models.sql.datastructures")?;
    let (base, joined) = (module.get_attr("BaseTable", vm)?, module.get_attr("Join", vm)?);
    let dict = vm.ctx.new_dict();
    for (join, _) in query.joins() {
        let (table, alias) = (vm.ctx.new_str(&*join.table_name), vm.ctx.new_str(&*join.table_alias));
        let object = match join {
            Join { parent_alias: Some(parent), join_type: Some(kind), join_field, nullable, .. } => {
                let field = join_field.as_ref().and_then(|field| field_object(field.field()));
                let field = field.unwrap_or_else(|| vm.ctx.none());
                joined.call((table, vm.ctx.new_str(&**parent), alias, kind.sql(), field, *nullable), vm)?
            }
            _ => base.call((table, alias), vm)?,
        };
        dict.set_item(&*join.table_alias, object, vm)?;
    }
    Ok(dict.into())
}

/// Alias to how often it is used.
pub(super) fn alias_refcount(query: &Query, vm: &VirtualMachine) -> PyResult {
    let dict = vm.ctx.new_dict();
    for (join, count) in query.joins() {
        dict.set_item(&*join.table_alias, vm.ctx.new_int(count).into(), vm)?;
    }
    Ok(dict.into())
}
