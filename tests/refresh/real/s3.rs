//! A real S3 server, moto, on a port of the loopback that the system gives it;
//! `tests/install-tools.sh` installs it.
//!
//! Like PostgreSQL it runs under a shell that ends it when the test process is gone.

use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, StalledStreamProtectionConfig,
};
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use tokio::runtime::Runtime;

use super::run::Refresh;
use crate::env::process::{PATIENCE, wait_until};

/// The secret access key. Nothing may show it.
pub(crate) const SECRET_KEY: &str = "secret-access-key-of-the-tests";
/// The access key's id. Nothing may show it either.
pub(crate) const ACCESS_KEY: &str = "ACCESSKEYOFTHETESTS";

/// A running server.
pub(crate) struct S3 {
    port: u16,
    client: Client,
    runtime: Runtime,
    stop: Option<ChildStdin>,
    watchdog: Child,
}

const WATCHDOG: &str = r#"
"$1" -H 127.0.0.1 -p 0 >"$2" 2>&1 &
server=$!
cat >/dev/null
kill "$server"
wait "$server"
rm -f "$2"
"#;

impl S3 {
    /// The server that all tests of this process share.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<S3> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    fn start() -> Self {
        let program =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-tools/moto/bin/moto_server");
        assert!(
            program.exists(),
            "these tests need an S3 server, moto: install it with `sh tests/install-tools.sh`"
        );
        let log = tempfile::Builder::new().prefix("dmt-moto-").tempfile();
        let log = log.and_then(|log| log.keep().map_err(|error| error.error));
        let (_, log) = log.expect("a temporary file can be made");
        let mut watchdog = Command::new("/bin/sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&program)
            .arg(&log)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh can be started");
        let mut port = None;
        wait_until("moto listens", || {
            let said = std::fs::read_to_string(&log).unwrap_or_default();
            let address = said.split("Running on http://127.0.0.1:").nth(1);
            let line = address.and_then(|rest| rest.split_once('\n'));
            port = line.and_then(|(port, _)| port.trim().parse().ok());
            port.is_some()
        });
        let port = port.expect("it was found");
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "tests");
        let config = aws_sdk_s3::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .endpoint_url(format!("http://127.0.0.1:{port}"))
            .region(Region::new("us-east-1"))
            .credentials_provider(credentials)
            // One moto serves all tests, so that it may take its time.
            .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
            .timeout_config(TimeoutConfig::builder().connect_timeout(PATIENCE).build())
            .force_path_style(true);
        Self {
            port,
            client: Client::from_conf(config.build()),
            runtime: Runtime::new().expect("a runtime can be started"),
            stop: watchdog.stdin.take(),
            watchdog,
        }
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Lets a run reach it, by `port` where something stands in between.
    pub(crate) fn given_to(&self, run: &mut Refresh, port: Option<u16>) {
        let port = port.unwrap_or(self.port);
        run.env("AWS_ENDPOINT_URL", &format!("http://127.0.0.1:{port}"));
        run.env("AWS_EC2_METADATA_DISABLED", "true");
        run.secret("AWS_ACCESS_KEY_ID", ACCESS_KEY);
        run.secret("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    }

    /// A new bucket.
    pub(crate) fn bucket(&self) -> String {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("bucket-{}", COUNTER.fetch_add(1, Ordering::Relaxed));
        self.make_bucket(&name);
        name
    }

    /// A bucket of this name.
    pub(crate) fn make_bucket(&self, name: &str) {
        self.wait(self.client.create_bucket().bucket(name).send());
    }

    /// Puts an object in one piece.
    pub(crate) fn put(&self, bucket: &str, key: &str, content: &[u8]) {
        let body = ByteStream::from(content.to_vec());
        self.wait(
            self.client
                .put_object()
                .bucket(bucket)
                .key(key)
                .body(body)
                .send(),
        );
    }

    /// Puts an object in one piece, with no sum but that which its entity tag is.
    pub(crate) fn put_without_checksum(&self, bucket: &str, key: &str, content: &[u8]) {
        let put = self.client.put_object().bucket(bucket).key(key);
        let when_required = aws_sdk_s3::Config::builder()
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        let put = put.body(ByteStream::from(content.to_vec())).customize();
        self.wait(put.config_override(when_required).send());
    }

    /// Puts an object in parts of this size.
    pub(crate) fn put_in_parts(&self, bucket: &str, key: &str, content: &[u8], size: usize) {
        let client = &self.client;
        let created = self.wait(
            client
                .create_multipart_upload()
                .bucket(bucket)
                .key(key)
                .send(),
        );
        let id = created.upload_id().expect("an upload has an id");
        let mut parts = CompletedMultipartUpload::builder();
        for (number, part) in (1..).zip(content.chunks(size)) {
            let sent = client
                .upload_part()
                .bucket(bucket)
                .key(key)
                .upload_id(id)
                .part_number(number)
                .body(ByteStream::from(part.to_vec()));
            let etag = self.wait(sent.send()).e_tag;
            let part = CompletedPart::builder().part_number(number).set_e_tag(etag);
            parts = parts.parts(part.build());
        }
        self.wait(
            client
                .complete_multipart_upload()
                .bucket(bucket)
                .key(key)
                .upload_id(id)
                .multipart_upload(parts.build())
                .send(),
        );
    }

    /// Puts many small objects.
    pub(crate) fn put_all(&self, bucket: &str, keys: &[String]) {
        self.runtime.block_on(async {
            for some in keys.chunks(16) {
                let put = some.iter().map(|key| {
                    let body = ByteStream::from(key.clone().into_bytes());
                    self.client
                        .put_object()
                        .bucket(bucket)
                        .key(key)
                        .body(body)
                        .send()
                });
                for answer in futures_util::future::join_all(put).await {
                    answer.expect("moto takes objects");
                }
            }
        });
    }

    /// What an object holds.
    pub(crate) fn get(&self, bucket: &str, key: &str) -> Vec<u8> {
        self.runtime.block_on(async {
            let answer = self
                .client
                .get_object()
                .bucket(bucket)
                .key(key)
                .send()
                .await;
            let body = answer.expect("the object is there").body;
            body.collect().await.expect("moto sends all").to_vec()
        })
    }

    /// What the server says of an object.
    pub(crate) fn head(&self, bucket: &str, key: &str) -> HeadObjectOutput {
        self.wait(self.client.head_object().bucket(bucket).key(key).send())
    }

    /// Who may do what with an object: grantees and permissions.
    pub(crate) fn grants(&self, bucket: &str, key: &str) -> usize {
        self.wait(self.client.get_object_acl().bucket(bucket).key(key).send())
            .grants()
            .len()
    }

    /// Removes an object.
    pub(crate) fn remove(&self, bucket: &str, key: &str) {
        self.wait(self.client.delete_object().bucket(bucket).key(key).send());
    }

    /// All keys, sorted.
    pub(crate) fn keys(&self, bucket: &str) -> Vec<String> {
        let listed = self.wait(self.client.list_objects_v2().bucket(bucket).send());
        let objects = listed.contents.unwrap_or_default();
        let mut keys: Vec<String> = objects.into_iter().filter_map(|it| it.key).collect();
        keys.sort();
        keys
    }

    /// How many uploads have begun and not ended.
    pub(crate) fn unfinished(&self, bucket: &str) -> usize {
        self.wait(self.client.list_multipart_uploads().bucket(bucket).send())
            .uploads()
            .len()
    }

    fn wait<T, E: std::fmt::Debug>(&self, asked: impl Future<Output = Result<T, E>>) -> T {
        self.runtime
            .block_on(asked)
            .expect("moto does what it is asked")
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.watchdog.wait();
    }
}

/// A port that nobody listens on: no program is given one so low by chance.
pub(crate) const NOBODY: u16 = 9;
