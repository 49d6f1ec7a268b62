//! What Django itself offers, from `catalogue.txt`: names, signatures and one sentence each.

use std::{collections::HashMap, sync::OnceLock};

/// An entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// The name.
    pub(super) name: &'static str,
    /// `(a, b=None)`, ` = []`, `=False`, or nothing.
    pub(super) signature: &'static str,
    /// What a call gives.
    pub(super) gives: &'static str,
    /// One sentence.
    pub(super) documentation: &'static str,
}

/// The entries of a section, in their order.
pub(super) fn section(name: &str) -> &'static [Entry] {
    catalogue().get(name).map_or(&[], Vec::as_slice)
}

/// An entry of a section.
pub(super) fn find(section_name: &str, name: &str) -> Option<&'static Entry> {
    section(section_name).iter().find(|entry| entry.name == name)
}

fn catalogue() -> &'static HashMap<&'static str, Vec<Entry>> {
    static CATALOGUE: OnceLock<HashMap<&'static str, Vec<Entry>>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut sections: HashMap<&str, Vec<Entry>> = HashMap::new();
        let mut current = "";
        for line in include_str!("catalogue.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                current = name;
                continue;
            }
            sections.entry(current).or_default().push(entry(line));
        }
        sections
    })
}

fn entry(line: &'static str) -> Entry {
    let (head, documentation) = line.split_once(" | ").unwrap_or((line, ""));
    let (head, gives) = head.split_once(" -> ").unwrap_or((head, ""));
    let end = head.find(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '.')).unwrap_or(head.len());
    Entry { name: &head[..end], signature: &head[end..], gives, documentation }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_names_signatures_and_sentences() {
        let filter = find("queryset", "filter").expect("is there");
        assert_eq!((filter.signature, filter.gives), ("(*args, **kwargs)", "queryset"));
        assert_eq!(find("meta", "ordering").expect("is there").signature, " = []");
        assert_eq!(find("field options", "null").expect("is there").signature, "=False");
        assert_eq!(find("expressions", "Q").expect("is there").documentation.matches('|').count(), 1);
        for (name, entries) in catalogue() {
            for entry in entries {
                assert!(!entry.documentation.is_empty() && !entry.name.is_empty(), "{name}: {entry:?}");
            }
        }
        let mut known: Vec<&str> = section("lookups").iter().map(|entry| entry.name).collect();
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), section("lookups").len());
    }
}
