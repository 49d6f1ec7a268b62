//! `RAND`, `UUIDV4` and `UUIDV7`, seeded from SQLite's own randomness, which works in the browser too.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use rusqlite::{Connection, functions::FunctionFlags};

use crate::clock::Clock;

pub(super) fn register(connection: &Connection, clock: Clock) -> rusqlite::Result<()> {
    let seed: i64 = connection.query_row("SELECT random()", [], |row| row.get(0))?;
    let opened: f64 = connection.query_row("SELECT unixepoch('now', 'subsec') * 1000.0", [], |row| row.get(0))?;
    let at_opening = clock();
    let source = SplitMix(Arc::new(AtomicU64::new(seed.cast_unsigned())));

    let numbers = source.clone();
    connection.create_scalar_function("RAND", 0, FunctionFlags::SQLITE_UTF8, move |_| Ok(numbers.fraction()))?;
    let numbers = source.clone();
    connection.create_scalar_function("UUIDV4", 0, FunctionFlags::SQLITE_UTF8, move |_| {
        Ok(versioned(numbers.next(), numbers.next(), 4))
    })?;
    connection.create_scalar_function("UUIDV7", 0, FunctionFlags::SQLITE_UTF8, move |_| {
        let millis = (opened + (clock() - at_opening) / 1000.0) as u64;
        Ok(versioned(millis << 16 | source.next() & 0xffff, source.next(), 7))
    })
}

/// The generator SplitMix64 (Steele, Lea and Flood, 2014). Not for secrets.
#[derive(Clone)]
struct SplitMix(Arc<AtomicU64>);

impl SplitMix {
    fn next(&self) -> u64 {
        const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut value = self.0.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP);
        value = (value ^ value >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ value >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ value >> 31
    }

    /// From 0 up to but not including 1.
    fn fraction(&self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The 32 digits of a UUID of this version.
fn versioned(high: u64, low: u64, version: u64) -> String {
    let high = high & !0xf000 | version << 12;
    let low = low & (u64::MAX >> 2) | 1 << 63;
    format!("{high:016x}{low:016x}")
}
