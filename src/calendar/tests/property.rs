//! Random schedules: what a month adds up to is what `desired` says minute by
//! minute, and no text makes anything panic.

use super::{cron, exception, on_minutes, schedule};
use crate::calendar::span::{instant, resolve};
use crate::calendar::{
    CronFields, Desired, Holidays, Hours, Period, Schedule, Track, Window, dates, slices, zone,
};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use proptest::prelude::*;

const ZONES: [&str; 7] = [
    "Asia/Tokyo",
    "UTC",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Europe/London",
    "Pacific/Auckland",
];

fn window() -> impl Strategy<Value = Window> {
    let days = prop_oneof![
        Just("Mon-Fri".to_owned()),
        Just("Sat-Mon".to_owned()),
        Just("Mon-Sun".to_owned()),
        (1i8..=12, 1i8..=28).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}")),
        (1i8..=12, 1i8..=14)
            .prop_map(|(month, day)| format!("2026-{month:02}-{day:02}..2026-{month:02}-28")),
    ];
    // Quarters of an hour, most of them in the hours in which clocks change.
    let time = || prop_oneof![(0u16..16), (0u16..96)].prop_map(|quarter| quarter * 15);
    (days, time(), time()).prop_map(|(days, open, close)| {
        let text =
            format!("{days} {:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60);
        Window::parse(&text).unwrap()
    })
}

fn hours() -> impl Strategy<Value = Hours> {
    let days = || {
        prop::sample::select(vec!["* * 1-5", "* * *", "*/3 * *", "1 * *", "15 */2 5-7", "* * 0,3"])
    };
    let time = || {
        prop::sample::select(vec!["0 8", "30 2", "0 3", "*/30 1-2", "30 1", "0 20", "15 0", "0 0"])
    };
    let pair = (time(), days(), time(), days())
        .prop_map(|(up, on, down, off)| cron(&format!("{up} {on}"), &format!("{down} {off}")));
    prop_oneof![
        6 => prop::collection::vec(window(), 0..4).prop_map(Hours::Windows),
        4 => pair,
        1 => Just(Hours::Always),
        1 => Just(Hours::Never),
    ]
}

prop_compose! {
    fn any_schedule()(
        zone_name in prop::sample::select(&ZONES[..]),
        base in hours(),
        other in hours(),
        holidays in prop_oneof![Just(Holidays::none()), Just(Holidays::japan())],
        except in prop::option::of((1i8..=12, 1i8..=25)),
    ) -> Schedule {
        let except = except.map(|(month, day)| exception(&format!("2026-{month:02}-{day:02}..2026-{month:02}-28"), other));
        Schedule { holidays, except: except.into_iter().collect(), ..schedule(zone_name, base) }
    }
}

fn seconds(timestamp: Timestamp) -> i64 {
    timestamp.as_second()
}

/// The rule of windows once more, straight from its text, by jiff's own calls.
fn by_the_rule(schedule: &Schedule, minute: i64) -> Option<Desired> {
    let now = instant(minute);
    let today = schedule.zone.to_datetime(now).date();
    let mut date = today.yesterday().ok()?.yesterday().ok()?;
    while date <= today {
        let except = schedule.except.iter().find(|e| e.from <= date && date <= e.to);
        let hours = except.map_or(&schedule.hours, |e| &e.hours);
        let closed = except.is_none() && schedule.holidays.name_of(date).is_some();
        let Hours::Windows(windows) = hours else { return None };
        for window in windows.iter().filter(|window| !closed && window.starts_on(date)) {
            let (open, close) = window.minutes();
            let edge = |minutes: u16| {
                let midnight = date.at(0, 0, 0, 0);
                let civil =
                    midnight.checked_add(jiff::Span::new().minutes(i64::from(minutes))).unwrap();
                civil.to_zoned(schedule.zone.clone()).unwrap().timestamp()
            };
            if seconds(edge(open)) <= seconds(now) && seconds(now) < seconds(edge(close)) {
                return Some(Desired::On);
            }
        }
        date = date.tomorrow().ok()?;
    }
    Some(Desired::Off)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_month_is_the_sum_of_its_minutes(
        one in any_schedule(),
        window in window(),
        zone_name in prop::sample::select(&ZONES[..]),
        month in prop::sample::select(vec![1i8, 3, 4, 9, 10, 11, 12]),
    ) {
        let period = Period::Month { year: 2026, month };
        let other = zone(zone_name).unwrap();
        let tracks = [Track::Schedule(&one), Track::During { window: &window, zone: &other }];
        let cut = slices(&period, &tracks);
        let total: u64 = cut.slices.iter().map(|slice| slice.minutes).sum();
        prop_assert_eq!(total, period.hours().0 * 60);
        prop_assert!(cut.slices.iter().all(|slice| slice.minutes > 0));

        let first = resolve(&TimeZone::UTC, date(2026, month, 1), 0).unwrap();
        let minutes = first..first + i64::try_from(total).unwrap();
        let during = schedule(zone_name, Hours::Windows(vec![window.clone()]));
        let mut on = [0; 2];
        let mut states = Vec::new();
        for minute in minutes.clone() {
            let state = one.state(minute);
            if let Some(rule) = by_the_rule(&one, minute).filter(|_| minute % 7 == 0) {
                prop_assert_eq!(state, rule);
            }
            on[0] += u64::from(state != Desired::Off);
            on[1] += u64::from(during.state(minute) == Desired::On);
            states.push(state);
        }
        prop_assert_eq!([on_minutes(&cut, 0), on_minutes(&cut, 1)], on);

        // `next` is the first minute that differs.
        for (step, minute) in minutes.clone().enumerate().step_by(4_321) {
            let verdict = one.desired(instant(minute));
            prop_assert_eq!(verdict.desired, states[step]);
            prop_assert!(!verdict.reason.is_empty());
            let expected = states[step..].iter().position(|state| *state != states[step]);
            if let Some(expected) = expected {
                let then = instant(minute + i64::try_from(expected).unwrap());
                prop_assert_eq!(verdict.next, Some((then, states[step + expected])));
            } else if let Some((when, _)) = verdict.next {
                prop_assert!(when >= instant(minutes.end));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics_and_every_range_is_in_it(text in "[ 0-9A-Za-z:,*/.月–\r\n-]{0,24}") {
        let errors = [
            Window::parse(&text).err(),
            Window::parse_hours(&text).err(),
            CronFields::parse(&text).err(),
            dates(&text).err(),
            Period::parse(&text).err(),
            zone(&text).err(),
            Hours::parse(&text).err(),
            Holidays::none().with_closed(&text).err(),
            Holidays::from_csv(&text).err(),
            Holidays::from_ics(&text).err(),
        ];
        for error in errors.into_iter().flatten() {
            prop_assert!(text.get(error.range.clone()).is_some(), "{error:?}");
        }
    }

    #[test]
    fn a_window_reads_its_own_form(window in window()) {
        prop_assert_eq!(Window::parse(&window.to_string()), Ok(window));
    }

    #[test]
    fn the_average_week_adds_up(one in any_schedule(), window in window()) {
        let tokyo = zone("Asia/Tokyo").unwrap();
        let tracks = [Track::Schedule(&one), Track::During { window: &window, zone: &tokyo }];
        let cut = slices(&Period::Average, &tracks);
        prop_assert_eq!(cut.slices.iter().map(|slice| slice.minutes).sum::<u64>(), 10_080);
    }
}
