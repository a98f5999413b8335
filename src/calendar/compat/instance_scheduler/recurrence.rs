//! On which dates a period counts: week days, days of the month, months.
//!
//! `mon-fri`, `mon#1` (the first Monday), `friL` (the last Friday), `L` (the
//! last day), `15W` (the week day nearest to the 15th), `jan/3` (every third
//! month from January). Monday is 0. A date must satisfy all three fields, which
//! is not what cron does.

use crate::calendar::error::{ParseError, nearest};
use jiff::civil::{Date, Weekday};

/// What a field counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Weekdays,
    Monthdays,
    Months,
}

/// The dates of one field; any item is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurrence {
    field: Field,
    items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    All,
    One(u8),
    Last,
    /// To the end of the field without `to`.
    Range {
        from: u8,
        to: Option<u8>,
        step: u8,
    },
    NthWeekday(u8, u8),
    LastWeekday(u8),
    NearestWeekday(u8),
}

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Field {
    pub fn name(self) -> &'static str {
        match self {
            Field::Weekdays => "weekdays",
            Field::Monthdays => "monthdays",
            Field::Months => "months",
        }
    }

    fn limits(self) -> (u8, u8) {
        match self {
            Field::Weekdays => (0, 6),
            Field::Monthdays => (1, 31),
            Field::Months => (1, 12),
        }
    }

    fn example(self) -> &'static str {
        match self {
            Field::Weekdays => "week days are 0 (Monday) to 6, `mon-fri`, `mon#1`, `friL`, `*`",
            Field::Monthdays => "days of the month are 1 to 31, `1-15`, `L`, `15W`, `*`",
            Field::Months => "months are 1 to 12, `jan-mar`, `jan/3`, `*`",
        }
    }

    /// A number or a name in its limits. A name of a day stands for its number
    /// in every field, and so does one of a month: recorded configurations of
    /// the peer write `jan` for week day 1.
    fn value(self, text: &str) -> Option<u8> {
        let (low, high) = self.limits();
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { name(text) };
        number.filter(|number| (low..=high).contains(number))
    }
}

/// The number of a day or month by its full name or the first three letters.
fn name(text: &str) -> Option<u8> {
    let find = |names: &[&str]| {
        let same = |full: &&str| *full == text || full.get(..3) == Some(text);
        names.iter().position(same).and_then(|at| u8::try_from(at).ok())
    };
    find(&DAYS).or_else(|| find(&MONTHS).map(|month| month + 1))
}

impl Recurrence {
    /// Every date.
    pub fn all(field: Field) -> Recurrence {
        Recurrence { field, items: vec![Item::All] }
    }

    /// Reads items between commas.
    pub fn parse(field: Field, text: &str) -> Result<Recurrence, ParseError> {
        let items: Result<Vec<Item>, ParseError> =
            text.split(',').map(|item| parse_item(field, item)).collect();
        Ok(Recurrence { field, items: items? })
    }

    /// The dates of either.
    pub fn or(mut self, other: Recurrence) -> Recurrence {
        self.items.extend(other.items);
        self
    }

    pub fn contains(&self, date: Date) -> bool {
        self.items.iter().any(|item| item.contains(self.field, date))
    }
}

fn parse_item(field: Field, text: &str) -> Result<Item, ParseError> {
    let item = text.trim().to_ascii_lowercase();
    let found = read(field, &item);
    found.ok_or_else(|| {
        let error = ParseError::new(format!("`{text}` is not one of the {}", field.name()), 0..0);
        let names: &[&str] = if field == Field::Months { &MONTHS } else { &DAYS };
        match nearest(&item, names.iter().copied(), 2) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help(field.example()),
        }
    })
}

fn read(field: Field, item: &str) -> Option<Item> {
    let value = |text: &str| field.value(text.trim());
    if let Some(only) = value(item) {
        return Some(Item::One(only));
    }
    match item {
        "*" | "?" => return Some(Item::All),
        // The peer never allowed it for months.
        "l" => return (field != Field::Months).then_some(Item::Last),
        _ => {}
    }
    if let Some((range, step)) = item.split_once('/') {
        let step = step.trim().parse().ok().filter(|step| *step > 0)?;
        return match range.split_once('-') {
            Some(ends) => range_of(field, ends, step),
            None => Some(Item::Range { from: value(range)?, to: None, step }),
        };
    }
    if let Some(ends) = item.split_once('-') {
        return range_of(field, ends, 1);
    }
    if let Some((day, n)) = item.split_once('#').filter(|_| field == Field::Weekdays) {
        let n = n.parse().ok().filter(|n| (1..=5).contains(n))?;
        return Some(Item::NthWeekday(value(day)?, n));
    }
    if let Some(day) = item.strip_suffix('l').filter(|_| field == Field::Weekdays) {
        return Some(Item::LastWeekday(value(day)?));
    }
    let day = item.strip_suffix('w').filter(|_| field == Field::Monthdays)?;
    Some(Item::NearestWeekday(value(day)?))
}

fn range_of(field: Field, (from, to): (&str, &str), step: u8) -> Option<Item> {
    let from = field.value(from.trim())?;
    let to = match to.trim() {
        "l" if field == Field::Monthdays => None,
        to => Some(field.value(to)?),
    };
    // Months and week days run over their end; days of the month do not.
    let backwards = field == Field::Monthdays && to.is_some_and(|to| to < from);
    (!backwards).then_some(Item::Range { from, to, step })
}

impl Item {
    fn contains(&self, field: Field, date: Date) -> bool {
        let day = date.day().unsigned_abs();
        let last = date.days_in_month().unsigned_abs();
        let weekday = date.weekday().to_monday_zero_offset().unsigned_abs();
        let (value, first, end) = match field {
            Field::Weekdays => (weekday, 0, 6),
            Field::Monthdays => (day, 1, last),
            Field::Months => (date.month().unsigned_abs(), 1, 12),
        };
        match *self {
            Item::All => true,
            Item::One(only) => value == only,
            Item::Last => value == end,
            Item::Range { from, to, step } => {
                let to = to.unwrap_or(end);
                if from > end {
                    return false;
                }
                let behind = match (value >= from, from <= to) {
                    (true, true) => (value <= to).then(|| value - from),
                    (true, false) => Some(value - from),
                    (false, true) => None,
                    // Over the end of the field.
                    (false, false) => (value <= to).then(|| value + (end - first + 1) - from),
                };
                behind.is_some_and(|behind| behind % step == 0)
            }
            Item::NthWeekday(of, n) => weekday == of && (day - 1) / 7 + 1 == n,
            Item::LastWeekday(of) => weekday == of && day + 7 > last,
            Item::NearestWeekday(of) => nearest_weekday(date, of, last) == Some(day),
        }
    }
}

/// The week day of the month that is nearest to one of its days.
fn nearest_weekday(date: Date, day: u8, last: u8) -> Option<u8> {
    let target = Date::new(date.year(), date.month(), i8::try_from(day).ok()?).ok()?;
    Some(match target.weekday() {
        Weekday::Saturday if day == 1 => 3,
        Weekday::Saturday => day - 1,
        Weekday::Sunday if day == last => day - 2,
        Weekday::Sunday => day + 1,
        _ => day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// The days of a month that a field holds.
    fn days(field: Field, text: &str, year: i16, month: i8) -> Vec<i8> {
        let recurrence = Recurrence::parse(field, text).unwrap();
        let last = date(year, month, 1).days_in_month();
        (1..=last).filter(|day| recurrence.contains(date(year, month, *day))).collect()
    }

    #[test]
    fn week_days() {
        // June 2026 begins on a Monday.
        assert_eq!(days(Field::Weekdays, "mon#1", 2026, 6), [1]);
        assert_eq!(days(Field::Weekdays, "Mon#5,friL", 2026, 6), [26, 29]);
        assert_eq!(days(Field::Weekdays, "sat-mon", 2026, 6)[..4], [1, 6, 7, 8]);
        assert_eq!(days(Field::Weekdays, "0-6/3", 2026, 6)[..3], [1, 4, 7]);
        assert_eq!(days(Field::Weekdays, "L", 2026, 6), [7, 14, 21, 28]);
    }

    #[test]
    fn days_of_the_month() {
        assert_eq!(days(Field::Monthdays, "L", 2028, 2), [29]);
        assert_eq!(days(Field::Monthdays, "30-L", 2026, 2), [0i8; 0]);
        assert_eq!(days(Field::Monthdays, "28-L,1", 2026, 2), [1, 28]);
        // 15 August 2026 is a Saturday; 1 August one as well; 31 May 2026 a Sunday.
        assert_eq!(days(Field::Monthdays, "15W", 2026, 8), [14]);
        assert_eq!(days(Field::Monthdays, "1W", 2026, 8), [3]);
        assert_eq!(days(Field::Monthdays, "31W", 2026, 5), [29]);
        assert_eq!(days(Field::Monthdays, "31W", 2026, 6), [0i8; 0]);
        assert_eq!(days(Field::Monthdays, "5/10", 2026, 6), [5, 15, 25]);
    }

    #[test]
    fn months() {
        let months = |text: &str| -> Vec<i8> {
            let recurrence = Recurrence::parse(Field::Months, text).unwrap();
            (1..=12).filter(|month| recurrence.contains(date(2026, *month, 1))).collect()
        };
        assert_eq!(months("jan/3"), [1, 4, 7, 10]);
        assert_eq!(months("nov-feb"), [1, 2, 11, 12]);
        assert_eq!(months("February"), [2]);
    }

    #[test]
    fn what_the_peer_refuses() {
        for (field, text) in [
            (Field::Weekdays, "7"),
            (Field::Weekdays, "mon#6"),
            (Field::Weekdays, "15W"),
            (Field::Monthdays, "20-5"),
            (Field::Monthdays, "32"),
            (Field::Monthdays, "friL"),
            (Field::Months, "L"),
            (Field::Months, "*/2"),
            (Field::Months, ""),
        ] {
            assert!(Recurrence::parse(field, text).is_err(), "{text}");
        }
        let slip = Recurrence::parse(Field::Weekdays, "mondy").unwrap_err();
        assert_eq!(slip.help.as_deref(), Some("did you mean `monday`?"));
    }
}
