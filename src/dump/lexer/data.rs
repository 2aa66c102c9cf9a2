//! The data of COPY.

use super::{DataMode, Lexer, Look, PieceKind, State};
use crate::error::Result;

impl Lexer {
    /// COPY data: everything up to the end mark, or as much as can be handed out.
    pub(super) fn copy_data(&mut self, input: &[u8], last: bool) -> Result<Look> {
        let State::Copy {
            mode,
            line_start,
            odd_backslashes,
            after_high,
        } = self.state
        else {
            return Ok(Look::More);
        };
        let mut search = self.seen;
        let end = loop {
            let Some(at) = self.end_mark.find(&input[search..]).map(|at| search + at) else {
                break None;
            };
            let at_start = if at == 0 {
                line_start
            } else {
                input[at - 1] == b'\n'
            };
            let (length, complete) = match &input[at + 2..] {
                [b'\n', ..] => (3, true),
                [b'\r', b'\n', ..] => (4, true),
                [] | [b'\r'] => (0, false),
                _ if at_start => {
                    let error = "an end-of-data mark that is not alone on its line";
                    return self
                        .rows_before(input, at, mode)
                        .ok_or_else(|| self.error(&input[..at], error));
                }
                // Servers before 18 may take it for the end too.
                [b'\r', ..] => (0, true),
                _ => {
                    search = at + 2;
                    continue;
                }
            };
            let escaped = || {
                let backslashes = input[..at]
                    .iter()
                    .rev()
                    .take_while(|b| **b == b'\\')
                    .count();
                (backslashes % 2 == 1) ^ (backslashes == at && odd_backslashes)
            };
            // A trail byte of such an encoding may look like the backslash.
            let high = match at {
                0 => after_high,
                _ => input[at - 1] >= 0x80,
            };
            let trail = high && self.dialect.encoding.has_ascii_trail_bytes();
            if at_start {
                break Some((at, complete.then_some(length)));
            }
            if !complete && !last {
                break Some((at, None));
            }
            if complete && !escaped() && !trail {
                return self.rows_before(input, at, mode).ok_or_else(|| {
                    self.error(&input[..at], "a data line that ends in an unescaped \\.")
                        .hint("servers before 18 would take it for the end of the data")
                });
            }
            search = at + 2;
        };
        match end {
            Some((0, Some(length))) => {
                self.state = State::Between;
                Ok(Look::Piece(PieceKind::CopyEnd, length))
            }
            // psql ends the data here even where the line before ends in a backslash.
            Some((at, Some(_))) => Ok(self.portion(input, at, mode)),
            Some((at, None)) => Ok(self.data_portion(input, at, mode)),
            None => {
                // A lone backslash at the end may be the first half of the mark.
                let hold = usize::from(input.last() == Some(&b'\\'));
                Ok(self.data_portion(input, input.len() - hold, mode))
            }
        }
    }

    /// Hands out data from the front, up to `limit`: all of it, or the whole rows in it.
    fn data_portion(&mut self, input: &[u8], limit: usize, mode: DataMode) -> Look {
        let length = match mode {
            DataMode::Untouched => limit,
            DataMode::Rows => last_row_end(&input[..limit], self.seen.min(limit)),
        };
        if length == 0 {
            // Two bytes back: the mark may straddle the end of what was searched.
            self.seen = limit.saturating_sub(2);
            return Look::More;
        }
        self.portion(input, length, mode)
    }

    /// Whole rows before what is wrong at `at`: they come first, wherever the input was cut.
    fn rows_before(&mut self, input: &[u8], at: usize, mode: DataMode) -> Option<Look> {
        let length = last_row_end(&input[..at], 0);
        (length > 0).then(|| self.portion(input, length, mode))
    }

    fn portion(&mut self, input: &[u8], length: usize, mode: DataMode) -> Look {
        let portion = &input[..length];
        let backslashes = portion
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count();
        if let State::Copy {
            line_start,
            odd_backslashes,
            after_high,
            ..
        } = &mut self.state
        {
            *after_high = portion.last().is_some_and(|byte| *byte >= 0x80);
            *odd_backslashes = (backslashes % 2 == 1) ^ (backslashes == length && *odd_backslashes);
            *line_start = portion.last() == Some(&b'\n');
        }
        let kind = match mode {
            DataMode::Untouched => PieceKind::Data,
            DataMode::Rows => PieceKind::Rows,
        };
        Look::Piece(kind, length)
    }
}

/// The end of the last whole row: just after the last newline that no backslash escapes. 0: none.
/// Before `from` there is none.
fn last_row_end(data: &[u8], from: usize) -> usize {
    memchr::memrchr_iter(b'\n', &data[from..])
        .map(|at| from + at)
        .find(|&at| {
            let line = &data[..at];
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
        })
        .map_or(0, |at| at + 1)
}
