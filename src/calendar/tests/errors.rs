//! What a slip says, and where it points.

use super::{cron, exception, office, schedule, window, windows};
use crate::calendar::{
    CronFields, Holidays, Hours, ParseError, Period, Schedule, Window, dates, zone,
};

/// The part of `text` that the error points at, its message and its help.
fn shown(text: &str, error: ParseError) -> (String, String, String) {
    let part = text.get(error.range).expect("on character borders").to_owned();
    (part, error.message, error.help.unwrap_or_default())
}

fn slip(text: &str) -> (String, String) {
    let (part, _, help) = shown(text, Window::parse(text).unwrap_err());
    (part, help)
}

#[test]
fn a_window_points_at_the_slip() {
    for (text, part, help) in [
        ("Mon-Fry 08:00-20:00", "Fry", "did you mean `Fri`?"),
        ("Mon,Wednesday 08:00-20:00", "Wednesday", "did you mean `Wed`?"),
        ("Mon-Xyz 08:00-20:00", "Xyz", "days are Mon, Tue, Wed, Thu, Fri, Sat and Sun"),
        (
            "Mon-Wed-Fri 08:00-20:00",
            "Mon-Wed-Fri",
            "write a range as `Mon-Fri`, and several days as `Mon,Wed,Fri`",
        ),
        ("Mon,,Wed 08:00-20:00", "", "days are Mon, Tue … Sun"),
        (
            "Mon – Fri 08:00-20:00",
            "Mon – Fri 08:00-20:00",
            "put no spaces around `-` and `,`, as in `Mon,Wed-Fri 08:00-20:00`",
        ),
        ("Mon–Fri 08:00-20:00", "–", "write a plain hyphen, as in `Mon-Fri`"),
        ("Mon-Fri 25:00-26:00", "25:00", "times run from 00:00 to 23:59, and 24:00 ends a day"),
        ("Mon-Fri 08:00-24:01", "24:01", "times run from 00:00 to 23:59, and 24:00 ends a day"),
        ("Mon-Fri 8:00-20:00", "8:00", "write `08:00`"),
        ("Mon-Fri 08:00-8:5", "8:5", ""),
        ("Mon-Fri 24:00-08:00", "24:00", "write `00:00` on the next day"),
        ("Mon-Fri 0800-2000", "0800", "write hours and minutes as `08:00`, from 00:00 to 24:00"),
        ("Mon-Fri 08:00", "08:00", "write hours as `08:00-20:00`"),
        ("Mon-Fri", "Mon-Fri", "write hours behind the days: `Mon-Fri 08:00-20:00`"),
        ("08:00-20:00", "08:00-20:00", "write days before the hours: `Mon-Sun 08:00-20:00`"),
        ("", "", "write days and hours, such as `Mon-Fri 08:00-20:00`"),
        (
            "  2026-12-08..2026-12-05 08:00-20:00",
            "2026-12-08..2026-12-05",
            "write `2026-12-05..2026-12-08`",
        ),
        ("2026-12-05..2026-2-30 08:00-20:00", "2026-2-30", ""),
        ("2026/12/5 08:00-20:00", "2026/12/5", "write `2026-12-05`"),
        ("0226-12-05 08:00-20:00", "0226-12-05", ""),
    ] {
        let (found, said) = slip(text);
        assert_eq!((found.as_str(), said.as_str()), (part, help), "{text}");
    }
}

#[test]
fn a_window_has_one_normal_form() {
    for (text, normal) in [
        ("mon-fri 08:00-20:00", "Mon-Fri 08:00-20:00"),
        ("Sun,Sat,Mon,Wed  22:00-06:00", "Wed,Sat-Mon 22:00-06:00"),
        ("Fri-Fri 00:00-00:00", "Fri 00:00-24:00"),
        ("Sat-Fri 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("Mon 08:00-08:00", "Mon 08:00-08:00"),
        ("2026-12-05..2026-12-05 08:00-22:00", "2026-12-05 08:00-22:00"),
        (" 2026-12-05..2026-12-06 08:00-22:00 ", "2026-12-05..2026-12-06 08:00-22:00"),
    ] {
        let read = window(text);
        assert_eq!(read.to_string(), normal);
        assert_eq!(window(normal), read);
        assert_eq!(read.is_dated(), text.trim().starts_with('2'));
    }
    assert_eq!(Window::parse_hours("10:00-15:00").unwrap(), window("Mon-Sun 10:00-15:00"));
}

#[test]
fn a_zone_suggests_the_nearest() {
    for (name, near) in
        [("Asia/Tokio", "Asia/Tokyo"), ("tokyo", "Asia/Tokyo"), ("Europe/Londn", "Europe/London")]
    {
        assert_eq!(zone(name).unwrap_err().help, Some(format!("did you mean `{near}`?")));
    }
    assert_eq!(zone("UTC").unwrap(), jiff::tz::TimeZone::UTC);
    assert!(zone("").is_err() && zone(&"x".repeat(100_000)).is_err() && zone("東京").is_err());
}

#[test]
fn a_month_is_checked() {
    let slip = |text| shown(text, Period::parse(text).unwrap_err()).0;
    assert_eq!(slip("2026-13"), "13");
    assert_eq!(slip("2026-00"), "00");
    assert_eq!(slip("1999-12"), "1999");
    assert_eq!(slip("2026-1"), "2026-1");
    assert_eq!(slip("Average"), "Average");
    assert_eq!(slip("令和八-一"), "令和八-一");
}

#[test]
fn cron_points_at_the_field() {
    for (text, part) in [
        ("0 8 * *", "0 8 * *"),
        ("0 8 * * * *", "0 8 * * * *"),
        ("60 8 * * *", "60"),
        ("0 24 * * *", "24"),
        ("0 8 0 * *", "0"),
        ("0 8 * Foo *", "Foo"),
        ("0 8 * * 1-8", "8"),
        ("0 8 * * Mon-Fry", "Fry"),
        ("0 8 L * *", "L"),
        ("0 8 ? * *", "?"),
        ("0 8 ** * *", "**"),
        ("0 8 * * 5#3", "5#3"),
        ("0 8 * * */0", "0"),
        ("*/0 8 * * *", "*/0"),
        ("20-10 8 * * *", "20-10"),
        ("1,,2 8 * * *", ""),
        ("@daily", "@daily"),
        ("0 99999999999999 * * *", "99999999999999"),
        ("0 8 * * 月", "月"),
    ] {
        let (found, ..) = shown(text, CronFields::parse(text).unwrap_err());
        assert_eq!(found, part, "{text}");
    }
}

#[test]
fn cron_follows_posix() {
    let days = |text: &str| {
        let fields = CronFields::parse(&format!("0 8 {text}")).unwrap();
        // 1 November 2026 is a Sunday.
        (1..=14)
            .filter(|day| fields.fires_on(jiff::civil::date(2026, 11, *day)))
            .collect::<Vec<_>>()
    };
    assert_eq!(days("* * 0"), [1, 8]);
    assert_eq!(days("* * 7"), [1, 8]);
    assert_eq!(days("* * 1"), [2, 9]);
    assert_eq!(days("* * 5-7"), [1, 6, 7, 8, 13, 14]);
    assert_eq!(days("* * Sat-Mon"), [1, 2, 7, 8, 9, 14]);
    assert_eq!(days("* * 1-5/2"), [2, 4, 6, 9, 11, 13]);
    assert_eq!(days("* * */3"), [1, 4, 7, 8, 11, 14]);
    // Both restricted: either is enough. `*` in front: both must hold.
    assert_eq!(days("13 * Fri"), [6, 13]);
    assert_eq!(days("3 * Fri"), [3, 6, 13]);
    assert_eq!(days("*/2 * Fri"), [13]);
    assert_eq!(days("* Nov-Dec 5"), [6, 13]);
    assert_eq!(days("* 12 5"), [0i8; 0]);
    let times = CronFields::parse("*/20 8,20-21 * * *").unwrap();
    assert_eq!(times.times(), [480, 500, 520, 1200, 1220, 1240, 1260, 1280, 1300]);
}

#[test]
fn exceptions_may_not_overlap() {
    let with = |except| Schedule { except, ..office() }.check();
    let first = exception("2026-12-29..2026-12-31", Hours::Never);
    assert_eq!(with(vec![first.clone(), exception("2027-01-01", Hours::Never)]), Ok(()));
    let error = with(vec![exception("2026-12-31", Hours::Always), first.clone()]).unwrap_err();
    assert_eq!(error.message, "two exceptions share a date: 2026-12-29..2026-12-31 and 2026-12-31");
    let backwards =
        crate::calendar::Exception { from: first.to, to: first.from, hours: Hours::Never };
    assert!(with(vec![backwards]).is_err());
    assert_eq!(dates("2026-12-29").unwrap(), (first.from, first.from));
}

#[test]
fn hours_that_never_come() {
    let never = |hours| schedule("Asia/Tokyo", hours).never_opens();
    assert!(never(Hours::Windows(vec![])));
    assert!(never(cron("0 8 30 2 *", "0 20 * * *")));
    assert!(never(cron("0 8 * * 1-5", "0 8 * * *")));
    assert!(!never(cron("0 8 29 2 *", "0 20 * * *")));
    assert!(!never(windows(&["Mon 08:00-08:00"])));
    assert!(!never(Hours::Never) && !never(Hours::Always));
    let gap = schedule("America/New_York", windows(&["2026-03-08 02:30-03:15"]));
    assert!(gap.never_opens());
    let holiday = Schedule { hours: windows(&["2026-11-03 08:00-20:00"]), ..office() };
    assert!(holiday.never_opens());
    let except = vec![exception("2026-11-03", Hours::Always)];
    assert!(!Schedule { except, ..holiday }.never_opens());
    assert_eq!(Hours::parse("always"), Ok(Hours::Always));
    assert_eq!(Hours::parse("never"), Ok(Hours::Never));
    assert_eq!(Hours::parse("Mon 08:00-20:00"), Ok(windows(&["Mon 08:00-20:00"])));
    assert_eq!(Holidays::none().with_closed("12-32").unwrap_err().range, 0..5);
}
