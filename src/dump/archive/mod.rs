//! pg_dump's archives: what the custom, directory and tar formats have in common, and how each frames
//! its data (`pg_backup_archiver.c`, `pg_backup_custom.c`, `pg_backup_directory.c`,
//! `pg_backup_tar.c`).
//!
//! Readers take nothing on trust: a length or count that lies costs no more memory than the bytes
//! that are really there.

pub mod custom;
pub mod files;
pub mod reader;
pub mod script;
pub mod tar;
pub mod toc;
mod words;
