//! How long the parts take: `cargo run --example measure`.
use std::time::Instant;

use outerref_lab::report::{ApproachSource, Budget};
use outerref_python::session::{Session, Watch, system_clock, with_large_stack};

fn main() {
    with_large_stack(|| {
        let t = Instant::now();
        let session = Session::new(system_clock());
        println!("first session {:?}", t.elapsed());
        let t = Instant::now();
        let _other = Session::new(system_clock());
        println!("second session {:?}", t.elapsed());
        let budget = Budget::default();
        let sources = [
            "1",
            "import enum", "import datetime", "import functools, collections", "import decimal", "import dataclasses", "import typing", "import json", "import re", "import traceback", "import uuid", "import random",
            "for i in range(1_000_000): pass",
            "x = 0\nfor i in range(1_000_000): x += i",
            "def f(x): return x\nfor i in range(1_000_000): f(i)",
            "class A:\n    def m(self): return 1\na = A()\na.x = 1\nfor i in range(1_000_000): a.x",
            "class A:\n    def m(self): return 1\na = A()\nfor i in range(1_000_000): a.m()",
            "class A:\n    pass\nfor i in range(1_000_000): A()",
            "d = {}\nfor i in range(1_000_000): d[i] = i",
            "from decimal import Decimal\nd = Decimal('1.10')\nfor i in range(10_000): d + d",
            "from datetime import date\nfor i in range(1_000_00): date(2024, 1, 1)",
            "for i in range(100_000): print(i)",
            "x = [i * 2 for i in range(1_000_000)]",
        ];
        for source in sources {
            let mut times = vec![];
            for watch in [Watch::AtQueries, Watch::Closely, Watch::AtQueries, Watch::Closely] {
                let outcome = session.run(&ApproachSource { name: "a".into(), source: source.into() }, &budget, watch, &[]);
                assert!(outcome.error.is_none(), "{:?}", outcome.error);
                times.push(format!("{:.1}", outcome.micros / 1000.0));
            }
            println!("{:60} {}", source.replace('\n', "; "), times.join(" "));
        }
        let t = Instant::now();
        session.forget_user_modules();
        println!("forget {:?}", t.elapsed());
    });
}
