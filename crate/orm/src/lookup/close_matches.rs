//! Names that look alike. Mirrors `difflib.get_close_matches(word, possibilities, n=3, cutoff=0.6)`.

/// The three best of the names that share enough with `word`, best first.
pub fn get_close_matches(word: &str, names: &[String]) -> Vec<String> {
    let word: Vec<char> = word.chars().collect();
    let mut close: Vec<(f64, &String)> = names
        .iter()
        .map(|name| (ratio(&name.chars().collect::<Vec<_>>(), &word), name))
        .filter(|(score, _)| *score >= 0.6)
        .collect();
    // Ties fall to the name that sorts last, as in a heap of pairs.
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(a.1)));
    close.into_iter().take(3).map(|(_, name)| name.clone()).collect()
}

/// Twice the matching characters over all characters (Ratcliff and Obershelp).
fn ratio(a: &[char], b: &[char]) -> f64 {
    let all = a.len() + b.len();
    if all == 0 {
        return 1.0;
    }
    #[allow(clippy::cast_precision_loss)]
    let share = 2.0 * matching(a, b) as f64 / all as f64;
    share
}

/// Characters in the longest common block, and in what is left and right of it.
fn matching(a: &[char], b: &[char]) -> usize {
    let (mut best_a, mut best_b, mut best) = (0, 0, 0);
    let mut lengths = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        let mut next = vec![0; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            if left == right {
                next[j + 1] = lengths[j] + 1;
                if next[j + 1] > best {
                    best = next[j + 1];
                    (best_a, best_b) = (i + 1 - best, j + 1 - best);
                }
            }
        }
        lengths = next;
    }
    if best == 0 {
        return 0;
    }
    best + matching(&a[..best_a], &b[..best_b]) + matching(&a[best_a + best..], &b[best_b + best..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_those_of_difflib() {
        let names: Vec<String> =
            crate::lookup::BuiltinLookup::OF_FIELD.iter().map(|lookup| lookup.name().to_owned()).collect();
        for (word, expected) in [
            ("exacto", vec!["exact", "iexact"]),
            ("contain", vec!["contains", "icontains"]),
            ("starts", vec!["startswith", "istartswith"]),
            ("g", vec!["gt"]),
            ("zzz", vec![]),
        ] {
            assert_eq!(get_close_matches(word, &names), expected, "{word}");
        }
    }
}
