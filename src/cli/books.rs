//! Which price book a command reads: the embedded one, the user's cache, or a
//! folder.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::cli::progress;
use crate::cli::session::collected;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::prices::Book;
use crate::source;
use jiff::civil::Date;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Where `prices update` puts its book.
pub fn cache() -> Option<PathBuf> {
    Some(cache_folder()?.join("prices"))
}

/// Where kanjo keeps what it can make again.
pub fn cache_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|p| p.is_absolute());
    let base =
        base.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache")));
    base.map(|base| base.join("kanjo"))
}

/// The book that `--prices` asks for; without it the cache if there is one.
pub fn book(name: Option<&str>) -> Result<Book, Diagnostics> {
    let cached = || cache().and_then(|folder| source::cached_book(&folder));
    let book = match name {
        Some("embedded") => Book::embedded(),
        Some("cache") => match cached() {
            Some(found) => of_cache(&found)?,
            None => {
                return Err(Diagnostic::new(Code::FileMissing, "there are no prices in the cache")
                    .help("kanjo prices update brings them; --prices embedded needs none")
                    .into());
            }
        },
        Some(folder) => {
            let files = source::read_prices(Path::new(folder))?;
            Book::of_files(folder, &files).map_err(collected)?
        }
        None => match cached() {
            Some(found) => of_cache(&found)?,
            None => Book::embedded(),
        },
    };
    say_age(&book);
    Ok(book)
}

/// A book of the cache, if it is the one that its name says.
pub fn of_cache(found: &source::Cached) -> Result<Book, Diagnostics> {
    let damaged = |mut list: Vec<Diagnostic>| {
        list.truncate(3);
        let help = "the cache is damaged: kanjo prices update, or --prices embedded";
        collected(list.into_iter().map(|d| d.help(help)).collect())
    };
    let files = source::read_prices(&found.folder).map_err(|d| damaged(vec![d]))?;
    // It was checked when it was written; its name says whether it is still that.
    let written = found.sha256.is_some();
    let book = Book::of_known_files("cache", &files, |_| written).map_err(damaged)?;
    if found.sha256.as_ref().is_some_and(|sha256| *sha256 != book.identity.sha256) {
        let message = format!("{} is not the book of its name", found.folder.display());
        return Err(damaged(vec![Diagnostic::new(Code::PriceBook, message)]));
    }
    Ok(book)
}

/// Reports print dates; how long ago that was is for the person in front.
fn say_age(book: &Book) {
    let days = age(book);
    if days > 90 && std::io::stderr().is_terminal() {
        progress::remark(&format!("the newest price of this book is {days} days old"));
    }
}

/// How many days ago the newest price was taken.
pub fn age(book: &Book) -> i32 {
    let newest: Option<Date> = book.identity.newest.parse().ok();
    let days = newest.and_then(|newest| today().since(newest).ok());
    days.map_or(0, |span| span.get_days().max(0))
}

/// The day by the clock, in UTC as bills count it.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}
