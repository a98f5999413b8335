//! A schedule as kanjo's own tag holds it.
//!
//! RDS allows letters, digits, spaces and `_ . : / = + - @` in a tag's value and
//! nothing else, so windows are joined with `+` and a zone stands behind any of
//! them: `Mon-Fri 07:30-19:30 Europe/London + Sat 10:00-14:00`. A name stands
//! for a schedule of the policies: `office-hours@Europe/London`. `always` is on
//! at all times and `off` at none.

use crate::calendar::error::{ParseError, parts};
use crate::calendar::{Holidays, Hours, Schedule, Window, zone};
use jiff::tz::TimeZone;

/// What a tag says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Hours of its own.
    Own(Box<Schedule>),
    /// The schedule of that name, perhaps in another zone.
    Named { name: String, zone: Option<(String, TimeZone)> },
}

/// Reads a tag's value. `default` is the zone of windows that name none.
pub fn parse(text: &str, default: Option<(&str, &TimeZone)>) -> Result<Tag, ParseError> {
    let legal = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c);
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !legal(*c)) {
        let error = format!("`{c}` is not allowed in a tag of every service");
        return Err(ParseError::new(error, at..at + c.len_utf8())
            .help("join windows with `+`: `Mon-Fri 08:00-20:00 + Sat 10:00-14:00`"));
    }
    match text.trim() {
        "" => Err(ParseError::new("the tag is empty", 0..text.len())
            .help("write hours, the name of a schedule, `always` or `off`")),
        "always" => Ok(Tag::Own(own(text, Hours::Always, "UTC", &TimeZone::UTC))),
        "off" | "never" => Ok(Tag::Own(own(text, Hours::Never, "UTC", &TimeZone::UTC))),
        name if !name.contains(' ') => named(name),
        _ => windows(text, default),
    }
}

fn own(text: &str, hours: Hours, zone_name: &str, zone: &TimeZone) -> Box<Schedule> {
    Box::new(Schedule {
        name: text.trim().to_owned(),
        hours,
        zone: zone.clone(),
        zone_name: zone_name.to_owned(),
        holidays: Holidays::none(),
        except: Vec::new(),
    })
}

fn named(text: &str) -> Result<Tag, ParseError> {
    let (name, place) = text.split_once('@').map_or((text, None), |(n, z)| (n, Some(z)));
    if name.is_empty() {
        return Err(ParseError::new("the name of the schedule is missing", 0..text.len())
            .help("write `office-hours@Europe/London`"));
    }
    let zone = match place {
        None => None,
        Some(place) => {
            let found = zone(place).map_err(|error| error.shifted(name.len() + 1))?;
            Some((place.to_owned(), found))
        }
    };
    Ok(Tag::Named { name: name.to_owned(), zone })
}

fn windows(text: &str, default: Option<(&str, &TimeZone)>) -> Result<Tag, ParseError> {
    let mut windows = Vec::new();
    let mut stated: Option<(String, TimeZone)> = None;
    for (begin, part) in window_parts(text) {
        let lead = part.len() - part.trim_start().len();
        let (at, part) = (begin + lead, part.trim());
        // Days and hours are two words; a third is the zone.
        let cut = part.match_indices(' ').nth(1).map(|(at, _)| at);
        let (window, place) = match cut {
            Some(cut) => part.split_at(cut),
            None => (part, ""),
        };
        windows.push(Window::parse(window).map_err(|error| error.shifted(at))?);
        let name = place.trim();
        if name.is_empty() {
            continue;
        }
        let behind = at + part.len() - name.len();
        let found = zone(name).map_err(|error| error.shifted(behind))?;
        match &stated {
            Some((first, _)) if first != name => {
                let error = format!("two time zones: {first} and {name}");
                return Err(ParseError::new(error, behind..behind + name.len())
                    .help("one tag is in one zone"));
            }
            _ => stated = Some((name.to_owned(), found)),
        }
    }
    let place = stated.or_else(|| default.map(|(name, zone)| (name.to_owned(), zone.clone())));
    let Some((name, zone)) = place else {
        return Err(ParseError::new("the tag names no time zone", 0..text.len())
            .help("write it behind the hours: `Mon-Fri 08:00-20:00 Asia/Tokyo`"));
    };
    Ok(Tag::Own(own(text, Hours::Windows(windows), &name, &zone)))
}

/// The text between plus signs that stand alone: `Etc/GMT+9` is one word.
fn window_parts(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for (begin, word) in parts(text, |c| c == ' ') {
        if word == "+" {
            found.push((start, begin));
            start = begin + 1;
        }
    }
    found.push((start, text.len()));
    found.into_iter().map(|(from, to)| (from, text.get(from..to).unwrap_or(""))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> (String, String) {
        match parse(text, Some(("Asia/Tokyo", &zone("Asia/Tokyo").unwrap()))).unwrap() {
            Tag::Own(schedule) => (schedule.hours.to_string(), schedule.zone_name),
            Tag::Named { name, zone } => (name, zone.map_or_else(String::new, |(name, _)| name)),
        }
    }

    #[test]
    fn what_a_tag_may_say() {
        let london = "Mon-Fri 07:30-19:30 Europe/London + Sat 10:00-14:00";
        let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let windows = "Mon-Fri 07:30-19:30; Sat 10:00-14:00";
        assert_eq!(hours(london), own(windows, "Europe/London"));
        assert_eq!(hours("Mon-Fri 08:00-20:00"), own("Mon-Fri 08:00-20:00", "Asia/Tokyo"));
        assert_eq!(
            hours("Mon-Fri 08:00-20:00 Etc/GMT+9 + Sat 10:00-14:00"),
            own("Mon-Fri 08:00-20:00; Sat 10:00-14:00", "Etc/GMT+9")
        );
        assert_eq!(hours("office-hours@Europe/London"), own("office-hours", "Europe/London"));
        assert_eq!(hours("office"), own("office", ""));
        assert_eq!(hours("always"), own("always", "UTC"));
        assert_eq!(hours("off"), own("never", "UTC"));
    }

    #[test]
    fn what_it_may_not_say() {
        let wrong = |text: &str| parse(text, None).unwrap_err();
        assert_eq!(wrong("Mon,Tue 08:00-20:00").range, 3..4);
        assert_eq!(wrong("Mon-Fri 08:00-20:00").message, "the tag names no time zone");
        let two = wrong("Mon 08:00-20:00 Asia/Tokyo + Tue 08:00-20:00 Asia/Seoul");
        assert_eq!(two.message, "two time zones: Asia/Tokyo and Asia/Seoul");
        let slip = wrong("Mon-Fri 08:00-20:00 Asia/Tokio");
        assert_eq!(
            (slip.range, slip.help.as_deref()),
            (20..30, Some("did you mean `Asia/Tokyo`?"))
        );
        assert!(parse("", None).is_err());
    }
}
