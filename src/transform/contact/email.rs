//! E-mail addresses and user names.
//!
//! Both always end their local part in the index of 80 bits, unique or not, so that a column with
//! `unique: true` and one without stay joined: `jane.smith.q3k5…@example.com`. A column's length
//! shortens the name before the index, in this order: the name is cut, then left out; then, where
//! uniqueness is not asked for, the index is cut. Two columns of different lengths thus hold the
//! same address as long as the whole of it fits both.

use std::sync::Arc;

use crate::error::Result;
use crate::transform::bind::Binder;
use crate::transform::invent::ascii::push_folded;
use crate::transform::invent::fit::Fit;
use crate::transform::invent::index;
use crate::transform::invent::locale::{self, Locale};
use crate::transform::invent::person::Person;
use crate::transform::seed::Seed;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

/// RFC 5321, section 4.5.3.1.1.
const LONGEST_LOCAL_PART: usize = 64;

/// RFC 1035, section 2.3.4.
const LONGEST_DOMAIN: usize = 253;

pub(super) const EMAIL: Kind = Kind {
    name: "internet.email",
    about: "a name, an index of 80 bits and the reserved domain of `defaults.email_domain`: \
            jane.smith.q3k5x2mfa7czr4vt@example.com",
    params: &[(
        "keep_domain",
        "the original's domain stays; partial: it may name a person's own (false)",
    )],
    types: "text, varchar, char, name, citext; JSON strings",
    example: "{use: internet.email, unique: true}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |params, _| {
        let keep_domain = params.bool("keep_domain")?.unwrap_or(false);
        load(Form::Email { keep_domain })
    },
};

pub(super) const USERNAME: Kind = Kind {
    name: "internet.username",
    about: "a name and an index of 80 bits, the local part of the same person's e-mail address: \
            jane.smith.q3k5x2mfa7czr4vt",
    params: &[],
    types: "text, varchar, char, name, citext; JSON strings",
    example: "{use: internet.username, unique: true}",
    role: Role::Keyed,
    partial: false,
    unique: true,
    load: |_, _| load(Form::Username),
};

fn load(form: Form) -> Result<Arc<dyn Spec>> {
    Ok(Arc::new(form))
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Email { keep_domain: bool },
    Username,
}

struct Account {
    locale: &'static Locale,
    fit: Fit,
    /// `@` and the domain; empty for user names.
    domain: String,
    /// Its length as the column counts it.
    domain_length: usize,
    keep_domain: bool,
}

impl Spec for Form {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let (kind, wants) = match self {
            Self::Email { .. } => (EMAIL.name, "an e-mail address"),
            Self::Username => (USERNAME.name, "a user name"),
        };
        let (domain, keep_domain) = match *self {
            Self::Email { keep_domain } => (format!("@{}", binder.run.email_domain), keep_domain),
            Self::Username => (String::new(), false),
        };
        let least = if binder.unique { index::CHARS } else { 1 };
        let fit = Fit::new(binder, kind, wants, least + domain.chars().count())?;
        Ok(Box::new(Account {
            locale: locale::of(binder)?,
            domain_length: fit.measure(&domain),
            fit,
            domain,
            keep_domain,
        }))
    }

    fn partial(&self) -> bool {
        matches!(self, Self::Email { keep_domain: true })
    }
}

impl Transform for Account {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        if self.keep_domain
            && let Some(domain) = domain_of(value)
        {
            let length = self.fit.measure(domain) + 1;
            // A kept domain that leaves no room for the index gives way to the reserved one.
            if length + index::CHARS <= self.fit.limit() {
                self.push_local_part(&cx.seed, length, out);
                out.push(b'@');
                // Domains compare without case, and so do namespaces of e-mail addresses.
                for c in domain.chars().flat_map(char::to_lowercase) {
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                return Ok(Outcome::Value);
            }
        }
        self.push_local_part(&cx.seed, self.domain_length, out);
        out.extend_from_slice(self.domain.as_bytes());
        Ok(Outcome::Value)
    }
}

impl Account {
    /// Appends name and index in what the domain leaves of the column. All of it is ASCII.
    fn push_local_part(&self, seed: &Seed, domain: usize, out: &mut Vec<u8>) {
        let room = self.fit.limit().saturating_sub(domain);
        let room = room.min(LONGEST_LOCAL_PART);
        // One for the dot between name and index.
        let name_room = room.saturating_sub(index::CHARS + 1);
        if name_room > 0 {
            let start = out.len();
            push_name(&Person::draw(seed, self.locale), out);
            out.truncate(out.len().min(start + name_room));
            while out.len() > start && out.last() == Some(&b'.') {
                out.pop();
            }
            if out.len() > start {
                out.push(b'.');
            }
        }
        index::push(seed, room, out);
    }
}

/// Appends `first.last`; nothing of a name that has no form in ASCII letters (other scripts).
fn push_name(person: &Person, out: &mut Vec<u8>) {
    let start = out.len();
    if push_folded(person.first, out) {
        out.push(b'.');
    }
    if !push_folded(person.last, out) {
        out.truncate(start);
    }
}

/// What stands after the last `@`, where it has the form of a domain.
fn domain_of(value: &[u8]) -> Option<&str> {
    let at = value.iter().rposition(|byte| *byte == b'@')?;
    let domain = std::str::from_utf8(value.get(at + 1..)?).ok()?.trim_end();
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let formed = domain.len() <= LONGEST_DOMAIN
        && domain.contains('.')
        && domain.split('.').all(label)
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|top| !top.bytes().all(|byte| byte.is_ascii_digit()));
    // What lower-casing makes longer is not a domain anybody uses.
    let lengthens = || domain.chars().any(|c| c.to_lowercase().count() != 1);
    (formed && !lengthens()).then_some(domain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump::types::PgType;
    use crate::transform::testing::{check_unique, rule};

    #[test]
    fn shape() {
        let text = rule("internet.email").text().run("jo@nhs.example");
        let (local, domain) = text.split_once('@').expect("an @");
        assert_eq!(domain, "example.com");
        let parts: Vec<&str> = local.split('.').collect();
        assert_eq!(parts.len(), 3, "{text}");
        assert_eq!(parts[2].len(), 16);
        assert!(
            text.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'@')
        );
    }

    #[test]
    fn unique_or_not_and_spelling_make_no_difference() {
        let plain = rule("internet.email").text();
        let unique = rule("internet.email").unique().text();
        let citext = rule("internet.email").unique().bind(PgType::Citext);
        assert_eq!(plain.run("jo@x.example"), unique.run("jo@x.example"));
        assert_eq!(
            plain.run("jo@x.example"),
            citext.expect("fits").run("Jo@x.example")
        );
        assert_eq!(plain.run("jo@x.example"), plain.run(" JO@X.example "));
        // In a unique column another spelling is another row.
        assert_ne!(unique.run("jo@x.example"), unique.run("JO@x.example"));
    }

    #[test]
    fn length_takes_the_name_first_then_the_index() {
        let whole = rule("internet.email").text().run("x");
        let name = whole.len() - 16 - 12;
        for limit in 13..60u32 {
            let text = rule("internet.email")
                .varchar(limit)
                .expect("fits")
                .run("x");
            assert!(text.len() <= limit as usize && text.ends_with("@example.com"));
            if limit as usize >= whole.len() {
                assert_eq!(text, whole);
            } else if limit >= 28 {
                assert!(whole.ends_with(&text[text.len() - 28..]), "whole index");
            } else {
                assert!(whole[name..].starts_with(&text[..limit as usize - 12]));
            }
        }
        assert!(rule("internet.email").varchar(12).is_err());
        assert!(rule("internet.email").unique().varchar(28).is_ok());
        let misfit = rule("internet.email").unique().varchar(27).err();
        assert!(misfit.expect("too short").message.contains("28 characters"));
        assert!(rule("internet.username").unique().varchar(16).is_ok());
        assert!(rule("internet.username").unique().varchar(15).is_err());
    }

    #[test]
    fn one_person_has_one_name_everywhere() {
        for locale in ["en_GB", "de_DE", "tr_TR"] {
            let bound = |kind| rule(kind).locale(locale).seed_from().text();
            let (name, email, username) = (
                bound("person.name"),
                bound("internet.email"),
                bound("internet.username"),
            );
            for id in 0..100 {
                let id = id.to_string();
                let (name, email) = (name.seeded(&id, "a"), email.seeded(&id, "b"));
                let username = username.seeded(&id, "c");
                assert_eq!(email, format!("{username}@example.com"));
                let first = name.split(' ').next().expect("a first name");
                let mut folded = Vec::new();
                assert!(push_folded(first, &mut folded));
                assert!(email.as_bytes().starts_with(&folded), "{name}: {email}");
            }
        }
    }

    #[test]
    fn other_scripts_leave_the_index() {
        let text = rule("internet.email").locale("ja_JP").text().run("x");
        assert_eq!(text.len(), 28);
    }

    #[test]
    fn keep_domain_keeps_what_is_a_domain_and_only_that() {
        let rule = || rule("internet.email").with("keep_domain", "true");
        assert!(rule().load().expect("loads").spec.partial());
        let bound = rule().text();
        assert!(bound.run("Jo@NHS.example").ends_with("@nhs.example"));
        assert!(bound.run("a@b@bücher.example").ends_with("@bücher.example"));
        for odd in [
            "jane smith",
            "a@jane smith",
            "a@localhost",
            "a@10.1.2.3",
            "a@x..example",
            "a@-x.example",
            "a@x.example>, b",
            "a@İ.example",
            "@",
        ] {
            assert!(bound.run(odd).ends_with("@example.com"), "{odd}");
        }
        let short = rule().unique().varchar(30).expect("fits");
        assert!(short.run("a@x.example").ends_with("@x.example"));
        assert!(short.run("a@long.domain.example").ends_with("@example.com"));
    }

    #[test]
    fn unique_over_many() {
        let values = || (0..200_000).map(|n| format!("user{n}@x.example"));
        check_unique(rule("internet.email"), PgType::Varchar(Some(28)), values());
        check_unique(
            rule("internet.email").with("keep_domain", "true"),
            PgType::Citext,
            values(),
        );
        check_unique(rule("internet.username"), PgType::Text, values());
    }
}
