//! Domains, web addresses, browsers, passwords.

use fake::locales::{Data, EN};

use std::sync::Arc;

use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::invent::ascii::push_folded;
use crate::transform::invent::fit::Fit;
use crate::transform::invent::locale::{self, Locale};
use crate::transform::invent::person::Person;
use crate::transform::invent::text::{TextKind, any};
use crate::transform::invent::{Draw, Stream, index};
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

const TEXT: &str = "text, varchar, char, name, citext; JSON strings";

pub(super) const DOMAIN: Kind = Kind {
    name: "internet.domain",
    about: "a name below the reserved domain of `defaults.email_domain`: smith.example.com",
    params: &[],
    types: TEXT,
    example: "internet.domain",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| Ok(Arc::new(Place::Domain)),
};

pub(super) const URL: Kind = Kind {
    name: "internet.url",
    about: "a page of the reserved domain of `defaults.email_domain`: \
            https://example.com/smith/q3k5x2mf",
    params: &[],
    types: TEXT,
    example: "internet.url",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| Ok(Arc::new(Place::Url)),
};

pub(super) const USER_AGENT: Kind = Kind {
    name: "internet.user_agent",
    about: "the name a browser gives itself, one that fits where there is one",
    params: &[],
    types: TEXT,
    example: "internet.user_agent",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load: |_, _| BROWSER.load(),
};

pub(super) const PASSWORD: Kind = Kind {
    name: "internet.password",
    about: "random letters and digits that nobody can guess without the key (not a hash: no login \
            works with it)",
    params: &[("length", "characters (16, or what the column takes)")],
    types: TEXT,
    example: "{use: internet.password, length: 20}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: load_password,
};

static BROWSER: TextKind = TextKind {
    name: "internet.user_agent",
    wants: "a browser's name",
    digits: None,
    least: any,
    write: |inventor, out| {
        let mut draw = inventor.draw(Stream::Browser);
        inventor.word(&mut draw, EN::INTERNET_USER_AGENT, out);
    },
};

/// A place on the web.
#[derive(Clone, Copy, Debug)]
enum Place {
    Domain,
    Url,
}

struct BoundPlace {
    place: Place,
    fit: Fit,
    locale: &'static Locale,
    domain: String,
}

const SCHEME: &str = "https://";

/// Characters of the index in what need not be unique.
const SHORT_INDEX: usize = 8;

impl Spec for Place {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let domain = binder.run.email_domain.clone();
        let length = domain.chars().count();
        let index = if binder.unique { index::CHARS + 1 } else { 0 };
        let fit = match self {
            Self::Domain => Fit::new(binder, DOMAIN.name, "a domain", length + index)?,
            Self::Url => Fit::new(binder, URL.name, "a URL", SCHEME.len() + length + index)?,
        };
        Ok(Box::new(BoundPlace {
            place: *self,
            fit,
            locale: locale::of(binder)?,
            domain,
        }))
    }
}

impl Transform for BoundPlace {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let domain = self.fit.measure(&self.domain);
        let limit = self.fit.limit();
        let unique = self.fit.unique();
        match self.place {
            // name-index.domain, name.domain, index.domain, domain
            Place::Domain => {
                let index = if unique { index::CHARS + 1 } else { 0 };
                let room = limit.saturating_sub(domain + 1 + index).min(LONGEST_WORD);
                let named = self.push_word(cx, room, out);
                if unique {
                    if named {
                        out.push(b'-');
                    }
                    index::push(&cx.seed, index::CHARS, out);
                }
                // A name in another script has no form in a domain.
                let indexed = !named && !unique && room >= SHORT_INDEX;
                if indexed {
                    index::push(&cx.seed, SHORT_INDEX, out);
                }
                if named || unique || indexed {
                    out.push(b'.');
                }
                out.extend_from_slice(self.domain.as_bytes());
            }
            // scheme domain /name/index, /index, nothing
            Place::Url => {
                out.extend_from_slice(SCHEME.as_bytes());
                out.extend_from_slice(self.domain.as_bytes());
                let room = limit.saturating_sub(SCHEME.len() + domain);
                let index = if unique { index::CHARS } else { SHORT_INDEX };
                if room > index + 3 {
                    out.push(b'/');
                    if !self.push_word(cx, (room - index - 2).min(LONGEST_WORD), out) {
                        out.pop();
                    }
                }
                if room > 1 {
                    out.push(b'/');
                    index::push(&cx.seed, index.min(room - 1), out);
                }
            }
        }
        Ok(Outcome::Value)
    }
}

/// A label of a domain has at most 63 characters: leave room for the index.
const LONGEST_WORD: usize = 40;

impl BoundPlace {
    /// Appends a last name in ASCII letters, cut to `room`; `false` where there is none.
    fn push_word(&self, cx: &Cx<'_>, room: usize, out: &mut Vec<u8>) -> bool {
        let start = out.len();
        if room > 1 {
            push_folded(Person::draw(&cx.seed, self.locale).last, out);
            out.truncate(out.len().min(start + room));
        }
        out.len() > start
    }
}

/// Passwords with `unique` need this many characters: even without case, 16 of them hold 81 bits
/// (5.08 bits of collision entropy each: ten digits, and 26 letters that are twice as likely).
const UNIQUE_PASSWORD: usize = 16;

/// Longer ones are refused: some programs cut them.
const LONGEST_PASSWORD: i64 = 72;

fn load_password(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let length = params.integer("length")?;
    match length {
        Some(length) if !(1..=LONGEST_PASSWORD).contains(&length) => Err(Error::rules(
            params.position(),
            format!("`length` must be 1 to {LONGEST_PASSWORD}"),
        )),
        length => Ok(Arc::new(Password {
            length: length.map(|length| length.unsigned_abs() as usize),
        })),
    }
}

#[derive(Debug)]
struct Password {
    length: Option<usize>,
}

struct BoundPassword {
    length: usize,
}

impl Spec for Password {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let least = if binder.unique { UNIQUE_PASSWORD } else { 1 };
        let least = least.max(self.length.unwrap_or(1));
        let fit = Fit::new(binder, PASSWORD.name, "a password", least)?;
        let length = self.length.unwrap_or(16.min(fit.limit()));
        if length < UNIQUE_PASSWORD && binder.unique {
            return Err(Misfit::new(format!(
                "`{}` with `unique` needs a `length` of at least {UNIQUE_PASSWORD}",
                PASSWORD.name
            )));
        }
        Ok(Box::new(BoundPassword { length }))
    }
}

impl Transform for BoundPassword {
    fn apply(&self, cx: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let mut draw = Draw::new(&cx.seed, Stream::Password);
        for _ in 0..self.length {
            out.push(draw.pick(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
        }
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use crate::dump::types::PgType;
    use crate::transform::testing::{check_unique, rule};

    #[test]
    fn only_the_reserved_domain() {
        for unique in [false, true] {
            for kind in ["internet.domain", "internet.url"] {
                for limit in 11..80 {
                    let make = || rule(kind);
                    let make = if unique { make().unique() } else { make() };
                    let Ok(bound) = make.varchar(limit) else {
                        continue;
                    };
                    for n in 0..20 {
                        let text = bound.run(format!("https://www{n}.bank.example/login"));
                        let host = text.strip_prefix("https://").unwrap_or(&text);
                        let host = host.split('/').next().expect("a host");
                        assert!(host == "example.com" || host.ends_with(".example.com"));
                        assert!(host.split('.').all(|label| !label.is_empty()));
                        assert_eq!(text.starts_with("https://"), kind == "internet.url");
                    }
                }
            }
        }
        assert!(rule("internet.domain").varchar(10).is_err());
        assert!(rule("internet.url").varchar(18).is_err());
        assert!(rule("internet.url").unique().varchar(35).is_err());
    }

    #[test]
    fn passwords() {
        assert_eq!(rule("internet.password").text().run("x").len(), 16);
        let long = rule("internet.password").with("length", "30");
        assert_eq!(long.text().run("x").len(), 30);
        assert!(long.varchar(29).is_err());
        assert!(
            rule("internet.password")
                .with("length", "0")
                .load()
                .is_err()
        );
        assert!(
            rule("internet.password")
                .with("length", "8")
                .unique()
                .bind(PgType::Text)
                .is_err()
        );
    }

    #[test]
    fn unique_over_many() {
        let values = || (0..20_000).map(|n| n.to_string());
        check_unique(rule("internet.domain"), PgType::Varchar(Some(28)), values());
        check_unique(rule("internet.url"), PgType::Varchar(Some(36)), values());
        check_unique(rule("internet.url"), PgType::Text, values());
        check_unique(
            rule("internet.password"),
            PgType::Varchar(Some(16)),
            values(),
        );
    }
}
