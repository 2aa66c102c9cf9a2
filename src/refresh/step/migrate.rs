//! Brings the loaded database to the version of the code that runs at the target.

use super::Step;
use super::after::described;
use crate::error::{Error, Result};
use crate::refresh::config::JobCall;
use crate::refresh::jenkins::follow;
use crate::refresh::job::Context;

/// The step.
pub const STEP: Step = Step {
    name: "migrate",
    needless: |context| match (call(context), context.state.differs) {
        (None, _) => Some("the target has no migration".to_owned()),
        (Some(_), Some(false)) => Some("dump and target have the same version".to_owned()),
        (Some(_), _) => None,
    },
    plan: |context| {
        let lines = call(context).map(|call| described(context, call));
        let lines = lines.map(|text| format!("if the versions differ: {text}"));
        lines.into_iter().collect()
    },
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn call(context: &Context) -> Option<&JobCall> {
    context.target().ok()?.migrate.as_ref()
}

async fn run(context: &mut Context) -> Result<String> {
    let call = call(context).cloned();
    let call = call.ok_or_else(|| Error::unexpected("the target has no migration"))?;
    follow::build(context, "migrate", &call).await
}
