//! A line in Instance Scheduler's grammar.
//!
//! `schedule` is one period, a list of periods, or an object with `periods` and
//! the switches of a schedule; `options` hold the switches as well. `desired` is
//! kanjo's answer, with each edge at one instant; `compat` is the peer's, which
//! goes by the clock and so differs for an hour around a change of clocks.

use super::{Act, Answer, Question, When, fields};
use crate::calendar::compat::instance_scheduler::{
    Action, Flags, Period, PeriodFields, Schedule, State, decide,
};
use crate::calendar::{Desired, zone};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

const PERIOD: [&str; 8] =
    ["name", "description", "type", "begintime", "endtime", "weekdays", "monthdays", "months"];
const SCHEDULE: [&str; 17] = [
    "name",
    "description",
    "type",
    "periods",
    "timezone",
    "override_status",
    "enforced",
    "retain_running",
    "stop_new_instances",
    "use_maintenance_window",
    "hibernate",
    "ssm_maintenance_window",
    "use_metrics",
    "metrics",
    "overwrite",
    "configured_in_stack",
    "schedule_dt",
];

/// A schedule with its switches.
struct Read {
    periods: Vec<Period>,
    zone: Option<String>,
    flags: Flags,
    always: Option<State>,
}

pub(super) fn answer(question: &Question<'_>) -> Result<Answer, String> {
    let Some(raw) = question.schedule else { return Err("there is no `schedule`".to_owned()) };
    let mut read = Read { periods: Vec::new(), zone: None, flags: Flags::default(), always: None };
    read.schedule(fields::read(raw, "schedule")?)?;
    if let Some(options) = question.options {
        let map = fields::map(fields::read(options, "options")?, "options", &SCHEDULE)?;
        read.switches(&map)?;
    }
    let name = read.zone.as_deref().or(question.zone);
    let place = match name {
        Some(name) => Some(zone(name).map_err(|error| error.message)?),
        None => None,
    };
    let schedule = Schedule {
        zone: place.clone().unwrap_or(TimeZone::UTC),
        periods: read.periods,
        always: read.always,
    };
    let (local, at) = match question.when {
        When::At(at) => (schedule.local(at), Some(at)),
        // Without a zone a clock's time is no instant.
        When::Local(local) => {
            let at = place.and_then(|zone| zone.to_ambiguous_timestamp(local).compatible().ok());
            (local, at)
        }
    };
    let (peer, period) = schedule.state_at(local);
    let state = at.map_or(peer, |at| schedule.desired(at));
    let utc = at.map_or(local, |at| TimeZone::UTC.to_datetime(at));
    let window = open_window(&question.known.maintenance, utc)?;
    let stored = question.known.stored.as_deref().unwrap_or("unknown");
    let running = question.known.running.unwrap_or(false);
    let decision = decide(state, read.flags, stored, running, window.as_deref());
    let within = period.map_or_else(String::new, |name| format!(" (period {name})"));
    Ok(Answer {
        desired: match window.is_some() && read.flags.use_maintenance_window {
            true => Desired::On,
            false => desired(state),
        },
        act: match decision.action {
            Action::Start => Act::Start,
            Action::Stop => Act::Stop,
            Action::None => Act::None,
        },
        reason: format!("{}{within}: {}", state.name(), decision.reason),
        next: at.and_then(|at| schedule.next(at)).map(|(at, state)| (at, desired(state))),
        compat: Some(peer.name()),
    })
}

fn desired(state: State) -> Desired {
    match state {
        State::Running => Desired::On,
        State::Stopped => Desired::Off,
        State::Any => Desired::Leave,
    }
}

/// The name of the maintenance window that is open.
fn open_window(windows: &[Value], utc: DateTime) -> Result<Option<String>, String> {
    for window in windows {
        let periods = periods(window.clone())?;
        let schedule = Schedule { zone: TimeZone::UTC, periods, always: None };
        if let (State::Running, period) = schedule.state_at(utc) {
            return Ok(Some(period.unwrap_or_default().to_owned()));
        }
    }
    Ok(None)
}

impl Read {
    fn schedule(&mut self, value: Value) -> Result<(), String> {
        match value {
            Value::Object(map) if map.contains_key("periods") => {
                let map = fields::map(Value::Object(map), "schedule", &SCHEDULE)?;
                self.switches(&map)?;
                self.periods = periods(map.get("periods").cloned().unwrap_or_default())?;
            }
            other => self.periods = periods(other)?,
        }
        Ok(())
    }

    fn switches(&mut self, map: &Map<String, Value>) -> Result<(), String> {
        let flags = &mut self.flags;
        for (key, flag) in [
            ("enforced", &mut flags.enforced),
            ("retain_running", &mut flags.retain_running),
            ("stop_new_instances", &mut flags.stop_new_instances),
            ("use_maintenance_window", &mut flags.use_maintenance_window),
        ] {
            *flag = fields::switch(map, key, *flag)?;
        }
        self.zone = fields::text(map, "timezone")?.or(self.zone.take());
        match fields::text(map, "override_status")?.as_deref() {
            None => {}
            Some("running") => self.always = Some(State::Running),
            Some("stopped") => self.always = Some(State::Stopped),
            Some(other) => {
                return Err(format!("`override_status`: `{other}` is not running or stopped"));
            }
        }
        Ok(())
    }
}

/// One period, or a list.
fn periods(value: Value) -> Result<Vec<Period>, String> {
    match value {
        Value::Array(items) => items.into_iter().map(period).collect(),
        one => Ok(vec![period(one)?]),
    }
}

/// One period, with one sentence where it has the wrong form.
pub(in crate::offhours) fn period(value: Value) -> Result<Period, String> {
    let map = fields::map(value, "period", &PERIOD)?;
    let fields = PeriodFields {
        name: fields::text(&map, "name")?.unwrap_or_default(),
        begin: fields::text(&map, "begintime")?,
        end: fields::text(&map, "endtime")?,
        weekdays: fields::texts(&map, "weekdays")?,
        monthdays: fields::texts(&map, "monthdays")?,
        months: fields::texts(&map, "months")?,
    };
    Period::read(&fields).map_err(|error| match error.help {
        Some(help) => format!("{}: {help}", error.message),
        None => error.message,
    })
}
