//! Days on which a schedule stays closed: national holidays, a firm's own days.
//!
//! Holidays are data, not code: they come from a file in the form in which the
//! Japanese Cabinet Office publishes them, or from an iCalendar file. Data end
//! somewhere, and a year behind the end would silently have no holidays, so the
//! set knows which years it covers.

use super::dates::{DateRange, MonthDay, date_in_data, dates};
use super::error::{ParseError, parts};
use super::ics;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The national holidays of Japan, 2024 to 2028. Those of 2028 follow the law
/// and the predicted equinoxes; the Cabinet Office announces a year in the
/// February before it.
const JAPAN: &str = include_str!("../../policies/holidays/jp.csv");

/// A set of civil dates with names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    dates: BTreeMap<Date, String>,
    rules: Vec<Rule>,
    /// First and last year of each source of dates.
    years: Vec<(i16, i16)>,
}

/// Days that no list of dates holds.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    days: RuleDays,
    name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum RuleDays {
    Once(Date, Date),
    Yearly(MonthDay, MonthDay),
    /// From `first` on, as many days each year as in the first.
    Anniversary {
        first: Date,
        length: u16,
    },
}

impl Holidays {
    /// No holidays at all.
    pub fn none() -> Holidays {
        Holidays::default()
    }

    /// The national holidays of Japan, 2024 to 2028.
    pub fn japan() -> Holidays {
        // The file is part of the program and a test reads it, so there is no error to pass on.
        Holidays::from_csv(JAPAN).unwrap_or_default()
    }

    /// Reads `date,name` lines, as the Japanese Cabinet Office publishes them.
    /// Dates are `2026/1/1` or `2026-01-01`; the first line may be a header.
    /// The text must be UTF-8. An error at the first line that is neither.
    pub fn from_csv(text: &str) -> Result<Holidays, ParseError> {
        let mut found = Holidays::none();
        for (number, (begin, line)) in parts(text, |c| c == '\n').into_iter().enumerate() {
            let unmarked = line.trim_start_matches('\u{feff}');
            let begin = begin + line.len() - unmarked.len();
            let line = unmarked.trim_end();
            if line.is_empty() {
                continue;
            }
            let (date, name) = line.split_once(',').unwrap_or((line, ""));
            match date_in_data(unquoted(date)) {
                Some(date) => found.insert(date, unquoted(name)),
                None if number == 0 => {}
                None => {
                    let error = format!("`{date}` is not a date");
                    return Err(ParseError::new(error, begin..begin + date.len())
                        .help("each line is a date and a name: `2026-01-01,元日`"));
                }
            }
        }
        found.close_years();
        Ok(found)
    }

    /// Reads the events of an iCalendar file: whole days (`DTSTART;VALUE=DATE`,
    /// `DTEND` excluded), once or `RRULE:FREQ=YEARLY`. An event with a time of
    /// day, or with any other rule, is an error: half a calendar is none.
    pub fn from_ics(text: &str) -> Result<Holidays, ParseError> {
        let mut found = Holidays::none();
        for event in ics::events(text)? {
            if event.yearly {
                let days = RuleDays::Anniversary { first: event.first, length: event.days };
                found.rules.push(Rule { days, name: event.name });
                continue;
            }
            let mut date = event.first;
            for _ in 0..event.days {
                found.insert(date, &event.name);
                let Ok(next) = date.tomorrow() else { break };
                date = next;
            }
        }
        found.close_years();
        Ok(found)
    }

    /// The same days and those that `text` names as well: `12-29` or
    /// `12-29..01-03` every year, `2026-12-30` or `2026-12-30..2027-01-03` once.
    pub fn with_closed(mut self, text: &str) -> Result<Holidays, ParseError> {
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let yearly = from.len() <= 5 && to.len() <= 5;
        let days = if yearly {
            let behind = text.len() - to.len();
            let from = MonthDay::parse(from)?;
            RuleDays::Yearly(from, MonthDay::parse(to).map_err(|error| error.shifted(behind))?)
        } else {
            let (from, to) = dates(text)?;
            RuleDays::Once(from, to)
        };
        let name = match &days {
            RuleDays::Once(from, to) => format!("closed {}", DateRange(*from, *to)),
            _ => format!("closed {text}"),
        };
        self.rules.push(Rule { days, name });
        Ok(self)
    }

    /// The days of both. Where both name a day, the name of `self` stays.
    pub fn union(mut self, other: Holidays) -> Holidays {
        for (date, name) in other.dates {
            self.dates.entry(date).or_insert(name);
        }
        self.rules.extend(other.rules);
        self.years.extend(other.years);
        self
    }

    /// The name of the holiday on `date`, if it is one.
    pub fn name_of(&self, date: Date) -> Option<&str> {
        let rule =
            || self.rules.iter().find(|rule| rule.days.contains(date)).map(|rule| &rule.name);
        self.dates.get(&date).or_else(rule).map(String::as_str)
    }

    /// Whether every source of dates has that year. Days of every year cover
    /// all years, and no holidays leave no gap.
    pub fn covers(&self, year: i16) -> bool {
        self.years.iter().all(|(first, last)| (*first..=*last).contains(&year))
    }

    /// Whether no date is a holiday.
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty() && self.rules.is_empty()
    }

    fn insert(&mut self, date: Date, name: &str) {
        self.dates.entry(date).or_insert_with(|| name.to_owned());
    }

    /// Notes the years of the dates read so far as those of one source.
    fn close_years(&mut self) {
        if let (Some((first, _)), Some((last, _))) =
            (self.dates.first_key_value(), self.dates.last_key_value())
        {
            self.years = vec![(first.year(), last.year())];
        }
    }
}

impl RuleDays {
    fn contains(&self, date: Date) -> bool {
        match self {
            RuleDays::Once(from, to) => (*from..=*to).contains(&date),
            RuleDays::Yearly(from, to) => MonthDay::between(date, *from, *to),
            RuleDays::Anniversary { first, length } => {
                let day = MonthDay::of(*first);
                let mut start = date;
                for _ in 0..*length {
                    if start < *first {
                        return false;
                    }
                    if MonthDay::of(start) == day {
                        return true;
                    }
                    let Ok(before) = start.yesterday() else { return false };
                    start = before;
                }
                false
            }
        }
    }
}

/// A field of a CSV line without spaces and quotes around it.
fn unquoted(field: &str) -> &str {
    let field = field.trim();
    field.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(field)
}
