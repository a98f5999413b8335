//! Numbers known from elsewhere: office hours of 2026, and changes of the clocks
//! checked against the rules of RFC 5545 with an independent implementation.

use super::{
    at, cron, exception, minutes_on, month, office, on_minutes, schedule, window, windows,
};
use crate::calendar::span::{instant, resolve};
use crate::calendar::{Desired, Hours, Ignored, Period, Schedule, Track, slices, zone};
use jiff::civil::DateTime;

#[test]
fn vectors_office_average_month() {
    let office = office();
    let month = slices(&Period::Average, &[Track::Schedule(&office)]);
    assert_eq!(month.ignored, [Ignored::Holidays { schedule: "office".to_owned() }]);
    assert_eq!(month.scale, (730, 10_080));
    // 60 of the 168 hours of a week: 60/168 x 730 = 260.714... hours.
    assert_eq!(on_minutes(&month, 0), 3_600);
    assert_eq!(on_minutes(&month, 0) * month.scale.0 * 1_000 / month.scale.1, 260_714);
    assert_eq!(month.slices.iter().map(|slice| slice.minutes).sum::<u64>(), 10_080);
}

#[test]
fn vectors_office_2026() {
    let office = office();
    assert_eq!(minutes_on(&office, "2026-11"), 229 * 60);
    assert_eq!(minutes_on(&office, "2026-12"), 275 * 60);
    let year: u64 = (1..=12).map(|month| minutes_on(&office, &format!("2026-{month:02}"))).sum();
    assert_eq!(year, 2_928 * 60);
    for closed in ["12-29..01-03", "2026-12-29..2026-12-31"] {
        let closed = office.holidays.clone().with_closed(closed).unwrap();
        assert_eq!(
            minutes_on(&Schedule { holidays: closed, ..office.clone() }, "2026-12"),
            239 * 60
        );
    }
    // An exception says the same, and one on a holiday wins over it.
    let except = vec![exception("2026-12-29..2026-12-31", Hours::Never)];
    assert_eq!(minutes_on(&Schedule { except, ..office.clone() }, "2026-12"), 239 * 60);
    let except = vec![exception("2026-11-03", windows(&["Mon-Sun 10:00-15:00"]))];
    assert_eq!(minutes_on(&Schedule { except, ..office.clone() }, "2026-11"), (229 + 5) * 60);
}

#[test]
fn vectors_office_as_cron() {
    let pair = Schedule { hours: cron("0 8 * * 1-5", "0 20 * * Mon-Fri"), ..office() };
    for month in ["average", "2026-03", "2026-11", "2026-12"] {
        assert_eq!(minutes_on(&pair, month), minutes_on(&office(), month), "{month}");
    }
}

/// Zone, civil time, UTC: gaps, folds, and the edges beside them.
const EDGES: &str = include_str!("edges.txt");

#[test]
fn vectors_each_local_edge_is_one_instant() {
    let mut count = 0;
    for line in EDGES.lines() {
        let [name, civil, utc] = *line.split(' ').collect::<Vec<_>>().as_slice() else {
            panic!("{line}")
        };
        let civil: DateTime = civil.parse().unwrap();
        let minutes =
            u16::try_from(civil.hour()).unwrap() * 60 + u16::try_from(civil.minute()).unwrap();
        let found = resolve(&zone(name).unwrap(), civil.date(), minutes).map(instant);
        assert_eq!(found, Some(at(utc)), "{line}");
        count += 1;
    }
    assert!(count >= 32);
}

/// The spans of a New York schedule on one date, as its changes say.
fn new_york(text: &str, from: &str) -> Vec<String> {
    let schedule = schedule("America/New_York", windows(&[text]));
    let mut now = at(from);
    let mut changes = Vec::new();
    while let Some((next, state)) = schedule.desired(now).next {
        changes.push(format!("{next} {state}"));
        now = next;
    }
    changes
}

#[test]
fn vectors_new_york_2026() {
    let day = "2026-03-01T00:00:00Z";
    // 02:30 does not exist and is 03:30 EDT, 07:30Z, behind 03:15 EDT: empty.
    assert_eq!(new_york("2026-03-08 02:30-03:15", day), Vec::<String>::new());
    // Both ends in the gap keep their distance.
    let both = ["2026-03-08T07:15:00Z on", "2026-03-08T07:45:00Z off"];
    assert_eq!(new_york("2026-03-08 02:15-02:45", day), both);
    // A stop in the gap is not missed: it comes at 03:30 EDT.
    let stop = ["2026-03-07T17:00:00Z on", "2026-03-08T07:30:00Z off"];
    assert_eq!(new_york("2026-03-07 12:00-02:30", day), stop);
    // The first 01:30 of the fold, so an hour more until 03:00 EST.
    let fold = ["2026-11-01T05:30:00Z on", "2026-11-01T08:00:00Z off"];
    assert_eq!(new_york("2026-11-01 01:30-03:00", day), fold);
    // A stop in the fold comes once, at the first 01:30.
    let stop = ["2026-10-31T16:00:00Z on", "2026-11-01T05:30:00Z off"];
    assert_eq!(new_york("2026-10-31 12:00-01:30", day), stop);
}

#[test]
fn vectors_night_over_a_change_of_clocks() {
    let night = schedule("America/New_York", windows(&["Sat 22:00-06:00"]));
    // 8 March and 1 November are Sundays: nights of 7 and 9 hours; the others have 8.
    // The night of 28 February begins on 1 March in UTC.
    assert_eq!(minutes_on(&night, "2026-03"), (4 * 8 + 7) * 60);
    // The night of 31 October is 02:00Z to 11:00Z on 1 November.
    assert_eq!(minutes_on(&night, "2026-11"), (4 * 8 + 9) * 60);
}

#[test]
fn vectors_cron_over_a_change_of_clocks() {
    let state = |schedule: &Schedule, text: &str| schedule.desired(at(text)).desired;
    // A daily stop at 02:30 comes at 03:30 EDT on the day of the gap.
    let stop = schedule("America/New_York", cron("0 12 * * *", "30 2 * * *"));
    assert_eq!(state(&stop, "2026-03-08T07:29:00Z"), Desired::On);
    assert_eq!(state(&stop, "2026-03-08T07:30:00Z"), Desired::Off);
    // A daily stop at 01:30 comes once on the day of the fold.
    let stop = schedule("America/New_York", cron("0 12 * * *", "30 1 * * *"));
    assert_eq!(state(&stop, "2026-11-01T05:29:59Z"), Desired::On);
    assert_eq!(state(&stop, "2026-11-01T05:30:00Z"), Desired::Off);
    assert_eq!(state(&stop, "2026-11-01T06:30:00Z"), Desired::Off);
    // Up at 02:30 and down at 03:00: empty where 02:30 does not exist.
    let short = schedule("America/New_York", cron("30 2 * * *", "0 3 * * *"));
    assert_eq!(minutes_on(&short, "2026-03"), 30 * 30);
    // Ups in a gap resolve out of order; the earliest instant counts.
    let often = schedule("America/New_York", cron("*/30 2-3 8 3 *", "0 5 * * *"));
    assert_eq!(state(&often, "2026-03-08T06:59:00Z"), Desired::Off);
    assert_eq!(state(&often, "2026-03-08T07:00:00Z"), Desired::On);
}

#[test]
fn vectors_profile_windows() {
    let tokyo = zone("Asia/Tokyo").unwrap();
    let (saturday, sale) = (window("Sat 10:00-18:00"), window("2026-12-05 08:00-22:00"));
    let office = office();
    let tracks = [
        Track::Schedule(&office),
        Track::During { window: &saturday, zone: &tokyo },
        Track::During { window: &sale, zone: &tokyo },
    ];
    let december = slices(&month("2026-12"), &tracks);
    assert_eq!(on_minutes(&december, 1), 4 * 8 * 60);
    assert_eq!(on_minutes(&december, 2), 14 * 60);
    let both: u64 =
        december.slices.iter().filter(|s| s.on == [false, true, true]).map(|s| s.minutes).sum();
    assert_eq!(both, 8 * 60);
    assert_eq!(december.ignored, []);
    let average = slices(&Period::Average, &tracks);
    assert_eq!(on_minutes(&average, 1), 8 * 60);
    assert_eq!(on_minutes(&average, 2), 0);
    let dated = Ignored::Dated { text: "2026-12-05 08:00-22:00".to_owned() };
    assert_eq!(average.ignored, [Ignored::Holidays { schedule: "office".to_owned() }, dated]);
    // `during` knows no holidays: 3 November 2026 is one.
    let holiday = window("2026-11-03 00:00-24:00");
    let during = Track::During { window: &holiday, zone: &tokyo };
    assert_eq!(on_minutes(&slices(&month("2026-11"), &[during]), 0), 1_440);
}

#[test]
fn vectors_average_week() {
    let week = |hours: Hours| minutes_on(&schedule("Asia/Tokyo", hours), "average");
    assert_eq!(week(windows(&["Sat-Mon 22:00-06:00"])), 3 * 8 * 60);
    assert_eq!(week(windows(&["Mon 08:00-20:00", "Mon-Tue 19:00-21:00"])), (13 + 2) * 60);
    assert_eq!(week(windows(&["Mon-Sun 08:00-08:00"])), 10_080);
    assert_eq!(week(Hours::Always), 10_080);
    assert_eq!(week(Hours::Never), 0);
    // Up on Friday evening, down on Monday morning: over the end of the week.
    assert_eq!(week(cron("0 20 * * 5", "0 8 * * 1")), 60 * 60);
    assert_eq!(week(cron("0 8 * * *", "0 8 * * *")), 0);
    let monthly = schedule("Asia/Tokyo", cron("0 8 1 * *", "0 20 * * *"));
    let average = slices(&Period::Average, &[Track::Schedule(&monthly)]);
    assert_eq!(on_minutes(&average, 0), 10_080);
    assert_eq!(average.ignored, [Ignored::Cron { schedule: "office".to_owned() }]);
}

#[test]
fn vectors_months() {
    assert_eq!(Period::Average.hours(), (730, 1));
    assert_eq!(month("2026-02").hours(), (672, 1));
    assert_eq!(month("2028-02").hours(), (696, 1));
    assert_eq!(month("2026-12").hours(), (744, 1));
    assert_eq!(month("2026-02").to_string(), "2026-02");
    let empty = slices(&month("2026-02"), &[]);
    assert_eq!((empty.slices.len(), empty.slices[0].minutes), (1, 672 * 60));
}
