//! `kanjo offhours timeline`: a week of each schedule.

use super::plan::not_svg;
use super::world::World;
use super::{OffhoursFormat, TimelineArgs};
use crate::calendar::Schedule;
use crate::cli::Outcome;
use crate::cli::session::finish;
use crate::diagnostic::{Code, Diagnostic, Sources, nearest};
use crate::report;
use crate::text::Lang;
use jiff::ToSpan;
use std::collections::BTreeMap;
use std::sync::Arc;

pub fn run(args: &TimelineArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let world = World::open(&args.scene, &args.path, None, sources)?;
    let named = world.policies.schedules.values().map(|named| &named.schedule);
    let all: BTreeMap<String, Arc<Schedule>> = named
        .chain(world.own.values())
        .map(|schedule| (schedule.name.clone(), Arc::clone(schedule)))
        .collect();
    let mut shown: Vec<(String, Arc<Schedule>)> = Vec::new();
    for name in &args.schedule {
        match all.get(name) {
            Some(schedule) => shown.push((name.clone(), Arc::clone(schedule))),
            None => {
                let near = nearest(name, all.keys().map(String::as_str));
                let message = format!("there is no schedule `{name}`");
                return Err(Diagnostic::new(Code::UnknownSchedule, message)
                    .help_if(near.map(|near| format!("did you mean `{near}`?")))
                    .into());
            }
        }
    }
    if args.schedule.is_empty() {
        shown = all.into_iter().collect();
    }
    if shown.is_empty() {
        let message = "there is no schedule to show";
        return Err(Diagnostic::new(Code::UnknownSchedule, message)
            .help("write one under `schedules` of kanjo.yaml or of policies/offhours.yaml")
            .into());
    }
    let today = world.zone.to_datetime(world.now).date();
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let text = match args.shown.format {
        OffhoursFormat::Table => report::timeline_table(&shown, monday, &args.shown.style()),
        OffhoursFormat::Svg => {
            report::timeline_svg(&shown, monday, Lang::parse(&args.shown.lang).unwrap_or_default())
        }
        OffhoursFormat::Json => return Err(not_svg("--format json")),
    };
    Ok(Outcome::Done { text: finish(text, &args.shown.output())?, unmet: Vec::new() })
}
