//! `file`: a fixed file's content in place of the original.

use std::sync::Arc;

use crate::dump::types::PgType;
use crate::error::{Error, Result};
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(super) const KIND: Kind = Kind {
    name: "file",
    about: "the content of a fixed file, such as a placeholder image, document or text",
    params: &[("path", "the file, beside the rule file that names it")],
    types: "bytea, text types, xml, json",
    example: "{use: file, path: placeholder.pdf}",
    role: Role::Constant,
    partial: false,
    unique: false,
    load,
};

struct Content {
    path: String,
    bytes: Vec<u8>,
}

/// Without the content, which would fill a screen.
impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "file {} of {} bytes", self.path, self.bytes.len())
    }
}

fn load(params: &Params<'_>, cx: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let node = params.required("path")?;
    let path = node
        .scalar()
        .ok_or_else(|| Error::rules(&node.position, "`path` must be the name of a file"))?;
    let bytes = cx
        .outside
        .read(&node.position.file, path)
        .map_err(|error| {
            Error::rules(
                &node.position,
                format!("can't read {path}: {}", error.kind()),
            )
        })?;
    Ok(Arc::new(Content {
        path: path.to_owned(),
        bytes,
    }))
}

impl Spec for Content {
    fn bind(&self, binder: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        let ty = &binder.target.ty;
        if *ty == PgType::Bytea && !binder.target.in_json {
            use std::fmt::Write;

            let mut hex = String::with_capacity(2 + 2 * self.bytes.len());
            hex.push_str(r"\x");
            for byte in &self.bytes {
                // Writing to a String can't fail.
                let _ = write!(hex, "{byte:02x}");
            }
            return Ok(Box::new(Fixed(hex.into_bytes())));
        }
        let takes = binder.takes_text() || ty.is_json() || *ty == PgType::Xml;
        if !takes {
            return Err(binder.wrong_type(KIND.name, "bytes or text"));
        }
        let text = std::str::from_utf8(&self.bytes)
            .ok()
            .filter(|text| !text.contains('\0'))
            .ok_or_else(|| Misfit::new(format!("{} is no UTF-8 text without NUL", self.path)))?;
        if ty.is_json() && !binder.target.in_json {
            serde_json::from_str::<serde_json::Value>(text)
                .map_err(|_| Misfit::new(format!("{} is no JSON", self.path)))?;
        }
        let chars = text.chars().count();
        if let Some(limit) = ty.max_chars().filter(|limit| chars > *limit as usize) {
            return Err(Misfit::new(format!(
                "{} has {chars} characters, the column takes {limit}",
                self.path
            )));
        }
        Ok(Box::new(Fixed(self.bytes.clone())))
    }
}

struct Fixed(Vec<u8>);

impl Transform for Fixed {
    fn apply(&self, _: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        out.extend_from_slice(&self.0);
        Ok(Outcome::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::model::ColumnRule;
    use crate::transform::container::fixture::{self, Files, Replaced, bind, scalar, text};

    fn rule(content: &[u8]) -> ColumnRule {
        let files = Files([("a.txt".to_owned(), content.to_vec())].into());
        fixture::load_with(&KIND, &[("path", scalar("a.txt"))], &files).expect("a file")
    }

    #[test]
    fn the_content_fits_the_type() {
        let run = |content, ty, value| fixture::replace(&rule(content), &ty, value).map(text);
        assert_eq!(
            run(b"\x00\xFF", PgType::Bytea, Some(b"\\x01")),
            Ok(r"\x00ff".into())
        );
        let text = "é\t\\".as_bytes();
        for value in ["", "é", "\\"] {
            assert_eq!(
                run(text, PgType::Text, Some(value.as_bytes())),
                Ok("é\t\\".into())
            );
        }
        assert_eq!(run(b"{}", PgType::Jsonb, Some(b"1")), Ok("{}".into()));
        assert_eq!(
            fixture::replace(&rule(text), &PgType::Text, None),
            Ok(Replaced::Keep)
        );
    }

    #[test]
    fn what_does_not_fit_is_a_misfit() {
        assert!(bind(&rule(b"\xFF"), &PgType::Text).is_err());
        assert!(bind(&rule(b"a\0"), &PgType::Text).is_err());
        assert!(bind(&rule("éé".as_bytes()), &PgType::Varchar(Some(2))).is_ok());
        assert!(bind(&rule(b"abc"), &PgType::Varchar(Some(2))).is_err());
        assert!(bind(&rule(b"{"), &PgType::Json).is_err());
        assert!(bind(&rule(b"1"), &PgType::Int4).is_err());
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = fixture::load(&KIND, &[("path", scalar("b.txt"))]).unwrap_err();
        assert_eq!(error.message(), "can't read b.txt: entity not found");
    }
}
