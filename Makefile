# Two commands for everybody: `make demo` and `make test`. Nothing else to set up but Rust.

CARGO ?= cargo

.PHONY: help demo test check-tools demo-sample fuzz bench bench-criterion bench-gate bench-accept

help:
	@echo 'make demo         build dmscrub and clean a sample dump with it; the first build takes about two minutes'
	@echo 'make test         format, lints and all tests; installs the Debian packages they need where it may'
	@echo 'make fuzz         runs each fuzz target and the oracles for a minute each (FUZZ_SECONDS=60); installs cargo-fuzz if it is missing'
	@echo 'make bench        measures the whole job and writes benches/RESULTS.md: 15 to 20 minutes, less with SCALE=0.1'
	@echo 'make bench-gate   counts instructions and fails where they have grown; make bench-accept takes them as they are'
	@echo 'make demo-sample  write demo/sample.sql anew, after the generator under tests/ has changed'

# The filter alone: the weekly job's AWS SDK would double the first build.
demo:
	@test -d target/debug || echo 'First build: about two minutes on two cores, seconds after that.'
	@$(CARGO) build --locked --no-default-features --bin dmscrub
	@target/debug/dmscrub demo
	@sh demo/load.sh target/debug/dmscrub

# What tests draw at random is the same each time: a failure is a change's doing. `make fuzz` draws anew.
PROPTEST_RNG_SEED ?= 1
test: export PROPTEST_RNG_SEED := $(PROPTEST_RNG_SEED)
test: check-tools
	$(CARGO) fmt --check
	$(CARGO) fmt --check --manifest-path benches/Cargo.toml
	$(CARGO) fmt --check --manifest-path fuzz/Cargo.toml
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked --lib --bins --test expr_oracle --test promises
	$(CARGO) test --locked --test refresh -- --test-threads=6

# What the targets do and found is replayed by `make test`. The oracles ask a real PostgreSQL.
fuzz: check-tools
	@sh fuzz/run.sh

# benches/ is a package of its own; its README says what is measured and how.
BENCHES := --release --locked --target-dir target --manifest-path benches/Cargo.toml

bench-gate bench-accept:
	@sh tests/install-tools.sh valgrind
	$(CARGO) run --quiet $(subst --release,--profile gate,$(BENCHES)) --bin gate -- $(if $(filter bench-gate,$@),check,accept)

bench: check-tools
	$(CARGO) build --release --locked --no-default-features --bin dmscrub
	$(CARGO) build $(BENCHES) --bins
	python3 benches/table/run.py

bench-criterion:
	$(CARGO) build --release --locked --no-default-features --bin dmscrub
	CRITERION_HOME="$$PWD/target/criterion" DMSCRUB="$$PWD/target/release/dmscrub" $(CARGO) bench $(patsubst --release,,$(BENCHES))

demo-sample: check-tools
	WRITE_DEMO_SAMPLE=1 $(CARGO) test --locked --test promises demo_sample

# Tests of refresh wait for time-outs more than they compute, hence the threads.
# The tests start a PostgreSQL of their own. Debian keeps its programs out of PATH.
check-tools:
	@sh tests/install-tools.sh
