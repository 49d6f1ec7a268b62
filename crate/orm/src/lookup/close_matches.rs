//! Names that are nearly right. Mirrors `difflib.get_close_matches`.

/// The names most like this one, best first.
pub fn get_close_matches(_word: &str, _possibilities: &[String]) -> Vec<String> {
    Vec::new()
}
