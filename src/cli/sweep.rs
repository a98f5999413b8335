//! `kanjo sweep`: cost curves over a driver, and where designs cross.

use crate::cli::Outcome;
use crate::cli::args::{Format, SweepArgs};
use crate::cli::session::{Session, finish, not_a_page, not_focus, style};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources, nearest};
use crate::estimate::{self, sweep, sweep_values};
use crate::quantity::{Number, Unit, quantity};
use crate::report::{self, Curve, GroupBy};
use crate::source::{self, Input};
use std::sync::Arc;

/// The name of the file without a scenario.
pub const PLAIN: &str = "plain";

pub fn run(args: &SweepArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let (driver, from, to) = range(&args.driver)?;
    let mut session = Session::open(&args.model, Vec::new(), sources)?;
    let Input::Topology { name, text } = source::read_input(&args.path)? else {
        return Err(Diagnostic::new(Code::BadCsv, "a bill has no drivers").into());
    };
    let document = session.document(&name, &text, sources)?;
    if !document.drivers().iter().any(|d| **d == *driver) {
        let names = document.drivers();
        let near =
            nearest(&driver, names.iter().map(|n| &**n)).map(|n| format!("did you mean `{n}`?"));
        let all: Vec<&str> = names.iter().map(|n| &**n).collect();
        return Err(Diagnostic::new(Code::UnknownName, format!("{name} has no driver `{driver}`"))
            .help(near.unwrap_or_else(|| format!("the drivers are {}", all.join(", "))))
            .into());
    }
    let designs = designs(&args.scenario, &document.scenarios())?;
    let overflow =
        || Diagnostics::from(Diagnostic::new(Code::Overflow, "a number does not fit 28 digits"));
    let values = sweep_values(from, to, args.steps).ok_or_else(overflow)?;
    let found = sweep(&driver, &designs, &values, |design, value| {
        let scenario = designs.get(design).filter(|name| &***name != PLAIN);
        session.with_set(&format!("drivers.{driver}={value}"), |session| {
            let scenario = scenario.map(|s| &**s);
            let bill = session.estimate(&document, scenario, sources)?.estimate.bill;
            bill.total().map(|total| total.expected).ok_or_else(overflow)
        })
    })?;
    let style = style(&args.output, GroupBy::Resource);
    let made = session.made();
    let text = match args.output.format {
        Format::Json => report::sweep_json(&made, &found),
        Format::Csv => report::sweep_csv(&found),
        Format::Focus => return Err(not_focus("a sweep").into()),
        Format::Html => {
            let hours = estimate::period_hours(&session.period);
            let plain = document.plain_drivers(hours);
            let now = plain.into_iter().find(|(name, _)| **name == *driver).map(|(_, now)| now);
            report::sweep_html(&made, &Curve { sweep: found, now }, &style)
        }
        other @ (Format::Ringi | Format::RingiCsv) => {
            return Err(not_a_page(other, "a sweep").into());
        }
        Format::Table | Format::Markdown => report::sweep_table(&made, &found, &style),
    };
    Ok(Outcome::Done { text: finish(text, &args.output)?, unmet: Vec::new() })
}

/// Plain and every scenario, or those that `--scenario` names.
fn designs(wanted: &[String], all: &[Arc<str>]) -> Result<Vec<Arc<str>>, Diagnostics> {
    if wanted.is_empty() {
        return Ok(std::iter::once(Arc::from(PLAIN)).chain(all.iter().cloned()).collect());
    }
    let mut designs = vec![Arc::from(PLAIN)];
    for name in wanted.iter().filter(|n| *n != PLAIN) {
        if !all.iter().any(|known| **known == **name) {
            let near =
                nearest(name, all.iter().map(|n| &**n)).map(|n| format!("did you mean `{n}`?"));
            return Err(Diagnostic::new(
                Code::UnknownEnvironment,
                format!("there is no scenario `{name}`"),
            )
            .help_if(near)
            .into());
        }
        designs.push(Arc::from(name.as_str()));
    }
    Ok(designs)
}

/// `requests=1M..1B`.
fn range(text: &str) -> Result<(String, Number, Number), Diagnostics> {
    let bad = |message: String| {
        Diagnostics::from(
            Diagnostic::new(Code::BadRange, format!("--driver {text}: {message}"))
                .help("write it as requests=1M..1B"),
        )
    };
    let (name, range) = text.split_once('=').ok_or_else(|| bad("there is no `=`".to_owned()))?;
    let (from, to) = range.split_once("..").ok_or_else(|| bad("there is no `..`".to_owned()))?;
    let number = |part: &str| match quantity(part.trim(), &Unit::named("1")) {
        Some(Ok(number)) => Ok(number),
        Some(Err(problem)) => Err(bad(problem.message)),
        None => Err(bad(format!("`{part}` is not a number"))),
    };
    let (from, to) = (number(from)?, number(to)?);
    if from >= to || from.is_negative() {
        return Err(bad("the range must rise from 0 or above".to_owned()));
    }
    Ok((name.trim().to_owned(), from, to))
}
