//! A temporary file that nobody can read: what waits and does not fit in memory.
//!
//! The file has no name from the start (`O_TMPFILE`, or unlinked where the file system lacks that), so
//! that it is gone with the process, however that ends. Each block is compressed (zstd, level 1), then
//! encrypted and authenticated with ChaCha20-Poly1305 under a key that is drawn at the start and never
//! leaves memory. The nonce is a counter over the whole run; block number and length are
//! authenticated with the block, so that blocks can be neither changed nor exchanged.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::PathBuf;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use secrecy::zeroize::Zeroize;
use zstd::bulk::{Compressor, Decompressor};

use crate::error::{Error, Result};
use crate::scrub::hold::{Spill, Ticket};

const LEVEL: i32 = 1;

/// Blocks in an unlinked, encrypted temporary file, which is made with the first of them.
pub struct SpillFile {
    folder: PathBuf,
    cipher: ChaCha20Poly1305,
    open: Option<Open>,
    /// Blocks of the present file, in order. Their nonces count on from `first`.
    extents: Vec<Extent>,
    /// The number of the first block of the present file.
    first: u64,
    end: u64,
    /// Compressed and encrypted bytes; reused.
    scratch: Vec<u8>,
}

struct Open {
    file: File,
    compressor: Compressor<'static>,
    decompressor: Decompressor<'static>,
}

#[derive(Clone, Copy)]
struct Extent {
    offset: u64,
    /// With the authentication tag.
    stored: usize,
    /// Before compression.
    plain: usize,
}

impl SpillFile {
    /// A file in the system's folder for temporary files.
    pub fn temporary() -> Result<Box<dyn Spill>> {
        Ok(Box::new(Self::new(std::env::temp_dir())?))
    }

    /// A file in `folder`, with a fresh key of the operating system's.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self> {
        let mut key = Key::default();
        getrandom::fill(&mut key)
            .map_err(|_| Error::unexpected("the operating system gives no random numbers"))?;
        let cipher = ChaCha20Poly1305::new(&key);
        // The cipher erases its copy when it is dropped; this one is erased here.
        key.as_mut_slice().zeroize();
        Ok(Self {
            folder: folder.into(),
            cipher,
            open: None,
            extents: Vec::new(),
            first: 0,
            end: 0,
            scratch: Vec::new(),
        })
    }

    fn create(&self) -> Result<Open> {
        let file =
            tempfile::tempfile_in(&self.folder).map_err(|error| self.failure("created", &error))?;
        let codec = |error: io::Error| {
            Error::unexpected(format!("compression cannot be set up: {}", error.kind()))
        };
        Ok(Open {
            file,
            compressor: Compressor::new(LEVEL).map_err(codec)?,
            decompressor: Decompressor::new().map_err(codec)?,
        })
    }

    fn failure(&self, what: &str, error: &io::Error) -> Error {
        Error::output(format!(
            "the temporary file for tables that have to wait cannot be {what} in {}: {}",
            self.folder.display(),
            error.kind()
        ))
        .hint("set TMPDIR to a folder with more room; the file is encrypted and has no name")
    }

    fn nonce(number: u64) -> Nonce {
        let mut nonce = Nonce::default();
        nonce[..8].copy_from_slice(&number.to_le_bytes());
        nonce
    }

    /// What is authenticated beside the block itself.
    fn label(number: u64, plain: usize) -> [u8; 16] {
        let mut label = [0; 16];
        label[..8].copy_from_slice(&number.to_le_bytes());
        label[8..].copy_from_slice(&(plain as u64).to_le_bytes());
        label
    }
}

impl Spill for SpillFile {
    fn store(&mut self, block: &[u8]) -> Result<Ticket> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.create()?,
        };
        let number = self.first + self.extents.len() as u64;
        self.scratch.clear();
        self.scratch
            .reserve(zstd::zstd_safe::compress_bound(block.len()));
        let stored = open
            .compressor
            .compress_to_buffer(block, &mut self.scratch)
            .map_err(|error| Error::unexpected(format!("compression failed: {}", error.kind())))?;
        debug_assert_eq!(stored, self.scratch.len());
        self.cipher
            .encrypt_in_place(
                &Self::nonce(number),
                &Self::label(number, block.len()),
                &mut self.scratch,
            )
            .map_err(|_| Error::unexpected("a block is too long to be encrypted"))?;
        open.file
            .write_all_at(&self.scratch, self.end)
            .map_err(|error| self.failure("written", &error))?;
        self.extents.push(Extent {
            offset: self.end,
            stored: self.scratch.len(),
            plain: block.len(),
        });
        self.end += self.scratch.len() as u64;
        self.open = Some(open);
        Ok(Ticket(number))
    }

    fn load(&mut self, ticket: Ticket, out: &mut Vec<u8>) -> Result<()> {
        let unknown = || Error::unexpected("a block that was never held back is asked for");
        let place = ticket.0.checked_sub(self.first).ok_or_else(unknown)?;
        let place = usize::try_from(place).map_err(|_| unknown())?;
        let extent = *self.extents.get(place).ok_or_else(unknown)?;
        let open = self.open.as_mut().ok_or_else(unknown)?;
        self.scratch.clear();
        self.scratch.resize(extent.stored, 0);
        let read = open.file.read_exact_at(&mut self.scratch, extent.offset);
        if let Err(error) = read {
            return Err(self.failure("read back", &error));
        }
        let damaged = || {
            Error::unexpected(
                "the temporary file for tables that have to wait was changed by somebody else",
            )
        };
        self.cipher
            .decrypt_in_place(
                &Self::nonce(ticket.0),
                &Self::label(ticket.0, extent.plain),
                &mut self.scratch,
            )
            .map_err(|_| damaged())?;
        let start = out.len();
        out.resize(start + extent.plain, 0);
        let plain = open
            .decompressor
            .decompress_to_buffer(&self.scratch, &mut out[start..])
            .map_err(|_| damaged())?;
        if plain == extent.plain {
            Ok(())
        } else {
            Err(damaged())
        }
    }

    fn clear(&mut self) -> Result<()> {
        self.first += self.extents.len() as u64;
        self.extents = Vec::new();
        self.end = 0;
        // The room goes back to the file system at once, not only at the end.
        self.open = None;
        Ok(())
    }
}

impl std::fmt::Debug for SpillFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SpillFile({} bytes)", self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::ExitCode;
    use crate::scrub::hold::{Held, Store};

    const CANARY: &[u8] = b"jane.canary@example.org";

    fn spill() -> SpillFile {
        SpillFile::new(std::env::temp_dir()).unwrap()
    }

    fn on_disk(spill: &SpillFile) -> Vec<u8> {
        let mut bytes = vec![0; spill.end as usize];
        let open = spill.open.as_ref().unwrap();
        open.file.read_exact_at(&mut bytes, 0).unwrap();
        bytes
    }

    fn load(spill: &mut SpillFile, ticket: Ticket) -> Result<Vec<u8>> {
        let mut out = b"before ".to_vec();
        spill.load(ticket, &mut out)?;
        assert!(out.starts_with(b"before "));
        Ok(out.split_off(7))
    }

    #[test]
    fn blocks_come_back_in_any_order() {
        let mut spill = spill();
        let blocks: Vec<Vec<u8>> = [0_usize, 1, 17, 300_000, 5]
            .iter()
            .map(|length| (0..*length).map(|at| (at * at % 251) as u8).collect())
            .collect();
        let tickets: Vec<Ticket> = blocks
            .iter()
            .map(|block| spill.store(block).unwrap())
            .collect();
        for at in [3, 0, 4, 1, 2, 3] {
            assert!(load(&mut spill, tickets[at]).unwrap() == blocks[at]);
        }
        assert!(spill.load(Ticket(5), &mut Vec::new()).is_err());
    }

    #[test]
    fn the_file_has_no_name_and_holds_no_plain_text() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = SpillFile::new(folder.path()).unwrap();
        let random: Vec<u8> = (0..5000_u32)
            .flat_map(|at| blake3::hash(&at.to_le_bytes()).as_bytes()[..4].to_vec())
            .collect();
        // Once among bytes that do not compress, once among some that do.
        let block = [&random[..10_000], CANARY, &random[10_000..]].concat();
        spill.store(&block).unwrap();
        spill.store(&CANARY.repeat(1000)).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let stored = on_disk(&spill);
        assert!(stored.len() < block.len() + 2000);
        for needle in [CANARY, &CANARY[..8], &random[..16], &random[19_980..]] {
            assert_eq!(memchr::memmem::find(&stored, needle), None);
        }
    }

    #[test]
    fn a_flipped_bit_is_found() {
        let mut spill = spill();
        let ticket = spill.store(CANARY).unwrap();
        let stored = on_disk(&spill);
        let file = spill.open.as_ref().unwrap().file.try_clone().unwrap();
        for at in 0..stored.len() {
            file.write_all_at(&[stored[at] ^ 1], at as u64).unwrap();
            let error = load(&mut spill, ticket).unwrap_err();
            assert_eq!(error.exit(), ExitCode::Unexpected);
            file.write_all_at(&stored[at..=at], at as u64).unwrap();
        }
        assert_eq!(load(&mut spill, ticket).unwrap(), CANARY);
    }

    #[test]
    fn exchanged_and_cut_off_blocks_are_found() {
        let mut spill = spill();
        let tickets = [b"one".as_slice(), b"two"].map(|block| spill.store(block).unwrap());
        let stored = on_disk(&spill);
        let (one, two) = stored.split_at(stored.len() / 2);
        let file = spill.open.as_ref().unwrap().file.try_clone().unwrap();
        file.write_all_at(&[two, one].concat(), 0).unwrap();
        for ticket in tickets {
            assert!(load(&mut spill, ticket).is_err());
        }
        file.set_len(3).unwrap();
        assert_eq!(
            load(&mut spill, tickets[0]).unwrap_err().exit(),
            ExitCode::Output
        );
    }

    #[test]
    fn a_cleared_file_starts_anew_with_new_nonces() {
        let mut spill = spill();
        let old = spill.store(CANARY).unwrap();
        let before = on_disk(&spill);
        spill.clear().unwrap();
        let new = spill.store(CANARY).unwrap();
        assert_ne!(old, new);
        assert_ne!(before, on_disk(&spill));
        assert!(load(&mut spill, old).is_err());
        assert_eq!(load(&mut spill, new).unwrap(), CANARY);
    }

    #[test]
    fn two_runs_use_two_keys() {
        let (mut a, mut b) = (spill(), spill());
        a.store(CANARY).unwrap();
        b.store(CANARY).unwrap();
        assert_ne!(on_disk(&a), on_disk(&b));
    }

    #[test]
    fn a_folder_that_takes_no_file_fails_the_output() {
        let folder = tempfile::tempdir().unwrap();
        let mut spill = SpillFile::new(folder.path().join("missing")).unwrap();
        let error = spill.store(CANARY).unwrap_err();
        assert_eq!(error.exit(), ExitCode::Output);
        assert!(error.message().contains("entity not found"), "{error}");
        assert_eq!(error.hints().len(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_fails_the_output() {
        let mut spill = spill();
        let mut open = spill.create().unwrap();
        open.file = File::options().write(true).open("/dev/full").unwrap();
        spill.open = Some(open);
        let error = spill.store(CANARY).unwrap_err();
        assert_eq!(error.exit(), ExitCode::Output);
        assert!(error.message().contains("no storage space"), "{error}");
    }

    #[test]
    fn what_waits_past_the_limit_is_in_the_file_and_comes_back() {
        let mut store = Store::new(1 << 20, Box::new(spill()));
        let row = |number: u32| format!("{number}\tjane.{number}@example.org\n").into_bytes();
        let mut held = Held::new();
        for number in 0..150_000 {
            held.push(&row(number), &mut store).unwrap();
        }
        held.seal(&mut store).unwrap();
        assert!(store.spilled() > 3_000_000);
        assert!(store.memory() <= 1 << 20);
        let segments = held.read(&mut store);
        assert!(
            (0..)
                .zip(segments)
                .all(|(number, row_read)| row_read.unwrap() == row(number))
        );
        held.release(&mut store).unwrap();
        assert_eq!(store.memory(), 0);
    }
}
