//! A `MemoryError` in time: repeating a sequence (`[0] * 10**9`) is refused when the copy would be
//! larger than [`LARGEST`], because a failed allocation can end the whole engine.

use std::{cell::RefCell, collections::HashMap};

use rustpython_vm::{Py, PyResult, VirtualMachine, builtins::PyType, protocol::PySequence};

/// The largest sequence, in bytes, that one repetition may make.
pub const LARGEST: usize = 256 << 20;

type Repeat = fn(PySequence<'_>, isize, &VirtualMachine) -> PyResult;

/// The interpreter's own functions, by the address of the type they belong to.
#[derive(Default)]
struct Original {
    item_size: usize,
    repeat: Option<Repeat>,
    inplace_repeat: Option<Repeat>,
}

thread_local! {
    static ORIGINALS: RefCell<HashMap<usize, Original>> = RefCell::default();
}

fn address(class: &Py<PyType>) -> usize {
    std::ptr::from_ref(class).addr()
}

fn guarded(
    sequence: PySequence<'_>,
    times: isize,
    vm: &VirtualMachine,
    choose: fn(&Original) -> Option<Repeat>,
) -> PyResult {
    let length = sequence.length(vm)?;
    let found = ORIGINALS.with_borrow(|originals| {
        let class = sequence.obj.class();
        let class = class.mro_map_collect(address).into_iter().find(|class| originals.contains_key(class));
        class.and_then(|class| originals.get(&class)).and_then(|original| Some((original.item_size, choose(original)?)))
    });
    let Some((item_size, repeat)) = found else { return Err(vm.new_type_error("can't repeat this sequence")) };
    let size = length.saturating_mul(item_size).saturating_mul(usize::try_from(times).unwrap_or(0));
    if size > LARGEST {
        let message = format!(
            "a sequence of {} items is larger than the {} MB that one may take here",
            length.saturating_mul(times.unsigned_abs()),
            LARGEST >> 20
        );
        return Err(vm.new_memory_error(message));
    }
    repeat(sequence, times, vm)
}

fn repeat(sequence: PySequence<'_>, times: isize, vm: &VirtualMachine) -> PyResult {
    guarded(sequence, times, vm, |original| original.repeat)
}

fn inplace_repeat(sequence: PySequence<'_>, times: isize, vm: &VirtualMachine) -> PyResult {
    guarded(sequence, times, vm, |original| original.inplace_repeat)
}

/// Puts the guard in front of the built-in sequences' repetition.
pub(crate) fn install(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    let pointer = size_of::<usize>();
    let sequences = [
        (types.list_type, pointer),
        (types.tuple_type, pointer),
        (types.str_type, 1),
        (types.bytes_type, 1),
        (types.bytearray_type, 1),
    ];
    ORIGINALS.with_borrow_mut(|originals| {
        for (class, item_size) in sequences {
            originals.entry(address(class)).or_insert_with(|| {
                let slots = &class.slots.as_sequence;
                let original =
                    Original { item_size, repeat: slots.repeat.load(), inplace_repeat: slots.inplace_repeat.load() };
                if original.repeat.is_some() {
                    slots.repeat.store(Some(repeat));
                }
                if original.inplace_repeat.is_some() {
                    slots.inplace_repeat.store(Some(inplace_repeat));
                }
                original
            });
        }
    });
}
