//! How a number grows with the size of the data: the article's first question, answered by measurement.

use crate::report::{Growth, GrowthClass, GrowthMeasure, GrowthRow};

/// How a series behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Class {
    /// Stays the same.
    Constant,
    /// Grows with the size, by so much for each unit of it.
    Linear {
        /// The slope of the fitted line.
        slope: f64,
    },
    /// Grows, but by a smaller power than the size.
    LessThanLinear {
        /// The exponent.
        exponent: f64,
    },
    /// Grows by a greater power than the size.
    WorseThanLinear {
        /// The exponent.
        exponent: f64,
    },
    /// Follows no power of the size.
    Unclear,
}

/// A class and how well it fits: the share of the variation that the fit explains, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The class.
    pub class: Class,
    /// R squared of the fit that decided.
    pub r_squared: f64,
}

/// A straight line through points by least squares: slope, intercept and R squared.
fn line(points: &[(f64, f64)]) -> (f64, f64, f64) {
    let count = points.len() as f64;
    let mean_x = points.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_y = points.iter().map(|point| point.1).sum::<f64>() / count;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in points {
        xx += (x - mean_x) * (x - mean_x);
        xy += (x - mean_x) * (y - mean_y);
        yy += (y - mean_y) * (y - mean_y);
    }
    if xx == 0.0 {
        return (0.0, mean_y, 0.0);
    }
    let slope = xy / xx;
    let r_squared = if yy == 0.0 { 1.0 } else { xy * xy / (xx * yy) };
    (slope, mean_y - slope * mean_x, r_squared)
}

/// Classifies a series of at least two sizes. `noise` is the relative change that means nothing: 0 for counts,
/// about 0.5 for times.
pub fn classify(sizes: &[u64], values: &[f64], noise: f64) -> Option<Fit> {
    let points: Vec<_> = sizes.iter().map(|size| *size as f64).zip(values.iter().copied()).collect();
    let (first, last) = (points.first()?, points.last()?);
    if points.len() < 2 || first.0 >= last.0 || first.0 <= 0.0 {
        return None;
    }
    let (least, most) = values
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    if most - least <= noise * least.abs() || most == least {
        return Some(Fit { class: Class::Constant, r_squared: 1.0 });
    }
    let (slope, _, straight) = line(&points);
    if slope > 0.0 && noise == 0.0 && (straight > 0.999_999 || points.len() == 2) {
        return Some(Fit { class: Class::Linear { slope }, r_squared: straight });
    }
    if values.iter().any(|value| *value <= 0.0) {
        return Some(Fit { class: Class::Unclear, r_squared: straight });
    }
    // A fixed cost hides the power at small sizes, so the straight line is asked first.
    let logs: Vec<_> = points.iter().map(|(x, y)| (x.ln(), y.ln())).collect();
    let (exponent, _, power) = line(&logs);
    let class = if slope <= 0.0 || (power < 0.6 && straight < 0.6) {
        Class::Unclear
    } else if exponent > 1.25 {
        Class::WorseThanLinear { exponent }
    } else if exponent > 0.75 || straight >= power {
        Class::Linear { slope }
    } else {
        Class::LessThanLinear { exponent }
    };
    let r_squared = if matches!(class, Class::Linear { .. }) { straight.max(power) } else { power };
    Some(Fit { class, r_squared })
}

impl Class {
    /// The class in words, of something that is measured against the number of rows of a model.
    pub fn words(self, model: &str) -> String {
        match self {
            Self::Constant => "constant".into(),
            Self::Linear { .. } => format!("grows linearly with {model}"),
            Self::LessThanLinear { exponent } => format!("grows with {model} to the power of {exponent:.1}"),
            Self::WorseThanLinear { exponent } => format!("grows with {model} to the power of {exponent:.1}"),
            Self::Unclear => "follows no simple rule".into(),
        }
    }
}

/// What was measured at one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The scale.
    pub scale: u64,
    /// Statements.
    pub queries: u64,
    /// Rows fetched.
    pub rows: u64,
    /// The median time, in microseconds.
    pub micros: f64,
    /// The rows of each model's table, by label.
    pub tables: Vec<(String, u64)>,
}

/// The growth over samples in ascending scale; nothing where the data is the same at each. The verdict is about the number of statements: it names the model
/// whose row count the number follows best.
pub fn growth(samples: &[Sample]) -> Option<Growth> {
    if samples.windows(2).all(|pair| pair[0].tables == pair[1].tables) {
        return None;
    }
    let scales: Vec<_> = samples.iter().map(|sample| sample.scale).collect();
    let queries: Vec<_> = samples.iter().map(|sample| sample.queries).collect();
    let counts: Vec<_> = queries.iter().map(|count| *count as f64).collect();
    let fit = classify(&scales, &counts, 0.0)?;
    let verdict = match fit.class {
        Class::Constant => Class::Constant.words(""),
        _ => {
            let (model, fit) = best_model(samples, &counts).unwrap_or_else(|| ("the scale".into(), fit));
            fit.class.words(&model)
        }
    };
    Some(Growth {
        table: Some(table(samples)),
        rows: samples.iter().map(|sample| sample.rows).collect(),
        micros: samples.iter().map(|sample| sample.micros).collect(),
        scales,
        queries,
        verdict,
    })
}

/// Times within a half of one another say nothing.
const NOISE_OF_TIME: f64 = 0.5;

/// How each measure grows.
fn table(samples: &[Sample]) -> Vec<GrowthRow> {
    let scales: Vec<_> = samples.iter().map(|sample| sample.scale).collect();
    let row = |measure: GrowthMeasure, values: Vec<f64>, noise: f64| {
        let fit = classify(&scales, &values, noise)?;
        let model = best_model(samples, &values).filter(|_| noise == 0.0);
        let words = match (fit.class, model) {
            // A count is told against the table that it follows; its power of that one is the plainer.
            (class, Some((model, close))) if class != Class::Constant => close.class.words(&model),
            (class, _) => class.words("the data"),
        };
        let (class, slope, exponent) = match fit.class {
            Class::Constant => (GrowthClass::Constant, None, None),
            Class::Linear { slope } => (GrowthClass::Linear, Some(slope), None),
            Class::LessThanLinear { exponent } => (GrowthClass::LessThanLinear, None, Some(exponent)),
            Class::WorseThanLinear { exponent } => (GrowthClass::WorseThanLinear, None, Some(exponent)),
            Class::Unclear => (GrowthClass::Unclear, None, None),
        };
        Some(GrowthRow { measure, class, words, slope, exponent, r_squared: fit.r_squared })
    };
    let of = |value: fn(&Sample) -> f64| samples.iter().map(value).collect();
    [
        row(GrowthMeasure::Queries, of(|sample| sample.queries as f64), 0.0),
        row(GrowthMeasure::Rows, of(|sample| sample.rows as f64), 0.0),
        row(GrowthMeasure::Time, of(|sample| sample.micros), NOISE_OF_TIME),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The model whose number of rows the counts follow most closely as a straight line, the one with the steepest such
/// line if several do: it is the one that the loop goes over.
fn best_model(samples: &[Sample], counts: &[f64]) -> Option<(String, Fit)> {
    let models = &samples.first()?.tables;
    let mut best: Option<(String, Fit, f64)> = None;
    for (model, _) in models {
        let sizes: Option<Vec<u64>> = samples
            .iter()
            .map(|sample| sample.tables.iter().find(|(label, _)| label == model).map(|(_, rows)| *rows))
            .collect();
        let Some(fit) = sizes.and_then(|sizes| classify(&sizes, counts, 0.0)) else { continue };
        let slope = match fit.class {
            Class::Linear { slope } => slope,
            _ => 0.0,
        };
        // Whole steps (one query a row, thirteen a row) tell the table that is looped over from one that only grows
        // along with it.
        let whole = slope > 0.0 && (slope - slope.round()).abs() < 1e-6;
        let score = fit.r_squared + if whole { 1.0 } else { 0.0 };
        if best.as_ref().is_none_or(|(_, _, known)| score > *known) {
            best = Some((model.rsplit('.').next().unwrap_or(model).to_owned(), fit, score));
        }
    }
    best.map(|(model, fit, _)| (model, fit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(values: &[f64], noise: f64) -> Class {
        classify(&[10, 20, 40, 80], values, noise).expect("has a fit").class
    }

    #[test]
    fn counts_are_told_apart() {
        assert_eq!(class(&[1.0, 1.0, 1.0, 1.0], 0.0), Class::Constant);
        assert_eq!(class(&[131.0, 261.0, 521.0, 1041.0], 0.0), Class::Linear { slope: 13.0 });
        assert!(
            matches!(class(&[100.0, 400.0, 1600.0, 6400.0], 0.0), Class::WorseThanLinear { exponent } if exponent > 1.9)
        );
        assert!(matches!(class(&[10.0, 14.1, 20.0, 28.3], 0.0), Class::LessThanLinear { .. }));
    }

    #[test]
    fn noisy_times_are_told_apart() {
        assert_eq!(class(&[1.0, 1.2, 0.9, 1.3], 0.5), Class::Constant);
        assert!(matches!(class(&[1.1, 1.9, 4.3, 7.8], 0.5), Class::Linear { .. }));
        assert!(matches!(class(&[5.0, 6.0, 8.0, 12.0], 0.5), Class::Linear { .. }), "a fixed cost and a slope");
        assert_eq!(class(&[9.0, 1.0, 8.0, 1.0], 0.5), Class::Unclear);
    }

    #[test]
    fn too_little_to_say_says_nothing() {
        assert_eq!(classify(&[10], &[1.0], 0.0), None);
        assert_eq!(classify(&[10, 10], &[1.0, 2.0], 0.0), None);
        assert_eq!(classify(&[0, 10], &[1.0, 2.0], 0.0), None);
        assert_eq!(growth(&[]), None);
    }

    fn samples(queries: fn(u64) -> u64) -> Vec<Sample> {
        let at = |scale: u64| Sample {
            scale,
            queries: queries(scale),
            rows: scale,
            micros: 1.0,
            tables: vec![("geo.City".into(), scale * 130), ("geo.State".into(), scale)],
        };
        [10, 20, 51].map(at).to_vec()
    }

    #[test]
    fn verdict_names_the_model_that_the_loop_goes_over() {
        assert_eq!(growth(&samples(|states| 1 + 13 * states)).expect("grows").verdict, "grows linearly with State");
        assert_eq!(growth(&samples(|_| 1)).expect("is told").verdict, "constant");
    }

    #[test]
    fn each_measure_has_its_row() {
        let told = growth(&samples(|states| 1 + 13 * states)).expect("grows").table.expect("has a table");
        let rows: Vec<_> = told.iter().map(|row| (row.measure, row.class, row.words.as_str())).collect();
        assert_eq!(
            rows,
            [
                (GrowthMeasure::Queries, GrowthClass::Linear, "grows linearly with State"),
                (GrowthMeasure::Rows, GrowthClass::Linear, "grows linearly with State"),
                (GrowthMeasure::Time, GrowthClass::Constant, "constant"),
            ]
        );
        assert_eq!((told[0].slope, told[0].r_squared), (Some(13.0), 1.0));
    }

    #[test]
    fn data_that_does_not_grow_says_nothing() {
        let mut same = samples(|_| 1);
        same.iter_mut().for_each(|sample| sample.tables = vec![("geo.City".into(), 7)]);
        assert_eq!(growth(&same), None);
    }
}
