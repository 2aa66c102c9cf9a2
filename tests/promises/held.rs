//! Tables that are held back and outgrow the memory for them: bounded memory, no plain text on disk,
//! nothing left behind however the run ends.

use std::fs::File;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

use tempfile::TempDir;

use crate::env::canary::assert_no_canary;
use crate::env::dmscrub::Dmscrub;
use crate::env::process::{exit_code, run, wait_until};

const RULES: &str = "
tables:
  users: {purge: gone, columns: {id: keep, gone: keep}}
  events:
    columns: {id: keep, user_id: keep, email: internet.email, body: keep}
    references: [{columns: user_id, table: users, to: id}]
";

const LIMIT: usize = 512 << 10;

/// More than ten times the limit.
pub(super) const HELD: usize = 6 << 20;

/// Events, which need users, and users, in either order.
pub(super) fn dump(bytes: usize, events_first: bool) -> Vec<u8> {
    let mut events = b"COPY public.events (id, user_id, email, body) FROM stdin;\n".to_vec();
    let mut number = 0_u64;
    while events.len() < bytes {
        // Not to be compressed away.
        let body = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (body, more) = (
            body ^ body >> 31,
            body.rotate_left(17).wrapping_mul(body | 1),
        );
        writeln!(
            events,
            "{number}\t{}\tcanary{number:06}@real-company.example\tCANARY{number:06} {body:016x}{more:016x}",
            number % 1000
        )
        .expect("a vector grows");
        number += 1;
    }
    events.extend_from_slice(b"\\.\n\n");
    let mut users = "COPY public.users (id, gone) FROM stdin;\n".to_owned();
    for id in 0..1000 {
        users += &format!("{id}\t{}\n", if id % 10 == 0 { "t" } else { "f" });
    }
    users += "\\.\n\n";
    let (first, second) = match events_first {
        true => (&events[..], users.as_bytes()),
        false => (users.as_bytes(), &events[..]),
    };
    [
        b"--\n-- PostgreSQL database dump\n--\n\n\
          CREATE TABLE public.events (id integer, user_id integer, email text, body text);\n\
          CREATE TABLE public.users (id integer, gone boolean);\n\n"
            .as_slice(),
        first,
        second,
        b"--\n-- PostgreSQL database dump complete\n--\n\n",
    ]
    .concat()
}

/// Where the users' rows begin: all that is held has been sent by then.
pub(super) fn before_users(dump: &[u8]) -> usize {
    let head = b"COPY public.users";
    dump.windows(head.len())
        .position(|window| window == head)
        .expect("the dump has users")
}

pub(super) fn scrub(limit: usize) -> Dmscrub {
    // More threads have more at hand, whatever the limit.
    let jobs = ["--jobs", "2", "--hold-memory"].map(str::to_owned);
    Dmscrub::with_rules(RULES).args([&jobs[..], &[limit.to_string()]].concat())
}

/// A run that has read the first part of its input and waits for more. Its output goes to a file
/// elsewhere, so that its TMPDIR is its own.
struct Waiting {
    scrub: Dmscrub,
    child: Child,
    stdin: Option<ChildStdin>,
    out: TempDir,
}

impl Waiting {
    fn start(limit: usize, input: &[u8]) -> Self {
        let scrub = scrub(limit);
        let out = TempDir::new().expect("a temporary directory can be made");
        let create = |name| File::create(out.path().join(name)).expect("a writable directory");
        let mut child = scrub
            .command()
            .stdin(Stdio::piped())
            .stdout(create("out"))
            .stderr(create("err"))
            .spawn()
            .expect("dmscrub can be started");
        let mut stdin = child.stdin.take().expect("stdin is piped");
        stdin.write_all(input).expect("dmscrub reads");
        Self {
            scrub,
            child,
            stdin: Some(stdin),
            out,
        }
    }

    fn proc(&self, what: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{what}", self.child.id()))
    }

    /// What of it is on the disk: the open files that have no name in its TMPDIR.
    fn unlinked(&self) -> Vec<Vec<u8>> {
        let folder = self.scrub.dir().display().to_string();
        let open = std::fs::read_dir(self.proc("fd")).expect("the process lives");
        open.filter_map(|entry| {
            let path = entry.ok()?.path();
            let target = std::fs::read_link(&path).ok()?.display().to_string();
            (target.starts_with(&folder) && target.ends_with(" (deleted)")).then_some(path)
        })
        .map(|path| std::fs::read(path).expect("our own process"))
        .collect()
    }

    /// Waits until much of what was sent is in the temporary file, which is compressed; its content.
    fn spilled(&self) -> Vec<u8> {
        let mut spilled = Vec::new();
        wait_until("rows go to the disk", || {
            let [content] = &mut self.unlinked()[..] else {
                return false;
            };
            spilled = std::mem::take(content);
            spilled.len() > HELD / 8
        });
        spilled
    }

    /// Only the rules have a name in its TMPDIR.
    #[track_caller]
    fn assert_no_names(&self) {
        let names: Vec<_> = std::fs::read_dir(self.scrub.dir())
            .expect("a readable folder")
            .map(|entry| entry.expect("a readable folder").file_name())
            .collect();
        assert_eq!(names, ["rules.yaml"]);
    }

    fn send(&mut self, input: &[u8]) {
        let stdin = self.stdin.as_mut().expect("it is open");
        stdin.write_all(input).expect("dmscrub reads");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.out.path().join(name)).expect("a readable file")
    }

    /// Ends the input; the exit code.
    fn end(&mut self) -> i32 {
        drop(self.stdin.take());
        exit_code(self.child.wait().expect("a child can be waited for"))
    }

    /// The most memory it has had, in bytes, once the last of `input` has been worked on.
    fn peak(limit: usize, input: &[u8]) -> usize {
        let mut waiting = Self::start(limit, input);
        let out = waiting.out.path().join("out");
        let mut file = File::open(&out).expect("the output is there");
        let (mut seen, mut looked, mut ends) = (Vec::new(), 0, 0);
        // Both tables are written before the end of the input is known.
        wait_until("the rows come out", || {
            file.read_to_end(&mut seen).expect("a readable file");
            ends += memchr::memmem::find_iter(&seen[looked..], b"\\.\n").count();
            looked = seen.len().saturating_sub(2);
            ends >= 2
        });
        let status = std::fs::read_to_string(waiting.proc("status")).expect("the process lives");
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB"))
            .and_then(|kilobytes| kilobytes.parse::<usize>().ok())
            .expect("Linux tells the peak");
        assert_eq!(waiting.end(), 0);
        peak << 10
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn memory_stays_bounded_past_the_limit() {
    let bytes = 20 << 20;
    let streamed = Waiting::peak(LIMIT, &dump(bytes, false));
    let spilled = Waiting::peak(LIMIT, &dump(bytes, true));
    let in_memory = Waiting::peak(64 << 20, &dump(bytes, true));
    let told = format!("streamed {streamed}, spilled {spilled}, in memory {in_memory}");
    // Beside the limit: a few blocks, what compression works in, and input that was read ahead, which
    // a slower run has more of.
    assert!(spilled < streamed + bytes / 2, "{told}");
    assert!(in_memory > streamed + bytes * 6 / 10, "{told}");
}

#[test]
fn what_waits_on_the_disk_has_no_name_and_shows_nothing() {
    let dump = dump(HELD, true);
    let in_memory = scrub(64 << 20).clean(&dump);
    assert_no_canary("the output", &in_memory[..before_users(&dump).min(1000)]);
    let split = before_users(&dump);
    let mut waiting = Waiting::start(LIMIT, &dump[..split]);
    let content = waiting.spilled();
    waiting.assert_no_names();
    assert_no_canary("the temporary file", &content);
    // As a compressed file it would begin with its mark, and compressed text has one for each block.
    let mark = 0xFD2F_B528_u32.to_le_bytes();
    let marks = content.windows(4).filter(|bytes| *bytes == mark).count();
    assert!(
        marks < 3 && !content.starts_with(&mark),
        "{marks} zstd frames"
    );
    // What is encrypted has each byte equally often.
    let mut counts = [0_usize; 256];
    content
        .iter()
        .for_each(|byte| counts[usize::from(*byte)] += 1);
    let mean = content.len() / 256;
    // Of some 3000 of each, nine standard deviations: no key comes up that goes beyond by chance.
    let even = counts.iter().all(|count| count.abs_diff(mean) < mean / 6);
    assert!(even, "{counts:?}");
    waiting.send(&dump[split..]);
    assert_eq!(waiting.end(), 0, "{:?}", waiting.read("err"));
    waiting.assert_no_names();
    assert!(
        waiting.read("out") == in_memory,
        "other bytes than from memory"
    );
}

#[test]
fn nothing_is_left_however_the_run_ends() {
    let dump = dump(HELD, true);
    let split = before_users(&dump);
    for (signal, code) in [(None, 5), (Some("-TERM"), 143), (Some("-KILL"), 137)] {
        let mut waiting = Waiting::start(LIMIT, &dump[..split]);
        waiting.spilled();
        match signal {
            None => waiting.send(b"COPY public.users (id, gone) FROM stdin;\n1\n"),
            Some(signal) => {
                let command = format!("kill {signal} {}", waiting.child.id());
                let kill = run(Command::new("sh").args(["-c", &command]), b"");
                assert_eq!(kill.code, 0, "{}", kill.stderr_text());
            }
        }
        let status = waiting.child.wait().expect("a child can be waited for");
        assert_eq!(exit_code(status), code, "{signal:?}");
        waiting.assert_no_names();
        assert_no_canary("stderr", &waiting.read("err"));
        assert_no_canary("the output", &waiting.read("out"));
    }
}

#[test]
fn a_full_disk_fails_the_output() {
    let scrub = scrub(LIMIT);
    let command = scrub.command();
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "ulimit -f 64 && exec \"$@\"", "sh"])
        .arg(command.get_program())
        .args(command.get_args())
        .current_dir(scrub.dir());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let output = run(&mut limited, &dump(HELD, true));
    output.assert_exit(6);
    let folder = scrub.dir().display().to_string();
    let message = output.stderr_text();
    for part in ["temporary file", "cannot be written", &folder, "TMPDIR"] {
        assert!(message.contains(part), "{part}: {message}");
    }
    scrub.assert_nothing_leaked(&output.stderr);
    assert_no_canary("the output", &output.stdout);
    let tail = String::from_utf8_lossy(&output.stdout);
    assert!(tail.contains("output is incomplete"), "{tail}");
}
