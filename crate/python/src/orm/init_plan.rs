//! [`InitPlan`]: how `Model(*args, **kwargs)` sets the fields of a class. Mirrors `Model.__init__`.

use std::rc::Rc;

use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyStr, PyStrInterned, PyTuple, PyType, PyTypeRef},
    function::{FuncArgs, KwArgs},
};

use super::{attribute::Attribute, workspace::Workspace};
use crate::session::import;

/// One field of the plan.
struct PlannedField {
    name: &'static PyStrInterned,
    attname: &'static PyStrInterned,
    relation: bool,
    concrete: bool,
    generated: bool,
    /// Whether the attribute is an ordinary one, so that it can be set past the class's descriptors.
    plain: bool,
    default: Default_,
}

enum Default_ {
    Constant(PyObjectRef),
    Call(PyObjectRef),
}

/// What is known of a class's fields before an instance is made.
pub(crate) struct InitPlan {
    fields: Vec<PlannedField>,
    signals: Option<(PyObjectRef, PyObjectRef)>,
    /// What `super().__init__()` at the end of `Model.__init__` calls, where a class has further bases.
    next_init: Option<PyObjectRef>,
    deferred: PyObjectRef,
}

impl InitPlan {
    /// The plan of a class. It is made once a class and session.
    pub(crate) fn of(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<Rc<Self>> {
        let workspace = Workspace::of(vm)?;
        if let Some(plan) = workspace.init_plan(class) {
            return Ok(plan);
        }
        let plan = Rc::new(Self::new(class, vm)?);
        workspace.keep_init_plan(class, plan.clone());
        Ok(plan)
    }

    /// `cls._init_plan()` gives a tuple for each field: (name, attname, relation, concrete,
    /// generated, has constant default, default or function), then the two signals or `None`.
    fn new(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<Self> {
        let plan = vm.call_method(class.as_object(), "_init_plan", ())?;
        let parts: Vec<PyObjectRef> = plan.try_to_value(vm)?;
        let [fields, signals, deferred] = &parts[..] else {
            return Err(vm.new_type_error("_init_plan() gives fields, signals and DEFERRED"));
        };
        let fields = vm.extract_elements_with(fields, |item| {
            let parts: Vec<PyObjectRef> = item.try_to_value(vm)?;
            let [name, attname, relation, concrete, generated, constant, default] = &parts[..] else {
                return Err(vm.new_type_error("a planned field has seven parts"));
            };
            let text = |object: &PyObjectRef| -> PyResult<&'static PyStrInterned> {
                let text = object.downcast_ref::<PyStr>().ok_or_else(|| vm.new_type_error("a name is text"))?;
                Ok(vm.ctx.intern_str(text.to_string_lossy().as_ref()))
            };
            let attname = text(attname)?;
            let plain =
                class.get_attr(attname).is_some_and(|attribute| attribute.downcast_ref::<Attribute>().is_some());
            Ok(PlannedField {
                name: text(name)?,
                attname,
                relation: relation.clone().try_to_bool(vm)?,
                concrete: concrete.clone().try_to_bool(vm)?,
                generated: generated.clone().try_to_bool(vm)?,
                plain,
                default: if constant.clone().try_to_bool(vm)? {
                    Default_::Constant(default.clone())
                } else {
                    Default_::Call(default.clone())
                },
            })
        })?;
        let signals = match signals.downcast_ref::<PyTuple>() {
            Some(pair) if pair.len() == 2 => Some((pair[0].clone(), pair[1].clone())),
            _ => None,
        };
        Ok(Self { fields, signals, next_init: next_init(class, vm)?, deferred: deferred.clone() })
    }

    /// Whether `pre_init` or `post_init` has receivers.
    pub(crate) fn has_signals(&self) -> bool {
        self.signals.is_some()
    }

    /// Sets the fields of a new instance.
    pub(crate) fn run(&self, zelf: &PyObject, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let class = zelf.class();
        if let Some((pre_init, _)) = &self.signals {
            let positional = vm.ctx.new_tuple(args.args.clone());
            let keywords = vm.ctx.new_dict();
            let mut changed = KwArgs::default();
            for (name, value) in &args.kwargs {
                keywords.set_item(&**name, value.clone(), vm)?;
            }
            pre_init.call((class.to_owned(), positional, keywords.clone()), vm)?;
            // What a receiver changed counts; the dictionary is emptied as the fields take their values.
            for (name, value) in keywords.items_vec() {
                changed.insert(super::model_handle::text_of(&name, vm)?.to_string().into(), value);
            }
            keywords.clear();
            args.kwargs = changed;
        }
        let concrete = self.fields.iter().filter(|field| field.concrete).count();
        if args.args.len() > concrete {
            let error = vm.ctx.exceptions.index_error.to_owned();
            return Err(vm.new_exception_msg(error, "Number of args exceeds number of fields".into()));
        }
        let mut kwargs = args.kwargs;
        let mut positional = args.args.into_iter();
        for field in &self.fields {
            if !field.concrete && kwargs.is_empty() {
                continue;
            }
            if let Some(value) = positional.next() {
                if kwargs.contains_key(field.name.as_str()) {
                    return Err(vm.new_type_error(format!(
                        "{}() got both positional and keyword arguments for field '{}'.",
                        class.__qualname__(vm).str(vm)?,
                        field.name.as_str()
                    )));
                }
                if !value.is(&self.deferred) {
                    field.set(zelf, value, vm)?;
                }
                continue;
            }
            let given = kwargs.swap_remove_entry_by_name(field.attname.as_str());
            if (given.is_none() && !field.concrete) || field.generated {
                if field.relation
                    && let Some(related) = kwargs.swap_remove_entry_by_name(field.name.as_str())
                {
                    zelf.set_attr(field.name, related, vm)?;
                }
                continue;
            }
            if field.relation
                && field.name.as_str() != field.attname.as_str()
                && let Some(related) = kwargs.swap_remove_entry_by_name(field.name.as_str())
            {
                if !related.is(&self.deferred) {
                    zelf.set_attr(field.name, related, vm)?;
                }
                continue;
            }
            let value = match given {
                Some(value) => value,
                None => match &field.default {
                    Default_::Constant(value) => value.clone(),
                    Default_::Call(function) => function.call((), vm)?,
                },
            };
            if !value.is(&self.deferred) {
                field.set(zelf, value, vm)?;
            }
        }
        if !kwargs.is_empty() {
            let rest = vm.ctx.new_dict();
            for (name, value) in kwargs {
                rest.set_item(&*name, value, vm)?;
            }
            vm.call_method(zelf, "_init_extra", (rest,))?;
        }
        if let Some(next) = &self.next_init {
            next.call((zelf.to_owned(),), vm)?;
        }
        if let Some((_, post_init)) = &self.signals {
            post_init.call((class.to_owned(), zelf.to_owned()), vm)?;
        }
        Ok(())
    }
}

/// The `__init__` that follows `Model`'s own bases in the order of the class's bases.
fn next_init(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let model = import(vm, "django.db.models.base")?.get_attr("Model", vm)?;
    let model: PyTypeRef = model.try_into_value(vm)?;
    let own = model.mro_collect();
    let after = class.mro_collect().into_iter().skip_while(|base| !base.is(&model));
    Ok(after
        .filter(|base| !own.iter().any(|known| known.is(base)))
        .find_map(|base| base.get_direct_attr(vm.ctx.intern_str("__init__"))))
}

impl PlannedField {
    fn set(&self, zelf: &PyObject, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        match zelf.dict() {
            Some(dict) if self.plain => dict.set_item(self.attname, value, vm),
            _ => zelf.set_attr(self.attname, value, vm),
        }
    }
}

/// Keyword arguments taken out by name.
trait TakeByName {
    fn swap_remove_entry_by_name(&mut self, name: &str) -> Option<PyObjectRef>;
}

impl TakeByName for rustpython_vm::function::KwArgs {
    fn swap_remove_entry_by_name(&mut self, name: &str) -> Option<PyObjectRef> {
        if self.is_empty() { None } else { self.shift_remove(name) }
    }
}
