# Two commands for everybody: `make demo` and `make test`. Nothing else to set up but Rust.

CARGO ?= cargo

.PHONY: help demo test check-tools demo-sample

help:
	@echo 'make demo         build dmscrub and clean a sample dump with it; the first build takes about two minutes'
	@echo 'make test         format, lints and all tests; installs the Debian packages they need where it may'
	@echo 'make demo-sample  write demo/sample.sql anew, after the generator under tests/ has changed'

# The filter alone: the weekly job's AWS SDK would double the first build.
demo:
	@test -d target/debug || echo 'First build: about two minutes on two cores, seconds after that.'
	@$(CARGO) build --locked --no-default-features --bin dmscrub
	@target/debug/dmscrub demo
	@sh demo/load.sh target/debug/dmscrub

test: check-tools
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked --lib --bins --test expr_oracle --test promises
	$(CARGO) test --locked --test refresh -- --test-threads=6

demo-sample: check-tools
	WRITE_DEMO_SAMPLE=1 $(CARGO) test --locked --test promises demo_sample

# Tests of refresh wait for time-outs more than they compute, hence the threads.
# The tests start a PostgreSQL of their own. Debian keeps its programs out of PATH.
check-tools:
	@sh tests/install-tools.sh
