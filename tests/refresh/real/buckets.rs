//! Two buckets and a job between them that cleans and publishes, and nothing else.

use super::run::Refresh;
use super::s3::S3;
use crate::env::process::Output;

/// Where the newest backup is put.
pub(crate) const BACKUP: &str = "production-202601310300.sql.gz";
/// Where it is published.
pub(crate) const PUBLISHED: &str = "cleaned-202601310300.sql.gz";

/// The buckets and the job.
pub(crate) struct Buckets {
    /// Of backups.
    pub(crate) from: String,
    /// Of cleaned dumps.
    pub(crate) to: String,
    pub(crate) run: Refresh,
}

impl Buckets {
    /// `publish` is what follows key and bucket there, `more` what else stands in the configuration,
    /// `port` that of what stands before the server.
    pub(crate) fn new(rules: &str, publish: &str, more: &str, port: Option<u16>) -> Self {
        let s3 = S3::shared();
        let (from, to) = (s3.bucket(), s3.bucket());
        let mut run = Refresh::new(&format!(
            "source: {{bucket: {from}, key: '^production-(?<stamp>\\d{{12}})\\.sql(\\.gz)?$'}}\n\
             rules: [rules.yaml]\n\
             key: {{env: DMSCRUB_KEY}}\n\
             spool: spool\n\
             targets: {{s3: {{}}}}\n\
             publish: {{bucket: {to}, key: 'cleaned-{{stamp}}.sql.gz'{publish}}}\n\
             {more}\n"
        ));
        run.file("rules.yaml", rules.as_bytes());
        s3.given_to(&mut run, port);
        Self { from, to, run }
    }

    /// Runs the job.
    #[track_caller]
    pub(crate) fn refresh(&self, more: &[&str]) -> Output {
        self.run.run(&[&["refresh", "s3"], more].concat())
    }
}
