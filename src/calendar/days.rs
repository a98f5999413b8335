//! A set of week days: `Mon-Fri`, `Sat-Mon`, `Mon,Wed,Fri`.

use super::error::{ParseError, nearest, parts};
use jiff::civil::Weekday;
use std::fmt;

/// The names that a day is written with, Monday first.
const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A set of week days; bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Days(u8);

impl Days {
    pub(super) const ALL: Days = Days(0b111_1111);

    /// Reads days and ranges of days between commas. A range may run over the
    /// end of the week.
    pub(super) fn parse(text: &str) -> Result<Days, ParseError> {
        let mut set = 0;
        for (begin, part) in parts(text, |c| c == ',') {
            let ends = parts(part, |c| c == '-');
            let (first, last) = match *ends.as_slice() {
                [(_, only)] => (day(only, begin)?, None),
                [(_, first), (dash, last)] => (day(first, begin)?, Some(day(last, begin + dash)?)),
                _ => {
                    let error = format!("`{part}` is not a range of days");
                    return Err(ParseError::new(error, begin..begin + part.len())
                        .help("write a range as `Mon-Fri`, and several days as `Mon,Wed,Fri`"));
                }
            };
            let last = last.unwrap_or(first);
            let mut next = first;
            set |= 1 << last;
            while next != last {
                set |= 1 << next;
                next = (next + 1) % 7;
            }
        }
        Ok(Days(set))
    }

    pub(super) fn contains(self, day: Weekday) -> bool {
        self.holds(day.to_monday_zero_offset().unsigned_abs())
    }

    fn holds(self, number: u8) -> bool {
        self.0 & (1 << (number % 7)) != 0
    }
}

/// The number of the day called `name`, Monday 0. `at` is its byte in the text.
fn day(name: &str, at: usize) -> Result<u8, ParseError> {
    if let Some(number) = (0u8..).zip(NAMES).find(|(_, n)| n.eq_ignore_ascii_case(name)) {
        return Ok(number.0);
    }
    let range = at..at + name.len();
    if name.is_empty() {
        return Err(ParseError::new("a day is missing", range).help("days are Mon, Tue … Sun"));
    }
    let error = ParseError::new(format!("`{name}` is not a day"), range);
    // A full name, or a slip in one that begins rightly, is not two letters off.
    let start: String = name.chars().take(3).collect();
    let near = nearest(name, NAMES, 1).or_else(|| nearest(&start, NAMES, 0));
    Err(match near {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help("days are Mon, Tue, Wed, Thu, Fri, Sat and Sun"),
    })
}

impl fmt::Display for Days {
    /// The shortest form, from the first day behind a gap: `Mon-Fri`,
    /// `Wed,Sat-Mon`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Days::ALL {
            return f.write_str("Mon-Sun");
        }
        let mut comma = "";
        for (number, name) in (0u8..).zip(NAMES) {
            if !self.holds(number) || self.holds(number + 6) {
                continue;
            }
            write!(f, "{comma}{name}")?;
            comma = ",";
            let length = (1..7).take_while(|step| self.holds(number + step)).count();
            if length > 0
                && let Some(last) = NAMES.get((usize::from(number) + length) % 7)
            {
                write!(f, "-{last}")?;
            }
        }
        Ok(())
    }
}
