//! Companies.

use crate::transform::invent::Stream;
use crate::transform::invent::text::{Inventor, TextKind, any, expand};
use crate::transform::{Kind, Role};

const TEXT: &str = "text, varchar, char, name, citext; JSON strings";

pub(super) const NAME: Kind = Kind {
    name: "company.name",
    about: "a company's name: Abbott and Hayes Ltd",
    params: &[],
    types: TEXT,
    example: "company.name",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| NAME_TEXT.load(),
};

pub(super) const CATCH_PHRASE: Kind = Kind {
    name: "company.catch_phrase",
    about: "what a company says of itself",
    params: &[],
    types: TEXT,
    example: "company.catch_phrase",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| PHRASE_TEXT.load(),
};

pub(super) const INDUSTRY: Kind = Kind {
    name: "company.industry",
    about: "a branch of industry",
    params: &[],
    types: TEXT,
    example: "company.industry",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| INDUSTRY_TEXT.load(),
};

static NAME_TEXT: TextKind = TextKind {
    name: "company.name",
    wants: "a company's name",
    digits: None,
    least: any,
    write: write_name,
};

static PHRASE_TEXT: TextKind = TextKind {
    name: "company.catch_phrase",
    wants: "a phrase",
    digits: None,
    least: any,
    write: write_phrase,
};

static INDUSTRY_TEXT: TextKind = TextKind {
    name: "company.industry",
    wants: "an industry",
    digits: None,
    least: any,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Industry);
        inventor.word(&mut draw, inventor.locale.lists.industries, out);
    },
};

fn write_name(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let lists = &inventor.locale.lists;
    let mut draw = inventor.draw(Stream::Company);
    let template = draw.word(lists.company_templates);
    let (first, second) = (draw.word(lists.last), draw.word(lists.last));
    let suffix = draw.word(lists.company_suffixes);
    let start = out.len();
    expand(template, out, |part, out| {
        out.extend_from_slice(
            match part {
                "Name_1" => first,
                "Name_2" => second,
                _ => suffix,
            }
            .as_bytes(),
        );
    });
    if !inventor.fit.holds(out, start) {
        out.truncate(start);
        inventor.first_form(&[&[first, " ", suffix], &[first]], out);
    }
}

fn write_phrase(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let lists = &inventor.locale.lists;
    let mut draw = inventor.draw(Stream::Phrase);
    let head = draw.word(lists.phrase_heads);
    let middle = draw.word(lists.phrase_middles);
    let tail = draw.word(lists.phrase_tails);
    expand(lists.phrase_template, out, |part, out| {
        out.extend_from_slice(
            match part {
                "Head" => head,
                "Middle" => middle,
                _ => tail,
            }
            .as_bytes(),
        );
    });
}

#[cfg(test)]
mod tests {
    use crate::dump::types::PgType;
    use crate::transform::testing::{check_unique, rule};

    #[test]
    fn names_have_british_forms() {
        let bound = rule("company.name").text();
        for n in 0..200 {
            let name = bound.run(n.to_string());
            let suffixes = ["Ltd", "Limited", "LLP", "plc", "Group", "Sons", "Co"];
            assert!(
                suffixes
                    .iter()
                    .any(|suffix| name.trim_end_matches('.').ends_with(suffix)),
                "{name}"
            );
        }
    }

    #[test]
    fn unique_over_many() {
        let values = || (0..20_000).map(|n| n.to_string());
        check_unique(rule("company.name"), PgType::Varchar(Some(255)), values());
        check_unique(rule("company.catch_phrase"), PgType::Text, values());
    }
}
