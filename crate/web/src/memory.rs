//! The allocator: dlmalloc, as in std, over memory that grows in strides.
//!
//! A browser takes about as long for a growth of 64 KiB as for one of many megabytes, and it is long: grown page by
//! page, a run of 6,640 queries took three times as long as on memory that was there before. Pages that are not
//! written to yet cost nothing.
#![expect(unsafe_code, reason = "an allocator")]

use std::{
    alloc::{GlobalAlloc, Layout},
    arch::wasm32::memory_grow,
    cell::UnsafeCell,
    ptr::null_mut,
};

use dlmalloc::{Allocator, Dlmalloc};

const PAGE: usize = 64 * 1024;

/// Pages to grow by, at least: 4 MiB.
const STRIDE: usize = 64;

/// Linear memory.
struct Pages;

// SAFETY: a region that grew is this allocator's alone, and none is ever taken back.
unsafe impl Allocator for Pages {
    fn alloc(&self, size: usize) -> (*mut u8, usize, u32) {
        let needed = size.div_ceil(PAGE);
        // Near the end of the address space only what is needed may be left.
        for pages in [needed.max(STRIDE), needed] {
            let first = memory_grow::<0>(pages);
            if first != usize::MAX {
                // The last page is not given away: its end would be the address 0.
                let last = first + pages == usize::MAX / PAGE + 1;
                return ((first * PAGE) as *mut u8, (pages - usize::from(last)) * PAGE, 0);
            }
        }
        (null_mut(), 0, 0)
    }

    fn remap(&self, _: *mut u8, _: usize, _: usize, _: bool) -> *mut u8 {
        null_mut()
    }

    fn free_part(&self, _: *mut u8, _: usize, _: usize) -> bool {
        false
    }

    fn free(&self, _: *mut u8, _: usize) -> bool {
        false
    }

    fn can_release_part(&self, _: u32) -> bool {
        false
    }

    fn allocates_zeros(&self) -> bool {
        true
    }

    fn page_size(&self) -> usize {
        PAGE
    }
}

/// The allocator of the module's one thread.
pub(crate) struct Heap(UnsafeCell<Dlmalloc<Pages>>);

// SAFETY: the module is compiled without threads.
unsafe impl Sync for Heap {}

impl Heap {
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(Dlmalloc::new_with_allocator(Pages)))
    }
}

// SAFETY: dlmalloc meets this contract; with one thread, and no call back from within, the reference is the only one.
unsafe impl GlobalAlloc for Heap {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { (*self.0.get()).malloc(layout.size(), layout.align()) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { (*self.0.get()).free(pointer, layout.size(), layout.align()) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        unsafe { (*self.0.get()).calloc(layout.size(), layout.align()) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        unsafe { (*self.0.get()).realloc(pointer, layout.size(), layout.align(), size) }
    }
}
