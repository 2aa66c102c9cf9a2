//! Choices in a row, each made from a number that was drawn; the smallest number makes the simplest
//! choice, and so do all after the last.

pub(super) struct Draw<'d> {
    rest: std::slice::Iter<'d, u16>,
}

impl<'d> Draw<'d> {
    pub(super) fn new(choices: &'d [u16]) -> Self {
        Self {
            rest: choices.iter(),
        }
    }

    /// One of the numbers from 0, below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let number = self.rest.next().copied().unwrap_or(0);
        (usize::from(number) * bound) >> 16
    }

    /// True once in `of` times.
    pub(super) fn chance(&mut self, of: usize) -> bool {
        self.below(of) == of - 1
    }
}
