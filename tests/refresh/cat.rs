//! `cat`: a backup comes out whole and unaltered, or the exit code says that it does not.

use std::io::Read;
use std::process::{Command, Stdio};

use crate::env::process::{Output, exit_code};
use crate::real::gpg::{Gpg, PASSPHRASE};
use crate::real::proxy::{Fault, Proxy, Trouble, Way};
use crate::real::run::Refresh;
use crate::real::s3::S3;

const MIB: usize = 1 << 20;

/// Bytes that nothing compresses and that tell where they stand.
pub(crate) fn noise(seed: &str, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    blake3::Hasher::new()
        .update(seed.as_bytes())
        .finalize_xof()
        .fill(&mut bytes);
    bytes
}

/// The only line of a configuration that `cat` needs where connections fall silent: they may be for so
/// long, in which the server answers on a slow machine too.
const IMPATIENT: &str = "s3: {timeout: 4s}\n";

fn run(config: &str, port: Option<u16>) -> Refresh {
    let mut run = Refresh::new(config);
    S3::shared().given_to(&mut run, port);
    run
}

/// `cat` of an object of so many bytes through a failing network, and what the object holds.
fn through(trouble: Trouble, length: usize) -> (Output, Vec<u8>) {
    put_and_through(trouble, length, S3::put)
}

/// How an object is put: bucket, key, content.
type Put = fn(&S3, &str, &str, &[u8]);

fn put_and_through(trouble: Trouble, length: usize, put: Put) -> (Output, Vec<u8>) {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    let content = noise(&bucket, length);
    put(s3, &bucket, "big", &content);
    let proxy = Proxy::before(s3.port(), Some(trouble));
    let silent = trouble.fault == Fault::Stall;
    let run = run(if silent { IMPATIENT } else { "" }, Some(proxy.port()));
    let object = format!("s3://{bucket}/big");
    let output = run.run(&["cat", &object, "--config", "refresh.yaml"]);
    (output, content)
}

#[track_caller]
fn assert_whole((output, content): (Output, Vec<u8>)) {
    output.assert_exit(0);
    assert!(
        output.stdout == content,
        "{} bytes of {}",
        output.stdout.len(),
        content.len()
    );
}

#[track_caller]
fn assert_not_whole((output, content): (Output, Vec<u8>), says: &str) {
    output.assert_exit(7);
    let said = output.stderr_text();
    assert!(said.contains(says), "{said}");
    assert!(output.stdout.len() <= content.len());
    if !output.stdout.is_empty() {
        assert!(said.contains("not whole"), "{said}");
    }
}

#[test]
fn objects_of_any_size_come_out_whole() {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    let run = run("", None);
    // None, one byte, ranges to the byte, and more than there are at once.
    for length in [0, 1, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 50 * MIB + 7] {
        let content = noise("size", length);
        s3.put(&bucket, "folder/a key.gz", &content);
        let object = format!("s3://{bucket}/folder/a key.gz");
        assert_whole((run.run(&["cat", &object]), content));
    }
    let content = noise("parts", 17 * MIB + 3);
    s3.put_in_parts(&bucket, "parts", &content, 6 * MIB);
    assert_whole((run.run(&["cat", &format!("s3://{bucket}/parts")]), content));
}

#[test]
fn the_newest_of_many_is_found_by_its_stamp() {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    let day = |number: usize| format!("19{:02}01{:02}0300", number / 28, 1 + number % 28);
    // More than a page of backups, and what is none; the newest is neither the first nor the last.
    let mut keys: Vec<String> = (0..1020)
        .map(|number| format!("production-{}.sql.gz.gpg", day(number)))
        .collect();
    let newest = keys.last().cloned().expect("there are some");
    keys.swap(17, 1019);
    keys.extend(
        [
            "production-209901010300.sql.gz.gpg.tmp",
            "staging-209901010300.sql.gz.gpg",
            "zzz",
        ]
        .map(str::to_owned),
    );
    s3.put_all(&bucket, &keys);
    let source = |more: &str| {
        format!(
            "source: {{bucket: {bucket}, key: '^production-(?<stamp>\\d{{12}})\\.sql\\.gz\\.gpg$'{more}}}\n"
        )
    };
    let output = run(&source(""), None).run(&["cat", "--newest"]);
    output.assert_exit(0);
    assert_eq!(String::from_utf8_lossy(&output.stdout), newest);
    assert!(
        output
            .stderr_text()
            .contains(&format!("`{newest}`, 34 bytes, the newest of 1020"))
    );

    let output = run(&source(", max_age: 3d"), None).run(&["cat", "--newest"]);
    output.assert_exit(7);
    assert!(output.stdout.is_empty());
    assert!(
        output.stderr_text().contains("`max_age` is 3d"),
        "{}",
        output.stderr_text()
    );
}

#[test]
fn a_backup_is_decrypted_and_decompressed_on_the_way() {
    let s3 = S3::shared();
    let gpg = Gpg::shared();
    let bucket = s3.bucket();
    let plain = noise("plain", 3 * MIB);
    let packed = gzip(&plain);
    s3.put(&bucket, "b-1.gz.gpg", &gpg.encrypt(&packed));
    s3.put(&bucket, "b-1.gz", &packed);
    let config = format!(
        "source: {{bucket: {bucket}, key: '^b-(?<stamp>\\d+)\\.gz\\.gpg$', decrypt: {{gpg: \
         {{private_key: {{file: key.asc}}, passphrase: {{env: PASSPHRASE}}}}}}}}\n"
    );
    let mut run = run(&config, None);
    run.file("key.asc", &gpg.private_key());
    run.secret("PASSPHRASE", PASSPHRASE);
    let output = run.run(&["cat", "--newest", "--decrypt", "--decompress"]);
    assert_whole((output, plain.clone()));
    assert_whole((run.run(&["cat", "--newest", "--decrypt"]), packed.clone()));
    let object = format!("s3://{bucket}/b-1.gz");
    assert_whole((run.run(&["cat", &object, "--decompress"]), plain.clone()));
    // Not compressed is no failure.
    s3.put(&bucket, "plain", &plain);
    assert_whole((
        run.run(&["cat", &format!("s3://{bucket}/plain"), "--decompress"]),
        plain,
    ));
    // Cut off: gpg says so, whatever was written before.
    let encrypted = gpg.encrypt(&packed);
    s3.put(&bucket, "b-2.gz.gpg", &encrypted[..encrypted.len() - 100]);
    let output = run.run(&["cat", "--newest", "--decrypt"]);
    assert_not_whole((output, packed), "gpg: the backup is cut off or damaged");
}

#[test]
fn connections_that_break_off_are_gone_on_with() {
    // Two in the middle of a range each, then every one after a MiB.
    let cut = |after, times| Trouble {
        fault: Fault::Cut,
        way: Way::Down,
        after,
        times,
    };
    assert_whole(through(cut(5_000_003, 2), 30 * MIB));
    assert_whole(through(cut(MIB as u64, u32::MAX), 9 * MIB));
    // Before the answer's first byte too.
    assert_whole(through(cut(0, 2), 9 * MIB));
}

#[test]
fn connections_that_fall_silent_are_given_up() {
    let stall = |after, times| Trouble {
        fault: Fault::Stall,
        way: Way::Down,
        after,
        times,
    };
    // Nothing else ends them.
    assert_whole(through(stall(3_000_001, 3), 20 * MIB));
}

#[test]
fn a_network_that_never_mends_is_exit_7() {
    let cut = |after| Trouble {
        fault: Fault::Cut,
        way: Way::Down,
        after,
        times: u32::MAX,
    };
    // Every answer has a head of a few hundred bytes: little of a body comes through.
    assert_not_whole(through(cut(2_000), 9 * MIB), "cuts the connection");
    assert_not_whole(through(cut(0), 1), "can't be reached");
    let stall = Trouble {
        fault: Fault::Stall,
        way: Way::Down,
        after: 2_000,
        times: u32::MAX,
    };
    assert_not_whole(through(stall, 9 * MIB), "falls silent");
}

#[test]
fn an_altered_byte_is_found() {
    let altered = Trouble {
        fault: Fault::Alter,
        way: Way::Down,
        after: 1_000_000,
        times: 1,
    };
    let puts: [(Put, &str); 2] = [(S3::put, "CRC32"), (S3::put_without_checksum, "MD5")];
    for (put, sum) in puts {
        let (output, content) = put_and_through(altered, 20 * MIB, put);
        // All has been written by then.
        assert_eq!(output.stdout.len(), content.len());
        let says = format!("was altered on its way: its {sum} is wrong");
        assert_not_whole((output, content), &says);
    }
}

#[test]
fn an_object_that_is_replaced_meanwhile_is_not_mixed() {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    let content = noise("old", 60 * MIB);
    s3.put(&bucket, "big", &content);
    let run = run("", None);
    let mut child = run
        .command(&["cat", &format!("s3://{bucket}/big")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("dmscrub can be started");
    let mut stdout = child.stdout.take().expect("stdout is piped");
    let mut got = vec![0; MIB];
    stdout.read_exact(&mut got).expect("it begins");
    // What is fetched ahead is bounded, so not all of it can have been asked for yet.
    s3.put(&bucket, "big", &noise("new", 60 * MIB));
    stdout.read_to_end(&mut got).expect("a pipe can be read");
    let mut said = String::new();
    let mut stderr = child.stderr.take().expect("stderr is piped");
    stderr.read_to_string(&mut said).expect("messages are text");
    let status = child.wait().expect("a child can be waited for");
    assert_eq!(exit_code(status), 7, "{said}");
    assert!(
        said.contains("was replaced by another one meanwhile"),
        "{said}"
    );
    assert!(got.len() < content.len() && got == content[..got.len()]);
}

#[test]
fn a_reader_that_goes_away_is_exit_6() {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    s3.put(&bucket, "big", &noise("gone", 20 * MIB));
    let run = run("", None);
    let mut child = run
        .command(&["cat", &format!("s3://{bucket}/big")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("dmscrub can be started");
    drop(child.stdout.take());
    let status = child.wait().expect("a child can be waited for");
    assert_eq!(exit_code(status), 6);
}

#[test]
fn a_terminal_gets_no_binary_data() {
    let s3 = S3::shared();
    let bucket = s3.bucket();
    let run = run("", None);
    // `script` gives it a terminal.
    let on_terminal = |key: &str| {
        let dmscrub = run.command(&[]);
        let mut script = Command::new("script");
        let program = dmscrub.get_program().to_string_lossy().into_owned();
        script.args([
            "-qec",
            &format!("'{program}' cat s3://{bucket}/{key}"),
            "/dev/null",
        ]);
        for (name, value) in dmscrub.get_envs() {
            match value {
                Some(value) => script.env(name, value),
                None => script.env_remove(name),
            };
        }
        crate::env::process::run(&mut script, b"")
    };
    s3.put(&bucket, "binary", &gzip(b"x"));
    let output = on_terminal("binary");
    output.assert_exit(2);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("binary data is not written to a terminal"),
        "{said}"
    );
    s3.put(&bucket, "text", b"-- a dump\n");
    let output = on_terminal("text");
    output.assert_exit(0);
    assert!(String::from_utf8_lossy(&output.stdout).contains("-- a dump"));
}

/// As gzip packs it.
pub(crate) fn gzip(plain: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(plain).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}
