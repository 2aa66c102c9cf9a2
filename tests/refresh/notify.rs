//! Who is told, at stand-ins for a webhook's listener and for Jenkins.

use std::time::Duration;

use dmscrub::refresh::notify::{self, Outcome};
use dmscrub::refresh::state::{SourceFacts, StatusFacts};

use crate::real::jenkins::{FOREVER, Jenkins, Script, TOKEN, USER, bodies, page};
use crate::real::part::Part;

fn failed() -> Outcome {
    let error = dmscrub::refresh::failed("psql ended with exit 3");
    Outcome::of(&Err(error), "load")
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_told_what_they_want_to_know() {
    let jenkins = Jenkins::start("", true).await;
    let script = Script {
        // It is not waited for.
        queued: FOREVER,
        ..Script::default()
    };
    jenkins.job("notify-slack", script);
    let hook = page(200, "ok", Duration::ZERO).await;
    let mut part = Part::new(
        &format!(
            "jenkins: {{url: '{}', user: {{file: user}}, token: {{file: token}}}}\n\
             notify:\n  - {{webhook: {{file: hook}}}}\n  \
             - {{job: notify-slack, on: [success, failure], parameters: {{STATUS: '{{status}}', TEXT: '{{target}} {{stamp}} {{release}}'}}}}\n\
             targets: {{t: {{}}}}\n",
            jenkins.url()
        ),
        &[("user", USER), ("token", TOKEN), ("hook", &hook.uri())],
    );
    let context = &mut part.context;
    assert_eq!(
        notify::plan(context),
        [
            format!(
                "the webhook of the file `{}` on start, success, failure",
                context.config.file.with_file_name("hook").display()
            ),
            "the job `notify-slack` on success, failure".to_owned(),
        ]
    );
    notify::tell(context, &Outcome::Begun).await;
    context.state.status = Some(StatusFacts {
        version: "1460".to_owned(),
        release: None,
    });
    context.state.source = Some(SourceFacts {
        name: "production-202601310300.sql.gz.gpg".to_owned(),
        local: false,
        size: 1,
        etag: None,
        stamp: "202601310300".to_owned(),
    });
    notify::tell(context, &Outcome::of(&Ok(()), "the end")).await;
    notify::tell(context, &failed()).await;
    let told: Vec<String> = bodies(&hook).await;
    assert_eq!(
        told,
        [
            r#"{"text":"dmscrub: refresh of t has begun"}"#,
            r#"{"text":"dmscrub: refresh of t with dump 202601310300 is done"}"#,
            r#"{"text":"dmscrub: refresh of t with dump 202601310300 failed in step load (exit 7): psql ended with exit 3"}"#,
        ]
    );
    assert_eq!(
        jenkins.posts(),
        [
            "/job/notify-slack/buildWithParameters STATUS=success&TEXT=t+202601310300+unknown",
            "/job/notify-slack/buildWithParameters STATUS=failure&TEXT=t+202601310300+unknown",
        ]
    );
    assert_eq!(part.ear.said(), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_is_not_waited_for_and_never_shown() {
    let slow = page(200, "late", Duration::from_secs(60)).await;
    let part = Part::new(
        "notify: [{webhook: {file: slow}}, {webhook: {file: odd}}, {webhook: {file: missing}}, {webhook: {file: closed}}]\n\
         targets: {t: {}}\n",
        &[
            ("slow", &slow.uri()),
            ("odd", "not-an-address-but-secret"),
            ("closed", "http://127.0.0.1:9/secret"),
        ],
    );
    notify::tell(&part.context, &failed()).await;
    let said = part.ear.said();
    assert_eq!(said.matches("was not told of failure").count(), 4, "{said}");
    let words = [
        "it gave no whole answer in time",
        "no http or https address",
        "not found",
        "the connection is refused",
    ];
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(
        !said.contains("secret") && !said.contains(&slow.uri()),
        "{said}"
    );
}
