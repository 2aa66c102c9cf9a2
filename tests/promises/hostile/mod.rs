//! Hostile and damaged input does nothing: it is read as psql and the server read it, in linear time
//! and bounded memory, and whatever was found by fuzzing stays found.

mod copy_oracle;
mod corpora;
mod growth;
mod nesting;
mod planted;
mod psql_oracle;
mod recorder;
