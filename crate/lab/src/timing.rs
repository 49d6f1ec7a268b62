//! Honest time: repeated runs in turn after a warm-up, told by median and spread.

use crate::{
    clock::Clock,
    report::{Repeat, Timing},
};

/// The value below which this share of the sorted samples lies, by linear interpolation.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = share * last as f64;
    let below = place.floor();
    let (low, high) = (sorted[below as usize], sorted[(below as usize + 1).min(last)]);
    low + (high - low) * (place - below)
}

/// The middle of some samples; 0 of none.
pub fn median(samples: &[f64]) -> f64 {
    quantile(&sorted(samples), 0.5)
}

fn sorted(samples: &[f64]) -> Vec<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The timing of an approach from its timed runs: all the time, and the part in the database, in microseconds.
pub fn summary(runs: &[(f64, f64)]) -> Timing {
    let whole = sorted(&runs.iter().map(|run| run.0).collect::<Vec<_>>());
    let database: Vec<_> = runs.iter().map(|run| run.1).collect();
    Timing {
        runs: u32::try_from(runs.len()).unwrap_or(u32::MAX),
        median_micros: quantile(&whole, 0.5),
        spread_micros: (quantile(&whole, 0.75) - quantile(&whole, 0.25)) / 2.0,
        min_micros: whole.first().copied().unwrap_or(0.0),
        max_micros: whole.last().copied().unwrap_or(0.0),
        db_median_micros: median(&database),
    }
}

/// Whether a duration is too short for the clock: below ten of its ticks it is mostly rounding.
pub fn is_below_clock(micros: f64, tick: f64) -> bool {
    micros < 10.0 * tick
}

/// How long one run of something short takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeated {
    /// The mean of a batch of runs, the median of three batches, in microseconds.
    pub micros: f64,
    /// How many runs the clock was read around: it is wrong by at most a tick divided by them.
    pub runs: u32,
}

/// A batch that takes as long is told well by a browser's clock, whose tick is up to a millisecond.
const BATCH_MICROS: f64 = 20_000.0;
/// Runs of a batch at most, however short they are.
const MOST_RUNS: u32 = 1024;
/// A batch that takes longer is not repeated.
const LONG_MICROS: f64 = 1e6;

/// Times something short, after a warm-up, in batches that are long enough for the clock.
pub fn repeated<E>(clock: Clock, mut run: impl FnMut() -> Result<(), E>) -> Result<Repeated, E> {
    run()?;
    let mut batch = |runs: u32| -> Result<f64, E> {
        let start = clock();
        for _ in 0..runs {
            run()?;
        }
        Ok(clock() - start)
    };
    let mut runs = 1;
    let mut micros = batch(runs)?;
    while micros < BATCH_MICROS && runs < MOST_RUNS {
        runs *= 4;
        micros = batch(runs)?;
    }
    if micros < LONG_MICROS {
        micros = median(&[micros, batch(runs)?, batch(runs)?]);
    }
    Ok(Repeated { micros: micros / f64::from(runs), runs })
}

/// Which approach runs next: first each one's warm-up, then rounds in which each that needs it is timed once. Every
/// round begins with another approach, so that none always follows the same one.
#[derive(Clone, Debug)]
pub struct Schedule {
    repeat: Repeat,
    warmed: Vec<u32>,
    runs: Vec<u32>,
    spent: Vec<f64>,
    dropped: Vec<bool>,
    round: usize,
    queue: Vec<usize>,
}

/// A run that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Which approach, from 0.
    pub approach: usize,
    /// Whether its time counts.
    pub timed: bool,
}

impl Schedule {
    /// A schedule of so many approaches.
    pub fn new(approaches: usize, repeat: Repeat) -> Self {
        Self {
            repeat,
            warmed: vec![0; approaches],
            runs: vec![0; approaches],
            spent: vec![0.0; approaches],
            dropped: vec![false; approaches],
            round: 0,
            queue: Vec::new(),
        }
    }

    /// The run that is due now; `None` when all is done. Tell its time with [`Schedule::ran`].
    pub fn next(&mut self) -> Option<Due> {
        if let Some(approach) =
            (0..self.warmed.len()).find(|a| !self.dropped[*a] && self.warmed[*a] < self.repeat.warm_up)
        {
            return Some(Due { approach, timed: false });
        }
        loop {
            if let Some(approach) = self.queue.pop() {
                if self.needs_more(approach) {
                    return Some(Due { approach, timed: true });
                }
                continue;
            }
            let count = self.runs.len();
            if !(0..count).any(|approach| self.needs_more(approach)) {
                return None;
            }
            self.queue = (0..count).map(|place| (place + self.round) % count).rev().collect();
            self.round += 1;
        }
    }

    fn needs_more(&self, approach: usize) -> bool {
        let runs = self.runs[approach];
        // Medians need at least three; one run must do where a single one is already long.
        let enough = self.spent[approach] >= self.repeat.enough_micros && (runs >= 3 || self.spent[approach] > 1e6);
        !self.dropped[approach] && runs < self.repeat.max_runs.max(1) && !enough
    }

    /// A run that was due took so long.
    pub fn ran(&mut self, due: Due, micros: f64) {
        if due.timed {
            self.runs[due.approach] += 1;
            self.spent[due.approach] += micros;
        } else {
            self.warmed[due.approach] += 1;
        }
    }

    /// An approach failed and is not run again.
    pub fn drop_approach(&mut self, approach: usize) {
        self.dropped[approach] = true;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn summary_gives_median_and_half_the_quartile_distance() {
        let timing = summary(&[(10.0, 1.0), (20.0, 2.0), (30.0, 3.0), (40.0, 4.0), (1000.0, 5.0)]);
        assert_eq!((timing.median_micros, timing.spread_micros, timing.db_median_micros), (30.0, 10.0, 3.0));
        assert_eq!((timing.min_micros, timing.max_micros, timing.runs), (10.0, 1000.0, 5));
        assert_eq!(summary(&[]), Timing::default());
        assert_eq!(median(&[1.0, 2.0]), 1.5);
    }

    thread_local! {
        static NOW: Cell<f64> = const { Cell::new(0.0) };
    }

    /// A clock that ticks every 100 microseconds, as a browser's does.
    fn coarse() -> f64 {
        (NOW.get() / 100.0).floor() * 100.0
    }

    fn timed(micros: f64) -> Repeated {
        let run = || {
            NOW.set(NOW.get() + micros);
            Ok::<_, ()>(())
        };
        repeated(coarse, run).expect("nothing fails")
    }

    #[test]
    fn something_shorter_than_a_tick_is_timed_in_batches() {
        let short = timed(7.0);
        assert_eq!(short.runs, 1024);
        assert!((short.micros - 7.0).abs() < 0.2, "{short:?}");
        let longer = timed(300.0);
        assert_eq!(longer.runs, 256);
        assert!((longer.micros - 300.0).abs() < 1.0, "{longer:?}");
        assert_eq!(timed(2e6), Repeated { micros: 2e6, runs: 1 });
        assert_eq!(repeated(crate::clock::stopped, || Ok::<_, ()>(())), Ok(Repeated { micros: 0.0, runs: 1024 }));
        assert_eq!(repeated(coarse, || Err("no")), Err("no"));
    }

    fn order(schedule: &mut Schedule, micros: f64) -> Vec<(usize, bool)> {
        let mut seen = Vec::new();
        while let Some(due) = schedule.next() {
            seen.push((due.approach, due.timed));
            schedule.ran(due, micros);
        }
        seen
    }

    #[test]
    fn schedule_warms_up_then_takes_turns_beginning_with_another_each_round() {
        let mut schedule = Schedule::new(2, Repeat { warm_up: 1, max_runs: 3, enough_micros: 1e9 });
        let seen = order(&mut schedule, 1.0);
        let expected = [(0, false), (1, false), (0, true), (1, true), (1, true), (0, true), (0, true), (1, true)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn schedule_stops_when_enough_time_was_timed() {
        let mut schedule = Schedule::new(1, Repeat { warm_up: 0, max_runs: 100, enough_micros: 400.0 });
        assert_eq!(order(&mut schedule, 100.0).len(), 4);
        let mut slow = Schedule::new(1, Repeat { warm_up: 0, max_runs: 100, enough_micros: 400.0 });
        assert_eq!(order(&mut slow, 2e6).len(), 1, "a run of two seconds is not repeated");
    }

    #[test]
    fn schedule_forgets_an_approach_that_failed() {
        let mut schedule = Schedule::new(2, Repeat { warm_up: 1, max_runs: 1, enough_micros: 1.0 });
        schedule.drop_approach(0);
        assert_eq!(order(&mut schedule, 5.0), [(1, false), (1, true)]);
        assert_eq!(order(&mut Schedule::new(0, Repeat::default()), 1.0), []);
    }
}
