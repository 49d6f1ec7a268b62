//! JSON text as Python's `json.dumps` writes it, and a check that text is JSON.

use crate::{Error, Result, Value, value::python_float};

/// Mirrors `json.dumps(value)`: `, ` and `: ` as separators, other than ASCII escaped.
pub fn dumps(value: &Value) -> Result<String> {
    Ok(match value {
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Int(number) => number.to_string(),
        Value::BigInt(digits) => digits.to_string(),
        Value::Float(number) if number.is_nan() => "NaN".into(),
        Value::Float(number) if number.is_infinite() => {
            if *number > 0.0 {
                "Infinity".into()
            } else {
                "-Infinity".into()
            }
        }
        Value::Float(number) => python_float(*number),
        Value::Text(text) => quote(text),
        Value::Json(text) => text.to_string(),
        Value::List(values) => {
            let parts: Vec<String> = values.iter().map(dumps).collect::<Result<_>>()?;
            format!("[{}]", parts.join(", "))
        }
        Value::Foreign(object) if let Some(items) = object.mapping() => {
            let mut parts = Vec::new();
            for (key, value) in items? {
                let key = match key {
                    Value::Text(text) => quote(&text),
                    Value::Null | Value::Bool(_) | Value::Int(_) | Value::BigInt(_) | Value::Float(_) => {
                        format!("\"{}\"", dumps(&key)?)
                    }
                    other => {
                        return Err(Error::Type(format!(
                            "keys must be str, int, float, bool or None, not {}",
                            other.type_name()
                        )));
                    }
                };
                parts.push(format!("{key}: {}", dumps(&value)?));
            }
            format!("{{{}}}", parts.join(", "))
        }
        other => {
            return Err(Error::Type(format!("Object of type {} is not JSON serializable", other.type_name())));
        }
    })
}

/// A JSON string.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            ' '..='~' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

/// Whether `json.loads` would read it.
pub fn is_json(text: &str) -> bool {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    reader.space();
    reader.value(0) && {
        reader.space();
        reader.at == reader.bytes.len()
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// Deeper documents are left to the host's own reader.
const DEEPEST: usize = 500;

impl Reader<'_> {
    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.bytes[self.at..].starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self, depth: usize) -> bool {
        if depth > DEEPEST {
            return true;
        }
        match self.bytes.get(self.at) {
            Some(b'"') => self.string(),
            Some(b'[') => self.sequence(b']', depth, false),
            Some(b'{') => self.sequence(b'}', depth, true),
            Some(b'-' | b'0'..=b'9') => self.word("-Infinity") || self.number(),
            Some(_) => ["null", "true", "false", "NaN", "Infinity"].iter().any(|word| self.word(word)),
            None => false,
        }
    }

    fn sequence(&mut self, end: u8, depth: usize, keyed: bool) -> bool {
        self.at += 1;
        self.space();
        if self.bytes.get(self.at) == Some(&end) {
            self.at += 1;
            return true;
        }
        loop {
            self.space();
            if keyed {
                if self.bytes.get(self.at) != Some(&b'"') || !self.string() {
                    return false;
                }
                self.space();
                if !self.word(":") {
                    return false;
                }
                self.space();
            }
            if !self.value(depth + 1) {
                return false;
            }
            self.space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(byte) if *byte == end => {
                    self.at += 1;
                    return true;
                }
                _ => return false,
            }
        }
    }

    fn string(&mut self) -> bool {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return true,
                b'\\' => {
                    let escape = self.bytes.get(self.at);
                    self.at += 1;
                    match escape {
                        Some(b'u') => {
                            let hex = self.bytes.get(self.at..self.at + 4);
                            if !hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
                                return false;
                            }
                            self.at += 4;
                        }
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                        _ => return false,
                    }
                }
                0..=0x1f => return false,
                _ => {}
            }
        }
        false
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.bytes.get(self.at), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    fn number(&mut self) -> bool {
        let _ = self.word("-");
        if !self.word("0") && !self.digits() {
            return false;
        }
        if self.word(".") && !self.digits() {
            return false;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            return self.digits();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_written_as_pythons_json_does() {
        let value = Value::list([
            Value::Null,
            Value::Bool(true),
            Value::Int(-3),
            Value::Float(1.0),
            Value::text("é\"\n\u{1F600}"),
            Value::Json("{\"a\": 1}".into()),
        ]);
        let text = dumps(&value).expect("serialises");
        assert_eq!(text, "[null, true, -3, 1.0, \"\\u00e9\\\"\\n\\ud83d\\ude00\", {\"a\": 1}]");
        let error = dumps(&Value::Bytes([1].into())).expect_err("bytes are no JSON");
        assert_eq!(error.to_string(), "Object of type bytes is not JSON serializable");
    }

    #[test]
    fn json_is_told_from_other_text() {
        for text in ["null", " [1, -2.5e3, \"x\\u00e9\"] ", "{\"a\": {\"b\": []}}", "0", "NaN", "\"\""] {
            assert!(is_json(text), "{text}");
        }
        for text in ["", "abc", "[1,]", "{a: 1}", "01", "1.", "\"a", "[1] 2", "'a'"] {
            assert!(!is_json(text), "{text}");
        }
    }
}
