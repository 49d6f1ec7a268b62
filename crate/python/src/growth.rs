//! Growth: the approaches run at several scales before they run at their own.

use outerref_lab::{
    checklist,
    growth::{self, Sample},
    report::{Repeat, Report, RunRequest},
};

use crate::engine::{Engine, Progress};

/// Enough to have a time that no first run is in.
const REPEAT: Repeat = Repeat { warm_up: 1, max_runs: 3, enough_micros: 100_000.0 };

impl Engine {
    /// A sample of each approach at each scale that is asked for besides the run's own. What ends with an error at a
    /// scale has no sample there.
    pub(crate) fn samples(&self, request: &RunRequest, progress: &mut Progress<'_>) -> Vec<Vec<Sample>> {
        let mut samples = vec![Vec::new(); request.approaches.len()];
        let Some(asked) = &request.growth else { return samples };
        let scales = asked.scales(request.scale);
        let steps = u32::try_from(scales.len()).unwrap_or(u32::MAX);
        for (done, scale) in (0..).zip(scales) {
            if Some(scale) == request.scale {
                continue;
            }
            progress("growth", done, steps);
            // A run that is not repeated is not repeated at other scales either.
            let repeat = if request.repeat.max_runs > 1 { REPEAT } else { request.repeat };
            let at_scale = RunRequest { scale: Some(scale), growth: None, repeat, ..request.clone() };
            collect(&self.run_at_scale(&at_scale, &mut |_, _, _| {}), &mut samples);
        }
        samples
    }
}

/// Adds what a report says of each approach without an error.
fn collect(report: &Report, samples: &mut [Vec<Sample>]) {
    let Some(scale) = report.scale else { return };
    for (approach, samples) in report.approaches.iter().zip(samples).filter(|(approach, _)| approach.error.is_none()) {
        samples.push(Sample {
            scale,
            queries: approach.totals.queries,
            rows: approach.totals.rows_fetched,
            micros: approach.timing.median_micros,
            tables: report.tables.iter().map(|table| (table.model.clone(), table.rows)).collect(),
        });
    }
}

/// Adds the growth to the report of the run at its own scale.
pub(crate) fn add(report: &mut Report, mut samples: Vec<Vec<Sample>>) {
    if samples.iter().all(Vec::is_empty) {
        return;
    }
    collect(report, &mut samples);
    for (approach, mut samples) in report.approaches.iter_mut().zip(samples) {
        samples.sort_by_key(|sample| sample.scale);
        approach.growth = growth::growth(&samples);
        approach.checklist = checklist::answers(approach);
    }
}
