//! Paths into JSON documents. Mirrors `compile_json_path`.

use crate::{
    Error, Result,
    dialect::{Dialect, Vendor},
    schema::json_quote,
};

impl Dialect {
    /// `$.a[0]` for the keys `a` and `0`.
    ///
    /// # Errors
    ///
    /// `NotSupportedError` for negative indices where the database has none.
    pub fn json_path(&self, keys: &[String], include_root: bool) -> Result<String> {
        let mut path = String::from(if include_root { "$" } else { "" });
        for key in keys {
            match python_index(key) {
                Some(index) if index < 0 && self.vendor != Vendor::Sqlite => {
                    return Err(Error::NotSupported(
                        "Using negative JSON array indices is not supported on this database backend.".into(),
                    ));
                }
                Some(index) if index < 0 => path.push_str(&format!("[#{index}]")),
                Some(index) => path.push_str(&format!("[{index}]")),
                None => path.push_str(&format!(".{}", json_quote(key))),
            }
        }
        Ok(path)
    }
}

/// What Python's `int(key)` gives, if it gives something.
pub(crate) fn python_index(key: &str) -> Option<i64> {
    let digits = key.trim();
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let sound = !unsigned.is_empty()
        && !unsigned.starts_with('_')
        && !unsigned.ends_with('_')
        && !unsigned.contains("__")
        && unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    sound.then(|| digits.replace('_', "").parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_indices_make_a_path() {
        let sqlite = Dialect::sqlite();
        let path =
            |keys: &[&str], root| sqlite.json_path(&keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>(), root);
        assert_eq!(path(&["a b", "0", "-1", "c\"d"], true).ok().as_deref(), Some("$.\"a b\"[0][#-1].\"c\\\"d\""));
        assert_eq!(path(&["1x"], false).ok().as_deref(), Some(".\"1x\""));
        assert!(Dialect::new(Vendor::Mysql).json_path(&["-1".into()], true).is_err());
    }
}
