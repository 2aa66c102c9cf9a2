use super::*;

/// A whole file: that of the contract.
pub(crate) const WHOLE: &str = r#"
source:
  bucket: backups
  key: '^production-(?<stamp>\d{12})\.sql\.gz\.gpg$'
  max_age: 3d
  decrypt: {gpg: {private_key: {file: key.asc}, passphrase: {env: GPG_PASSPHRASE}}}
rules: [rules/]
overlays: []
key: {env: DMSCRUB_KEY}
spool: /var/tmp/dmscrub
audit: false
targets:
  staging:
    status: {url: "https://api.staging.example/_status", version: /db_version, release: /version}
    database: {cloud_foundry: {api: a, org: o, space: staging, app: api, username: {env: CF_USER}, password: {env: CF_PASSWORD}}}
    reset: drop_owned
    guard: {refuse_hosts: ["*production*"], require: "SELECT count(*) = 1 FROM alembic_version"}
    migrate: {job: migration, parameters: {STAGE: staging, RELEASE_NAME: "{release}"}}
    after:
      - {job: index, parameters: {INDEX_NAME: "g-cloud-12-{date}", DELETE_OLD_INDEX: "yes"}}
  tunnelled:
    database: {ssh: {host: bastion, port: 22, user: me, identity: id, known_hosts: kh}, url: {env: DATABASE_URL}}
  s3: {}
publish: {bucket: cleaned, key: "cleaned-production-{stamp}.sql.gz", keep: 3, acl: bucket-owner-full-control}
jenkins: {url: "https://ci.example", user: {env: JENKINS_USER}, token: {env: JENKINS_TOKEN}, timeout: 30m}
s3: {endpoint: "http://127.0.0.1:5000", region: eu-west-1, path_style: false}
notify: [{webhook: {env: SLACK_WEBHOOK}, on: [start, success, failure]}, {job: notify-slack, parameters: {STATUS: "{status}"}}]
import: {database: {env: DATABASE_URL}, migrate: ["make", "run-migrations"], after: [["./scripts/index.sh"]]}
"#;

fn parse(text: &str) -> Result<Config> {
    Config::parse(Path::new("etc/refresh.yaml"), text.as_bytes())
}

#[test]
fn the_whole_file_of_the_contract_is_read() {
    let config = parse(WHOLE).unwrap();
    let source = config.source.as_ref().unwrap();
    assert_eq!(source.prefix, "production-");
    assert_eq!(source.max_age, Some(Duration::from_secs(3 * 24 * 3600)));
    assert_eq!(config.rules, [Path::new("etc/rules/")]);
    assert_eq!(config.targets.len(), 3);
    let staging = config.target("staging").unwrap();
    assert_eq!(staging.reset, Reset::DropOwned);
    assert_eq!(staging.after.len(), 1);
    assert_eq!(
        config.jenkins.as_ref().unwrap().timeout,
        Duration::from_secs(1800)
    );
    assert!(config.no_owner && config.no_acl);
    assert_eq!(config.notify.len(), 2);
    // The key, gpg's two, two of Cloud Foundry, a URL, two of Jenkins, a webhook, import's.
    assert_eq!(config.secrets().len(), 10);
    assert_eq!(config.target("stagin").unwrap_err().exit().code(), 2);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    for (from, to, says, line) in [
        ("bucket: backups", "bucket: ''", "`bucket` is empty", 3),
        ("(?<stamp>", "(", "no group `stamp`", 4),
        ("max_age: 3d", "max_age: soon", "is no duration", 5),
        (
            "passphrase: {env: GPG_PASSPHRASE}",
            "passphrase: hunter2",
            "written out",
            6,
        ),
        (
            "version: /db_version",
            "version: db_version",
            "JSON pointer",
            14,
        ),
        (
            "https://api.staging.example",
            "ftp://api",
            "no http or https",
            14,
        ),
        ("reset: drop_owned", "reset: drop", "must be one of", 16),
        ("\"{release}\"", "\"{relese}\"", "no known placeholder", 18),
        ("{release}\"}", "{status}\"}", "no known placeholder", 18),
        (
            ", release: /version",
            "",
            "{release} is what the status page says",
            18,
        ),
        ("job: index", "job: a//b", "between folders", 20),
        ("job: index", "job: ../x", "between folders", 20),
        ("s3: {}", "s3: {reset: none}", "goes with `database`", 23),
        ("keep: 3", "keep: 0", "at least 1", 24),
        ("{stamp}.sql.gz", ".sql.gz", "needs {stamp}", 24),
        ("on: [start", "on: [begin", "start, success and failure", 27),
        ("targets:", "target:", "no parameter `target`", 12),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        let error = parse(&WHOLE.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error.exit().code(), 3, "{to}");
        assert!(error.message().contains(says), "{to}: {error}");
        assert_eq!(error.location().rule.as_ref().unwrap().line, line, "{to}");
        assert!(!error.to_string().contains("hunter2"));
    }
}

#[test]
fn jobs_need_jenkins() {
    let without: String = WHOLE
        .lines()
        .filter(|line| !line.starts_with("jenkins:"))
        .map(|line| format!("{line}\n"))
        .collect();
    let error = parse(&without).unwrap_err();
    assert!(error.message().contains("needs the section `jenkins`"));
}
