//! The status page, asked by the binary before anything changes; and the HTTP client by itself.

use std::time::Duration;

use dmscrub::refresh::http::{Call, Credentials, Http, Trouble};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers};

use crate::real::jenkins::{bodies, page};
use crate::real::run::Refresh;
use crate::real::tls::Tls;

const NOW: Duration = Duration::ZERO;
const RULES: &[u8] =
    b"tables: {alembic_version: {columns: {version_num: {use: keep, capture: true}}}}";

/// A job whose first step asks `status`, and that tells `hook` of its failure.
fn refresh(status: &str, hook: &str) -> Refresh {
    let mut refresh = Refresh::new(&format!(
        "rules: [rules.yaml]\n\
         key: {{env: DMSCRUB_KEY}}\n\
         spool: spool\n\
         jenkins: {{url: 'http://127.0.0.1:9', user: {{env: J_USER}}, token: {{env: J_TOKEN}}}}\n\
         notify: [{{webhook: {{env: HOOK}}}}]\n\
         targets:\n  staging:\n    status: {{url: '{status}', version: /db_version, release: /version}}\n    \
         database: {{url: {{env: DATABASE_URL}}}}\n    \
         migrate: {{job: m, parameters: {{RELEASE: '{{release}}'}}}}\n"
    ));
    refresh.file("rules.yaml", RULES);
    refresh.secret("J_USER", "robot-user");
    refresh.secret("J_TOKEN", "robot-token");
    refresh.secret(
        "DATABASE_URL",
        "postgres://nobody:canary-password@127.0.0.1:9/none",
    );
    refresh.secret("HOOK", &format!("{hook}/services/hook-secret"));
    refresh
}

#[tokio::test(flavor = "multi_thread")]
async fn a_status_page_that_can_not_be_trusted_stops_the_job_before_any_change() {
    let long = format!(r#"{{"db_version": "{}"}}"#, "x".repeat(2 << 20));
    for (status, body, says) in [
        (
            500,
            r#"{"status": "error", "db_version": "1460", "message": ["canary"]}"#,
            "answers with HTTP 500",
        ),
        (404, "canary", "answers with HTTP 404"),
        (204, "", "answers with HTTP 204"),
        (200, "<html>canary</html>", "is no JSON"),
        (
            200,
            r#"{"db_version": {"a": "canary"}}"#,
            "neither text nor number",
        ),
        (
            200,
            r#"{"db_version": "1460"}"#,
            "`release` at /version is not there",
        ),
        (
            200,
            r#"{"version": "r"}"#,
            "`version` at /db_version is not there",
        ),
        (200, long.as_str(), "more than 1048576 bytes"),
    ] {
        let (server, hook) = (page(status, body, NOW).await, page(200, "ok", NOW).await);
        let refresh = refresh(&format!("{}/_status?key=canary", server.uri()), &hook.uri());
        let output = refresh.run(&["refresh", "staging", "--dump", "dump.sql"]);
        output.assert_exit(7);
        let said = output.stderr_text();
        assert!(said.contains(says), "{said}");
        assert!(!refresh.spool().join("staging.sql.gz").exists());
        let told = bodies(&hook).await;
        assert_eq!(told.len(), 1, "{told:?}");
        let text = serde_json::from_str::<serde_json::Value>(&told[0]).expect("JSON");
        let text = text["text"].as_str().expect("a text");
        for word in ["refresh of staging failed in step status (exit 7)", says] {
            assert!(text.contains(word), "{text}");
        }
        refresh.assert_tells_nothing("the notification", told[0].as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listening_changes_nothing_but_a_warning() {
    let (server, hook) = (page(500, "{}", NOW).await, page(500, "canary", NOW).await);
    let refresh = refresh(&server.uri(), &hook.uri());
    let output = refresh.run(&["refresh", "staging", "--dump", "dump.sql"]);
    output.assert_exit(7);
    let said = output.stderr_text();
    let warning = "the webhook of the environment variable HOOK was not told of failure: it answers with HTTP 500";
    assert!(said.contains(warning), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_page_is_named_and_jenkins_needs_its_secrets_first() {
    let hook = page(200, "ok", NOW).await;
    let mut refresh = refresh("http://127.0.0.1:9/_status", &hook.uri());
    let output = refresh.run(&["refresh", "staging", "--dump", "dump.sql"]);
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(
        said.contains("http://127.0.0.1:9/_status can't be reached: the connection is refused"),
        "{said}"
    );
    refresh.env("J_TOKEN", "");
    let output = refresh.run(&["refresh", "staging", "--dump", "dump.sql"]);
    output.assert_exit(2);
    assert!(output.stderr_text().contains("J_TOKEN: is empty"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_that_capture_no_version_are_refused_before_anything() {
    let refresh = refresh("http://127.0.0.1:9", "http://127.0.0.1:9");
    refresh.file("rules.yaml", b"tables: {a: {columns: {b: keep}}}");
    for plan in [&["--plan"][..], &[]] {
        let args = [&["refresh", "staging", "--dump", "dump.sql"], plan].concat();
        let output = refresh.run(&args);
        output.assert_exit(3);
        assert!(output.stderr_text().contains("no rule captures it"));
        assert!(!refresh.spool().exists());
    }
}

fn to(server: &MockServer) -> Call {
    Call::new(server.uri().parse().expect("an address"))
}

async fn redirecting_to(server: &MockServer) -> MockServer {
    let first = MockServer::start().await;
    let answer = ResponseTemplate::new(302).append_header("location", server.uri().as_str());
    Mock::given(matchers::any())
        .respond_with(answer)
        .mount(&first)
        .await;
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_follow_no_redirect_to_another_host() {
    let http = Http::new().expect("a client");
    let last = page(200, "here", NOW).await;
    let first = redirecting_to(&last).await;
    let answer = http.get(&to(&first)).await.expect("an answer");
    assert_eq!(answer.body, b"here");
    let credentials = Credentials {
        user: "u".into(),
        token: "t".into(),
    };
    let call = Call {
        credentials: Some(credentials),
        ..to(&first)
    };
    assert_eq!(
        http.get(&call).await.expect_err("no credentials there"),
        Trouble::Redirected
    );
    assert_eq!(last.received_requests().await.unwrap_or_default().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_in_a_circle_end_and_so_does_a_slow_server() {
    let http = Http::new().expect("a client");
    let circle = MockServer::start().await;
    let answer = ResponseTemplate::new(302).append_header("location", "/again");
    Mock::given(matchers::any())
        .respond_with(answer)
        .mount(&circle)
        .await;
    assert_eq!(
        http.get(&to(&circle)).await.expect_err("no end"),
        Trouble::Redirected
    );
    let slow = page(200, "late", Duration::from_secs(300)).await;
    let call = Call {
        // Time for the question to arrive, whatever else the machine does.
        timeout: Duration::from_secs(2),
        ..to(&slow)
    };
    assert_eq!(
        http.get_patiently(&call).await.expect_err("late"),
        Trouble::TimedOut
    );
    assert_eq!(slow.received_requests().await.unwrap_or_default().len(), 3);
    assert_eq!(
        http.post(&call, "text/plain", b"x")
            .await
            .expect_err("late"),
        Trouble::TimedOut
    );
    let requests = slow.received_requests().await.unwrap_or_default();
    assert_eq!(requests.len(), 4, "a POST is sent once");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_asked_again() {
    let http = Http::new().expect("a client");
    let server = MockServer::start().await;
    Mock::given(matchers::any())
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(matchers::any())
        .respond_with(ResponseTemplate::new(200).set_body_string("up"))
        .mount(&server)
        .await;
    let answer = http.get_patiently(&to(&server)).await.expect("an answer");
    assert_eq!(answer.body, b"up");
}

#[test]
fn a_certificate_counts_where_its_authority_is_trusted() {
    let server = Tls::start(r#"{"status": "ok", "db_version": "1460", "version": "release-42"}"#);
    let mut refresh = refresh(&server.url(), "http://127.0.0.1:9");
    let args = &["refresh", "staging", "--dump", "missing.sql"];
    let output = refresh.run(args);
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(
        said.contains("can't be reached: its certificate is not trusted"),
        "{said}"
    );
    assert!(said.contains("SSL_CERT_FILE"), "{said}");
    refresh.env("SSL_CERT_FILE", &server.certificate().display().to_string());
    let said = refresh.run(args).stderr_text();
    assert!(
        said.contains("status: version 1460, release release-42"),
        "{said}"
    );
}
