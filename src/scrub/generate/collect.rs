//! What is kept of the rows that `generate` goes by: replaced values, of rows that stay.
//!
//! The rows of a `for_each` are gone through once, in their order: they wait in a [`Store`], in memory
//! up to its limit and past it encrypted. Of a `pick` any row may be asked at any time, so its values
//! stay in memory, up to [`SAMPLE_BYTES`]. Where there are more, a fair sample of them is kept: which,
//! depends on the key alone.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use rand_chacha::ChaCha8Rng;
use rand_core::Rng;

use crate::error::{Error, Result};
use crate::scrub::hold::{Held, Store};
use crate::transform::made;
use crate::transform::seed::Seed;

/// Bytes that the values of one `pick` may take up.
const SAMPLE_BYTES: usize = 16 << 20;
/// What a value costs besides its bytes.
const SLOT: usize = size_of::<Option<Box<[u8]>>>();

/// The store that all `for_each` share.
pub type Shared = Arc<Mutex<Store>>;

/// The rows of one `for_each`.
pub struct Drivers {
    store: Shared,
    held: Held,
}

impl Drivers {
    /// None yet.
    pub fn new(store: Shared) -> Self {
        Self {
            store,
            held: Held::new(),
        }
    }

    /// Adds a row, as [`write_row`] writes it.
    pub fn add(&mut self, row: &[u8]) -> Result<()> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        self.held.push(&[row], &mut store)
    }

    /// Goes through the rows in the order in which they were added.
    pub fn each(&self, mut each: impl FnMut(Bytes) -> Result<()>) -> Result<()> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        for row in self.held.read(&mut store) {
            each(row?)?;
        }
        Ok(())
    }

    /// Gives back what they take up.
    pub fn release(&mut self) -> Result<()> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut self.held).release(&mut store)
    }
}

/// Writes the texts of a row's columns as [`Drivers`] keep them.
///
/// # Errors
/// Exit 4 where one is not UTF-8.
pub fn write_row<'v>(
    values: impl Iterator<Item = Option<&'v [u8]>>,
    out: &mut Vec<u8>,
) -> Result<()> {
    let mut is_text = true;
    let values = values.inspect(|value| {
        is_text &= value.is_none_or(|value| std::str::from_utf8(value).is_ok());
    });
    made::pack(values, out);
    match is_text {
        true => Ok(()),
        false => Err(Error::undecided(
            "a row that `for_each` selects is not UTF-8",
        )),
    }
}

/// The values of one `pick`.
pub struct Sample {
    values: Vec<Option<Box<[u8]>>>,
    bytes: usize,
    limit: usize,
    /// How many values there were.
    seen: u64,
    /// How many are kept at most, once there were more than fit.
    capacity: Option<usize>,
    rng: ChaCha8Rng,
}

impl Sample {
    /// None yet; `seed` decides which are kept where not all can be.
    pub fn new(seed: &Seed) -> Self {
        Self {
            values: Vec::new(),
            bytes: 0,
            limit: SAMPLE_BYTES,
            seen: 0,
            capacity: None,
            rng: seed.rng(),
        }
    }

    /// Adds a value.
    pub fn add(&mut self, value: Option<&[u8]>) {
        self.seen += 1;
        let cost = |value: &Option<Box<[u8]>>| SLOT + value.as_ref().map_or(0, |v| v.len());
        match self.capacity {
            Some(capacity) if self.values.len() >= capacity => {
                // The reservoir: each of the values so far stays with the same probability.
                let at = below(self.rng.next_u64(), self.seen);
                let Some(slot) = usize::try_from(at)
                    .ok()
                    .and_then(|at| self.values.get_mut(at))
                else {
                    return;
                };
                self.bytes -= cost(slot);
                *slot = value.map(Box::from);
                self.bytes += cost(slot);
            }
            _ => {
                let value = value.map(Box::from);
                self.bytes += cost(&value);
                self.values.push(value);
            }
        }
        while self.bytes > self.limit && self.values.len() > 1 {
            // Half of a fair sample is one, where which half does not depend on the values: as they
            // came in order, they are shuffled first.
            if self.capacity.is_none() {
                for last in (1..self.values.len()).rev() {
                    let other = below(self.rng.next_u64(), last as u64 + 1) as usize;
                    self.values.swap(last, other);
                }
            }
            let half = self.values.len() / 2;
            self.values.truncate(half);
            self.bytes = self.values.iter().map(cost).sum();
            self.capacity = Some(half);
        }
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value that a seed draws; `None` is NULL.
    pub fn draw(&self, seed: &Seed) -> Option<&[u8]> {
        let at = draw(seed, self.values.len() as u64) as usize;
        self.values.get(at).and_then(Option::as_deref)
    }
}

/// A number below `n` that a seed draws.
pub fn draw(seed: &Seed, n: u64) -> u64 {
    let mut bits = [0; 8];
    bits.copy_from_slice(&seed.0[..8]);
    below(u64::from_le_bytes(bits), n)
}

/// Multiply-shift: the bias is below n/2^64.
fn below(bits: u64, n: u64) -> u64 {
    ((u128::from(bits) * u128::from(n)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::hold::{DEFAULT_MEMORY, Spill, Ticket};

    struct NoSpill;

    impl Spill for NoSpill {
        fn store(&mut self, _: &mut Vec<u8>) -> Result<Ticket> {
            Err(Error::output("full"))
        }
        fn load(&mut self, _: Ticket) -> Result<Vec<u8>> {
            Err(Error::unexpected("nothing was spilled"))
        }
        fn clear(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn rows_come_back_in_order() {
        let store = Arc::new(Mutex::new(Store::new(DEFAULT_MEMORY, Box::new(NoSpill))));
        let mut drivers = Drivers::new(store);
        let row = |values: [Option<&[u8]>; 2]| {
            let mut row = Vec::new();
            write_row(values.into_iter(), &mut row).map(|()| row)
        };
        drivers.add(&row([Some(b"1"), None]).unwrap()).unwrap();
        drivers
            .add(&row([Some(b"2"), Some(b"\"x")]).unwrap())
            .unwrap();
        let mut rows = Vec::new();
        drivers
            .each(|row| {
                let mut text = Vec::new();
                made::json(&row, &mut text);
                rows.push(String::from_utf8(text).unwrap());
                Ok(())
            })
            .unwrap();
        assert_eq!(rows, [r#"["1",null]"#, r#"["2","\"x"]"#]);
        assert!(row([Some(b"\xff"), None]).is_err());
        drivers.release().unwrap();
    }

    #[test]
    fn a_sample_is_fair_and_bounded() {
        let mut counts = [0_u32; 10];
        for run in 0..400_u16 {
            let mut bytes = [3; 32];
            bytes[..2].copy_from_slice(&run.to_le_bytes());
            let mut sample = Sample::new(&Seed(bytes));
            sample.limit = 100 * (SLOT + 4);
            for n in 0..1000_u32 {
                sample.add(Some(format!("{n:04}").as_bytes()));
                assert!(sample.bytes <= sample.limit);
            }
            assert!(sample.values.len() >= 50, "{}", sample.values.len());
            for value in sample.values.iter().flatten() {
                let n: usize = std::str::from_utf8(value).unwrap().parse().unwrap();
                counts[n / 100] += 1;
            }
        }
        let mean = counts.iter().sum::<u32>() / 10;
        assert!(
            counts.iter().all(|count| count.abs_diff(mean) < mean / 8),
            "{counts:?}"
        );
    }

    #[test]
    fn what_fits_is_all_there() {
        let mut sample = Sample::new(&Seed([1; 32]));
        assert!(sample.is_empty() && sample.draw(&Seed([0; 32])).is_none());
        sample.add(None);
        for n in 0..99_u8 {
            sample.add(Some(&[n]));
        }
        assert_eq!(sample.values.len(), 100);
        let mut seen = std::collections::HashSet::new();
        for n in 0..2048_u16 {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&(u64::from(n) << 53).to_le_bytes());
            seen.insert(sample.draw(&Seed(bytes)).map(<[u8]>::to_vec));
        }
        assert_eq!(seen.len(), 100);
    }
}
