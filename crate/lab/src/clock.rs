//! [`Clock`]: where the time comes from. The lab reads no clock of its own, because the browser has another one.

/// A clock: microseconds since any fixed moment. It may tick coarsely and never runs backwards.
pub type Clock = fn() -> f64;

/// A clock that stands still, for runs whose time does not matter.
pub fn stopped() -> f64 {
    0.0
}

/// The computer's own clock.
#[cfg(not(target_arch = "wasm32"))]
pub fn native() -> f64 {
    use std::{sync::OnceLock, time::Instant};

    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e6
}

/// The smallest step that the clock is seen to make, in microseconds: the least of `steps` differences between
/// readings that differ. Zero if the clock stands still for a million readings.
pub fn tick(clock: Clock, steps: u32) -> f64 {
    let mut smallest = f64::INFINITY;
    let mut last = clock();
    let (mut seen, mut readings) = (0, 0_u32);
    while seen < steps && readings < 1_000_000 {
        let now = clock();
        readings += 1;
        if now > last {
            smallest = smallest.min(now - last);
            seen += 1;
        }
        last = now;
    }
    if smallest.is_finite() { smallest } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn tick_of_a_stopped_clock_is_zero() {
        assert_eq!(tick(stopped, 5), 0.0);
    }

    #[test]
    fn tick_is_the_smallest_step_seen() {
        thread_local!(static READINGS: Cell<u32> = const { Cell::new(0) });
        fn coarse() -> f64 {
            READINGS.with(|readings| {
                readings.set(readings.get() + 1);
                f64::from(readings.get() / 7) * 100.0
            })
        }
        assert_eq!(tick(coarse, 5), 100.0);
    }

    #[test]
    fn native_clock_never_runs_backwards() {
        let first = native();
        assert!(native() >= first);
    }
}
