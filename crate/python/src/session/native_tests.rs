//! What native classes can do in RustPython 0.6, as far as the package `django` builds on it.

use outerref_lab::report::{ApproachSource, Budget};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyStr, PyType, PyTypeRef, PyUtf8StrRef},
    class::{PyClassImpl, StaticType},
    function::{FuncArgs, KwArgs, PySetterValue},
    pyclass,
    types::{Constructor, GetDescriptor, Initializer, SetAttr},
};

use super::{Session, Watch, system_clock, with_large_stack};
use crate::lines::user_stack;

/// A metaclass: `class Base(metaclass=Meta)` calls its `slot_new` with name, bases and namespace.
#[pyclass(module = "test", name = "Meta", base = PyType)]
#[derive(Debug)]
#[repr(transparent)]
struct Meta(PyType);

impl Constructor for Meta {
    type Args = FuncArgs;

    fn slot_new(metaclass: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let class = PyType::slot_new(metaclass, args, vm)?;
        class.set_attr("made_by_meta", vm.ctx.new_bool(true), vm)?;
        Ok(class)
    }

    fn py_new(_class: &Py<PyType>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        Err(vm.new_type_error("made by slot_new"))
    }
}

#[pyclass(flags(BASETYPE), with(Constructor))]
impl Meta {}

/// A class with a Rust payload that Python code subclasses and sets attributes on.
#[pyclass(module = "test", name = "Query")]
#[derive(Debug, PyPayload)]
struct Query {
    steps: Vec<String>,
}

impl Constructor for Query {
    type Args = FuncArgs;

    fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self { steps: Vec::new() })
    }
}

impl Initializer for Query {
    type Args = FuncArgs;

    fn init(_zelf: &Py<Self>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<()> {
        Ok(())
    }
}

#[pyclass(flags(BASETYPE, HAS_DICT, HAS_WEAKREF), with(Constructor, Initializer))]
impl Query {
    /// A method that gives an instance of the caller's own class.
    #[pymethod]
    fn step(zelf: &Py<Self>, name: PyUtf8StrRef, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
        let mut steps = zelf.steps.clone();
        steps.push(name.as_str().to_owned());
        Self { steps }.into_ref_with_type(vm, zelf.class().to_owned())
    }

    #[pygetset]
    fn steps(zelf: &Py<Self>) -> String {
        zelf.steps.join(",")
    }

    #[pyclassmethod]
    fn __init_subclass__(class: PyTypeRef, keywords: KwArgs, vm: &VirtualMachine) -> PyResult<()> {
        let names: Vec<String> = keywords.into_iter().map(|(name, _)| name.to_string()).collect();
        class.as_object().set_attr("keywords", vm.ctx.new_str(names.join(",")), vm)
    }

    /// Calls what a subclass overrides, from Rust.
    #[pymethod]
    fn call_hook(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
        vm.call_method(zelf.as_object(), "hook", (1,))
    }

    /// Looks a name up along the class's MRO, without calling descriptors.
    #[pyclassmethod]
    fn find(class: PyTypeRef, name: PyUtf8StrRef, vm: &VirtualMachine) -> PyObjectRef {
        let found = class.get_attr(vm.ctx.intern_str(name.as_str()));
        vm.unwrap_or_none(found)
    }

    #[pymethod]
    fn where_am_i(_zelf: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
        let state = crate::state::State::current().expect("a session runs");
        let lines: Vec<_> =
            user_stack(&state).into_iter().map(|f| format!("{}:{}:{}", f.file, f.line, f.function)).collect();
        vm.ctx.new_str(lines.join(" ")).into()
    }
}

/// A data descriptor to put on a class that Python code makes.
#[pyclass(module = "test", name = "Descriptor")]
#[derive(Debug, PyPayload)]
struct Descriptor {
    name: String,
}

impl GetDescriptor for Descriptor {
    fn descr_get(
        zelf: &PyObject,
        instance: Option<&PyObject>,
        _class: Option<&PyObject>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let this = zelf.downcast_ref::<Self>().expect("called on a descriptor");
        match instance.filter(|instance| !vm.is_none(instance)) {
            None => Ok(zelf.to_owned()),
            // The instance's own dictionary, past the descriptor.
            Some(instance) => {
                let dictionary = instance.dict().ok_or_else(|| vm.new_type_error("no __dict__"))?;
                dictionary.get_item(this.name.as_str(), vm)
            }
        }
    }
}

#[pyclass(with(GetDescriptor))]
impl Descriptor {
    #[pyslot]
    fn descr_set(zelf: &PyObject, instance: PyObjectRef, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let this = zelf.downcast_ref::<Self>().expect("called on a descriptor");
        let dictionary = instance.dict().ok_or_else(|| vm.new_type_error("no __dict__"))?;
        match value {
            PySetterValue::Assign(value) => {
                dictionary.set_item(this.name.as_str(), vm._mul(&value, vm.ctx.new_int(2).as_object())?, vm)
            }
            PySetterValue::Delete => dictionary.del_item(this.name.as_str(), vm),
        }
    }
}

/// Refuses attributes, to see that a subclass keeps the native slot.
#[pyclass(module = "test", name = "Frozen")]
#[derive(Debug, PyPayload)]
struct Frozen {}

impl Constructor for Frozen {
    type Args = FuncArgs;

    fn py_new(_class: &Py<PyType>, _args: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(Self {})
    }
}

impl SetAttr for Frozen {
    fn setattro(_zelf: &Py<Self>, name: &Py<PyStr>, _value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        Err(vm.new_attribute_error(format!("{name} cannot be set")))
    }
}

#[pyclass(flags(BASETYPE), with(Constructor, SetAttr))]
impl Frozen {}

fn run(source: &str) -> String {
    with_large_stack(|| {
        let session = Session::new(system_clock());
        let names = session.enter(|vm, _| {
            let describe = vm.new_function("describe", |class: PyTypeRef, name: PyUtf8StrRef, vm: &VirtualMachine| {
                let descriptor = Descriptor { name: name.as_str().to_owned() }.into_ref(&vm.ctx);
                class.set_attr(vm.ctx.intern_str(name.as_str()), descriptor.into());
            });
            let class = |class: PyTypeRef| -> PyObjectRef { class.into() };
            let _ = Descriptor::make_static_type();
            vec![
                ("Meta".to_owned(), class(Meta::make_static_type())),
                ("Query".to_owned(), class(Query::make_static_type())),
                ("Frozen".to_owned(), class(Frozen::make_static_type())),
                ("describe".to_owned(), describe.into()),
            ]
        });
        assert_eq!(Query::static_type().name().to_string(), "Query");
        let source = ApproachSource { name: "Try".into(), source: source.into() };
        let outcome = session.run(&source, &Budget::default(), Watch::AtQueries, &names);
        assert_eq!(outcome.error, None);
        let value = outcome.value.expect("a result");
        session.enter(|vm, _| value.repr(vm).expect("a repr").to_string_lossy().into_owned())
    })
}

#[test]
fn methods_keep_the_subclass_and_subclasses_have_attributes() {
    let source = "
class Cities(Query, abstract=True):
    def __init__(self, x=0):
        super().__init__()
        self.x = x
    def hook(self, n):
        return n + 41
c = Cities(x=5).step('a').step('b')
(type(c).__name__, c.steps, Cities(3).x, Cities.keywords, c.call_hook(), Cities.find('hook').__name__, Cities.find('no'))
";
    assert_eq!(run(source), "('Cities', 'a,b', 3, 'abstract', 42, 'hook', None)");
}

#[test]
fn a_native_metaclass_makes_classes() {
    let source = "
class Base(metaclass=Meta):
    pass
class Model(Base):
    pass
(type(Model).__name__, Model.made_by_meta, isinstance(Model, type), Model().__class__ is Model)
";
    assert_eq!(run(source), "('Meta', True, True, True)");
}

#[test]
fn a_metaclass_and_a_payload_go_together() {
    let source = "
class Base(Query, metaclass=Meta):
    pass
(type(Base).__name__, type(Base().step('a')) is Base)
";
    assert_eq!(run(source), "('Meta', True)");
}

#[test]
fn native_descriptors_sit_on_python_classes() {
    let source = "
class Model:
    pass
describe(Model, 'name')
m = Model()
m.name = 21
(m.name, m.__dict__, type(Model.name).__name__)
";
    assert_eq!(run(source), "(42, {'name': 42}, 'Descriptor')");
}

#[test]
fn native_slots_are_inherited() {
    let source = "
class Sub(Frozen):
    pass
try:
    Sub().x = 1
except AttributeError as e:
    x = str(e)
x
";
    assert_eq!(run(source), "'x cannot be set'");
}

#[test]
fn native_code_knows_the_lines_above_it() {
    let source = "
def f(q):
    return [
        q.where_am_i()
        for _ in range(1)
    ]
f(
    Query()
)[0]
";
    assert_eq!(run(source), "'Try:7:<module> Try:4:f'");
}
