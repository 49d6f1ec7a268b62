//! The names of some characters, in the place of the crate `unicode_names2`, whose two versions in this build bring
//! 1.7 MB of tables: half of what the browser would load before the first result.
//!
//! Here are Latin, Greek, punctuation, currency, arrows, operators, symbols and emoji (`names.txt`: Unicode's own
//! names), and the names that follow a rule: ideographs and Hangul syllables. `"\N{...}"` and `unicodedata` know no other.

#![no_std]

extern crate alloc;

use alloc::{format, string::String};
use core::fmt;

static NAMES: &str = include_str!("names.txt");
/// The parts of a Hangul syllable's name: its initial, its vowel and its final.
const INITIALS: [&str; 19] =
    ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
const VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU",
    "YI", "I",
];
const FINALS: [&str; 28] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S", "SS",
    "NG", "J", "C", "K", "T", "P", "H",
];
const HANGUL: u32 = 0xAC00;

/// A character's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The name of a character, if it is known here.
pub fn name(character: char) -> Option<Name> {
    let code = u32::from(character);
    if is_ideograph(code) {
        return Some(Name(format!("CJK UNIFIED IDEOGRAPH-{code:04X}")));
    }
    if let Some(index) = code.checked_sub(HANGUL).filter(|index| *index < 11_172) {
        let (initial, vowel, last) = (index / 588, index % 588 / 28, index % 28);
        let parts = [INITIALS[initial as usize], VOWELS[vowel as usize], FINALS[last as usize]];
        return Some(Name(format!("HANGUL SYLLABLE {}", parts.concat())));
    }
    entries().find(|(known, _)| *known == character).map(|(_, name)| Name(name.into()))
}

/// The character of a name, in any case.
pub fn character(name: &str) -> Option<char> {
    entries().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(character, _)| character)
}

fn entries() -> impl Iterator<Item = (char, &'static str)> {
    NAMES.lines().filter_map(|line| {
        let (code, name) = line.split_once(' ')?;
        Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, name))
    })
}

fn is_ideograph(code: u32) -> bool {
    matches!(code, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn names_are_found_both_ways() {
        assert_eq!(name('é').unwrap().to_string(), "LATIN SMALL LETTER E WITH ACUTE");
        assert_eq!(character("em dash"), Some('—'));
        assert_eq!(character("NO SUCH CHARACTER"), None);
    }

    #[test]
    fn names_by_rule() {
        assert_eq!(name('한').unwrap().to_string(), "HANGUL SYLLABLE HAN");
        assert_eq!(name('中').unwrap().to_string(), "CJK UNIFIED IDEOGRAPH-4E2D");
    }
}
