//! Rules that keep everything change nothing that pg_restore could see.

use std::path::Path;

use tempfile::TempDir;

use dmscrub::dump::archive::reader::Reader;
use dmscrub::dump::archive::toc::{Place, Toc};

use super::{assert_same, clean_to, dump_to, gunzip, gzip, pg_restore, script, without_keys};
use crate::env::corpus::everything_db;
use crate::env::dmscrub::{Dmscrub, KEEP_ALL};
use crate::env::postgres::Postgres;
use crate::env::process::run;

const FORMATS: &[&[&str]] = &[
    &["-Fc"],
    &["-Fc", "-Z0"],
    &["-Fc", "--inserts"],
    &["-Fc", "--column-inserts", "--rows-per-insert=3"],
    &["-Fc", "--load-via-partition-root"],
    &["-Fc", "--quote-all-identifiers"],
    &["-Fc", "--data-only"],
    &["-Fc", "--schema-only"],
    &["-Fd"],
    &["-Fd", "-Z0", "--inserts"],
    &["-Ft"],
    &["-Ft", "--inserts"],
];

fn keep_all() -> Dmscrub {
    Dmscrub::with_rules(KEEP_ALL).args(["--no-transaction"])
}

#[test]
fn scripts_of_input_and_output_are_equal() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    for (number, format) in FORMATS.iter().enumerate() {
        let input = folder.path().join(number.to_string());
        dump_to(&input, everything_db(), format);
        let (_run, output) = clean_to(keep_all(), &input, "out");
        for options in [&[][..], &["--clean", "--create"]] {
            let expected = script(&input, options);
            assert_same(&format!("{format:?}"), &expected, &script(&output, options));
        }
    }
}

#[test]
fn the_plain_output_is_pg_restores_script() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    for (number, format) in FORMATS.iter().enumerate() {
        let input = folder.path().join(number.to_string());
        dump_to(&input, everything_db(), format);
        for options in [
            &[][..],
            &["--clean"],
            &["--create"],
            &["--clean", "--create"],
            &["--clean", "--if-exists"],
            &["--clean", "--if-exists", "--create", "--no-acl"],
            &["--clean", "--no-owner"],
            &["--create", "--no-owner"],
            &["--no-owner", "--no-acl"],
        ] {
            let run = keep_all()
                .args(["--to", "plain"])
                .args(options.to_vec())
                .args([input.as_os_str()]);
            let what = format!("{format:?} {options:?}");
            assert_same(
                &what,
                &better(&script(&input, options), options),
                &better(&without_keys(&run.clean(b"")), options),
            );
        }
    }
}

/// `--if-exists` leaves out or guards what would fail on an empty database all the same: those two
/// statements are dealt with by tests of their own.
fn better(script: &str, options: &[&str]) -> String {
    if !options.contains(&"--if-exists") {
        return script.to_owned();
    }
    let differs = |line: &str| {
        line.starts_with("ALTER DOMAIN ") && line.contains(" DROP CONSTRAINT ")
            || line.contains("CREATE OR REPLACE VIEW ")
            || line.starts_with("    NULL::")
            || line.ends_with("; END IF; END$dmscrub$;")
    };
    let (drops, rest) = script.split_once("\n--\n-- Name: ").unwrap_or((script, ""));
    let drops: String = drops.lines().filter(|line| !differs(line)).collect();
    format!("{drops}\n--\n-- Name: {rest}")
}

/// Whatever the compression of the output, and through a pipe.
#[test]
fn compression_can_be_changed() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let custom = folder.path().join("custom");
    dump_to(&custom, everything_db(), &["-Fc"]);
    let bytes = std::fs::read(&custom).expect("the dump is there");
    let expected = script(&custom, &[]);
    for method in ["none", "gzip", "gzip:9"] {
        let output = keep_all().args(["-Z", method]).clean(&bytes);
        let restored = pg_restore(&["-f", "-"], None, &output);
        assert_same(method, &expected, &without_keys(&restored.stdout));
    }
    let directory = folder.path().join("directory");
    dump_to(&directory, everything_db(), &["-Fd"]);
    for method in ["none", "gzip:1"] {
        let (_run, output) = clean_to(keep_all().args(["-Z", method]), &directory, "out");
        assert_same(method, &expected, &script(&output, &[]));
    }
    let plain = keep_all()
        .args(["--to", "plain", "-Z", "gzip"])
        .clean(&bytes);
    assert_same("plain", &expected, &without_keys(&gunzip(&plain)));
    for (method, said) in [
        ("zstd", "gzip only"),
        ("none:1", "no level"),
        ("bzip2", "one of"),
    ] {
        let output = keep_all().args(["-Z", method]).run(&bytes);
        output.assert_exit(2);
        assert!(
            output.stderr_text().contains(said),
            "{}",
            output.stderr_text()
        );
    }
}

#[test]
fn the_restored_database_is_the_same() {
    let server = Postgres::shared();
    let before = server.snapshot(everything_db());
    let folder = TempDir::new().expect("a temporary directory can be made");
    // Nothing here connects a subscription.
    let rules = KEEP_ALL.replace("subscriptions: keep", "subscriptions: drop");
    for format in [&["-Fc"][..], &["-Fd"], &["-Ft"], &["-Fc", "--inserts"]] {
        let input = folder.path().join(format.concat());
        dump_to(&input, everything_db(), format);
        let (_run, output) = clean_to(Dmscrub::with_rules(&rules), &input, "out");
        let db = server.fresh_db("restored");
        let restored = pg_restore(&["-1", "-d", &db], Some(&output), b"");
        assert_eq!(restored.code, 0, "{format:?}: {}", restored.stderr_text());
        server.assert_unchanged(&format.concat(), &db, &before);
        // pg_dump writes rows as they lie, and those of an updated table lie otherwise.
        let plain = |db: &str| {
            let text = without_keys(&server.pg_dump(db, &["--no-subscriptions"]));
            let mut lines: Vec<&str> = text.lines().collect();
            lines.sort_unstable();
            lines.join("\n")
        };
        assert_same(&format.concat(), &plain(everything_db()), &plain(&db));
    }
}

/// What no rule touches keeps its bytes as they are stored; a file that no entry names stays behind.
#[test]
fn untouched_data_is_not_compressed_anew() {
    let folder = TempDir::new().expect("a temporary directory can be made");
    let input = folder.path().join("in");
    dump_to(&input, everything_db(), &["-Fd", "-Z1"]);
    std::fs::write(input.join("9999.dat.gz"), "CANARY400011").expect("the directory is writable");
    let (_run, output) = clean_to(keep_all(), &input, "out");
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a readable folder");
        let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.flatten().map(name).collect();
        names.sort();
        names
    };
    let mut expected = names(&input);
    expected.retain(|name| name != "9999.dat.gz");
    assert_eq!(names(&output), expected);
    for name in expected.iter().filter(|name| name.ends_with(".dat.gz")) {
        let bytes = |folder: &Path| std::fs::read(folder.join(name)).expect("a readable file");
        assert!(bytes(&input) == bytes(&output), "{name}");
    }
    // pg_restore takes compressed contents, and so does dmscrub.
    let toc = std::fs::read(input.join("toc.dat")).expect("a readable file");
    std::fs::remove_file(input.join("toc.dat")).expect("the directory is writable");
    std::fs::write(input.join("toc.dat.gz"), gzip(&toc)).expect("the directory is writable");
    let (_run, again) = clean_to(keep_all(), &input, "out");
    assert_same("toc.dat.gz", &script(&output, &[]), &script(&again, &[]));
}

/// An archive as an older pg_dump would have written it. The live pg_restore reads it, too.
fn aged(archive: &[u8], minor: u8) -> Vec<u8> {
    let mut reader = Reader::new(Some(bytes::Bytes::copy_from_slice(archive)));
    let mut toc = Toc::read(&mut reader).expect("an archive of pg_dump's");
    let data = usize::try_from(reader.offset()).expect("it fits");
    toc.header.minor = minor;
    for entry in &mut toc.entries {
        // Offsets count from the beginning of the file, which is shorter now.
        if let Place::Offset { flag, at } = &mut entry.place
            && *flag == 2
        {
            (*flag, *at) = (1, 0);
        }
    }
    [&toc.write()[..], &archive[data..]].concat()
}

#[test]
fn archives_of_older_versions_are_read_and_written() {
    let dump = Postgres::shared().pg_dump(everything_db(), &["-Fc"]);
    for minor in [12, 13] {
        let old = aged(&dump, minor);
        let output = keep_all().clean(&old);
        assert_eq!(output[6], minor);
        let script = |archive: &[u8]| without_keys(&pg_restore(&["-f", "-"], None, archive).stdout);
        let expected = script(&old);
        assert!(expected.contains("CREATE TABLE"));
        assert_same("restored", &expected, &script(&output));
        let plain = keep_all().args(["--to", "plain"]).clean(&old);
        assert_same("plain", &expected, &without_keys(&plain));
    }
}

/// What `defaults` and options leave of an archive is what they leave of the script that pg_restore
/// makes of it.
#[test]
fn statements_go_as_they_go_from_a_script() {
    let rules = "
defaults:
  unlisted_tables: keep
  unlisted_columns: keep
  comments: drop
  large_objects: keep
  statements: {drop: ['EVENT TRIGGER *', 'FUNCTION *']}
";
    let folder = TempDir::new().expect("a temporary directory can be made");
    for (number, format) in [&["-Fc"][..], &["-Fd", "--inserts"], &["-Ft"]]
        .iter()
        .enumerate()
    {
        let input = folder.path().join(number.to_string());
        dump_to(&input, everything_db(), format);
        for options in [&[][..], &["--no-owner", "--no-acl"]] {
            // Settings of the database, secrets among them, stand in entries that only --create shows.
            let create: &[&str] = if options.is_empty() {
                &["--create"]
            } else {
                &[]
            };
            let scrub = || {
                Dmscrub::with_rules(rules)
                    .args(["--no-transaction"])
                    .args(options.to_vec())
            };
            let restored = pg_restore(&[&["-f", "-"], create].concat(), Some(&input), b"");
            let expected = without_keys(&scrub().clean(&restored.stdout));
            assert!(!expected.contains("CREATE EVENT TRIGGER") && !expected.contains("COMMENT ON"));
            let (_run, output) = clean_to(scrub(), &input, "out");
            let what = format!("{format:?} {options:?}");
            // What goes from a script leaves its blank lines.
            let lines = |text: &str| -> String {
                let kept = text.lines().filter(|line| !line.is_empty());
                kept.map(|line| format!("{line}\n")).collect()
            };
            assert_same(&what, &lines(&expected), &lines(&script(&output, create)));
        }
    }
}

const RECORDED: &[(&str, &[u8], &[u8])] = &[
    (
        "16 zlib",
        include_bytes!("../../data/archives/pg16-zlib.dump.gz"),
        include_bytes!("../../data/pg16.sql.gz"),
    ),
    (
        "16 tar",
        include_bytes!("../../data/archives/pg16.tar.gz"),
        include_bytes!("../../data/pg16.sql.gz"),
    ),
    (
        "18 lz4",
        include_bytes!("../../data/archives/pg18-lz4.dump.gz"),
        include_bytes!("../../data/pg18.sql.gz"),
    ),
    (
        "18 zstd",
        include_bytes!("../../data/archives/pg18-zstd.dump.gz"),
        include_bytes!("../../data/pg18.sql.gz"),
    ),
    (
        "18 none, to a pipe",
        include_bytes!("../../data/archives/pg18-none-piped.dump.gz"),
        include_bytes!("../../data/pg18.sql.gz"),
    ),
    (
        "18 tar",
        include_bytes!("../../data/archives/pg18.tar.gz"),
        include_bytes!("../../data/pg18.sql.gz"),
    ),
];

const PLAIN: &[&str] = &["--to", "plain", "--clean", "--if-exists"];

/// No pg_restore of these releases is here: the plain dump of the same database tells what it would
/// write.
#[test]
fn archives_of_other_releases_are_read_and_written() {
    for (name, archive, plain) in RECORDED {
        let expected = without_keys(&gunzip(plain));
        let read = keep_all().args(PLAIN.to_vec()).clean(archive);
        assert_same(name, &expected, &without_keys(&read));
        let methods: &[&[&str]] = match name.contains("tar") {
            true => &[&[]],
            false => &[
                &[],
                &["-Z", "none"],
                &["-Z", "gzip"],
                &["-Z", "lz4:3"],
                &["-Z", "zstd"],
            ],
        };
        for method in methods {
            let written = keep_all().args(method.to_vec()).clean(archive);
            let again = keep_all().args(PLAIN.to_vec()).clean(&written);
            assert_same(
                &format!("{name} {method:?}"),
                &expected,
                &without_keys(&again),
            );
        }
    }
}

#[test]
fn directories_of_other_releases_are_read_and_written() {
    for (version, packed, plain) in [
        (
            "pg16-dir",
            &include_bytes!("../../data/archives/pg16-dir.tar.gz")[..],
            &include_bytes!("../../data/pg16.sql.gz")[..],
        ),
        (
            "pg18-dir",
            include_bytes!("../../data/archives/pg18-dir.tar.gz"),
            include_bytes!("../../data/pg18.sql.gz"),
        ),
    ] {
        let folder = TempDir::new().expect("a temporary directory can be made");
        let mut tar = std::process::Command::new("tar");
        tar.args(["xzf", "-", "-C"]).arg(folder.path());
        run(&mut tar, packed).assert_exit(0);
        let input = folder.path().join(version);
        let expected = without_keys(&gunzip(plain));
        assert_same(version, &expected, &plain_of(&input));
        let (_run, output) = clean_to(keep_all(), &input, "out");
        assert_same(version, &expected, &plain_of(&output));
    }
}

fn plain_of(archive: &Path) -> String {
    let run = keep_all().args(PLAIN.to_vec()).args([archive.as_os_str()]);
    without_keys(&run.clean(b""))
}

/// Statistics are statements of the table of contents, values of the data and all.
#[test]
fn statistics_go() {
    let archive = include_bytes!("../../data/archives/pg18-statistics.dump.gz");
    let value = b"most_common_vals";
    assert!(memchr::memmem::find(&gunzip(archive), value).is_some());
    let rules = KEEP_ALL.replace("statistics: keep", "statistics: drop");
    let output = Dmscrub::with_rules(&rules).clean(archive);
    assert!(memchr::memmem::find(&output, value).is_none());
    let plain = Dmscrub::with_rules(&rules)
        .args(["--to", "plain"])
        .clean(&output);
    assert!(memchr::memmem::find(&plain, b"COPY public.customers").is_some());
}
