//! Words of a list, such as names, whole and without regard to case.

use aho_corasick::AhoCorasick;

use super::{Find, What, alnum_at, alnum_before};

/// A list of words, ready to be searched for.
pub(crate) struct Dictionary(AhoCorasick);

/// The number of patterns; the words may be personal data.
impl std::fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dictionary of {} patterns", self.0.patterns_len())
    }
}

impl Dictionary {
    /// Of words, trimmed and not empty; `None` where they are too many.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut patterns = Vec::new();
        for word in words {
            let word = word.trim();
            // ASCII letters match in either case; others are spelled out.
            patterns.push(word.to_owned());
            if !word.is_ascii() {
                patterns.push(word.to_lowercase());
                patterns.push(word.to_uppercase());
            }
        }
        patterns.retain(|pattern| !pattern.is_empty());
        patterns.sort_unstable();
        patterns.dedup();
        AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(patterns)
            .ok()
            .map(Self)
    }

    pub(super) fn find(&self, text: &[u8], finds: &mut Vec<Find>) {
        for found in self.0.find_overlapping_iter(text) {
            let (start, end) = (found.start(), found.end());
            if !alnum_before(text, start) && !alnum_at(text, end) {
                finds.push(Find::new(What::Dictionary, start, end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Finder, found};
    use super::*;

    #[test]
    fn words_are_found_whole_in_any_case() {
        let dictionary = Dictionary::new(["Ann", " Annabel Lee", "Élodie", ""]).expect("few words");
        assert_eq!(format!("{dictionary:?}"), "Dictionary of 5 patterns");
        let finder = Finder::new([], Some(Arc::new(dictionary)));
        let words = |text| found(&finder, text);
        assert_eq!(words("ANN, ann-marie; Annabel"), ["ANN", "ann"]);
        assert_eq!(words("annabel lee"), ["annabel lee"]);
        assert_eq!(words("Ann Annabel leeds"), ["Ann"]);
        assert_eq!(
            words("élodie ÉLODIE Élodie éLODIE"),
            ["élodie", "ÉLODIE", "Élodie", "éLODIE"]
        );
        assert_eq!(words("éann annà"), [""; 0]);
    }
}
