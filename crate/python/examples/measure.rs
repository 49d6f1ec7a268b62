//! What things cost in the interpreter: `cargo run -p outerref-python --example measure`.
//! Each line is a loop of a hundred thousand rounds, timed unwatched and watched (see `session::Watch`).

use std::time::Instant;

use outerref_lab::report::{ApproachSource, Budget};
use outerref_python::session::{Session, Watch, system_clock, with_large_stack};

const ROUNDS: f64 = 100_000.0;

/// What is set up once, and what each round does.
const LOOPS: [(&str, &str); 12] = [
    ("", "pass"),
    ("def f(x): return x", "f(1)"),
    ("class A: pass\na = A(); a.x = 1", "a.x"),
    ("class A: pass\na = A()", "a.x = 1"),
    ("class A:\n    @property\n    def p(self): return 1\na = A()", "a.p"),
    ("class A:\n    def m(self): return 1\na = A()", "a.m()"),
    ("class A: pass", "A()"),
    ("class A:\n    def __init__(self, x): self.x = x", "A(1)"),
    ("d = {}", "d['a'] = 1"),
    ("import datetime\nd = datetime.date(2024, 1, 1)", "d.year"),
    ("s = 'a'", "s.upper()"),
    ("from decimal import Decimal\nd = Decimal('1.10')", "d + d"),
];

fn main() {
    with_large_stack(|| {
        let start = Instant::now();
        let session = Session::new(system_clock());
        println!("{:9.1} ms  a first session", start.elapsed().as_secs_f64() * 1e3);
        let start = Instant::now();
        let _another = Session::new(system_clock());
        println!("{:9.1} ms  another on the same thread", start.elapsed().as_secs_f64() * 1e3);
        println!("       ns       ns watched");
        for (setup, round) in LOOPS {
            let source = format!("{setup}\ndef main():\n    for n in range(100_000):\n        {round}\nmain()");
            let nanos = |watch| {
                let times = (0..3).map(|_| {
                    let source = ApproachSource { name: "measured".into(), source: source.clone() };
                    let outcome = session.run(&source, &Budget::default(), watch, &[]);
                    assert_eq!(outcome.error, None, "{source:?}");
                    outcome.micros * 1e3 / ROUNDS
                });
                times.fold(f64::INFINITY, f64::min)
            };
            println!(
                "{:9.0} {:9.0}  {round:12} {}",
                nanos(Watch::AtQueries),
                nanos(Watch::Closely),
                setup.replace('\n', "; ")
            );
        }
    });
}
