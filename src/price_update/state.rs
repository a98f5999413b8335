//! What was read of each offer, beside the book that it went into: the same ETag
//! or version need not be read again. It stands in the book's own folder, so it
//! never speaks of prices that the book does not have.

use crate::price_update::OfferHead;
use std::collections::BTreeMap;

/// The name of the file.
pub const NOTE: &str = "offers.csv";

/// One offer file as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub etag: String,
    pub version: String,
    pub published: String,
}

/// By the path on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers(pub BTreeMap<String, Seen>);

/// Stands where a path does, for the program that read them.
const PROGRAM: &str = "kanjo";
const COLUMNS: &str = "path,etag,version,published";

impl Offers {
    pub fn parse(text: &str) -> Offers {
        let mut seen = BTreeMap::new();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        for row in reader.records().flatten() {
            let field = |i: usize| row.get(i).unwrap_or("").to_owned();
            seen.insert(field(0), Seen { etag: field(1), version: field(2), published: field(3) });
        }
        // Another kanjo may want other rows of the same offer.
        match seen.remove(PROGRAM) {
            Some(by) if by.version == env!("CARGO_PKG_VERSION") => Offers(seen),
            _ => Offers::default(),
        }
    }

    pub fn write(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let _ = writer.write_record(COLUMNS.split(','));
        let _ = writer.write_record([PROGRAM, "", env!("CARGO_PKG_VERSION"), ""]);
        for (path, seen) in &self.0 {
            let _ = writer.write_record([path, &seen.etag, &seen.version, &seen.published]);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    pub fn note(&mut self, path: &str, etag: String, head: &OfferHead) {
        let seen = Seen { etag, version: head.version.clone(), published: head.published.clone() };
        self.0.insert(path.to_owned(), seen);
    }
}
