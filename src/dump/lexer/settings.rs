//! Statements after which text is read otherwise.

use super::{Lexer, Piece};
use crate::dump::encoding::{Dialect, Encoding};
use crate::dump::statement::{self, Class, Placement};
use crate::error::{Error, Result};

impl Lexer {
    /// Takes note of a statement after which text is read otherwise.
    pub(super) fn note_setting(&mut self, piece: &Piece) -> Result<()> {
        let first = piece.bytes.first().map(u8::to_ascii_lowercase);
        if !matches!(first, Some(b's' | b'r' | b'd')) {
            return Ok(());
        }
        let place = |error: Error| error.at_input(piece.line, piece.offset);
        let refused = |message| place(Error::input(message));
        let before = self.dialect;
        let statement = statement::parse(&piece.bytes, before);
        match statement.class {
            Class::Set(setting) => match setting.name.as_str() {
                "client_encoding" | "standard_conforming_strings" if setting.local => {
                    return Err(refused(
                        "a SET LOCAL of a setting that says how text is to be read",
                    ));
                }
                "client_encoding" => {
                    self.dialect.encoding =
                        Encoding::parse(setting.value.as_bytes()).map_err(place)?;
                }
                "standard_conforming_strings" => {
                    self.dialect.standard_conforming_strings =
                        switch(&setting.value).ok_or_else(|| {
                            refused("standard_conforming_strings is neither on nor off")
                        })?;
                }
                _ => {}
            },
            Class::Reset(None) => {
                return Err(refused(
                    "RESET ALL: how text is to be read is not known then",
                ));
            }
            // As where the session begins. A transaction refuses it.
            _ if statement.placement == Placement::Refused("DISCARD ALL") => {
                self.dialect = Dialect::default();
            }
            Class::Reset(Some(name))
                if matches!(
                    name.as_str(),
                    "client_encoding" | "standard_conforming_strings"
                ) =>
            {
                return Err(refused(
                    "a RESET of a setting that says how text is to be read",
                ));
            }
            _ => {}
        }
        self.reads_as_before = self.dialect != before;
        Ok(())
    }
}

/// What a setting that is on or off says.
fn switch(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "on" | "true" | "yes" | "1" => Some(true),
        "off" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
}
