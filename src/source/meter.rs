//! How much of what is large has been read: for whoever wants to show it.
//!
//! One process reads one bill or one list of prices at a time, so two counters
//! are enough, and no reader has to be handed a listener.

use std::io::{Read, Result};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

static DONE: AtomicU64 = AtomicU64::new(0);
static WHOLE: AtomicU64 = AtomicU64::new(0);

/// Bytes that were read, and how many there are; 0 of 0 where nothing large is.
pub fn metered() -> (u64, u64) {
    (DONE.load(Relaxed), WHOLE.load(Relaxed))
}

/// Sets both, where the size becomes known on the way.
pub fn meter(done: u64, whole: u64) {
    DONE.store(done, Relaxed);
    WHOLE.store(whole, Relaxed);
}

/// A reader whose bytes are counted.
pub(super) struct Metered<R>(pub(super) R);

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let read = self.0.read(into)?;
        DONE.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}
