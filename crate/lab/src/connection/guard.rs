//! [`Guard`]: what keeps a statement from running for ever, from filling the memory, and from leaving its database.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use rusqlite::{
    ffi,
    hooks::{AuthAction, AuthContext, Authorization},
    limits::Limit,
};

use crate::clock::Clock;

/// How many steps of SQLite's virtual machine pass between two looks at the clock: well under a millisecond.
const STEPS_BETWEEN_LOOKS: i32 = 20_000;

/// The longest text or blob, in bytes.
const LONGEST_VALUE: i32 = 64 << 20;

/// The longest statement, in bytes.
const LONGEST_STATEMENT: i32 = 16 << 20;

/// Pragmas that may be given a value: a name to tell about, a setting that [`Connection::set_up`](super::Connection) puts
/// back or that means nothing in memory, or a number kept with the database. Others reach files, memory or later runs.
const PRAGMAS: [&str; 24] = [
    "application_id",
    "automatic_index",
    "cache_size",
    "collation_list",
    "compile_options",
    "database_list",
    "defer_foreign_keys",
    "foreign_key_check",
    "foreign_key_list",
    "foreign_keys",
    "ignore_check_constraints",
    "index_info",
    "index_list",
    "index_xinfo",
    "integrity_check",
    "legacy_alter_table",
    "quick_check",
    "recursive_triggers",
    "reverse_unordered_selects",
    "synchronous",
    "table_info",
    "table_list",
    "table_xinfo",
    "user_version",
];

/// Stops statements from outside. Clones share one state.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    stopped: Arc<AtomicBool>,
    /// The bits of an `f64`; 0 means that there is no deadline.
    deadline: Arc<AtomicU64>,
    /// Set while the lab itself attaches what it restores.
    trusted: Arc<AtomicBool>,
    /// Set while a VACUUM runs, which attaches an unnamed database of its own.
    vacuuming: Arc<AtomicBool>,
}

impl Guard {
    /// Makes the running statement, and every later one, end with `interrupted` until [`Guard::release`].
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Statements end with `interrupted` when the clock is past this reading.
    pub fn set_deadline(&self, micros: Option<f64>) {
        self.deadline.store(micros.map_or(0, f64::to_bits), Ordering::Relaxed);
    }

    /// Takes back [`Guard::stop`] and the deadline.
    pub fn release(&self) {
        self.stopped.store(false, Ordering::Relaxed);
        self.set_deadline(None);
    }

    /// Whether statements are to end now.
    pub fn is_over(&self, clock: Clock) -> bool {
        let deadline = self.deadline.load(Ordering::Relaxed);
        self.stopped.load(Ordering::Relaxed) || (deadline != 0 && clock() > f64::from_bits(deadline))
    }

    /// Does something of the lab's own that typed SQL may not do.
    pub(crate) fn trusting<T>(&self, action: impl FnOnce() -> T) -> T {
        self.trusted.store(true, Ordering::Relaxed);
        let done = action();
        self.trusted.store(false, Ordering::Relaxed);
        done
    }

    /// Runs a VACUUM within the database, and lets it do what that takes.
    pub(super) fn vacuuming<T>(&self, vacuum: impl FnOnce() -> T) -> T {
        self.vacuuming.store(true, Ordering::Relaxed);
        let done = vacuum();
        self.vacuuming.store(false, Ordering::Relaxed);
        done
    }

    /// Puts the guard, the limits and the authorizer on a connection.
    pub(super) fn install(&self, connection: &mut rusqlite::Connection, clock: Clock) -> rusqlite::Result<()> {
        let guard = self.clone();
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || guard.is_over(clock)))?;
        let (trusted, vacuuming) = (Arc::clone(&self.trusted), Arc::clone(&self.vacuuming));
        connection.authorizer(Some(move |context: AuthContext<'_>| {
            if trusted.load(Ordering::Relaxed) || allowed(&context, vacuuming.load(Ordering::Relaxed)) {
                Authorization::Allow
            } else {
                Authorization::Deny
            }
        }))?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
        connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)?;
        // What Debian's SQLite allows, under which the reference was recorded; Django asks for it with getlimit().
        connection.set_limit(Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 250_000)?;
        Ok(())
    }
}

/// No second database, no code from outside, no setting that outlives the run.
fn allowed(context: &AuthContext<'_>, vacuuming: bool) -> bool {
    let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
    match context.action {
        AuthAction::Attach { filename } => vacuuming && filename.is_empty(),
        // A name that is known only when the statement runs, as that of a parameter.
        AuthAction::Unknown { code: ffi::SQLITE_ATTACH, .. } => false,
        AuthAction::Function { function_name } => !is(function_name, "load_extension"),
        AuthAction::Pragma { pragma_name, pragma_value: Some(_) } => PRAGMAS.iter().any(|name| is(pragma_name, name)),
        _ => true,
    }
}
