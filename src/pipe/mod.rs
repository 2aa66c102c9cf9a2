//! Bytes in, bytes out: what the layers below may not do themselves.

pub mod command;
