//! `audit: true`: a value that survives in the cleaned dump stops the job before anything is
//! published.

use crate::cat::gzip;
use crate::real::buckets::{BACKUP, Buckets, PUBLISHED};
use crate::real::run::gunzip;
use crate::real::s3::S3;

const RULES: &str = "
tables:
  people: {columns: {id: keep, email: internet.email}}
  notes: {columns: {id: keep, note: keep}}
";

/// The second note quotes an address.
const DUMP: &str = "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n\
SET standard_conforming_strings = on;\n\n\
--\n-- Name: people; Type: TABLE; Schema: public; Owner: -\n--\n\nCREATE TABLE public.people (\n    id integer,\n    email text\n);\n\n\n\
--\n-- Name: notes; Type: TABLE; Schema: public; Owner: -\n--\n\nCREATE TABLE public.notes (\n    id integer,\n    note text\n);\n\n\n\
--\n-- Data for Name: people; Type: TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.people (id, email) FROM stdin;\n\
1\tcanary.one@corp.test\n2\tsecond.person@corp.test\n\\.\n\n\n\
--\n-- Data for Name: notes; Type: TABLE DATA; Schema: public; Owner: -\n--\n\nCOPY public.notes (id, note) FROM stdin;\n\
1\ttold to call back\n2\twrote from Second.Person@corp.test today\n\\.\n\n\n\
--\n-- PostgreSQL database dump complete\n--\n\n";

fn job(rules: &str) -> Buckets {
    let mut job = Buckets::new(rules, "", "audit: true", None);
    job.run.hide("canary.one@corp.test");
    S3::shared().put(&job.from, BACKUP, &gzip(DUMP.as_bytes()));
    job
}

#[test]
fn what_is_clean_is_published() {
    let job = job(&RULES.replace("note: keep", "note: text.redact"));
    let output = job.refresh(&[]);
    output.assert_exit(0);
    let said = output.stderr_text();
    assert!(said.contains("audit: clean: 3 values looked for"), "{said}");
    let cleaned = gunzip(&S3::shared().get(&job.to, PUBLISHED));
    assert!(cleaned.ends_with(b"-- PostgreSQL database dump complete\n--\n\n"));
}

#[test]
fn a_survivor_stops_the_job_before_it_publishes() {
    let job = job(RULES);
    S3::shared().put(&job.to, PUBLISHED, b"last week's");
    for more in [&[][..], &["--resume"]] {
        let output = job.refresh(more);
        output.assert_exit(8);
        let said = output.stderr_text();
        let place = "survivor: public.notes column \"note\" row 2: 1 value of public.people.email (replaced)";
        assert!(said.contains(place), "{said}");
        assert!(said.contains("step audit failed"), "{said}");
        assert!(!said.to_lowercase().contains("second.person"), "{said}");
        assert!(S3::shared().get(&job.to, PUBLISHED) == b"last week's");
    }
}

#[test]
fn the_plan_says_that_there_is_an_audit() {
    let output = job(RULES).refresh(&["--plan"]);
    output.assert_exit(0);
    let plan = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        plan.contains("look for every value that the rules take away"),
        "{plan}"
    );
}
