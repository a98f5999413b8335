//! The price book: which price a meter has, and where the price comes from.
//!
//! A meter names a usage type without its region prefix. The book takes the one
//! of `suffix`, `PREFIX-suffix` and `region-suffix` that it holds for that
//! service and region; no two of them may exist. A row with the same operation
//! wins over one with a blank operation. Nothing is ever searched by attribute,
//! and no price is ever the smallest or the largest of several.

mod change;
mod embedded;
mod files;
mod pack;
mod review;
mod row;

pub use change::{KeyChange, changes, same_price};
pub use files::{PriceFile, pack_files};
pub use pack::Pack;
pub use review::{Outlier, Review, Services, review};
pub use row::{HEADER, Row, series};

use crate::bill::Price;
use crate::diagnostic::{Code, Diagnostic, nearest};
use foldhash::HashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A region code with its prefix in usage types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    pub code: String,
    /// Name in AWS's price list: `Asia Pacific (Tokyo)`.
    pub location: String,
    /// `APN1`; empty where AWS uses none or it is not known.
    pub prefix: String,
    /// What its prices are in: `USD`, but in China, where another seller bills.
    pub currency: String,
}

/// The currency of a book's prices, where a region says no other.
pub const USD: &str = "USD";

/// Which book this is. Part of every output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// `embedded`, `cache`, or the folder.
    pub name: String,
    /// Of all price files with their names, in order.
    pub sha256: String,
    pub oldest: String,
    pub newest: String,
}

/// A region that has been unpacked, or the text to do it with.
struct Shelf {
    region: Region,
    open: Box<dyn Fn() -> Result<String, String> + Send + Sync>,
    pack: OnceLock<Result<Pack, String>>,
}

type Asked = (Arc<str>, Arc<str>, Arc<str>, Arc<str>);

/// All prices. Regions are unpacked when first asked for.
pub struct Book {
    pub identity: Identity,
    shelves: BTreeMap<String, Shelf>,
    found: Mutex<HashMap<Asked, Option<Arc<Price>>>>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("identity", &self.identity).finish_non_exhaustive()
    }
}

impl Book {
    /// The snapshot that the binary carries.
    pub fn embedded() -> Book {
        embedded::book()
    }

    /// A book of price files that were read by the caller.
    pub fn of_files(name: &str, files: &[PriceFile]) -> Result<Book, Vec<Diagnostic>> {
        files::book(name, files, &|_| false)
    }

    /// A book of which the `known` regions were checked before: those of a cache
    /// whose name still fits its bytes, those that an update did not touch.
    pub fn of_known_files(
        name: &str,
        files: &[PriceFile],
        known: impl Fn(&str) -> bool,
    ) -> Result<Book, Vec<Diagnostic>> {
        files::book(name, files, &known)
    }

    fn new(identity: Identity, shelves: impl IntoIterator<Item = Shelf>) -> Book {
        let shelves = shelves.into_iter().map(|s| (s.region.code.clone(), s)).collect();
        Book { identity, shelves, found: Mutex::default() }
    }

    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.shelves.values().map(|shelf| &shelf.region)
    }

    /// The region of that code, or what is wrong with it.
    pub fn region(&self, code: &str) -> Result<&Region, Diagnostic> {
        if let Some(shelf) = self.shelves.get(code) {
            return Ok(&shelf.region);
        }
        let codes = self.shelves.keys().map(String::as_str);
        let location =
            self.regions().find(|r| r.location.to_lowercase().contains(&code.to_lowercase()));
        let near = nearest(code, codes).or(location.map(|r| r.code.as_str()));
        Err(Diagnostic::new(Code::UnknownRegion, format!("the price book has no region `{code}`"))
            .help_if(near.map(|n| format!("did you mean `{n}`?"))))
    }

    /// What the prices of a region are in.
    pub fn currency(&self, region: &str) -> &str {
        self.shelves.get(region).map_or(USD, |shelf| &shelf.region.currency)
    }

    /// The rows of a region.
    pub fn pack(&self, region: &str) -> Result<&Pack, Diagnostic> {
        let broken = |message: &String| Diagnostic::new(Code::PriceBook, message.clone());
        let Some(shelf) = self.shelves.get(region) else {
            return Err(self.region(region).err().unwrap_or_else(|| broken(&region.to_owned())));
        };
        let unpack = || (shelf.open)().map(|text| Pack::new(region, text));
        shelf.pack.get_or_init(unpack).as_ref().map_err(broken)
    }

    /// The book as the files that it was, or could have been, made from.
    pub fn files(&self) -> Result<Vec<PriceFile>, Diagnostic> {
        let mut list = String::from("region,location,prefix,currency\n");
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        // `global` stands first in the committed list.
        let mut regions: Vec<&Region> = self.regions().collect();
        regions.sort_by_key(|r| (r.code != "global", &r.code));
        for region in regions {
            let Region { code, location, prefix, currency } = region;
            list += &format!("{code},{location},{prefix},{currency}\n");
            for line in self.pack(&region.code)?.lines() {
                let Some((service, row)) = line.split_once(',') else { continue };
                let path = format!("{}/{service}/{}.csv", vendor(service), region.code);
                let text = texts.entry(path).or_insert_with(|| format!("{HEADER}\n"));
                text.push_str(row);
                text.push('\n');
            }
        }
        texts.insert("aws/regions.csv".to_owned(), list);
        Ok(texts.into_iter().map(|(path, text)| PriceFile { path, text }).collect())
    }

    /// The names that a usage type can have in a region.
    pub fn names(&self, region: &str, suffix: &str) -> Vec<String> {
        let prefix = self.shelves.get(region).map_or("", |s| s.region.prefix.as_str());
        let mut names = vec![suffix.to_owned(), format!("{region}-{suffix}")];
        if !prefix.is_empty() {
            names.push(format!("{prefix}-{suffix}"));
        }
        names
    }

    /// The price of a meter. `Ok(None)`: the book has none.
    pub fn resolve(
        &self,
        service: &Arc<str>,
        region: &Arc<str>,
        suffix: &Arc<str>,
        operation: &Arc<str>,
    ) -> Result<Option<Arc<Price>>, Diagnostic> {
        let asked = (service.clone(), region.clone(), suffix.clone(), operation.clone());
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = found.get(&asked) {
            return Ok(known.clone());
        }
        let price = self.search(service, region, suffix, operation)?.map(Arc::new);
        found.insert(asked, price.clone());
        Ok(price)
    }

    fn search(
        &self,
        service: &str,
        region: &str,
        suffix: &str,
        operation: &str,
    ) -> Result<Option<Price>, Diagnostic> {
        let broken = |message: String| Diagnostic::new(Code::PriceBook, message);
        let pack = self.pack(region)?;
        let mut found: Option<Price> = None;
        for name in self.names(region, suffix) {
            let Some(price) = pack.price(service, &name, operation) else { continue };
            let price = price.map_err(|e| broken(format!("{service}/{region}/{name}: {e}")))?;
            if let Some(other) = &found {
                let both = format!("{} and {}", other.key.path(), price.key.path());
                return Err(broken(format!("two prices for one key: {both}")));
            }
            found = Some(price);
        }
        Ok(found)
    }
}

/// The folder of a service's files: who sells it.
pub fn vendor(service: &str) -> &'static str {
    match service {
        "MongoDBAtlas" => "atlas",
        "Datadog" => "datadog",
        "Sentry" => "sentry",
        "Stated" => "custom",
        _ => "aws",
    }
}

#[cfg(test)]
mod tests;
