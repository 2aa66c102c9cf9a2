//! Stand-ins for transformers that are not registered yet.

use std::sync::Arc;

use crate::error::Result;
use crate::rules::load::LoadCx;
use crate::rules::params::Params;
use crate::transform::bind::Binder;
use crate::transform::{Cx, Failure, Kind, Misfit, Outcome, Role, Spec, Transform};

pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

const fn double(
    name: &'static str,
    params: &'static [(&'static str, &'static str)],
    role: Role,
) -> Kind {
    Kind {
        name,
        about: "a double",
        params,
        types: "any",
        example: "double",
        role,
        partial: false,
        unique: false,
        load,
    }
}

static KINDS: &[Kind] = &[
    double("keep", &[], Role::Keep),
    double("null", &[], Role::Constant),
    double("fail", &[], Role::Constant),
    double("set", &[("set", "")], Role::Constant),
    double(
        "set_from",
        &[("set_from", ""), ("else", "")],
        Role::Constant,
    ),
    double("template", &[("template", "")], Role::Keyed),
    double("internet.email", &[("keep_domain", "")], Role::Keyed),
    double("phone.number", &[], Role::Keyed),
];

fn load(params: &Params<'_>, _: &LoadCx<'_>) -> Result<Arc<dyn Spec>> {
    let set = params.string("set")?;
    params.string("set_from")?;
    params.string("else")?;
    params.bool("keep_domain")?;
    let template = params.string("template")?.unwrap_or_default();
    let reads = template
        .split("{{ ")
        .skip(1)
        .filter_map(|part| part.split(" }}").next())
        .filter(|name| !name.contains('('))
        .map(str::to_owned)
        .collect();
    Ok(Arc::new(Double {
        set: set.unwrap_or("double").to_owned(),
        reads,
    }))
}

#[derive(Clone, Debug)]
struct Double {
    set: String,
    reads: Vec<String>,
}

impl Spec for Double {
    fn bind(&self, _: &Binder<'_>) -> Result<Box<dyn Transform>, Misfit> {
        Ok(Box::new(self.clone()))
    }

    fn reads_replaced(&self) -> Vec<String> {
        self.reads.clone()
    }
}

impl Transform for Double {
    fn apply(&self, _: &Cx<'_>, _: &[u8], out: &mut Vec<u8>) -> Result<Outcome, Failure> {
        out.extend_from_slice(self.set.as_bytes());
        Ok(Outcome::Value)
    }
}
