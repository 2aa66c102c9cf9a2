//! Bytes in, bytes out: reading, decompressing, writing, signals, progress; and child processes,
//! which the layers below may not start themselves.

pub mod again;
pub mod archive;
pub mod buffers;
pub mod codec;
pub mod command;
pub mod digest;
pub mod encode;
pub mod input;
pub mod output;
pub mod progress;
pub mod run;
pub mod spill;
pub mod stop;
pub mod target;
pub mod workers;
