//! `bool`: a keyed coin.

use std::sync::Arc;

use super::draw;
use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, JsonKind, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "bool",
    about: "true or false, in the spelling of the original",
    params: &[("probability", "how often true, from 0 to 1 (0.5)")],
    types: "bool, integers (1 and 0), text, JSON",
    example: "{use: bool, probability: 0.1, seed_from: id}",
    role: Role::Keyed,
    partial: false,
    unique: false,
    load,
};

#[derive(Clone, Copy, Debug)]
struct Coin {
    probability: f64,
    /// Spelling where the original has none of the known ones.
    default: Spelling,
    chars: Option<u32>,
}

fn load(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let probability = params.float("probability")?.unwrap_or(0.5);
    if !(0.0..=1.0).contains(&probability) {
        return Err(Error::rules(
            params.position(),
            "`probability` must be from 0 to 1",
        ));
    }
    Ok(Arc::new(Coin {
        probability,
        default: SPELLINGS[1],
        chars: None,
    }))
}

type Spelling = (&'static str, &'static str);

/// True and false as `boolin` takes them.
const SPELLINGS: [Spelling; 14] = [
    ("t", "f"),
    ("true", "false"),
    ("1", "0"),
    ("yes", "no"),
    ("y", "n"),
    ("on", "off"),
    ("T", "F"),
    ("True", "False"),
    ("TRUE", "FALSE"),
    ("Yes", "No"),
    ("YES", "NO"),
    ("Y", "N"),
    ("On", "Off"),
    ("ON", "OFF"),
];

impl Spec for Coin {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let default = match &binder.target.ty {
            _ if binder.target.in_json => SPELLINGS[1],
            PgType::Bool | PgType::Unknown => SPELLINGS[0],
            ty if ty.is_integer() => SPELLINGS[2],
            ty if ty.is_text() && ty.max_chars().is_some_and(|limit| limit < 5) => SPELLINGS[0],
            ty if ty.is_text() => SPELLINGS[1],
            _ => return Err(binder.wrong_type(KIND.name, "true or false")),
        };
        Ok(Box::new(Coin {
            default,
            chars: binder.target.ty.max_chars(),
            ..*self
        }))
    }
}

impl Transform for Coin {
    fn apply(&self, cx: &Cx<'_>, value: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        let value = value.trim_ascii();
        let fits = |spelling: &Spelling| {
            self.chars
                .is_none_or(|limit| spelling.1.len() <= limit as usize)
        };
        let (yes, no) = SPELLINGS
            .into_iter()
            .find(|(yes, no)| value == yes.as_bytes() || value == no.as_bytes())
            .filter(fits)
            .unwrap_or(self.default);
        let drawn = draw::unit(&mut cx.seed.rng()) < self.probability;
        out.extend_from_slice(if drawn { yes } else { no }.as_bytes());
        Ok(Outcome::Value)
    }

    fn json_kind(&self) -> JsonKind {
        JsonKind::Bool
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::container::fixture::{self, apply, bind, rule, text};

    fn count(probability: &str, ty: &PgType, yes: &str) -> usize {
        let bound = bind(&rule(&KIND, &[("probability", probability)]), ty).expect("a fit");
        let drawn = |value: i32| text(apply(&bound, &format!("é{value}")).expect("a value"));
        (0..200).filter(|value| drawn(*value) == yes).count()
    }

    #[test]
    fn probability_is_kept() {
        assert!((60..140).contains(&count("0.5", &PgType::Bool, "t")));
        assert_eq!(count("0", &PgType::Bool, "f"), 200);
        assert_eq!(count("1", &PgType::Int2, "1"), 200);
        assert_eq!(count("1", &PgType::Text, "true"), 200);
        assert_eq!(count("1", &PgType::Varchar(Some(4)), "t"), 200);
    }

    #[test]
    fn the_spelling_follows_the_original() {
        let bound = bind(&rule(&KIND, &[("probability", "1")]), &PgType::Text).expect("a fit");
        for (value, expected) in [("NO", "YES"), ("t", "t"), ("0", "1"), ("", "true")] {
            assert_eq!(apply(&bound, value).map(text), Ok(expected.into()));
        }
        let short = PgType::Char(2);
        let bound = bind(&rule(&KIND, &[("probability", "0")]), &short).expect("a fit");
        assert_eq!(apply(&bound, "on").map(text), Ok("f".into()));
    }

    #[test]
    fn it_is_repeatable_and_checked() {
        let bound = bind(&rule(&KIND, &[]), &PgType::Bool).expect("a fit");
        assert_eq!(apply(&bound, "t"), apply(&bound, "t"));
        assert!(bind(&rule(&KIND, &[]), &PgType::Date).is_err());
        let params = [("probability", fixture::scalar("1.5"))];
        assert!(fixture::load(&KIND, &params).is_err());
    }
}
