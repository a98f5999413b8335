//! What `desired` says and why.

use super::{at, cron, exception, minutes_on, office, schedule, windows};
use crate::calendar::{Desired, Hours, Schedule, Window};

fn said(schedule: &Schedule, text: &str) -> (Desired, String, String) {
    let verdict = schedule.desired(at(text));
    let next = verdict.next.map_or("never".to_owned(), |(when, state)| format!("{when} {state}"));
    (verdict.desired, verdict.reason, next)
}

fn case(schedule: &Schedule, text: &str, state: Desired, reason: &str, next: &str) {
    assert_eq!(said(schedule, text), (state, reason.to_owned(), next.to_owned()), "{text}");
}

#[test]
fn a_window_opens_earlier_and_not_the_day_before() {
    let window = |text: &str| Window::parse(text).expect("a window");
    let led = |text: &str| window(text).led(15);
    assert_eq!(led("Mon-Fri 08:00-20:00"), window("Mon-Fri 07:45-20:00"));
    assert_eq!(led("Mon 00:05-10:00"), window("Mon 00:00-10:00"));
    assert_eq!(led("Mon 22:00-06:00"), window("Mon 21:45-06:00"));
    assert_eq!(led("Mon 08:00-08:00"), window("Mon 08:00-08:00"), "a whole day stays one");
}

#[test]
fn an_office() {
    let office = office();
    // Monday 2 November 2026, 08:00 to 20:00 in Tokyo; Tuesday is a holiday.
    let within = "within Mon-Fri 08:00-20:00 Asia/Tokyo";
    let outside = "outside Mon-Fri 08:00-20:00 Asia/Tokyo";
    case(&office, "2026-11-01T22:59:59Z", Desired::Off, outside, "2026-11-01T23:00:00Z on");
    case(&office, "2026-11-01T23:00:00Z", Desired::On, within, "2026-11-02T11:00:00Z off");
    case(&office, "2026-11-02T11:00:00Z", Desired::Off, outside, "2026-11-03T23:00:00Z on");
    case(
        &office,
        "2026-11-03T03:00:00Z",
        Desired::Off,
        "2026-11-03 is a holiday (文化の日)",
        "2026-11-03T23:00:00Z on",
    );
}

#[test]
fn a_night_belongs_to_the_date_it_starts_on() {
    let night = Schedule { hours: windows(&["Mon-Sun 22:00-06:00"]), ..office() };
    // The night from Monday 2 November runs into the holiday; the holiday's own does not start.
    let within = "within Mon-Sun 22:00-06:00 Asia/Tokyo";
    case(&night, "2026-11-02T20:00:00Z", Desired::On, within, "2026-11-02T21:00:00Z off");
    case(
        &night,
        "2026-11-03T14:00:00Z",
        Desired::Off,
        "2026-11-03 is a holiday (文化の日)",
        "2026-11-04T13:00:00Z on",
    );
}

#[test]
fn exceptions_win() {
    let except = vec![
        exception("2026-11-03", windows(&["Tue 10:00-15:00"])),
        exception("2026-11-04..2026-11-05", Hours::Never),
        exception("2026-11-07..2026-11-08", Hours::Always),
    ];
    let office = Schedule { except, ..office() };
    let within = "exception 2026-11-03: within Tue 10:00-15:00 Asia/Tokyo";
    case(&office, "2026-11-03T01:00:00Z", Desired::On, within, "2026-11-03T06:00:00Z off");
    let outside = "exception 2026-11-03: outside Tue 10:00-15:00 Asia/Tokyo";
    case(&office, "2026-11-03T06:00:00Z", Desired::Off, outside, "2026-11-05T23:00:00Z on");
    let never = "exception 2026-11-04..2026-11-05: never on";
    case(&office, "2026-11-04T06:00:00Z", Desired::Off, never, "2026-11-05T23:00:00Z on");
    let always = "exception 2026-11-07..2026-11-08: always on";
    case(&office, "2026-11-07T06:00:00Z", Desired::On, always, "2026-11-08T15:00:00Z off");
}

#[test]
fn always_and_never_change_never() {
    case(
        &schedule("America/New_York", Hours::Always),
        "2026-03-08T07:00:00Z",
        Desired::On,
        "always on",
        "never",
    );
    case(
        &schedule("America/New_York", Hours::Never),
        "2026-03-08T07:00:00Z",
        Desired::Off,
        "never on",
        "never",
    );
    // Midnight does not exist in Santiago on 6 September 2026.
    let santiago = schedule("America/Santiago", Hours::Always);
    assert_eq!(minutes_on(&santiago, "2026-09"), 720 * 60);
    // The ends of time are no reason to panic.
    for end in [jiff::Timestamp::MIN, jiff::Timestamp::MAX] {
        for hours in
            [Hours::Always, windows(&["Mon-Sun 22:00-06:00"]), cron("0 8 * * *", "0 20 * * 1")]
        {
            schedule("Asia/Tokyo", hours).desired(end);
        }
    }
}

#[test]
fn cron_leaves_what_it_never_set() {
    // The only edges of a year: 29 February.
    let leap = schedule("Asia/Tokyo", cron("0 8 29 2 *", "0 20 29 2 *"));
    assert_eq!(leap.desired(at("2028-02-29T02:00:00Z")).desired, Desired::On);
    assert_eq!(leap.desired(at("2028-12-01T00:00:00Z")).desired, Desired::Off);
    let verdict = leap.desired(at("2027-12-31T00:00:00Z"));
    assert_eq!(verdict.desired, Desired::Leave);
    assert_eq!(verdict.reason, "up `0 8 29 2 *`, down `0 20 29 2 *` have not fired for a year");
    assert_eq!(verdict.next, Some((at("2028-02-28T23:00:00Z"), Desired::On)));
    // 366 days behind the last edge it has nothing to say again.
    assert_eq!(
        leap.desired(at("2028-12-01T00:00:00Z")).next,
        Some((at("2029-03-01T11:00:00Z"), Desired::Leave))
    );
    // What is left alone counts as running.
    assert_eq!(minutes_on(&leap, "2027-01"), 744 * 60);
    // A yearly pair is remembered over the whole year.
    let yearly = schedule("Asia/Tokyo", cron("0 9 1 1 *", "0 9 1 12 *"));
    case(
        &yearly,
        "2026-07-01T00:00:00Z",
        Desired::On,
        "cron `0 9 1 1 *` Asia/Tokyo was the last to fire",
        "2026-12-01T00:00:00Z off",
    );
    case(
        &yearly,
        "2026-12-05T00:00:00Z",
        Desired::Off,
        "cron `0 9 1 12 *` Asia/Tokyo was the last to fire",
        "2027-01-01T00:00:00Z on",
    );
}

#[test]
fn cron_stays_down_on_holidays() {
    let office = Schedule { hours: cron("0 8 * * *", "0 20 * * *"), ..office() };
    case(
        &office,
        "2026-11-03T03:00:00Z",
        Desired::Off,
        "2026-11-03 is a holiday (文化の日)",
        "2026-11-03T23:00:00Z on",
    );
    // Up since Monday: a holiday within does not stop it.
    let week = Schedule { hours: cron("0 8 * * 1", "0 20 * * 5"), ..office };
    assert_eq!(week.desired(at("2026-11-03T03:00:00Z")).desired, Desired::On);
}
