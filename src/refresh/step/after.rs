//! Jobs that follow the load: indexes, aliases, tests.

use super::Step;
use crate::error::Result;
use crate::refresh::config::JobCall;
use crate::refresh::jenkins::follow;
use crate::refresh::job::Context;

/// The step.
pub const STEP: Step = Step {
    name: "after",
    needless: |context| match calls(context) {
        [] => Some("the target has no jobs".to_owned()),
        _ => None,
    },
    plan: |context| {
        let calls = calls(context).iter();
        calls.map(|call| described(context, call)).collect()
    },
    run: |context| Box::pin(run(context)),
    every_time: false,
};

fn calls(context: &Context) -> &[JobCall] {
    context.target().map_or(&[], |target| &target.after)
}

async fn run(context: &mut Context) -> Result<String> {
    let calls = calls(context).to_vec();
    for (index, call) in calls.iter().enumerate() {
        let key = format!("after {}", index + 1);
        follow::build(context, &key, call).await?;
        let (number, count) = (index + 1, calls.len());
        context.voice.note(&format!(
            "job `{}` has succeeded ({number} of {count})",
            call.job
        ));
    }
    Ok(match calls.len() {
        1 => "1 job built".to_owned(),
        count => format!("{count} jobs built"),
    })
}

/// A job with its parameters, for `--plan`; what is not known yet stays a placeholder.
pub(super) fn described(context: &Context, call: &JobCall) -> String {
    let known = |name: &str| match name {
        "target" => Some(context.target.clone()),
        "date" => context.state.placeholder(name),
        other => Some(format!("{{{other}}}")),
    };
    let parameters = call.parameters.iter().map(|(name, template)| {
        let text = template
            .fill(known)
            .unwrap_or_else(|unknown| format!("{{{unknown}}}"));
        format!("{name}={text}")
    });
    let parameters: Vec<String> = parameters.collect();
    let with = if parameters.is_empty() { "" } else { " with " };
    format!("build job `{}`{with}{}", call.job, parameters.join(" "))
}
