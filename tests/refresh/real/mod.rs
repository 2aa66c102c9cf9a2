//! Servers and programs that the job needs: real ones, or stand-ins labelled so.

pub(crate) mod buckets;
pub(crate) mod cf;
pub(crate) mod gpg;
pub(crate) mod jenkins;
pub(crate) mod part;
pub(crate) mod proxy;
pub(crate) mod run;
pub(crate) mod s3;
pub(crate) mod sshd;
pub(crate) mod target;
pub(crate) mod tls;
pub(crate) mod world;
