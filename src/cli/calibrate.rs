//! `kanjo calibrate`: what was billed as values for the file.
//!
//! Each usage that the file states, or lists as not stated, is run at two
//! values; where a billed meter follows it, the value that gives the billed
//! quantity is proposed. The file is changed only with `--write`.

use crate::bill::{Actual, Bill, OffHours, billed_unit};
use crate::calendar::Period;
use crate::catalog::{Input as KindInput, InputType, Role};
use crate::cli::Outcome;
use crate::cli::actual::{ActualArgs, Month, in_usd};
use crate::cli::actuals_remote::Asked;
use crate::cli::args::{Format, ModelArgs, OutputArgs};
use crate::cli::reconcile::{Time, leave_out, no_rows};
use crate::cli::session::{Session, collected, finish, not_a_page, not_focus, overflow, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::quantity::Number;
use crate::reconcile::{self, Measured, Pair, Proposal, Subject};
use crate::report::{self, Calibration, GroupBy};
use crate::source::{self, Input};
use crate::topology::tree::{self, Node};
use crate::topology::{Document, Resource, patch};
use clap::Args;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    #[command(flatten)]
    pub bill: ActualArgs,
    /// The month that the values are for: its weekdays weigh what was measured
    #[arg(long = "for", value_name = "MONTH")]
    pub coming: Option<String>,
    /// Write the values into the file
    #[arg(long)]
    pub write: bool,
    #[command(flatten)]
    pub model: ModelArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Values at which an input is tried: some have bounds.
const TRIALS: [(&str, &str); 4] = [("1", "2"), ("10", "20"), ("0.5", "0.75"), ("1000", "2000")];

pub fn run(args: &CalibrateArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let month = Month::of(&session.period)?;
    let Input::Topology { name, text } = source::read_input(&args.path)? else {
        return Err(Diagnostic::new(Code::BadCsv, "the values stand in a topology").into());
    };
    let document = session.document(&name, &text, sources)?;
    let matching = document.matching()?;
    let project = session.project(&document, None, sources)?;
    let mut bill = session.bill(&project, sources)?.bill;
    let how = &args.bill.how;
    let offline = args.model.offline;
    let asked = Asked { month: Some(&month.name), hourly: true, offline, ..Asked::default() };
    let read = how.read(&args.bill.actual, &matching, &asked, sources)?;
    if read.actual.lines.is_empty() {
        return Err(no_rows(&month.name).into());
    }
    if read.actual.caveats.iter().any(|c| c.code == Code::BillOpen) {
        return Err(Diagnostic::new(Code::BadCsv, format!("{} is not closed", month.name))
            .help("calibrate on a month that was billed to its end")
            .into());
    }
    let (actual, _) = in_usd(read.actual, args.bill.rate.as_deref(), project.billing.fx.as_ref())?;
    leave_out(&mut bill.charges, &actual, how.columns.is_some());
    let pairs = |bill: &Bill| -> Option<Vec<Pair>> {
        let subject = Subject {
            estimate: bill,
            actual: &actual,
            matching: &matching,
            hours: &|_| None,
            billed_yet: &|_| Number::ONE,
            currency: Number::ZERO,
        };
        Some(reconcile::reconcile(&subject)?.lines)
    };
    let plain = pairs(&bill).ok_or_else(overflow)?;
    let mut proposals = Vec::new();
    let coming = args.coming.as_deref().map(|text| {
        let period = Period::parse(text).map_err(|e| {
            Diagnostic::new(Code::BadSchedule, format!("--for {text}: {}", e.message))
        })?;
        Month::of(&period)
    });
    let coming = coming.transpose()?;
    let time = Time::of(&project, &month, actual.until);
    // A month that ran longer than its schedule is measured by its hours.
    let target = |pair: &Pair| -> Option<Number> {
        let is = |l: &&Pair| place(l) == place(pair);
        let known = plain.iter().find(is).unwrap_or(pair);
        let charge = bill.charges.iter().find(|c| {
            (&*c.environment, &*c.resource, &*c.meter) == place(known)
                && c.off_hours == Some(OffHours::Stops)
                && c.schedule.is_some()
        });
        let used = match charge.filter(|_| known.hours > 0) {
            None => known.used,
            Some(charge) => {
                let planned = Number::from(time.on_hours(charge));
                known.used.times(planned)?.over(Number::from(u64::from(known.hours)))?
            }
        };
        let Some(coming) = &coming else { return Some(used) };
        let more = reconcile::project(
            &read.series,
            place_by_usage(pair),
            (month.from, month.to),
            (coming.from, coming.to),
        );
        let used = used.times(more.unwrap_or(Number::ONE))?;
        // A rate is the same in a longer month; an amount is not.
        match billed_unit(&pair.unit).ends_with("hours") {
            true => used
                .times(Number::from_i64(month.to - month.from))?
                .over(Number::from_i64(coming.to - coming.from)),
            false => Some(used),
        }
    };
    for environment in &project.environments {
        let model = ModelArgs { env: vec![environment.name.to_string()], ..args.model.clone() };
        let session = Session::open(&model, Vec::new(), sources)?;
        let mut own = Trial {
            session,
            actual: &actual,
            mapped: how.columns.is_some(),
            document: &document,
            environment: &environment.name,
            bill: &bill,
        };
        for resource in &environment.resources {
            // One meter tells one input.
            let mut claimed: BTreeSet<Arc<str>> = BTreeSet::new();
            for (input, unit) in usages(&document, resource, &bill) {
                let Some(found) =
                    own.solve(&resource.name, &input, &unit, (&pairs, &target), &claimed, sources)
                else {
                    continue;
                };
                claimed.insert(Arc::clone(&found.pair.meter));
                let p = &found.pair;
                let planned = plain.iter().find(|l| place(l) == place(p)).map(|l| l.planned);
                if near(planned.unwrap_or(Number::ZERO), found.quantity) {
                    continue;
                }
                let measured = reconcile::measure(
                    &read.series,
                    (&p.environment, &p.resource, &p.usage_type),
                    (month.from, month.to),
                );
                proposals.push(proposal(&document, found, measured, &input, &unit, &month));
            }
        }
    }
    if args.write {
        write(Path::new(&name), &text, &proposals)?;
    }
    let view = Calibration {
        made: session.made(),
        month: &month.name,
        file: &name,
        proposals: &proposals,
        written: args.write,
    };
    let text = match args.output.format {
        Format::Json => report::calibrate_json(&view),
        Format::Focus => return Err(not_focus("a calibration").into()),
        format @ (Format::Html | Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(format, "a calibration").into());
        }
        Format::Table | Format::Markdown | Format::Csv => {
            report::calibrate_table(&view, &style(&args.output, GroupBy::Resource))
        }
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

/// Within half a thousandth the file is right already.
fn near(planned: Number, used: Number) -> bool {
    let apart = planned.minus(used).and_then(|d| d.abs().over(used.abs()));
    apart.is_some_and(|a| a.times(Number::from(2000u64)).is_some_and(|a| a < Number::ONE))
}

/// The usages of a resource that the file states or the estimate misses.
fn usages(document: &Document, resource: &Resource, bill: &Bill) -> Vec<(String, Arc<str>)> {
    let stated = |path: &str| stated(document, &resource.environment, &resource.name, path);
    let unset = |path: &str| {
        bill.unset.iter().any(|u| {
            u.environment == resource.environment
                && u.resource == resource.name
                && &*u.input == path
        })
    };
    let mut found = Vec::new();
    let mut open: Vec<&KindInput> = resource.kind.inputs.iter().rev().collect();
    while let Some(input) = open.pop() {
        open.extend(input.fields.iter().rev());
        if input.role != Role::Usage {
            continue;
        }
        let unit: Arc<str> =
            input.unit.as_ref().map_or_else(|| Arc::from(""), |u| Arc::from(u.name.as_str()));
        match input.kind {
            InputType::Number if stated(&input.path).is_some() || unset(&input.path) => {
                found.push((input.path.to_string(), unit));
            }
            InputType::Map => {
                let keys = stated(&input.path).and_then(|n| n.entries()).unwrap_or(&[]);
                found.extend(
                    keys.iter().map(|e| (format!("{}.{}", input.path, e.key), unit.clone())),
                );
            }
            _ => {}
        }
    }
    found
}

/// What the file says about an input, in the environment or for all.
fn stated<'a>(
    document: &'a Document,
    environment: &str,
    resource: &str,
    path: &str,
) -> Option<&'a Node> {
    let root = document.root();
    let own = root.get("environments").and_then(|e| e.get(environment));
    [own, Some(root)].into_iter().flatten().find_map(|part| {
        let resource = part.get("resources")?.get(resource)?;
        path.split('.').try_fold(resource, |node, key| node.get(key))
    })
}

/// Lays a bill on what was billed; what a meter should run to.
type Pairs<'a> = &'a dyn Fn(&Bill) -> Option<Vec<Pair>>;
type Target<'a> = &'a dyn Fn(&Pair) -> Option<Number>;

fn place(pair: &Pair) -> (&str, &str, &str) {
    (&pair.environment, &pair.resource, &pair.meter)
}

fn place_by_usage(pair: &Pair) -> (&str, &str, &str) {
    (&pair.environment, &pair.resource, &pair.usage_type)
}

struct Trial<'a> {
    /// Of this environment alone.
    session: Session,
    actual: &'a Actual,
    mapped: bool,
    document: &'a Document,
    environment: &'a Arc<str>,
    /// Of the file as it is.
    bill: &'a Bill,
}

struct Solved {
    pair: Pair,
    /// What the meter should run to.
    quantity: Number,
    value: Number,
    /// What a month of another quantity would give.
    line: ((Number, Number), (Number, Number)),
}

impl Trial<'_> {
    /// The value of an input that gives what was billed.
    fn solve(
        &mut self,
        resource: &Arc<str>,
        input: &str,
        unit: &str,
        (pairs, target): (Pairs<'_>, Target<'_>),
        claimed: &BTreeSet<Arc<str>>,
        sources: &mut Sources,
    ) -> Option<Solved> {
        // A resource that only this environment has is no target of the whole file.
        let named = self.document.root().get("environments").is_some();
        let inside =
            if named { format!("environments.{}.", self.environment) } else { String::new() };
        let set = |value: &str| {
            format!(
                "{inside}resources.{resource}.{input}={value}{}{unit}",
                if unit.is_empty() { "" } else { " " }
            )
        };
        for (low, high) in TRIALS {
            let first = self.with(&set(low), sources).and_then(|bill| pairs(&bill));
            let second = self.with(&set(high), sources).and_then(|bill| pairs(&bill));
            let (Some(first), Some(second)) = (first, second) else { continue };
            let mine = |p: &&Pair| {
                p.environment == *self.environment
                    && p.resource == *resource
                    && !claimed.contains(&p.meter)
                    && !p.used.is_zero()
                    && target(p).is_some()
            };
            let mut best: Option<Solved> = None;
            for pair in first.iter().filter(mine) {
                let Some(other) = second.iter().filter(mine).find(|p| p.meter == pair.meter) else {
                    continue;
                };
                let a = (Number::parse(low)?, pair.planned);
                let b = (Number::parse(high)?, other.planned);
                let Some(value) = reconcile::propose(a, b, target(pair)?) else { continue };
                let quantity = target(pair)?;
                if best.as_ref().is_none_or(|best| pair.actual > best.pair.actual) {
                    best = Some(Solved { pair: pair.clone(), quantity, value, line: (a, b) });
                }
            }
            if best.is_some() {
                return best;
            }
        }
        None
    }

    /// The bill with one value of one environment changed.
    fn with(&mut self, set: &str, sources: &mut Sources) -> Option<Bill> {
        let document = self.document;
        let trial = self.session.with_set(set, |s| s.estimate(document, None, sources)).ok()?;
        let others = self.bill.charges.iter().filter(|c| c.environment != *self.environment);
        let mut charges: Vec<_> = others.cloned().chain(trial.estimate.bill.charges).collect();
        leave_out(&mut charges, self.actual, self.mapped);
        Some(Bill { charges, ..self.bill.clone() })
    }
}

fn proposal(
    document: &Document,
    found: Solved,
    measured: Option<Measured>,
    input: &str,
    unit: &Arc<str>,
    month: &Month,
) -> Proposal {
    let Solved { pair, quantity, value, line: (a, b) } = found;
    let days = Number::from_i64((month.to - month.from) / 24);
    // Of what several share without tags, this is the part that is its own.
    let part = measured.as_ref().and_then(|m| quantity.over(m.total)).unwrap_or(Number::ONE);
    let as_month =
        |day: Number| reconcile::propose(a, b, day.times(days)?.times(part)?).map(|n| n.round(6));
    let before = stated(document, &pair.environment, &pair.resource, input);
    let before = before.and_then(|node| node.as_scalar().cloned());
    let environments = document.root().get("environments").and_then(Node::entries).unwrap_or(&[]);
    Proposal {
        environment: match environments.is_empty() {
            true => Arc::from(""),
            false => Arc::clone(&pair.environment),
        },
        resource: Arc::clone(&pair.resource),
        input: Arc::from(input),
        unit: Arc::clone(unit),
        before,
        value: value.round(6),
        low: measured.as_ref().and_then(|m| as_month(m.low)),
        median: measured.as_ref().and_then(|m| as_month(m.median)),
        high: measured.as_ref().and_then(|m| as_month(m.high)),
        meter: Arc::clone(&pair.meter),
        quantity,
        quantity_unit: Arc::clone(&pair.unit),
        days: measured.map_or(0, |m| m.days),
    }
}

/// Puts the values into the file, one after the other, or none.
fn write(file: &Path, text: &str, proposals: &[Proposal]) -> Result<(), Diagnostics> {
    let mut text = text.to_owned();
    for p in proposals {
        let id = Sources::default().add(file.display().to_string(), text.as_str());
        let root = tree::parse(&text, id).map_err(collected)?;
        let mut path = vec!["resources", &*p.resource];
        path.extend(p.input.split('.'));
        if !p.environment.is_empty() {
            path.splice(0..0, ["environments", &*p.environment]);
        }
        let value = format!("{} {}", p.value, p.unit);
        text = patch(&text, &root, &path, value.trim_end()).ok_or_else(|| {
            let message = format!("{}: {} cannot be written", file.display(), path.join("."));
            Diagnostic::new(Code::WrongType, message).help("write this value by hand")
        })?;
    }
    Ok(source::write_whole(file, &text)?)
}
