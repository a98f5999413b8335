//! The shipped holidays against the law, and the two file forms.

use crate::calendar::Holidays;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeSet;

/// The n-th Monday of a month.
fn monday(year: i16, month: i8, n: i8) -> Date {
    date(year, month, 1).nth_weekday_of_month(n, Weekday::Monday).unwrap()
}

/// The day of an equinox, by the formula that holds from 1980 to 2099.
fn equinox(base: f64, year: i16) -> i8 {
    let years = f64::from(year - 1980);
    ((base + 0.242194 * years).floor() - (years / 4.0).floor()) as i8
}

/// The Act on National Holidays: its days, article 3 (2) and (3).
fn by_law(year: i16) -> BTreeSet<Date> {
    let fixed =
        [(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)];
    let mut named: BTreeSet<Date> =
        fixed.iter().map(|(month, day)| date(year, *month, *day)).collect();
    named.extend([monday(year, 1, 2), monday(year, 7, 3), monday(year, 9, 3), monday(year, 10, 2)]);
    named.extend([date(year, 3, equinox(20.8431, year)), date(year, 9, equinox(23.2488, year))]);
    let mut all = named.clone();
    for sunday in named.iter().filter(|day| day.weekday() == Weekday::Sunday) {
        let free = (1..).map(|days| *sunday + days.days()).find(|day| !named.contains(day));
        all.extend(free);
    }
    for day in &named {
        let (between, behind) = (*day + 1.day(), *day + 2.days());
        if named.contains(&behind) {
            all.insert(between);
        }
    }
    all
}

#[test]
fn japan_follows_the_law() {
    let japan = Holidays::japan();
    for year in 2024..=2028 {
        let mut day = date(year, 1, 1);
        while day.year() == year {
            assert_eq!(japan.name_of(day).is_some(), by_law(year).contains(&day), "{day}");
            day = day.tomorrow().unwrap();
        }
        assert!(japan.covers(year));
    }
    assert!(!japan.covers(2023) && !japan.covers(2029));
    assert_eq!(japan.name_of(date(2026, 9, 22)), Some("休日"));
    assert_eq!(japan.name_of(date(2027, 3, 22)), Some("休日"));
    assert_eq!(japan.name_of(date(2026, 11, 3)), Some("文化の日"));
}

#[test]
fn csv_in_both_forms() {
    let text = "\u{feff}国民の祝日・休日月日,国民の祝日・休日名称\r\n2026/1/1,元日\r\n\r\n2026-05-06,\"休日\"\r\n";
    let read = Holidays::from_csv(text).unwrap();
    assert_eq!(read.name_of(date(2026, 1, 1)), Some("元日"));
    assert_eq!(read.name_of(date(2026, 5, 6)), Some("休日"));
    assert_eq!(read.name_of(date(2026, 1, 2)), None);
    // The header is optional, and only the first line may be one.
    assert!(Holidays::from_csv("2026-01-01,New Year").is_ok());
    let text = "date,name\n2026-02-30,x\n";
    let error = Holidays::from_csv(text).unwrap_err();
    assert_eq!(text.get(error.range), Some("2026-02-30"));
    assert!(Holidays::from_csv("").unwrap().is_empty());
}

const ICS: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260810\r\n\
DTEND;VALUE=DATE:20260813\r\nSUMMARY:Summer\\, long \r\n holidays\r\nBEGIN:VALARM\r\nDURATION:PT5M\r\n\
END:VALARM\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260103\r\n\
RRULE:FREQ=YEARLY\r\nSUMMARY:年末年始\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260601\r\n\
STATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn ics_whole_days_once_and_yearly() {
    let read = Holidays::from_ics(ICS).unwrap();
    for (day, name) in [
        (date(2026, 8, 9), None),
        (date(2026, 8, 10), Some("Summer, long holidays")),
        (date(2026, 8, 12), Some("Summer, long holidays")),
        (date(2026, 8, 13), None),
        (date(2026, 6, 1), None),
        (date(2025, 1, 1), None),
        (date(2025, 12, 31), Some("年末年始")),
        (date(2031, 1, 2), Some("年末年始")),
        (date(2031, 1, 3), None),
    ] {
        assert_eq!(read.name_of(day), name, "{day}");
    }
    assert!(read.covers(2026) && !read.covers(2027));
}

#[test]
fn ics_refuses_what_it_would_read_wrongly() {
    let event = |lines: &str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
    let day = "DTSTART;VALUE=DATE:20260810";
    for (text, part) in [
        (event(&format!("{day}\nRRULE:FREQ=WEEKLY")), "RRULE:FREQ=WEEKLY"),
        (event(&format!("{day}\nRRULE:FREQ=YEARLY;BYDAY=1MO")), "RRULE:FREQ=YEARLY;BYDAY=1MO"),
        (event(&format!("{day}\nEXDATE:20270810")), "EXDATE:20270810"),
        (event("DTSTART:20260810T090000Z"), "DTSTART:20260810T090000Z"),
        (event("DTSTART;VALUE=DATE:2026月1"), "DTSTART;VALUE=DATE:2026月1"),
        (event(&format!("{day}\nDTEND;VALUE=DATE:20260810")), "DTEND;VALUE=DATE:20260810"),
        (event(&format!("{day}\nDTEND;VALUE=DATE:99991231")), "DTEND;VALUE=DATE:99991231"),
        (event("SUMMARY:no day"), "END:VEVENT"),
        ("END:VEVENT".to_owned(), "END:VEVENT"),
        ("BEGIN:VEVENT".to_owned(), ""),
    ] {
        let error = Holidays::from_ics(&text).unwrap_err();
        assert_eq!(text.get(error.range), Some(part), "{text}");
    }
}

#[test]
fn closed_days_and_union() {
    let firm = Holidays::none()
        .with_closed("12-29..01-03")
        .unwrap()
        .with_closed("2026-08-13..2026-08-14")
        .unwrap();
    for (day, closed) in [
        (date(2026, 12, 28), false),
        (date(2026, 12, 29), true),
        (date(2050, 1, 3), true),
        (date(2050, 1, 4), false),
        (date(2026, 8, 14), true),
        (date(2027, 8, 14), false),
    ] {
        assert_eq!(firm.name_of(day).is_some(), closed, "{day}");
    }
    assert!(firm.covers(2050));
    let both = Holidays::japan().union(firm);
    assert_eq!(both.name_of(date(2026, 1, 1)), Some("元日"));
    assert_eq!(both.name_of(date(2026, 1, 2)), Some("closed 12-29..01-03"));
    assert!(!both.covers(2050));
}
