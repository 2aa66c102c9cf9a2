//! What S3 refuses is said in words, with what to do; never with what credentials could be told by.

use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::env::process::Output;
use crate::real::run::Refresh;
use crate::real::s3::{NOBODY, S3};

#[track_caller]
fn assert_says(output: &Output, says: &[&str]) {
    output.assert_exit(7);
    let said = output.stderr_text();
    for says in says {
        assert!(said.contains(says), "`{says}` is missing:\n{said}");
    }
    assert!(output.stdout.is_empty());
}

#[test]
fn what_is_not_there_is_named() {
    let s3 = S3::shared();
    let mut run = Refresh::new("source: {bucket: no-such-bucket, key: '(?<stamp>.*)'}\n");
    s3.given_to(&mut run, None);
    let bucket = s3.bucket();
    let object = format!("s3://{bucket}/no/such key");
    assert_says(
        &run.run(&["cat", &object]),
        &[
            &format!("there is no object `no/such key` in bucket `{bucket}`"),
            "hint: look",
        ],
    );
    for args in [
        &["cat", "s3://no-such-bucket/key"][..],
        &["cat", "--newest"],
    ] {
        assert_says(
            &run.run(args),
            &["there is no bucket `no-such-bucket`", "hint: check"],
        );
    }
    let config = format!("source: {{bucket: {bucket}, key: '^db-(?<stamp>.*)'}}\n");
    run.file("refresh.yaml", config.as_bytes());
    s3.put(&bucket, "db", b"x");
    s3.put(&bucket, "db-", b"x");
    assert_says(
        &run.run(&["cat", "--newest"]),
        &[
            "no backup in bucket",
            "of 1 keys that begin with `db-` none matches `^db-(?<stamp>.*)`",
        ],
    );
}

#[test]
fn no_credentials_no_server_and_no_region_are_told_apart() {
    let mut run = Refresh::new("");
    run.env("AWS_EC2_METADATA_DISABLED", "true");
    let cat = ["cat", "s3://bucket/key"];
    assert_says(&run.run(&cat), &["no region is configured", "AWS_REGION"]);
    run.env("AWS_ENDPOINT_URL", &format!("http://127.0.0.1:{NOBODY}"));
    assert_says(&run.run(&cat), &["no credentials are found", "AWS_PROFILE"]);
    S3::shared().given_to(&mut run, Some(NOBODY));
    assert_says(
        &run.run(&cat),
        &["127.0.0.1:", "can't be reached", "check the network"],
    );
}

/// The answers are recorded ones: moto neither checks signatures nor knows of clocks.
#[test]
fn every_refusal_has_its_words() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be started");
    let server = runtime.block_on(MockServer::start());
    let mut run = Refresh::new("");
    S3::shared().given_to(&mut run, Some(server.address().port()));
    for (status, code, says) in [
        (
            403,
            "AccessDenied",
            "S3 denies access to object `key` in bucket `bucket`",
        ),
        (403, "AccessDenied", "the credentials need s3:GetObject"),
        (
            403,
            "InvalidAccessKeyId",
            "S3 does not accept the credentials (InvalidAccessKeyId)",
        ),
        (
            403,
            "SignatureDoesNotMatch",
            "does not accept the credentials",
        ),
        (400, "ExpiredToken", "renew them"),
        (403, "RequestTimeTooSkewed", "this machine's clock is wrong"),
        (
            301,
            "PermanentRedirect",
            "bucket `bucket` is in another region",
        ),
        (400, "AuthorizationHeaderMalformed", "is in another region"),
        (403, "InvalidObjectState", "is archived"),
        (400, "KMS.DisabledException", "S3 can't use the key of KMS"),
        (418, "Odd", "S3 answers 418 Odd for object `key`"),
        (418, "SECRET key", "S3 answers 418 for object `key`"),
    ] {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code>\
             <Message>SECRET of the message</Message><AWSAccessKeyId>SECRET</AWSAccessKeyId></Error>"
        );
        let answer = ResponseTemplate::new(status).set_body_raw(body, "application/xml");
        runtime.block_on(async {
            server.reset().await;
            Mock::given(any()).respond_with(answer).mount(&server).await;
        });
        let output = run.run(&["cat", "s3://bucket/key"]);
        assert_says(&output, &[says]);
        assert!(!output.stderr_text().contains("SECRET"));
    }
}
