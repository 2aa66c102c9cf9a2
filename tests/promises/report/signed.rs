//! Reports that are signed, shown and compared.

use std::path::{Path, PathBuf};

use super::reported;
use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::marketplace::Job;

/// A pair of keys, made by the program.
fn keys(run: &Dmscrub) -> (PathBuf, PathBuf) {
    let path = run.dir().join("signing.pem");
    let keygen = Dmscrub::new().args([
        "keygen".as_ref(),
        "--signing".as_ref(),
        "-o".as_ref(),
        path.as_os_str(),
    ]);
    keygen.clean(b"");
    let public = path.with_extension("pem.pub");
    let mode = |path: &Path| {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!(mode(&path), 0o600);
    assert!(public.is_file());
    // Never over another key.
    keygen.run(b"").assert_exit(6);
    (path, public)
}

fn verify(report: &Path, key: &Path) -> i32 {
    let args = [
        "report".as_ref(),
        report.as_os_str(),
        "--verify".as_ref(),
        key.as_os_str(),
    ];
    Dmscrub::new().args(args).run(b"").code
}

#[test]
fn a_signed_report_verifies_until_it_is_changed() {
    let run = Dmscrub::with_marketplace_rules();
    let (private, public) = keys(&run);
    let run = run.args(["--sign-key".as_ref(), private.as_os_str()]);
    let (output, _, run) = reported(run, &Job::shared().dump);
    output.assert_exit(0);
    let path = run.dir().join("report.json");
    assert_eq!(verify(&path, &public), 0);
    let (_, other) = keys(&Dmscrub::new());
    assert_eq!(verify(&path, &other), 2, "its folder is gone with it");
    let elsewhere = Dmscrub::new();
    let (_, other) = keys(&elsewhere);
    assert_eq!(verify(&path, &other), 5, "another key");
    assert_eq!(
        verify(&path, &private),
        2,
        "a private key is none to verify with"
    );
    let bytes = std::fs::read(&path).expect("the report is there");
    for (from, to) in [
        (&b"\"whole\""[..], &b"\"whole\" "[..]),
        (b"\"unchanged\": 0", b"\"unchanged\": 1"),
        (b"\"kept\"", b"\"replaced\""),
    ] {
        let at = bytes
            .windows(from.len())
            .position(|it| it == from)
            .expect("it is there");
        let changed = [&bytes[..at], to, &bytes[at + from.len()..]].concat();
        std::fs::write(&path, changed).expect("it is writable");
        assert_eq!(verify(&path, &public), 5, "{}", String::from_utf8_lossy(to));
    }
}

#[test]
fn what_is_not_signed_does_not_verify() {
    let run = Dmscrub::with_marketplace_rules();
    let (_, public) = keys(&run);
    let (_, _, run) = reported(run, &Job::shared().dump);
    assert_eq!(verify(&run.dir().join("report.json"), &public), 5);
    let (private, _) = keys(&Dmscrub::new());
    let run = run.args(["--sign-key".as_ref(), private.as_os_str()]);
    run.run(&Job::shared().dump).assert_exit(2);
}

/// As text and as a page, with what changed since another.
#[test]
fn reports_are_shown_and_compared() {
    let (_, _, old) = reported(Dmscrub::with_marketplace_rules(), &Job::shared().dump);
    let mut run = Dmscrub::with_marketplace_rules();
    let weaker = "tables: {users: {columns: {name: {use: keep, weaken: true, reason: a try}}}}";
    let overlay = run.file("weaker.yaml", weaker.as_bytes());
    let run = run.args([
        "--overlay".as_ref(),
        overlay.as_os_str(),
        "--no-acl".as_ref(),
    ]);
    let path = run.dir().join("report.json");
    let run = run.args(["--report".as_ref(), path.as_os_str()]);
    run.run(&Job::shared().dump).assert_exit(0);
    let before = old.dir().join("report.json");
    let show = |more: &[&std::ffi::OsStr]| {
        let args = [
            "report".as_ref(),
            path.as_os_str(),
            "--against".as_ref(),
            before.as_os_str(),
        ];
        Dmscrub::new()
            .args(args)
            .args(more.iter().copied())
            .run(b"")
    };
    let output = show(&[]);
    output.assert_exit(0);
    let text = String::from_utf8(output.stdout).expect("text");
    assert_no_canary("the text", text.as_bytes());
    for told in [
        "whole and clean",
        "public.archived_services.data: partial",
        "weaker   public.users.name",
        "1460",
    ] {
        assert!(text.contains(told), "`{told}` is not in\n{text}");
    }
    assert!(
        text.lines().all(|line| line.chars().count() <= 120),
        "{text}"
    );
    let page = run.dir().join("report.html");
    let output = show(&["--html".as_ref(), page.as_os_str()]);
    output.assert_exit(0);
    assert!(output.stdout.is_empty());
    let page = std::fs::read_to_string(&page).expect("the page is there");
    assert_no_canary("the page", page.as_bytes());
    let at = |text: &str| {
        page.find(text)
            .unwrap_or_else(|| panic!("`{text}` is not there"))
    };
    assert!(at("Whole and clean") < at("public.archived_services.data"));
    assert!(at("public.archived_services.data") < at("What changed since"));
    assert!(at("What changed since") < at("Every column</h2>"));
    assert!(!page.contains("<script") && !page.contains("http:"));
    // What is no report is refused, without a word of it.
    let mut other = Dmscrub::new();
    for content in [
        "CANARY980099",
        "{}",
        "{\"report\": 2}",
        "{\"report\": 1, \"x\": \"CANARY980098\"}",
    ] {
        let file = other.file("other.json", content.as_bytes());
        let output = Dmscrub::new()
            .args(["report".as_ref(), file.as_os_str()])
            .run(b"");
        output.assert_exit(5);
        assert_no_canary("stderr", &output.stderr);
    }
}

/// The verdict of an audit stands on the page.
#[test]
fn an_audit_stands_beside_the_report() {
    let run = Dmscrub::with_marketplace_rules();
    let [before, after] = ["before.sql", "after.sql"].map(|name| run.dir().join(name));
    std::fs::write(&before, &Job::shared().dump).expect("it is writable");
    let run = run.args([before.as_os_str(), "-o".as_ref(), after.as_os_str()]);
    let (_, _, mut run) = reported(run, b"");
    let rules = crate::env::dmscrub::marketplace_rules();
    let audit = Dmscrub::new().args([
        "audit".as_ref(),
        "--format".as_ref(),
        "json".as_ref(),
        "--rules".as_ref(),
        rules.as_os_str(),
        "--before".as_ref(),
        before.as_os_str(),
        "--after".as_ref(),
        after.as_os_str(),
    ]);
    let audit = audit.run(b"");
    let verdict = run.file("audit.json", &audit.stdout);
    let path = run.dir().join("report.json");
    let show = |verdict: &Path| {
        let args = [
            "report".as_ref(),
            path.as_os_str(),
            "--audit".as_ref(),
            verdict.as_os_str(),
        ];
        Dmscrub::new().args(args).run(b"")
    };
    let output = show(&verdict);
    output.assert_exit(0);
    let text = String::from_utf8_lossy(&output.stdout);
    let told = match audit.code {
        0 => "audit      clean, ",
        _ => "audit      SURVIVORS in ",
    };
    assert!(text.contains(told), "{text}");
    show(&path).assert_exit(5);
}
