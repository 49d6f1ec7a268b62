//! Reads the few kinds of Python expression that the cases are written in.

/// A Python expression.
#[derive(Clone, Debug)]
pub(crate) enum Py {
    Name(String),
    Text(String),
    Int(i64),
    Float(f64),
    Call(Box<Py>, Vec<Py>, Vec<(String, Py)>),
    Attribute(Box<Py>, String),
    Item(Box<Py>, i64),
    Slice(Box<Py>, Option<i64>, Option<i64>),
    Binary(String, Box<Py>, Box<Py>),
    Negative(Box<Py>),
    Invert(Box<Py>),
    List(Vec<Py>),
}

/// The expression that the text is.
pub(crate) fn parse(text: &str) -> Py {
    let mut reader = Reader { text, at: 0 };
    let parsed = reader.binary(0);
    assert_eq!(reader.rest().trim(), "", "all of {text:?} is read");
    parsed
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// From loose to tight.
const LEVELS: [&[&str]; 4] = [&["|"], &["&"], &["+", "-"], &["*", "/", "%"]];

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, sign: &str) -> bool {
        self.skip();
        let found = self.rest().starts_with(sign) && !(sign == "*" && self.rest().starts_with("**"));
        if found {
            self.at += sign.len();
        }
        found
    }

    fn expect(&mut self, sign: &str) {
        assert!(self.take(sign), "{sign:?} at {:?}", self.rest());
    }

    fn binary(&mut self, level: usize) -> Py {
        let Some(signs) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1);
        while let Some(sign) = signs.iter().find(|sign| self.take(sign)) {
            left = Py::Binary((*sign).into(), left.into(), self.binary(level + 1).into());
        }
        left
    }

    fn unary(&mut self) -> Py {
        if self.take("-") {
            return Py::Negative(self.unary().into());
        }
        if self.take("~") {
            return Py::Invert(self.unary().into());
        }
        let base = self.trailers();
        if self.take("**") {
            return Py::Binary("**".into(), base.into(), self.unary().into());
        }
        base
    }

    fn trailers(&mut self) -> Py {
        let mut value = self.atom();
        loop {
            if self.take(".") {
                value = Py::Attribute(value.into(), self.word());
            } else if self.take("(") {
                let (args, named) = self.arguments();
                value = Py::Call(value.into(), args, named);
            } else if self.take("[") {
                let start = self.number();
                let sliced = self.take(":");
                let stop = if sliced { self.number() } else { None };
                self.expect("]");
                value = match start {
                    Some(at) if !sliced => Py::Item(value.into(), at),
                    start => Py::Slice(value.into(), start, stop),
                };
            } else {
                return value;
            }
        }
    }

    fn arguments(&mut self) -> (Vec<Py>, Vec<(String, Py)>) {
        let (mut args, mut named) = (Vec::new(), Vec::new());
        while !self.take(")") {
            self.skip();
            let start = self.at;
            let word = self.word();
            if !word.is_empty() && self.take("=") {
                named.push((word, self.binary(0)));
            } else {
                self.at = start;
                args.push(self.binary(0));
            }
            self.take(",");
        }
        (args, named)
    }

    fn word(&mut self) -> String {
        self.skip();
        let end = self.rest().find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest().len());
        let word = self.rest()[..end].to_owned();
        self.at += end;
        word
    }

    fn number(&mut self) -> Option<i64> {
        self.skip();
        let end = self.rest().find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest().len());
        let number = self.rest()[..end].parse().ok();
        self.at += end;
        number
    }

    fn atom(&mut self) -> Py {
        self.skip();
        match self.rest().chars().next().expect("an expression") {
            '(' => {
                self.expect("(");
                let inner = self.binary(0);
                self.expect(")");
                inner
            }
            '[' => {
                self.expect("[");
                let mut items = Vec::new();
                while !self.take("]") {
                    items.push(self.binary(0));
                    self.take(",");
                }
                Py::List(items)
            }
            quote @ ('\'' | '"') => {
                let end = self.rest()[1..].find(quote).expect("a closing quote") + 1;
                let text = self.rest()[1..end].to_owned();
                self.at += end + 1;
                Py::Text(text)
            }
            '0'..='9' => {
                let end = self.rest().find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest().len());
                let text = self.rest()[..end].to_owned();
                self.at += end;
                match text.parse() {
                    Ok(whole) => Py::Int(whole),
                    Err(_) => Py::Float(text.parse().expect("a number")),
                }
            }
            _ => Py::Name(self.word()),
        }
    }
}
