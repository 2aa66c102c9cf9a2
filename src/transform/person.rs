//! Transformers: person.

use std::sync::Arc;

use jiff::civil::Date;

use super::bind::Binder;
use super::invent::fit::Fit;
use super::invent::person::Person;
use super::invent::text::{Inventor, TextKind, any, expand};
use super::invent::{Draw, Stream, number};
use super::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::params::Params;

const TEXT: &str = "text, varchar, char, name, citext; JSON strings";

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "person.name",
        about: "a first and a last name, in the order of the locale",
        params: &[],
        types: TEXT,
        example: "{use: person.name, seed_from: id}",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: |_, _| NAME.load(),
    },
    Kind {
        name: "person.first_name",
        about: "a first name",
        params: &[],
        types: TEXT,
        example: "person.first_name",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: |_, _| FIRST_NAME.load(),
    },
    Kind {
        name: "person.last_name",
        about: "a last name",
        params: &[],
        types: TEXT,
        example: "person.last_name",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: |_, _| LAST_NAME.load(),
    },
    Kind {
        name: "person.title",
        about: "a title such as Ms or Dr",
        params: &[],
        types: TEXT,
        example: "person.title",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: |_, _| TITLE.load(),
    },
    Kind {
        name: "person.job_title",
        about: "a job title",
        params: &[],
        types: TEXT,
        example: "person.job_title",
        role: Role::Keyed,
        partial: false,
        unique: true,
        load: |_, _| JOB_TITLE.load(),
    },
    Kind {
        name: "person.date_of_birth",
        about: "the birthday of somebody of a drawn age; the age stays the same from run to run, so \
                the year moves on once a year",
        params: &[
            ("min_age", "the least age at --now, in years (18)"),
            ("max_age", "the greatest age at --now, in years (90)"),
        ],
        types: "date, timestamp, timestamptz; text types of at least 10 characters",
        example: "{use: person.date_of_birth, min_age: 21, max_age: 67}",
        role: Role::Keyed,
        partial: false,
        unique: false,
        load: load_date_of_birth,
    },
];

static NAME: TextKind = TextKind {
    name: "person.name",
    wants: "a person's name",
    digits: None,
    least: any,
    write: |inventor, out| {
        let person = Person::draw(inventor.seed, inventor.locale);
        inventor.first_form(
            &[
                &person.full(inventor.locale),
                &[person.last],
                &[person.first],
                &[person.last],
            ],
            out,
        );
    },
};

static FIRST_NAME: TextKind = TextKind {
    name: "person.first_name",
    wants: "a first name",
    digits: None,
    least: any,
    write: |inventor, out| {
        let person = Person::draw(inventor.seed, inventor.locale);
        out.extend_from_slice(person.first.as_bytes());
    },
};

static LAST_NAME: TextKind = TextKind {
    name: "person.last_name",
    wants: "a last name",
    digits: None,
    least: any,
    write: |inventor, out| {
        let person = Person::draw(inventor.seed, inventor.locale);
        out.extend_from_slice(person.last.as_bytes());
    },
};

static TITLE: TextKind = TextKind {
    name: "person.title",
    wants: "a title",
    digits: None,
    least: any,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Title);
        inventor.word(&mut draw, inventor.locale.lists.titles, out);
    },
};

static JOB_TITLE: TextKind = TextKind {
    name: "person.job_title",
    wants: "a job title",
    digits: None,
    least: any,
    write: write_job_title,
};

fn write_job_title(inventor: &Inventor<'_>, out: &mut Vec<u8>) {
    let lists = &inventor.locale.lists;
    let mut draw = inventor.draw(Stream::Job);
    let seniority = draw.word(lists.job_seniority);
    let field = draw.word(lists.job_field);
    let position = draw.word(lists.job_position);
    let start = out.len();
    expand(lists.job_template, out, |part, out| {
        out.extend_from_slice(
            match part {
                "Seniority" => seniority,
                "Field" => field,
                _ => position,
            }
            .as_bytes(),
        );
    });
    if !inventor.fit.holds(out, start) {
        out.truncate(start);
        inventor.first_form(&[&[field, " ", position], &[position]], out);
    }
}

/// Ages beyond this are refused: nobody was as old.
const OLDEST: i64 = 130;

fn load_date_of_birth(
    params: &Params<'_>,
    _: &crate::rules::load::LoadCx<'_>,
) -> Result<Arc<dyn Spec>> {
    let min_age = params.integer("min_age")?.unwrap_or(18);
    let max_age = params.integer("max_age")?.unwrap_or(min_age.max(90));
    if min_age < 0 || max_age < min_age || max_age > OLDEST {
        return Err(Error::rules(
            params.position(),
            format!("ages must be 0 to {OLDEST}, `min_age` at most `max_age`"),
        ));
    }
    Ok(Arc::new(DateOfBirth { min_age, max_age }))
}

#[derive(Debug)]
struct DateOfBirth {
    min_age: i64,
    max_age: i64,
}

struct BoundDateOfBirth {
    min_age: i64,
    max_age: i64,
    today: Date,
    suffix: &'static str,
}

impl Spec for DateOfBirth {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let (kind, wants) = ("person.date_of_birth", "a date");
        let suffix = match binder.target.ty {
            PgType::Date => "",
            PgType::Timestamp => " 00:00:00",
            PgType::TimestampTz => " 00:00:00+00",
            _ => {
                Fit::new(binder, kind, wants, "2026-11-24".len())?;
                ""
            }
        };
        Ok(Box::new(BoundDateOfBirth {
            min_age: self.min_age,
            max_age: self.max_age,
            today: binder.run.time_zone.to_datetime(binder.run.now).date(),
            suffix,
        }))
    }
}

impl Transform for BoundDateOfBirth {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut draw = Draw::new(&cx.seed, Stream::Birth);
        let age = draw.between(self.min_age, self.max_age);
        let month = draw.between(1, 12);
        // No 29 February: it is not in every year.
        let days = match month {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let day = draw.between(1, days);
        let had_birthday =
            (month, day) <= (i64::from(self.today.month()), i64::from(self.today.day()));
        let year = i64::from(self.today.year()) - age - i64::from(!had_birthday);
        // A clock before the year 131 is no clock; dates stay positive.
        number::push_digits(year.max(1).unsigned_abs(), 4, out);
        out.push(b'-');
        number::push_digits(month.unsigned_abs(), 2, out);
        out.push(b'-');
        number::push_digits(day.unsigned_abs(), 2, out);
        out.extend_from_slice(self.suffix.as_bytes());
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check_text_kind, check_unique, rule};
    use super::*;

    #[test]
    fn texts_hold_what_all_texts_hold() {
        for kind in KINDS {
            check_text_kind(|| rule(kind.name));
        }
    }

    #[test]
    fn every_locale_works() {
        for locale in super::super::invent::locale::all() {
            for kind in KINDS {
                let bound = rule(kind.name).locale(locale.name).text();
                assert!(!bound.run("x").is_empty(), "{} {}", kind.name, locale.name);
            }
        }
        assert!(
            rule("person.name")
                .locale("xx_XX")
                .bind(PgType::Text)
                .is_err()
        );
    }

    #[test]
    fn names_of_one_seed_agree() {
        for locale in ["en_GB", "fr_FR", "ja_JP", "zh_CN"] {
            let bound = |kind| rule(kind).locale(locale).seed_from().text();
            let (name, first, last) = (
                bound("person.name"),
                bound("person.first_name"),
                bound("person.last_name"),
            );
            for id in 0..50 {
                let id = id.to_string();
                let (first, last) = (first.seeded(&id, "a"), last.seeded(&id, "b"));
                let expected = match locale {
                    "ja_JP" => format!("{last} {first}"),
                    "zh_CN" => format!("{last}{first}"),
                    _ => format!("{first} {last}"),
                };
                assert_eq!(name.seeded(&id, "c"), expected);
            }
        }
        // The same works with one namespace and one value.
        let first = rule("person.first_name")
            .namespace("people")
            .text()
            .run("x");
        let name = rule("person.name").namespace("people").text().run("x");
        assert!(name.starts_with(&first));
    }

    #[test]
    fn short_columns_take_part_of_the_name() {
        let name = rule("person.name").text().run("x");
        let short = rule("person.name").varchar(name.len() as u32 - 1);
        let short = short.expect("fits").run("x");
        assert!(name.contains(&short), "{short} of {name}");
        let misfit = rule("person.name").unique().varchar(15).err();
        assert!(misfit.expect("too short").message.contains("16 characters"));
    }

    #[test]
    fn names_are_unique_where_asked() {
        check_unique(
            rule("person.name"),
            PgType::Varchar(Some(20)),
            (0..200_000).map(|n| n.to_string()),
        );
        check_unique(
            rule("person.first_name"),
            PgType::Name,
            (0..20_000).map(|n| n.to_string()),
        );
    }

    #[test]
    fn wrong_types_are_misfits() {
        for ty in [PgType::Int4, PgType::Json, PgType::Bytea, PgType::Date] {
            assert!(rule("person.name").bind(ty).is_err());
        }
        assert!(rule("person.date_of_birth").bind(PgType::Time).is_err());
        assert!(rule("person.name").bind(PgType::Unknown).is_ok());
    }

    #[test]
    fn ages_are_in_range_on_the_day() {
        let now = "2024-02-29T12:00:00Z";
        let today: Date = "2024-02-29".parse().expect("a date");
        for (min, max) in [(18, 90), (30, 30), (0, 0)] {
            let rule = rule("person.date_of_birth")
                .now(now)
                .with("min_age", &min.to_string())
                .with("max_age", &max.to_string());
            let bound = rule.bind(PgType::Date).expect("fits");
            for n in 0..2000 {
                let born: Date = bound.run(n.to_string()).parse().expect("a date");
                let birthday = (today.month(), today.day()) >= (born.month(), born.day());
                let age = today.year() - born.year() - i16::from(!birthday);
                assert!((min..=max).contains(&age), "{born} is {age}");
            }
        }
        let bound = rule("person.date_of_birth").bind(PgType::TimestampTz);
        assert!(bound.expect("fits").run("x").ends_with(" 00:00:00+00"));
    }

    #[test]
    fn ages_are_checked_at_load() {
        for (min, max) in [("5", "4"), ("-1", "4"), ("0", "1000")] {
            let rule = rule("person.date_of_birth").with("min_age", min);
            assert!(rule.with("max_age", max).load().is_err());
        }
        assert!(rule("person.name").with("x", "1").load().is_err());
    }
}
