//! The parts of the row path by themselves, and each workload of the gate at ten times its size.

use std::hint::black_box;

use bytes::Bytes;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use dmscrub::dump::copy_text;
use dmscrub::dump::lexer::{DataMode, Lexer, PieceKind};
use dmscrub::transform::seed::SecretKey;
use dmscrub_benches::data::{self, Table};
use dmscrub_benches::workload;

/// Takes all pieces of a dump; how many.
fn lex(dump: &Bytes, mode: DataMode) -> usize {
    let mut lexer = Lexer::new();
    let mut pieces = 0;
    let mut rest = dump.clone();
    loop {
        if rest.is_empty() {
            lexer.end();
        } else {
            lexer.push(rest.split_to(rest.len().min(256 << 10)));
        }
        while let Some(piece) = lexer.next().expect("a well-formed dump") {
            if matches!(piece.kind, PieceKind::CopyStart | PieceKind::InsertStart) {
                lexer.take_data(mode);
            }
            pieces += 1;
        }
        if rest.is_empty() {
            return pieces;
        }
    }
}

fn lexing(c: &mut Criterion) {
    let mut group = c.benchmark_group("lexing");
    for (name, mode) in [("untouched", DataMode::Untouched), ("rows", DataMode::Rows)] {
        let dumps = [
            ("users", data::dump(&[(Table::Users, 20_000)], 1)),
            ("briefs", data::dump(&[(Table::Briefs, 10_000)], 1)),
            ("inserts", data::inserts(20_000, 1)),
        ];
        for (table, dump) in dumps {
            let dump = Bytes::from(dump);
            group.throughput(Throughput::Bytes(dump.len() as u64));
            group.bench_function(BenchmarkId::new(name, table), |b| {
                b.iter(|| lex(&dump, mode));
            });
        }
    }
    group.finish();
}

fn splitting(c: &mut Criterion) {
    let dump = data::dump(&[(Table::Users, 20_000)], 1);
    let from = memchr::memmem::find(&dump, b"stdin;\n").expect("a COPY") + 7;
    let to = memchr::memmem::find(&dump, b"\n\\.\n").expect("its end") + 1;
    let rows = &dump[from..to];
    let mut group = c.benchmark_group("splitting");
    group.throughput(Throughput::Bytes(rows.len() as u64));
    for wanted in [1, 4, 11] {
        group.bench_function(BenchmarkId::new("fields", wanted), |b| {
            let mut fields = Vec::new();
            b.iter(|| {
                let (mut rows, mut count) = (copy_text::Rows::new(rows), 0);
                while let Some(row) = rows.next(wanted, &mut fields) {
                    count += row.count(11);
                    fields.clear();
                }
                count
            });
        });
    }
    group.finish();
}

fn seeds(c: &mut Criterion) {
    let key = SecretKey::new(b"a key for benchmarks").expect("long enough");
    let key = key.derive("internet.email");
    let mut group = c.benchmark_group("seed");
    for length in [8, 32, 64, 200] {
        let value = vec![b'x'; length];
        group.bench_function(BenchmarkId::from_parameter(length), |b| {
            b.iter(|| key.seed(black_box(&value)));
        });
    }
    group.finish();
}

fn workloads(c: &mut Criterion) {
    let mut group = c.benchmark_group("clean");
    group.sample_size(10);
    for workload in workload::all(10) {
        let ready = workload.ready().expect("rules that load");
        group.throughput(Throughput::Bytes(workload.dump.len() as u64));
        group.bench_function(workload.name, |b| {
            b.iter(|| ready.clean().expect("a clean run"));
        });
    }
    group.finish();
}

criterion_group!(parts, lexing, splitting, seeds, workloads);
criterion_main!(parts);
