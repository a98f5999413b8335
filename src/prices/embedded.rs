//! The committed snapshot inside the binary: one compressed block per region.

use crate::prices::files::regions;
use crate::prices::{Book, Identity, Shelf};
use std::io::Read;
use std::sync::OnceLock;

// REGIONS_CSV, SHA256, OLDEST, NEWEST and BLOCKS: (region, zstd bytes, length).
include!(concat!(env!("OUT_DIR"), "/prices.rs"));

pub(super) fn book() -> Book {
    let identity = Identity {
        name: "embedded".to_owned(),
        sha256: SHA256.to_owned(),
        oldest: OLDEST.to_owned(),
        newest: NEWEST.to_owned(),
    };
    let shelves = regions(REGIONS_CSV).into_iter().map(|region| {
        let block = BLOCKS.iter().find(|(code, ..)| *code == region.code);
        let open = Box::new(move || match block {
            Some((_, bytes, length)) => unpack(bytes, *length),
            None => Ok(String::new()),
        });
        Shelf { region, open, pack: OnceLock::new() }
    });
    Book::new(identity, shelves)
}

fn unpack(bytes: &[u8], length: usize) -> Result<String, String> {
    let broken = |e: &dyn std::fmt::Display| format!("the embedded prices are damaged: {e}");
    let mut text = String::with_capacity(length);
    ruzstd::decoding::StreamingDecoder::new(bytes)
        .map_err(|e| broken(&e))?
        .read_to_string(&mut text)
        .map_err(|e| broken(&e))?;
    Ok(text)
}
