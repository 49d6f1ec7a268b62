//! The names and keywords of a piece of Python, without those in comments and strings.

use std::collections::HashSet;

use rustpython_vm::compiler::{
    TokenKind,
    parser::{Mode, ParseOptions, parse_unchecked},
};

/// The words, each once. Code that does not parse has the words up to where it goes wrong, at least.
pub fn words_in(source: &str) -> HashSet<String> {
    let parsed = parse_unchecked(source, ParseOptions::from(Mode::Module));
    let is_word = |kind: TokenKind| kind == TokenKind::Name || kind.is_keyword();
    let tokens = parsed.tokens().iter().map(|token| token.as_tuple());
    tokens.filter(|(kind, _)| is_word(*kind)).map(|(_, range)| source[range].to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_hold_no_words() {
        let words = words_in("Exists  # OuterRef\n'Subquery'\nfor x in y: match\n");
        for word in ["Exists", "for", "in", "x", "match"] {
            assert!(words.contains(word), "{word}");
        }
        assert!(!words.contains("OuterRef") && !words.contains("Subquery"));
    }

    #[test]
    fn broken_code_still_has_words() {
        assert!(words_in("list(City.objects.").contains("objects"));
    }
}
