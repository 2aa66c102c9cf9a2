//! The `dmscrub` command: see the library's documentation for how it works.

fn main() {
    std::process::exit(dmscrub::cli::main().code());
}
