//! Random systems: what must hold of every bill, whatever is in the file.

use super::super::*;
use super::generate::{Thing, amount, spread, system, window};
use crate::bill::{Bill, diff};
use crate::calendar::Period;
use crate::catalog::Catalog;
use crate::diagnostic::Sources;
use crate::prices::{Book, Identity};
use crate::quantity::{Case, Number, sum};
use crate::report::{Made, estimate_json};
use crate::topology::{Document, Options};
use proptest::prelude::*;
use std::cell::RefCell;

/// Prices and kinds are opened once for all cases of a test.
struct World {
    book: Book,
    catalog: Catalog,
    sources: Sources,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::new(World {
        book: Book::embedded(),
        catalog: Catalog::embedded(),
        sources: Sources::default(),
    });
}

const AVERAGE: Period = Period::Average;
const HEAD: &str = "version: 1\nregion: ap-northeast-1\ntimezone: Asia/Tokyo\n\
    schedules: {office: {on: \"Mon-Fri 08:00-20:00\"}, night: {on: \"Fri-Sun 22:15-06:45\"}}\n";

/// The bill of a file, or what is wrong with it.
fn asked(
    text: &str,
    period: &Period,
    scenario: Option<&str>,
    sets: &[String],
) -> Result<Bill, String> {
    WORLD.with_borrow_mut(|World { book, catalog, sources }| {
        let file = sources.add("kanjo.yaml", text);
        let words = |d: crate::diagnostic::Diagnostics| {
            let all: Vec<String> = d.list().iter().map(|d| d.message.clone()).collect();
            format!("{}\n{text}\n{sets:?}", all.join("; "))
        };
        let document = Document::read(text, file).map_err(words)?;
        let options = Options {
            scenario: scenario.map(str::to_owned),
            sets: sets.to_vec(),
            period_hours: period_hours(period),
            ..Options::default()
        };
        let project = document.project(&options, catalog, book, sources).map_err(words)?;
        let pools = catalog.pools(sources).expect("pools");
        estimate(&project, period, &pools, book).map(|e| e.bill).map_err(words)
    })
}

fn bill(things: &[Thing]) -> Result<Bill, TestCaseError> {
    of(&format!("{HEAD}{}", file(things)), &AVERAGE)
}

fn of(text: &str, period: &Period) -> Result<Bill, TestCaseError> {
    asked(text, period, None, &[]).map_err(TestCaseError::fail)
}

fn file(things: &[Thing]) -> String {
    let lines: Vec<String> =
        things.iter().map(|t| format!("  {}: {}\n", t.name, t.body())).collect();
    format!("resources:\n{}", lines.concat())
}

/// The bill without the places in the file.
fn bare(mut bill: Bill) -> Bill {
    let caveats = bill.charges.iter_mut().flat_map(|c| &mut c.caveats);
    caveats.chain(&mut bill.caveats).for_each(|caveat| caveat.at = None);
    bill.charges.iter_mut().for_each(|charge| charge.at = None);
    bill.unpriced.iter_mut().for_each(|line| line.at = None);
    bill
}

fn json(bill: Bill) -> String {
    let (bill, text) = (bare(bill), String::from("x"));
    let book =
        Identity { name: text.clone(), sha256: text.clone(), oldest: text.clone(), newest: text };
    let made = Made { version: "0", book: &book };
    estimate_json(&crate::report::Estimate {
        made,
        project: None,
        bill: &bill,
        statement: None,
        coverage: None,
        free_tier_off_costs: None,
    })
}

/// Equal to that many decimals.
fn near(a: Number, b: Number, places: u32) -> bool {
    a.minus(b).is_some_and(|d| d.round(places).is_zero())
}

fn settings() -> ProptestConfig {
    ProptestConfig {
        cases: 32,
        max_shrink_iters: 400,
        failure_persistence: None,
        ..Default::default()
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn cases_are_in_the_order_of_their_inputs(things in system()) {
        let bill = bill(&things)?;
        let total = bill.total().expect("fits");
        prop_assert!(total.low <= total.expected && total.expected <= total.high, "{:?}", total);
        for c in &bill.charges {
            let q = &c.quantity;
            prop_assert!(q.low <= q.expected && q.expected <= q.high, "{:?}", c);
            for case in Case::ALL {
                let (cost, list) = (*c.cost.get(case), *c.list_cost.get(case));
                prop_assert!(!cost.is_negative() && cost <= list, "{:?}", c);
            }
        }
    }

    #[test]
    fn lines_sum_to_the_total_and_rows_of_a_diff_to_its_delta(a in system(), b in system()) {
        let (before, after) = (bill(&a)?, bill(&b)?);
        for case in Case::ALL {
            let lines = sum(before.charges.iter().map(|c| *c.cost.get(case)));
            prop_assert_eq!(lines, before.total().map(|t| *t.get(case)));
            let groups = before.grouped(|c| &c.kind).expect("fits");
            let groups = sum(groups.iter().map(|(_, cost)| *cost.get(case)));
            prop_assert!(groups.zip(lines).is_some_and(|(groups, lines)| near(groups, lines, 20)));
        }
        let d = diff(&before, &after).expect("fits");
        for case in Case::ALL {
            let rows = sum(d.changes.iter().map(|c| *c.delta.get(case)));
            // Hours such as 60/168 of 730 have 28 digits: sums of them round.
            prop_assert!(rows.is_some_and(|rows| near(rows, *d.delta.get(case), 20)));
            let moved = d.after.get(case).minus(*d.before.get(case));
            prop_assert_eq!(moved, Some(*d.delta.get(case)));
        }
        prop_assert!(diff(&before, &before).expect("fits").changes.is_empty());
    }

    /// Many resources cost what one with all their usage costs: the ladder
    /// runs once over the sum, less the allowance, and sharing loses nothing.
    #[test]
    fn pools_and_shared_tiers_conserve_money(parts in prop::collection::vec(spread(), 1..6)) {
        let many: Vec<Thing> = parts.iter().flat_map(|p| p.each()).collect();
        let all = parts.into_iter().reduce(|a, b| a.plus(&b)).expect("some");
        let (many, one) = (bill(&many)?, bill(&all.each())?);
        let (a, b) = (many.total().expect("fits"), one.total().expect("fits"));
        let (list_a, list_b) = (many.list_total().expect("fits"), one.list_total().expect("fits"));
        for case in Case::ALL {
            prop_assert!(near(*a.get(case), *b.get(case), 9), "{a:?} is not {b:?}");
            prop_assert!(near(*list_a.get(case), *list_b.get(case), 9), "{list_a:?} is not {list_b:?}");
        }
        // The same from the price alone: 1,024 GB are the first part of the tiers.
        let japan: Vec<_> = many.charges.iter().filter(|c| &*c.meter == "transfer_out Japan").collect();
        let ladder = |case: Case| {
            let quantity = sum(japan.iter().map(|c| *c.quantity.get(case)))?;
            let cost = japan.first()?.price.as_ref()?.cost(quantity, Number::from(1024u64).min(quantity))?;
            Some(*cost.get(case))
        };
        for case in Case::ALL {
            prop_assert_eq!(ladder(case), sum(japan.iter().map(|c| *c.cost.get(case))));
        }
    }

    /// `--set`s from left to right are one overlay with all of them.
    #[test]
    fn overlays_are_associative_in_effect(
        things in system(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0u8..3, amount(9)), 1..5),
    ) {
        let mut merged = things.clone();
        let (mut sets, mut tags) = (Vec::new(), Vec::new());
        for (at, what, value) in &changes {
            let at = at.index(things.len());
            let name = &things[at].name;
            match what {
                0 => {
                    let (first, old) = things[at].inputs[0].clone();
                    // A size with few choices stays what it is. A range is a map:
                    // over a profile its keys merge into it, and that is no value.
                    let value = match first.as_str() {
                        "vcpu" => old,
                        "transfer_out" => format!("{{Japan: {value}}}"),
                        _ if old.starts_with("{base") => "7".to_owned(),
                        _ => value.clone(),
                    };
                    sets.push(format!("resources.{name}.{first}={value}"));
                    merged[at].set(&first, &value);
                }
                1 => {
                    sets.push(format!("resources.{name}.count={value}"));
                    merged[at].set("count", value);
                }
                _ => {
                    sets.push(format!("tags.T{at}=\"{}\"", sets.len()));
                    tags.push((format!("T{at}"), format!("\"{}\"", sets.len() - 1)));
                }
            }
        }
        let tags = tags.into_iter().collect::<std::collections::BTreeMap<_, _>>();
        let tags: Vec<String> = tags.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        let overlay = format!("scenarios: {{all: {{tags: {{{}}}, {}}}}}\n", tags.join(", "), flow(&merged));
        let text = format!("{HEAD}tags: {{Env: x}}\n{}{overlay}", file(&things));
        let stepwise = asked(&text, &AVERAGE, None, &sets).map_err(TestCaseError::fail)?;
        let at_once = asked(&text, &AVERAGE, Some("all"), &[]).map_err(TestCaseError::fail)?;
        prop_assert_eq!(bare(stepwise), bare(at_once));
    }

    #[test]
    fn a_value_set_to_itself_changes_nothing(things in system(), at in any::<prop::sample::Index>()) {
        let text = format!("{HEAD}{}", file(&things));
        let thing = &things[at.index(things.len())];
        let mut sets: Vec<String> = thing.inputs.iter()
            .map(|(name, value)| format!("resources.{}.{name}={value}", thing.name)).collect();
        sets.push(format!("resources.{}={}", thing.name, thing.body()));
        let same = asked(&text, &AVERAGE, None, &sets).map_err(TestCaseError::fail)?;
        prop_assert_eq!(bare(same), bare(of(&text, &AVERAGE)?));
    }

    /// While it is on and while it is off make the month, in which what stays
    /// runs all the time; also where clocks change.
    #[test]
    fn on_hours_and_off_hours_are_the_month(
        (on, off) in window(),
        zone in prop::sample::select(vec!["Asia/Tokyo", "UTC", "America/New_York", "Australia/Lord_Howe"]),
        month in 0i8..=12,
    ) {
        let period = if month == 0 { AVERAGE } else { Period::Month { year: 2026, month } };
        let text = format!(
            "version: 1\nregion: ap-northeast-1\ntimezone: {zone}\n\
            schedules: {{on: {{on: [{on}]}}, off: {{on: [{off}]}}}}\nresources:\n  \
            day: {{type: aws.fargate, vcpu: 1, memory: 2, tasks: 1, schedule: on}}\n  \
            rest: {{type: aws.fargate, vcpu: 1, memory: 2, tasks: 1, schedule: off}}\n  \
            base: {{type: aws.fargate, vcpu: 1, memory: 2, tasks: {{base: 0, during: [{}]}}}}\n  \
            nat: {{type: aws.nat_gateway, data: 0, schedule: on}}\n",
            on.split(", ").map(|w| format!("{{when: {w}, value: 1}}")).collect::<Vec<_>>().join(", "),
        );
        let bill = of(&text, &period)?;
        let hours = |resource: &str, meter: &str| {
            let charge = bill.charges.iter().find(|c| &*c.resource == resource && &*c.meter == meter);
            charge.expect("a line").quantity.expected
        };
        let (day, rest, all) = (hours("day", "vcpu"), hours("rest", "vcpu"), hours("nat", "hours"));
        prop_assert_eq!(all, period_hours(&period));
        prop_assert!(day.plus(rest).is_some_and(|both| near(both, all, 20)), "{day} + {rest} is not {all}");
        prop_assert!(near(hours("base", "vcpu"), day, 20), "`during` and a schedule differ");
    }

    #[test]
    fn the_order_of_the_file_changes_nothing(
        (things, shuffled) in system().prop_flat_map(|s| (Just(s.clone()), Just(s).prop_shuffle())),
    ) {
        prop_assert_eq!(json(bill(&things)?), json(bill(&shuffled)?));
    }
}

fn flow(things: &[Thing]) -> String {
    let all: Vec<String> = things.iter().map(|t| format!("{}: {}", t.name, t.body())).collect();
    format!("resources: {{{}}}", all.join(", "))
}

/// A third of an odd amount has a remainder, and somebody takes it.
#[test]
fn the_remainder_of_equal_shares_does_not_hang_on_the_order_of_the_file() {
    let log = |name: &str| Thing::new(name, "aws.log_group", vec![("ingest", "10")]);
    let bill = |names: [&str; 3]| bill(&names.map(log)).map(json).expect("estimates");
    assert_eq!(bill(["a", "b", "c"]), bill(["c", "b", "a"]));
}

/// Found on the way: slices were shared between zones.
#[test]
fn the_windows_of_each_environment_are_in_its_own_zone() {
    let text = "version: 1\nregion: ap-northeast-1\n\
        environments: {a: {timezone: Asia/Tokyo}, b: {timezone: UTC}}\nresources:\n  \
        web: {type: aws.fargate, vcpu: 1, memory: 2, tasks: {base: 0, during: \
        [{when: \"2026-12-01 00:00-09:00\", value: 1}]}}\n";
    let bill = of(text, &Period::Month { year: 2026, month: 12 }).expect("estimates");
    let vcpu = bill.charges.iter().filter(|c| &*c.meter == "vcpu");
    let hours: Vec<String> = vcpu.map(|c| c.quantity.expected.to_string()).collect();
    assert_eq!(hours, ["0", "9"], "the first nine hours in Tokyo are November in UTC");
}
