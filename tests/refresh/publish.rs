//! From the newest backup in one bucket to the cleaned dump in another: what is published is whole
//! and verified, or what was there before is still there.

use std::ops::Deref;

use crate::cat::{gzip, noise};
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::real::buckets::{BACKUP, Buckets, PUBLISHED};
use crate::real::proxy::{Fault, Proxy, Trouble, Way};
use crate::real::run::gunzip;
use crate::real::s3::S3;

const MIB: usize = 1 << 20;
const OLD: &[u8] = b"what was published a week ago";

/// The job, and what may stand between it and the server.
struct Job {
    buckets: Buckets,
    proxy: Proxy,
}

impl Deref for Job {
    type Target = Buckets;

    fn deref(&self) -> &Buckets {
        &self.buckets
    }
}

impl Job {
    /// `publish` is what follows the bucket in the configuration.
    fn new(publish: &str) -> Self {
        let proxy = Proxy::before(S3::shared().port(), None);
        let buckets = Buckets::new(KEEP_ALL, publish, "", Some(proxy.port()));
        Self { buckets, proxy }
    }

    /// With a backup that is published in three parts, and one published before under its key.
    fn large() -> Self {
        let job = Self::new("");
        let s3 = S3::shared();
        s3.put(&job.from, BACKUP, &gzip(&dump(24 * MIB)));
        s3.put(&job.to, PUBLISHED, OLD);
        job
    }

    fn published(&self) -> Vec<u8> {
        S3::shared().get(&self.to, PUBLISHED)
    }

    #[track_caller]
    fn assert_published(&self) {
        let cleaned = gunzip(&self.published());
        assert!(cleaned.ends_with(b"-- PostgreSQL database dump complete\n--\n\n"));
        assert!(memchr::memmem::find(&cleaned, b"\nCOMMIT;\n").is_some());
        assert_eq!(S3::shared().unfinished(&self.to), 0);
    }

    /// The old object is there, whole, and no upload is left.
    #[track_caller]
    fn assert_as_before(&self) {
        assert!(self.published() == OLD, "the old object is gone");
        assert_eq!(S3::shared().keys(&self.to).len(), 1);
        assert_eq!(S3::shared().unfinished(&self.to), 0);
    }
}

/// A dump with a table of so many bytes that are hard to compress.
fn dump(length: usize) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    let mut dump = b"--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
        SET standard_conforming_strings = on;\n\n--\n-- Name: t; Type: TABLE; Schema: public; \
        Owner: -\n--\n\nCREATE TABLE public.t (\n    a text\n);\n\n\n--\n-- Data for Name: t; Type: \
        TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.t (a) FROM stdin;\n"
        .to_vec();
    for line in noise("dump", length).chunks(1000) {
        dump.extend(line.iter().map(|byte| LETTERS[usize::from(byte % 64)]));
        dump.push(b'\n');
    }
    dump.extend_from_slice(b"\\.\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n");
    dump
}

#[test]
fn the_newest_backup_is_cleaned_and_published_and_old_ones_go() {
    let job = Job::new(", keep: 2, acl: public-read, sse: AES256");
    let s3 = S3::shared();
    let content = dump(MIB);
    s3.put(&job.from, BACKUP, &gzip(&content));
    // Written later, and older or none.
    s3.put(&job.from, "production-202601300300.sql.gz", b"not this one");
    s3.put(&job.from, "staging-202612310300.sql.gz", b"nor this one");
    let before = [
        "README",
        "cleaned-202601030300.sql.gz",
        "cleaned-202601100300.sql.gz",
        "cleaned-202601170300.sql.gz",
        "cleaned-202601170300.sql.gz.bak",
        "cleaned-latest.sql.gz",
    ];
    s3.put_all(&job.to, &before.map(str::to_owned));

    let output = job.refresh(&[]);
    output.assert_exit(0);
    let said = output.stderr_text();
    for says in [
        "select: `production-202601310300.sql.gz`,",
        "the newest of 2 backups",
        "size and checksum verified",
        "removed `cleaned-202601030300.sql.gz`",
        "removed `cleaned-202601100300.sql.gz`",
    ] {
        assert!(said.contains(says), "`{says}` is missing:\n{said}");
    }
    assert_eq!(
        s3.keys(&job.to),
        [
            "README",
            "cleaned-202601170300.sql.gz",
            "cleaned-202601170300.sql.gz.bak",
            PUBLISHED,
            "cleaned-latest.sql.gz",
        ]
    );
    let filter = Dmscrub::with_rules(KEEP_ALL).args(["--no-owner", "--no-acl"]);
    assert!(gunzip(&job.published()) == filter.clean(&content));
    let key = PUBLISHED;
    let head = s3.head(&job.to, key);
    assert_eq!(head.content_type(), Some("application/gzip"));
    assert_eq!(
        head.server_side_encryption().map(|it| it.as_str()),
        Some("AES256")
    );
    // The owner, and everybody.
    assert_eq!(s3.grants(&job.to, key), 2);

    // Once more: the same key, written anew, and nothing else changes.
    let keys = s3.keys(&job.to);
    job.refresh(&[]).assert_exit(0);
    assert_eq!(s3.keys(&job.to), keys);
}

#[test]
fn a_plan_names_buckets_and_keys_without_asking_anybody() {
    let mut job = Job::new(", keep: 3, acl: bucket-owner-full-control");
    job.buckets
        .run
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:9");
    let output = job.refresh(&["--plan"]);
    output.assert_exit(0);
    let plan = String::from_utf8_lossy(&output.stdout).into_owned();
    for says in [
        &format!("select     take the newest backup in bucket `{}`", job.from),
        &format!(
            "publish    upload the cleaned dump to bucket `{}` as `cleaned-{{stamp}}.sql.gz`, ACL bucket-owner-full-control",
            job.to
        ),
        &format!(
            "prune      keep the newest 3 in bucket `{}` of keys that match `^cleaned\\-([0-9]+)\\.sql\\.gz$`",
            job.to
        ),
    ] {
        assert!(plan.contains(says.as_str()), "`{says}` is missing:\n{plan}");
    }
}

#[test]
fn an_upload_that_breaks_off_is_tried_again() {
    let job = Job::large();
    let cut = |times| Trouble {
        fault: Fault::Cut,
        way: Way::Up,
        after: 3_000_000,
        times,
    };
    job.proxy.set(Some(cut(3)));
    job.refresh(&[]).assert_exit(0);
    job.assert_published();
}

#[test]
fn an_upload_in_vain_leaves_the_old_object_and_can_be_resumed() {
    let job = Job::large();
    let cut = Trouble {
        fault: Fault::Cut,
        way: Way::Up,
        after: 100_000,
        times: u32::MAX,
    };
    job.proxy.set(Some(cut));
    let output = job.refresh(&[]);
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(
        said.contains("can't be reached") && said.contains("--resume"),
        "{said}"
    );
    job.assert_as_before();

    // Nothing is downloaded again.
    S3::shared().remove(&job.from, BACKUP);
    job.proxy.set(None);
    job.refresh(&["--resume"]).assert_exit(0);
    job.assert_published();
}

#[test]
fn a_job_that_is_stopped_while_it_uploads_leaves_no_half_object() {
    let s3 = S3::shared();
    let slow = Trouble {
        fault: Fault::Slow(100_000),
        way: Way::Up,
        after: 1,
        times: u32::MAX,
    };
    for (signal, code) in [("TERM", 143), ("KILL", 137)] {
        let job = Job::large();
        let to = job.to.clone();
        // Only once the dump is cleaned: the upload is what is slow.
        job.proxy.set(Some(slow));
        let mut started = job.run.start(&["refresh", "s3"]);
        started.wait_for("an upload", |_| s3.unfinished(&to) == 1);
        started.signal(signal);
        started.end().assert_exit(code);
        job.proxy.set(None);
        assert!(job.published() == OLD, "the old object is gone");
        if signal == "TERM" {
            job.assert_as_before();
            continue;
        }
        assert_eq!(s3.unfinished(&job.to), 1, "nobody was left to call it off");
        let output = job.refresh(&["--resume"]);
        output.assert_exit(0);
        assert!(
            output
                .stderr_text()
                .contains("called off 1 unfinished uploads")
        );
        job.assert_published();
    }
}

/// S3 has begun the upload, and the signal comes before its answer does.
#[test]
fn a_job_that_is_stopped_before_its_upload_has_a_name_leaves_none() {
    let job = Job::large();
    job.proxy.hold_answers_to("?uploads HTTP");
    let mut started = job.run.start(&["refresh", "s3"]);
    started.wait_for("the answer", |_| job.proxy.has_stalled());
    assert_eq!(S3::shared().unfinished(&job.to), 1);
    started.signal("TERM");
    started.end().assert_exit(143);
    job.assert_as_before();
    job.proxy.set(None);
}

#[test]
fn what_is_altered_on_its_way_up_is_never_published() {
    let job = Job::large();
    let alter = Trouble {
        fault: Fault::Alter,
        way: Way::Up,
        after: 2_000_000,
        times: 1,
    };
    job.proxy.set(Some(alter));
    let output = job.refresh(&[]);
    output.assert_exit(7);
    assert!(
        output.stderr_text().contains("was altered on its way"),
        "{}",
        output.stderr_text()
    );
    job.assert_as_before();
}

#[test]
fn what_is_altered_on_its_way_down_is_never_published() {
    let job = Job::new("");
    // Not compressed: nothing but the sum tells.
    S3::shared().put(&job.from, "production-202601310300.sql", &dump(3 * MIB));
    let alter = Trouble {
        fault: Fault::Alter,
        way: Way::Down,
        after: 2_000_000,
        times: 1,
    };
    job.proxy.set(Some(alter));
    let output = job.refresh(&[]);
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(
        said.contains("was altered on its way: its CRC32 is wrong"),
        "{said}"
    );
    assert!(S3::shared().keys(&job.to).is_empty());
    assert!(!job.run.spool().join("s3.sql.gz").exists());
}

#[test]
fn only_the_dump_that_was_cleaned_is_published() {
    let job = Job::large();
    S3::shared().remove(&job.to, PUBLISHED);
    let config = std::fs::read_to_string(job.run.dir().join("refresh.yaml")).expect("it is there");
    job.run.file(
        "refresh.yaml",
        config.replace(&job.to, "no-such-bucket").as_bytes(),
    );
    let output = job.refresh(&[]);
    output.assert_exit(7);
    assert!(
        output
            .stderr_text()
            .contains("there is no bucket `no-such-bucket`")
    );

    job.run.file("refresh.yaml", config.as_bytes());
    let spooled = job.run.spool().join("s3.sql.gz");
    let mut content = std::fs::read(&spooled).expect("the cleaned dump is kept");
    let middle = content.len() / 2;
    content[middle] ^= 1;
    std::fs::write(&spooled, &content).expect("the spool is ours");
    let output = job.refresh(&["--resume"]);
    output.assert_exit(7);
    assert!(
        output
            .stderr_text()
            .contains("is not the one that was written")
    );
    assert!(S3::shared().keys(&job.to).is_empty());
    assert_eq!(S3::shared().unfinished(&job.to), 0);
}
