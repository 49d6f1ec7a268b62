//! What a run would cost elsewhere. Everything here is modelled, and is shown beside the measured time, never mixed
//! with it.
//!
//! Two models:
//!
//! - [`at_distance`]: the same run with a database at a distance,
//!   `measured + queries x round trip + bytes / bandwidth`.
//! - [`django_on_cpython`]: the same statements under real Django on CPython,
//!   `database + characters of SQL x 3.0 us + instances x 7.0 us + prefetched instances x 6.8 us`.
//!
//! The three figures are fitted to Django 6.1.3 on CPython 3.13.0 with SQLite in memory, on two shared cores of an
//! AMD EPYC (Zen 4), over fourteen workloads from one row to 100,011. Building and compiling a query takes time in
//! proportion to the length of its SQL, which is why no figure per query is needed. The worst of the fourteen is
//! off by 26 % (the test below holds it to 35 %).

use crate::recorder::Recording;

/// Microseconds that Django takes to build, compile and send a statement, for each character of its SQL.
pub const DJANGO_PER_CHARACTER: f64 = 3.0;
/// Microseconds that Django takes to make a model instance.
pub const DJANGO_PER_INSTANCE: f64 = 7.0;
/// Microseconds more for an instance that `prefetch_related` hands out to its owner.
pub const DJANGO_PER_PREFETCHED: f64 = 6.8;

/// A way to the database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// The round trip, in microseconds.
    pub round_trip_micros: f64,
    /// Bytes a second.
    pub bandwidth: f64,
}

/// A name and a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// The way.
    pub network: Network,
}

/// Ways that are common, as orders of magnitude: a Unix socket, and three distances in a cloud at 1 Gbit/s or less.
pub const PRESETS: [Preset; 4] = [
    Preset { name: "same host", network: Network { round_trip_micros: 50.0, bandwidth: 1e9 } },
    Preset { name: "same zone", network: Network { round_trip_micros: 500.0, bandwidth: 125e6 } },
    Preset { name: "cross-zone", network: Network { round_trip_micros: 1_000.0, bandwidth: 125e6 } },
    Preset { name: "cross-region", network: Network { round_trip_micros: 60_000.0, bandwidth: 12.5e6 } },
];

/// Microseconds that a run of `measured` microseconds would take with the database at a distance.
pub fn at_distance(measured: f64, queries: u64, bytes: u64, network: Network) -> f64 {
    let transfer = if network.bandwidth > 0.0 { bytes as f64 / network.bandwidth * 1e6 } else { 0.0 };
    measured + queries as f64 * network.round_trip_micros + transfer
}

/// What the CPython model is told of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Work {
    /// Microseconds in the database.
    pub db_micros: f64,
    /// Characters of SQL, summed over statements.
    pub characters: u64,
    /// Model instances made.
    pub instances: u64,
    /// Of them, those that a prefetch fetched.
    pub prefetched: u64,
}

impl Work {
    /// The work of a recording.
    pub fn of(recording: &Recording) -> Self {
        use crate::events::{Call, Event};

        let prefetched = recording.events.iter().filter_map(|event| match event {
            Event::Called { query, call: Call::Prefetch, .. } => recording.queries.get(*query as usize),
            _ => None,
        });
        Self {
            db_micros: recording.queries.iter().map(|query| query.micros).sum(),
            characters: recording.queries.iter().map(|query| query.sql.chars().count() as u64).sum(),
            instances: recording.instances,
            prefetched: prefetched.map(|query| query.rows).sum(),
        }
    }
}

/// Microseconds that real Django on CPython would take for this work.
pub fn django_on_cpython(work: &Work) -> f64 {
    work.db_micros
        + work.characters as f64 * DJANGO_PER_CHARACTER
        + work.instances as f64 * DJANGO_PER_INSTANCE
        + work.prefetched as f64 * DJANGO_PER_PREFETCHED
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, characters of SQL, instances, prefetched, milliseconds in SQLite, milliseconds measured: the medians
    /// over three rounds of Django 6.1.3 on CPython 3.13.0.
    const MEASURED: [(&str, u64, u64, u64, f64, f64); 14] = [
        ("W1 n plus 1", 6718, 51, 0, 0.2409, 17.1615),
        ("W2 exists subquery", 242, 51, 0, 0.1019, 1.0907),
        ("W3 count subquery", 279, 51, 0, 0.9072, 2.8203),
        ("W4 join max", 285, 51, 0, 1.0496, 3.0011),
        ("W5 python filter", 124, 6630, 0, 9.2482, 53.7106),
        ("W6 db filter", 241, 816, 0, 1.0001, 6.0186),
        ("W7 dashboard loop", 84748, 153, 0, 12.1361, 300.5224),
        ("W8 dashboard subqueries", 2128, 51, 0, 15.2281, 22.392),
        ("W8b dashboard join", 1319, 51, 0, 9.2456, 12.554),
        ("W11 select_related", 259, 10000, 0, 11.0066, 98.0766),
        ("W11 prefetch forward", 541, 5050, 5000, 5.8183, 84.7752),
        ("W11 prefetch reverse", 444, 5050, 5000, 8.1444, 72.4949),
        ("W10 hydrate", 124, 100_011, 0, 95.7409, 1030.2917),
        ("W10 values_list", 182, 0, 0, 129.5349, 106.9042),
    ];

    #[test]
    fn model_of_django_is_within_35_percent_of_every_workload() {
        for (name, characters, instances, prefetched, sqlite, measured) in MEASURED {
            let work = Work { db_micros: sqlite * 1000.0, characters, instances, prefetched };
            let error = django_on_cpython(&work) / (measured * 1000.0) - 1.0;
            assert!(error.abs() < 0.35, "{name} is off by {:.0} %", error * 100.0);
        }
    }

    #[test]
    fn distance_adds_round_trips_and_transfer() {
        let network = Network { round_trip_micros: 1000.0, bandwidth: 1e6 };
        assert_eq!(at_distance(41_000.0, 664, 2_000, network), 41_000.0 + 664_000.0 + 2_000.0);
        let nowhere = Network { round_trip_micros: 0.0, bandwidth: 0.0 };
        assert_eq!(at_distance(5.0, 9, 9, nowhere), 5.0);
    }

    /// The figures and presets as TypeScript, for the page to compute with.
    fn typescript() -> String {
        let mut out = String::from(
            "// Generated from crate/lab/src/cost_model.rs by its test. Do not edit.\n\n\
             /** Microseconds that Django on CPython takes for each character of a statement. */\n",
        );
        out.push_str(&format!("export const DJANGO_PER_CHARACTER = {DJANGO_PER_CHARACTER};\n"));
        out.push_str("/** Microseconds that it takes to make an instance. */\n");
        out.push_str(&format!("export const DJANGO_PER_INSTANCE = {DJANGO_PER_INSTANCE};\n"));
        out.push_str("/** Microseconds more for an instance that a prefetch hands out. */\n");
        out.push_str(&format!("export const DJANGO_PER_PREFETCHED = {DJANGO_PER_PREFETCHED};\n\n"));
        out.push_str(
            "/** Ways to a database: microseconds of a round trip, and bytes a second. */\nexport const NETWORKS = [\n",
        );
        for Preset { name, network } in PRESETS {
            out.push_str(&format!(
                "  {{ name: '{name}', roundTripMicros: {}, bandwidth: {} }},\n",
                network.round_trip_micros, network.bandwidth
            ));
        }
        out.push_str("] as const;\n");
        out
    }

    #[test]
    fn typescript_figures_are_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/engine/cost-model.ts");
        let current = typescript();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &current).expect("writes");
        }
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(written == current, "www/src/engine/cost-model.ts is stale: run UPDATE=1 cargo test -p outerref-lab");
    }
}
