//! Names of people, from the public lists of the `fake` crate.

use std::collections::HashSet;
use std::sync::LazyLock;

use fake::locales::{DE_DE, Data, EN, FR_FR, IT_IT, NL_NL, PT_BR, PT_PT, TR_TR};

static FIRST: LazyLock<HashSet<String>> = LazyLock::new(|| {
    lower(&[
        EN::NAME_FIRST_NAME,
        DE_DE::NAME_FIRST_NAME,
        FR_FR::NAME_FIRST_NAME,
        IT_IT::NAME_FIRST_NAME,
        NL_NL::NAME_FIRST_NAME,
        PT_BR::NAME_FIRST_NAME,
        PT_PT::NAME_FIRST_NAME,
        TR_TR::NAME_FIRST_NAME,
        MORE_FIRST,
    ])
});

static LAST: LazyLock<HashSet<String>> = LazyLock::new(|| {
    lower(&[
        EN::NAME_LAST_NAME,
        DE_DE::NAME_LAST_NAME,
        FR_FR::NAME_LAST_NAME,
        IT_IT::NAME_LAST_NAME,
        NL_NL::NAME_LAST_NAME,
        PT_BR::NAME_LAST_NAME,
        PT_PT::NAME_LAST_NAME,
        TR_TR::NAME_LAST_NAME,
        &[
            "Smith", "Jones", "Williams", "Taylor", "Davies", "Evans", "Wilson", "Thomas",
            "Johnson", "Roberts", "Wright", "Robinson", "Hughes", "Edwards", "Hall", "Clarke",
            "Patel", "Khan", "Wood", "Morris", "Cooper", "Bailey", "Singh", "Brown", "Green",
            "Lee", "Martin", "Harris", "Lewis", "Young", "King", "Scott", "Davis", "Garcia",
            "Martinez", "Lopez", "Doe", "Bloggs", "Nguyen", "Kim", "Ali", "Ahmed", "Campbell",
            "Stewart",
        ],
    ])
});

/// What those lists lack: British and short forms, and some of the world's most common ones.
const MORE_FIRST: &[&str] = &[
    "Bob",
    "Rob",
    "Tom",
    "Tim",
    "Jim",
    "Joe",
    "Jo",
    "Jack",
    "Harry",
    "Oliver",
    "Noah",
    "George",
    "Ian",
    "Nigel",
    "Simon",
    "Stuart",
    "Graham",
    "Gareth",
    "Rhys",
    "Callum",
    "Liam",
    "Sean",
    "Neil",
    "Keith",
    "Kev",
    "Kevin",
    "Paul",
    "Peter",
    "Phil",
    "Philip",
    "Steve",
    "Stephen",
    "Mike",
    "Michael",
    "Matt",
    "Matthew",
    "Mark",
    "Martin",
    "Nick",
    "Richard",
    "Robert",
    "Roger",
    "Sam",
    "Samuel",
    "Sue",
    "Susan",
    "Sarah",
    "Sally",
    "Rachel",
    "Rebecca",
    "Ruth",
    "Rosie",
    "Poppy",
    "Lily",
    "Grace",
    "Freya",
    "Fiona",
    "Eve",
    "Eleanor",
    "Ellie",
    "Gemma",
    "Hannah",
    "Harriet",
    "Heather",
    "Helen",
    "Isla",
    "Jane",
    "Janet",
    "Jean",
    "Jennifer",
    "Jess",
    "Jessica",
    "Joan",
    "Joanna",
    "Judith",
    "Julia",
    "Julie",
    "Karen",
    "Kate",
    "Katherine",
    "Kathryn",
    "Kelly",
    "Kirsty",
    "Laura",
    "Linda",
    "Lisa",
    "Louise",
    "Lucy",
    "Maria",
    "Mary",
    "Megan",
    "Michelle",
    "Natalie",
    "Nicola",
    "Olivia",
    "Pat",
    "Patricia",
    "Pauline",
    "Zoe",
    "Mohammed",
    "Mohamed",
    "Muhammad",
    "Ahmed",
    "Fatima",
    "Aisha",
    "Priya",
    "Raj",
    "Sanjay",
    "Anil",
    "Sunita",
    "Deepak",
    "Olu",
    "Chidi",
    "Kwame",
    "Wei",
    "Li",
    "Ming",
    "Yuki",
    "Hiroshi",
    "Ivan",
    "Olga",
    "Natasha",
    "Dmitri",
    "Jan",
    "Piotr",
    "Anna",
    "Agnieszka",
    "Bjorn",
    "Ingrid",
    "Lars",
    "Sven",
    "Pedro",
    "Carlos",
    "Jose",
    "Juan",
    "Luis",
    "Jorge",
    "Javier",
    "Manuel",
    "Pablo",
    "Ana",
    "Carmen",
    "Lucia",
    "Sofia",
    "William",
    "James",
    "John",
    "David",
    "Daniel",
    "Thomas",
    "Charles",
    "Christopher",
    "Joseph",
    "Andrew",
    "Edward",
    "Brian",
    "Ronald",
    "Anthony",
    "Barbara",
    "Elizabeth",
    "Margaret",
    "Dorothy",
    "Betty",
    "Sandra",
    "Ashley",
    "Emily",
];

fn lower(lists: &[&[&str]]) -> HashSet<String> {
    let names = lists.iter().copied().flatten();
    names.map(|name| name.to_lowercase()).collect()
}

/// What a text that looks like a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    First,
    Last,
    Full,
}

/// Whether a whole value is a person's name, as far as the lists know it.
pub(super) fn name(text: &str) -> Option<Name> {
    const TITLES: &[&str] = &[
        "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme", "m",
    ];
    if text.len() > 60 {
        return None;
    }
    let words: Vec<String> = text
        .split([' ', ',', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches('.').to_lowercase())
        .filter(|word| !TITLES.contains(&word.as_str()))
        .collect();
    let is_name = |word: &String| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
    };
    if !words.iter().all(is_name) {
        return None;
    }
    let first = |word: &String| FIRST.contains(word.split('-').next().unwrap_or(word));
    let last = |word: &String| LAST.contains(word.rsplit('-').next().unwrap_or(word));
    match words.as_slice() {
        [one] if first(one) => Some(Name::First),
        [one] if last(one) => Some(Name::Last),
        [a, .., z] if words.len() <= 4 => {
            let full = (first(a) && (last(z) || z.len() > 2)) || (first(z) && last(a));
            full.then_some(Name::Full)
        }
        _ => None,
    }
}

/// The word is a first name.
pub(super) fn is_first_name(word: &str) -> bool {
    FIRST.contains(&word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_are_told() {
        for (text, expected) in [
            ("Alice Smith", Some(Name::Full)),
            ("Mr. Bob O'Hara", Some(Name::Full)),
            ("Smith, Alice", Some(Name::Full)),
            ("Jürgen", Some(Name::First)),
            ("alice", Some(Name::First)),
            ("Schmidt", Some(Name::Last)),
            ("published", None),
            ("Alice is here today with us", None),
            ("G-Cloud 12", None),
            ("", None),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }
}
