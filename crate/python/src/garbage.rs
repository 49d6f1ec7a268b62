//! When reference cycles are looked for.
//!
//! The interpreter looks by itself among new objects only: a cycle that outlives one look stays for good. A prefetch ties
//! each instance to the others of its list, and a run leaves its models behind, so all objects are looked at once enough
//! of them have come. That takes time for every object there is.

use std::cell::Cell;

use rustpython_vm::{VirtualMachine, gc_state::gc_state};

/// New objects that may stay from one run to the next. Models and what their managers hold are about a thousand.
pub(crate) const BETWEEN_RUNS: usize = 20_000;

/// New objects within a run, whose time a look is a part of. As many instances, with what was read of them, are some
/// 80 MB.
pub(crate) const WITHIN_A_RUN: usize = 150_000;

/// Notes how many objects outlived the last look at all of them.
#[derive(Default)]
pub(crate) struct Garbage {
    survivors: Cell<usize>,
}

impl Garbage {
    /// Frees the cycles that nothing else refers to, if more than `new` objects have come since the last time. After
    /// `gc.disable()` it does not.
    pub(crate) fn collect_beyond(&self, new: usize, vm: &VirtualMachine) {
        if objects() > self.survivors.get() + new {
            vm.state.gc.collect(2);
            self.survivors.set(objects());
        }
    }
}

/// Objects that may be part of a cycle.
fn objects() -> usize {
    let (young, older, oldest) = gc_state().get_count();
    young + older + oldest
}
