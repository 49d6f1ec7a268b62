//! Building a queryset, compiling it, and both.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use outerref_orm::{Result, dialect::Dialect, queryset::QuerySet};
use outerref_orm_bench::{Geo, dashboard, simple};

fn querysets(criterion: &mut Criterion) {
    let geo = Geo::default();
    let dialect = Dialect::sqlite();
    let compile = |set: &QuerySet| set.compile(&dialect).expect("compiles").statement;
    for (name, build) in [("simple", simple as fn(&Geo) -> Result<QuerySet>), ("dashboard", dashboard)] {
        let mut group = criterion.benchmark_group(name);
        let set = build(&geo).expect("builds");
        group.bench_function("build", |bench| bench.iter(|| build(black_box(&geo)).expect("builds")));
        group.bench_function("compile", |bench| bench.iter(|| compile(black_box(&set))));
        group.bench_function("both", |bench| bench.iter(|| compile(&build(black_box(&geo)).expect("builds"))));
        group.finish();
    }
}

criterion_group!(benches, querysets);
criterion_main!(benches);
