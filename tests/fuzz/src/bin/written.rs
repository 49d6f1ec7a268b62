//! Writes the cases of a seeded sequence for `ask_django.py`: the models, what is asked, and what the ORM made of it,
//! as one Python tuple a line. `written SEED CASES`.

use outerref_fuzz::{
    build::{self, Asked, Models},
    generate, python, random,
};
use outerref_orm::{Value, dialect::Dialect, python_str_repr};

/// Bytes for one case.
const BYTES: usize = 1024;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let (Some(Ok(seed)), Some(Ok(cases))) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: written SEED CASES");
        std::process::exit(2);
    };
    for number in 0..cases {
        let bytes = random::bytes(seed, number, BYTES);
        let Ok(case) = generate::case(&mut arbitrary::Unstructured::new(&bytes)) else { continue };
        let models = Models::new(&case.schema);
        let (sql, params, error) = match build::ask(&models, &case, &Dialect::sqlite()) {
            Ok(Asked::Statement(statement, _)) => (python_str_repr(&statement.sql), statement.params, "None".into()),
            Ok(Asked::Empty(_)) => ("None".into(), Vec::new(), "None".into()),
            Err(error) => ("None".into(), Vec::new(), python_str_repr(&format!("{}: {error}", error.class()))),
        };
        let params: Vec<String> = params.iter().map(Value::repr).collect();
        let source = [python::models(&case.schema), python::asked(&case)].map(|text| python_str_repr(&text));
        println!("({number}, {}, {}, {sql}, [{}], {error})", source[0], source[1], params.join(", "));
    }
}
