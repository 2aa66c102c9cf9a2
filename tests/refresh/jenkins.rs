//! Builds followed from their trigger to their result, at a stand-in for Jenkins.

use std::time::Duration;

use dmscrub::error::Error;
use dmscrub::refresh::config::JobCall;
use dmscrub::refresh::jenkins::follow::{self, Progress};
use dmscrub::refresh::step::after;

use crate::real::jenkins::{FOREVER, Jenkins, Script, TOKEN, USER};
use crate::real::part::Part;

const SECRETS: &[(&str, &str)] = &[("user", USER), ("token", TOKEN), ("hook", "hunter2-hook")];

fn part(jenkins: &Jenkins, timeout: &str, jobs: &str) -> Part {
    Part::new(
        &format!(
            "jenkins: {{url: '{}', user: {{file: user}}, token: {{file: token}}, timeout: {timeout}, poll: 5ms}}\n\
             notify: [{{webhook: {{file: hook}}, on: [start]}}]\n\
             targets: {{t: {{database: {{url: {{env: D}}}}, after: [{jobs}]}}}}\n",
            jenkins.url()
        ),
        SECRETS,
    )
}

fn call(part: &Part, index: usize) -> JobCall {
    part.context.target().expect("target t").after[index].clone()
}

async fn build(part: &mut Part) -> Result<String, Error> {
    let call = call(part, 0);
    follow::build(&mut part.context, "after 1", &call).await
}

fn all(error: &Error) -> String {
    format!("{error}\n{}", error.hints().join("\n"))
}

const INDEX: &str = "{job: search/create index, parameters: {NAME: 'g-cloud-12-{date}', DELETE_OLD: 'yes', STAGE: '{target} & co'}}";

#[tokio::test(flavor = "multi_thread")]
async fn a_build_is_followed_to_its_success() {
    let jenkins = Jenkins::start("/ci/jenkins", true).await;
    let script = Script {
        // It knows itself by another name.
        location: "https://elsewhere.example:8443/jenkins",
        ..Script::default()
    };
    jenkins.job("search/create%20index", script);
    let mut part = part(&jenkins, "1m", INDEX);
    let address = build(&mut part).await.expect("a green build");
    assert_eq!(
        address,
        format!("{}/job/search/job/create%20index/1/", jenkins.url())
    );
    let date = part.context.state.placeholder("date").expect("a date");
    let form = format!("NAME=g-cloud-12-{date}&DELETE_OLD=yes&STAGE=t+%26+co");
    let post = format!("/job/search/job/create%20index/buildWithParameters {form}");
    assert_eq!(jenkins.posts(), [post]);
    assert_eq!(
        part.context.state.builds["after 1"],
        Progress::Done(address)
    );
    assert!(part.context.undo.is_empty());
    assert!(!part.ear.said().contains("elsewhere"));
    // Once built it is not built again.
    build(&mut part).await.expect("built before");
    assert_eq!(jenkins.posts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_built_in_order_with_and_without_parameters() {
    let jenkins = Jenkins::start("", false).await;
    for job in ["a", "b", "c"] {
        jenkins.job(job, Script::default());
    }
    let mut part = part(
        &jenkins,
        "1m",
        "{job: a}, {job: b, parameters: {X: ''}}, {job: c}",
    );
    let done = "elsewhere".to_owned();
    part.context
        .state
        .builds
        .insert("after 1".to_owned(), Progress::Done(done));
    let says = (after::STEP.run)(&mut part.context)
        .await
        .expect("green builds");
    assert_eq!(says, "3 jobs built");
    assert_eq!(
        jenkins.posts(),
        ["/job/b/buildWithParameters X=", "/job/c/build "]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_red_build_shows_the_end_of_its_console() {
    let jenkins = Jenkins::start("", true).await;
    for result in ["FAILURE", "UNSTABLE", "ABORTED", "NOT_BUILT"] {
        let mut console: Vec<u8> = (1..=9000)
            .flat_map(|line| format!("line {line} of it\n").into_bytes())
            .collect();
        console.extend(
            format!("curl -u {USER}:{TOKEN} https://x/hunter2-hook \x1b[31mred\r\n").as_bytes(),
        );
        let script = Script {
            result,
            console,
            ..Script::default()
        };
        jenkins.job("a", script);
        let mut part = part(&jenkins, "1m", "{job: a}");
        let error = build(&mut part).await.expect_err("a red build");
        assert_eq!(error.exit().code(), 7);
        let said = all(&error);
        assert!(said.contains(&format!("ended with {result}")), "{said}");
        assert!(
            said.contains(&format!("{}/job/a/", jenkins.url())),
            "{said}"
        );
        assert!(
            said.contains("line 9000 of it\ncurl -u ***:*** https://x/*** \\u{1b}[31mred"),
            "{said}"
        );
        assert!(
            said.contains("line 8982 of it") && !said.contains("line 8981 of it"),
            "{said}"
        );
        // Nothing is left to call off; a resumed job builds it anew.
        let posts = jenkins.posts().len();
        part.call_off().await.expect("nothing to call off");
        assert_eq!(jenkins.posts().len(), posts);
        jenkins.job("a", Script::default());
        build(&mut part).await.expect("a green build");
        assert_eq!(jenkins.posts().len(), posts + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_jenkins_refuses_is_asked_once_and_explained() {
    let jenkins = Jenkins::start("", true).await;
    for (status, says, hint) in [
        (302, "redirects", "jenkins: url:"),
        (400, "answers with HTTP 400", "parameters"),
        (401, "does not accept user and token", "API Token"),
        (403, "does not let this user", "Job/Build"),
        (404, "knows no such page", "folder/job"),
        (409, "does not build it now", "disabled"),
        (500, "answers with HTTP 500", "parameters"),
        (503, "answers with HTTP 503", "log"),
        (200, "answers with HTTP 200", "log"),
    ] {
        let posts = jenkins.posts().len();
        let script = Script {
            status,
            ..Script::default()
        };
        jenkins.job("a", script);
        let mut part = part(&jenkins, "1m", "{job: a}");
        let error = build(&mut part).await.expect_err("no build");
        assert_eq!(error.exit().code(), 7);
        assert!(error.message().contains(says), "{error}");
        assert!(error.hints().join(" ").contains(hint), "{error:?}");
        assert_eq!(jenkins.posts().len(), posts + 1, "{status}");
        assert!(part.context.state.builds.is_empty());
    }
    let mut part = Part::new(
        &format!(
            "jenkins: {{url: '{}', user: {{file: user}}, token: {{file: token}}}}\n\
             targets: {{t: {{database: {{url: {{env: D}}}}, after: [{{job: a}}]}}}}",
            jenkins.url()
        ),
        &[("user", USER), ("token", "another-token")],
    );
    let posts = jenkins.posts().len();
    let error = build(&mut part).await.expect_err("another token");
    assert!(
        error.message().contains("does not accept user and token"),
        "{error}"
    );
    assert!(!all(&error).contains("another-token"));
    assert_eq!(jenkins.posts().len(), posts);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_jenkins_that_stumbles_is_looked_at_again() {
    let jenkins = Jenkins::start("", true).await;
    let script = Script {
        hiccups: 3,
        ..Script::default()
    };
    jenkins.job("a", script);
    let mut part = part(&jenkins, "1m", "{job: a}");
    build(&mut part).await.expect("a green build");
    assert_eq!(jenkins.posts().len(), 1);
    let said = part.ear.said();
    assert_eq!(
        said.matches("answers with HTTP 503; looking again").count(),
        1,
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_somebody_cancels_is_a_failure() {
    let jenkins = Jenkins::start("", true).await;
    let script = Script {
        cancelled: true,
        ..Script::default()
    };
    jenkins.job("a", script);
    let mut part = part(&jenkins, "1m", "{job: a}");
    let error = build(&mut part).await.expect_err("no build");
    assert!(error.message().contains("taken from the queue"), "{error}");
    part.call_off().await.expect("nothing to call off");
    assert_eq!(jenkins.posts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_called_off() {
    let jenkins = Jenkins::start("", true).await;
    for (queued, building) in [(FOREVER, 0), (0, FOREVER)] {
        let script = Script {
            queued,
            building,
            ..Script::default()
        };
        jenkins.job("a", script);
        // The time must do for getting as far as that: the machine decides how much it takes.
        for timeout in ["400ms", "4s", "40s", "400s"] {
            let mut part = part(&jenkins, timeout, "{job: a}");
            let error = build(&mut part).await.expect_err("too long");
            assert_eq!(error.exit().code(), 7);
            assert!(error.message().contains("has not ended within"), "{error}");
            part.call_off().await.expect("it is called off");
            let posts = jenkins.posts();
            let number = (posts.iter())
                .filter(|post| post.starts_with("/job/a/build"))
                .count();
            let said = part.ear.said();
            assert!(!said.contains(TOKEN));
            let (stopped, words) = if queued == FOREVER {
                let waits = r"waits in the queue: Waiting for ***\u{1b}[2J".to_owned();
                let taken = "was taken from Jenkins' queue".to_owned();
                (format!("/queue/cancelItem id={number}"), vec![waits, taken])
            } else {
                let words = format!("build {number} was stopped");
                (format!("/job/a/{number}/stop "), vec![words])
            };
            let missing = words.iter().find(|words| !said.contains(*words));
            if posts.last() == Some(&stopped) && missing.is_none() {
                break;
            }
            assert_ne!(timeout, "400s", "{stopped}, {words:?}: {said}\n{posts:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_job_goes_on_with_the_build_that_is_under_way() {
    let jenkins = Jenkins::start("", true).await;
    let script = Script {
        building: 200,
        ..Script::default()
    };
    jenkins.job("a", script);
    // As after a SIGKILL: the state is on disk, nothing was called off.
    for killed_while in [Progress::Queued(1), Progress::Running(1)] {
        let mut killed = part(&jenkins, "1m", "{job: a}");
        if jenkins.posts().is_empty() {
            let call = call(&killed, 0);
            let state = killed.dir().join("spool/t.state.json");
            let runs = async {
                loop {
                    let saved = std::fs::read_to_string(&state).unwrap_or_default();
                    if saved.contains("running") {
                        break;
                    }
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            };
            tokio::select! {
                _ = follow::build(&mut killed.context, "after 1", &call) => panic!("it is red"),
                () = runs => {}
            }
            let saved = killed.context.spool().expect("a spool").load();
            let saved = saved.expect("a readable state").expect("a state");
            assert_eq!(saved.builds, killed.context.state.builds);
            assert!(!saved.builds.is_empty());
        }
        let mut resumed = part(&jenkins, "1m", "{job: a}");
        let builds = &mut resumed.context.state.builds;
        builds.insert("after 1".to_owned(), killed_while);
        build(&mut resumed).await.expect("a green build");
        assert_eq!(jenkins.posts().len(), 1, "built once only");
    }
    // One that was stopped, and one that Jenkins has forgotten, are built anew.
    for (index, gone) in [Progress::Queued(77), Progress::Running(77)]
        .into_iter()
        .enumerate()
    {
        let mut resumed = part(&jenkins, "1m", "{job: a}");
        resumed
            .context
            .state
            .builds
            .insert("after 1".to_owned(), gone);
        build(&mut resumed).await.expect("a green build");
        assert_eq!(jenkins.posts().len(), 2 + index);
    }
}
