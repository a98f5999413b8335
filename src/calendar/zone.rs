//! Time zones by their IANA name, from the database inside the program.
//!
//! The system's own database is never asked: two machines must give the same
//! answer, and small images have none.

use super::error::{ParseError, nearest};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The zone named `name`, such as `Asia/Tokyo`, from jiff's bundled database.
/// An error with the nearest name if there is none.
pub fn zone(name: &str) -> Result<TimeZone, ParseError> {
    let database = TimeZoneDatabase::bundled();
    if let Ok(zone) = database.get(name) {
        return Ok(zone);
    }
    let error = ParseError::new(format!("there is no time zone `{name}`"), 0..name.len());
    let known: Vec<String> = database.available().map(|known| known.to_string()).collect();
    let names = || known.iter().map(String::as_str);
    // A city alone is what people forget the continent of.
    let city =
        |known: &str| known.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(name));
    // No zone's name is longer than this; a long text would only cost time.
    let near = match names().find(|known| city(known)) {
        None if name.len() <= 40 => nearest(name, names(), 3),
        found => found,
    };
    Err(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("write an IANA name such as `Asia/Tokyo`"),
    })
}
