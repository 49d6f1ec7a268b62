//! Lookups and transforms that the user registers on Django's own classes. Mirrors `RegisterLookupMixin`.
//!
//! Per thread, as a page runs one session at a time; the host forgets them between sessions.

use std::{cell::RefCell, rc::Rc};

use super::LookupClass;
use crate::schema::FieldKind;

/// The class that a lookup is registered on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupOwner {
    /// `Field`: every field that is no relation.
    Field,
    /// A field class, and those derived from it.
    Kind(FieldKind),
    /// A built-in transform, by its class name: `ExtractYear`.
    Transform(Rc<str>),
}

thread_local! {
    static REGISTERED: RefCell<Vec<(LookupOwner, String, LookupClass)>> = const { RefCell::new(Vec::new()) };
}

/// Registers a lookup or transform under a name. Mirrors `register_lookup`.
pub fn register_lookup(owner: LookupOwner, name: &str, class: LookupClass) {
    unregister_lookup(&owner, name);
    REGISTERED.with_borrow_mut(|all| all.push((owner, name.to_owned(), class)));
}

/// Forgets one. Mirrors `_unregister_lookup`. False if there was none.
pub fn unregister_lookup(owner: &LookupOwner, name: &str) -> bool {
    REGISTERED.with_borrow_mut(|all| {
        let before = all.len();
        all.retain(|(other, other_name, _)| other != owner || other_name != name);
        all.len() < before
    })
}

/// Forgets all.
pub fn clear_registered_lookups() {
    REGISTERED.with_borrow_mut(Vec::clear);
}

pub(super) fn find(owner: &LookupOwner, name: &str) -> Option<LookupClass> {
    REGISTERED.with_borrow(|all| {
        all.iter()
            .find(|(other, other_name, _)| other == owner && other_name == name)
            .map(|(_, _, class)| class.clone())
    })
}

pub(super) fn names(owner: &LookupOwner) -> Vec<String> {
    REGISTERED
        .with_borrow(|all| all.iter().filter(|(other, ..)| other == owner).map(|(_, name, _)| name.clone()).collect())
}
