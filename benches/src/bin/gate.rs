//! The gate: instructions of fixed workloads, counted by valgrind's callgrind, against
//! `baseline.txt`.
//!
//! `gate check` fails where one is past its count by more than [`TOLERANCE`]; `gate accept` writes the
//! counts anew. Each workload runs in a valgrind of its own, on one thread, with fixed data, key and
//! time. Counting is on in [`counted`] only, and after a first run, so that what is done once (loading
//! rules, asking the CPU what it can) is not in it.
//!
//! What the counts depend on: the sources, `Cargo.lock`, the compiler (fixed by the image; the baseline
//! names it), the C library (its memcpy), and which vector instructions the CPU seems to have: memchr,
//! BLAKE3, ChaCha and memcpy choose their code by that. Valgrind 3.19 shows programs no AVX-512
//! whatever the machine has, so every x86-64 machine with AVX2 runs the same code. On another one the
//! gate says so and judges nothing.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};

use dmscrub_benches::workload::{self, Ready};

/// How far a count may grow, in per cent.
const TOLERANCE: u64 = 3;

/// Valgrinds at a time.
const AT_ONCE: usize = 2;

type Counts = BTreeMap<String, u64>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        ["run", name] => run(name),
        ["check"] => check(),
        ["accept"] => accept(),
        _ => Err("usage: gate check | accept".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one workload; under valgrind.
fn run(name: &str) -> Result<(), String> {
    let failed = |error: dmscrub::error::Error| format!("workload `{name}`: {}", error.message());
    let workload = workload::all(1)
        .into_iter()
        .find(|workload| workload.name == name)
        .ok_or("no such workload")?;
    let ready = workload.ready().map_err(failed)?;
    ready.clean().map_err(failed)?;
    let bytes = counted(&ready).map_err(failed)?;
    if bytes == 0 {
        return Err(format!("workload `{name}` wrote nothing"));
    }
    Ok(())
}

/// Everything in here is counted, by its name.
#[inline(never)]
fn counted(ready: &Ready) -> dmscrub::error::Result<u64> {
    ready.clean()
}

fn check() -> Result<(), String> {
    let baseline = std::fs::read_to_string(baseline_file())
        .map_err(|error| format!("benches/baseline.txt: {error}; make bench-accept writes it"))?;
    if !comparable() {
        println!(
            "bench-gate: this CPU has no AVX2, which the baseline was counted with: not judged"
        );
        return Ok(());
    }
    let made_with = baseline.lines().find_map(|line| line.strip_prefix("# "));
    let compiler = compiler()?;
    if made_with != Some(compiler.as_str()) {
        return Err(format!(
            "the baseline was counted with {}, this is {compiler}: make bench-accept",
            made_with.unwrap_or("nothing it names")
        ));
    }
    let baseline = parse(&baseline)?;
    let counts = count()?;
    let mut slower = Vec::new();
    for (name, &now) in &counts {
        let Some(&before) = baseline.get(name) else {
            return Err(format!(
                "`{name}` is not in the baseline: make bench-accept"
            ));
        };
        let change = (now as f64 / before as f64 - 1.0) * 100.0;
        println!("{name:36} {now:>12} {change:>+7.2} %");
        if now * 100 > before * (100 + TOLERANCE) {
            slower.push(name.as_str());
        }
    }
    if let Some(name) = baseline.keys().find(|name| !counts.contains_key(*name)) {
        return Err(format!(
            "`{name}` is in the baseline only: make bench-accept"
        ));
    }
    if slower.is_empty() {
        return Ok(());
    }
    Err(format!(
        "more than {TOLERANCE} % over the baseline: {}. Make it faster, or, where it is worth it, \
         make bench-accept and say why in the commit",
        slower.join(", ")
    ))
}

fn accept() -> Result<(), String> {
    if !comparable() {
        return Err("this CPU has no AVX2: accept on one that has".to_owned());
    }
    let mut text = format!("# {}\n", compiler()?);
    for (name, count) in count()? {
        println!("{name:36} {count:>12}");
        let _ = writeln!(text, "{name}: {count}");
    }
    std::fs::write(baseline_file(), text).map_err(|error| format!("benches/baseline.txt: {error}"))
}

fn parse(baseline: &str) -> Result<Counts, String> {
    let lines = baseline.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, count) = line.rsplit_once(": ")?;
            Some((name.to_owned(), count.parse().ok()?))
        })
        .collect::<Option<Counts>>()
        .ok_or_else(|| "benches/baseline.txt: not lines of `NAME: COUNT`".to_owned())
}

/// The instructions of each workload.
fn count() -> Result<Counts, String> {
    let names: Vec<&str> = workload::all(1)
        .iter()
        .map(|workload| workload.name)
        .collect();
    let mut counts = Counts::new();
    for names in names.chunks(AT_ONCE) {
        let running = names
            .iter()
            .map(|name| start(name).map(|(child, out)| (*name, child, out)))
            .collect::<Result<Vec<_>, _>>()?;
        for (name, child, out) in running {
            counts.insert(name.to_owned(), finish(name, child, &out)?);
        }
    }
    Ok(counts)
}

fn start(name: &str) -> Result<(Child, PathBuf), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let file: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let out = program.with_file_name(format!("callgrind.{file}.out"));
    let child = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*gate*counted*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(&program)
        .args(["run", name])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("valgrind: {error}; Debian's package is `valgrind`"))?;
    Ok((child, out))
}

fn finish(name: &str, child: Child, out: &Path) -> Result<u64, String> {
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(format!(
            "`{name}`:\n{}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    let text = std::fs::read(out).map_err(|error| format!("{}: {error}", out.display()))?;
    let text = String::from_utf8_lossy(&text);
    let count = text
        .lines()
        .find_map(|line| line.strip_prefix("totals: "))
        .and_then(|count| count.trim().parse().ok());
    match count {
        Some(count) if count > 0 => Ok(count),
        _ => Err(format!("`{name}`: callgrind counted nothing")),
    }
}

fn baseline_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("baseline.txt")
}

#[cfg(target_arch = "x86_64")]
fn comparable() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn comparable() -> bool {
    false
}

/// The compiler's name and version.
fn compiler() -> Result<String, String> {
    let output = Command::new("rustc").arg("--version").output();
    let output = output.map_err(|error| format!("rustc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
