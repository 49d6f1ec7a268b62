//! From Django's placeholders to SQLite's: what `SQLiteCursorWrapper.convert_query` does.

use std::borrow::Cow;

/// Each `%s` that no percent sign precedes becomes `?`; then each `%%` becomes `%`.
pub(crate) fn to_qmark(sql: &str) -> Cow<'_, str> {
    if !sql.contains('%') {
        return Cow::Borrowed(sql);
    }
    let bytes = sql.as_bytes();
    let mut marked = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"%s") && (at == 0 || bytes[at - 1] != b'%') {
            marked.push(b'?');
            at += 2;
        } else if bytes[at] == b'%' {
            marked.push(b'%');
            at += if bytes.get(at + 1) == Some(&b'%') { 2 } else { 1 };
        } else {
            marked.push(bytes[at]);
            at += 1;
        }
    }
    // Only ASCII was taken out or put in, so this is text as before.
    Cow::Owned(String::from_utf8(marked).unwrap_or_else(|_| sql.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_as_django_does() {
        for (given, expected) in [
            ("SELECT 1", "SELECT 1"),
            ("WHERE a = %s AND b = %s", "WHERE a = ? AND b = ?"),
            ("LIKE '%%s' AND a = %s", "LIKE '%s' AND a = ?"),
            ("a %% %s", "a % ?"),
            ("'%%%%'", "'%%'"),
            ("'%%%s'", "'%%s'"),
            ("'%'", "'%'"),
            ("é = %s", "é = ?"),
        ] {
            assert_eq!(to_qmark(given), expected, "{given}");
        }
    }
}
