use super::parse::days_of;
use super::*;
use jiff::ToSpan;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn fires(tag: &str, filter: Filter, instant: &str) -> bool {
    let settings = Settings { default_zone: "utc".to_owned(), ..Settings::default() };
    let Meaning::Follows { off, on } = settings.meaning(Some(tag)) else { return false };
    let edges = match filter {
        Filter::Off => off,
        Filter::On => on,
    };
    edges.is_some_and(|edges| settings.fires(&edges, edges.local(at(instant))))
}

#[test]
fn days_wrap_and_junk_is_passed_over() {
    let days = |text: &str| days_of(text).map(|days| Moment { days, hour: 0 }.days());
    assert_eq!(days("s-m"), Some(vec![0, 5, 6]));
    assert_eq!(days("x-m-f"), Some(vec![0, 1, 2, 3, 4]));
    assert_eq!(days("h"), Some(vec![3]));
    assert_eq!(days("m-t-f"), None);
    assert_eq!(days("1-2"), None);
}

#[test]
fn one_bad_part_rejects_the_tag_and_one_missing_part_is_the_policys() {
    assert!(parse("off=(m-f,19);on=(m-f,24)", "et").is_none());
    assert!(!fires("off=(m-f,19);on=(m-f,24)", Filter::Off, "2026-01-14T19:05:00Z"));
    // Only `on`: the policy's own off hour still counts.
    assert!(fires("on=(m-f,6)", Filter::Off, "2026-01-14T19:05:00Z"));
    assert!(fires("Offhours tz=ET", Filter::Off, "2026-01-15T00:05:00Z"));
}

#[test]
fn escapes_and_quotes() {
    let tag = "\"OFFu3du28M-Fu2c19u29u3bONu3du28M-Fu2c7u29\"";
    assert!(fires(tag, Filter::Off, "2026-01-14T19:59:00Z"));
    assert!(!fires(tag, Filter::Off, "2026-01-14T20:00:00Z"));
}

#[test]
fn a_gap_loses_the_edge_and_a_fold_doubles_it() {
    let tag = "on=(m-u,2);off=(m-u,1);tz=et";
    let hours = |date: &str, filter| {
        let midnight = at(&format!("{date}T00:00:00Z"));
        (0..24).filter(|h| fires(tag, filter, &(midnight + h.hours()).to_string())).count()
    };
    assert_eq!(hours("2026-03-08", Filter::On), 0);
    assert_eq!(hours("2026-11-01", Filter::Off), 2);
    assert_eq!(hours("2026-11-02", Filter::Off), 1);
}

#[test]
fn the_next_edge_passes_over_gaps_and_skipped_days() {
    let skip = BTreeSet::from(["2026-03-10".to_owned()]);
    let settings = Settings { skip_days: skip, ..Settings::default() };
    let Meaning::Follows { on: Some(on), .. } = settings.meaning(Some("on=(m-u,2);tz=et")) else {
        panic!("follows")
    };
    // 8 March has no 02:00, 10 March is skipped.
    assert_eq!(on.next(at("2026-03-07T12:00:00Z"), &settings), Some(at("2026-03-09T06:00:00Z")));
    assert_eq!(on.next(at("2026-03-09T06:00:00Z"), &settings), Some(at("2026-03-11T06:00:00Z")));
}
