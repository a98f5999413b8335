//! `kanjo offhours apply` and `run`: the decisions of now, carried out.
#![allow(clippy::disallowed_methods, reason = "an edge room: the clock and the endpoint")]

use super::live;
use super::notices;
use super::once::tick;
use super::render_tick::{self, Ticked};
use super::tick::Done;
use super::world::{World, moment};
use super::{ActArgs, RunArgs, TickArgs, TickFormat};
use crate::cli::{Outcome, render};
use crate::cloud::Estate;
use crate::diagnostic::{Code, Diagnostic, Sources};
use crate::notify::Channel;
use crate::store::Store;
use crate::text::Lang;
use jiff::SignedDuration;
use std::path::Path;
use std::time::{Duration, Instant};

/// `apply` goes on while there is something to do at once: bounds, then counts.
const STEPS: usize = 5;
/// Does what there is to do now, and says what is left.
pub fn apply(args: &ActArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let estate = live::estate(&args.tick.scene.live)?;
    let store = args.tick.place.open()?;
    warn(&estate, &store)?;
    let channels = notices::channels(&args.tick.notify)?;
    if let Some(file) = &args.plan {
        let moved = super::planned::moved(file, &args.tick, &estate, &store, sources)?;
        if !moved.is_empty() {
            let text = format!("nothing is done: the world has moved since {}\n", file.display());
            return Ok(Outcome::Done { text, unmet: moved });
        }
    }
    let mut all = Ticked::default();
    for _ in 0..STEPS {
        let ticked = tick(&args.tick, &estate, &store, &channels, sources)?;
        let again = ticked.outcomes.iter().any(|o| matches!(o.done, Done::Called(_)));
        all.add(ticked);
        if !again {
            break;
        }
    }
    finish(&all, &args.tick)
}

/// The same every few minutes. What fails is said, and tried again.
pub fn run(args: &RunArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let every = every(&args.every)?;
    let estate = live::estate(&args.tick.scene.live)?;
    let store = args.tick.place.open()?;
    warn(&estate, &store)?;
    let channels = notices::channels(&args.tick.notify)?;
    if args.once {
        return finish(&tick(&args.tick, &estate, &store, &channels, sources)?, &args.tick);
    }
    let round = Round { estate: &estate, store: &store, channels: &channels };
    if let Some(until) = &args.until {
        return rehearse(&args.tick, until, every, &round, sources);
    }
    loop {
        let began = Instant::now();
        if round.once(&args.tick, sources) {
            return Ok(ended());
        }
        std::thread::sleep(every.saturating_sub(began.elapsed()));
    }
}

fn warn(estate: &Estate, store: &Store) -> Result<(), Diagnostic> {
    if let Some(left) = live::left_out(estate, store)? {
        eprintln!("kanjo: {left}");
    }
    Ok(())
}

/// What each tick of a loop goes over.
struct Round<'a> {
    estate: &'a Estate,
    store: &'a Store,
    channels: &'a [Channel],
}

impl Round<'_> {
    /// One tick, said; `true` when nobody listens any more.
    fn once(&self, args: &TickArgs, sources: &Sources) -> bool {
        // Policies are read again at each tick: they may have been edited.
        match tick(args, self.estate, self.store, self.channels, &mut Sources::default()) {
            Ok(ticked) => render::print(&shown(&ticked, args)),
            Err(list) => {
                let lang = Lang::parse(&args.lang).unwrap_or_default();
                render::diagnostics(&list, sources, lang);
                false
            }
        }
    }
}

fn ended() -> Outcome {
    Outcome::Done { text: String::new(), unmet: Vec::new() }
}

/// The ticks from one moment to another, one after the other. Days that go by in
/// minutes are nothing for what people use, so an endpoint has to be set.
fn rehearse(
    args: &TickArgs,
    until: &str,
    every: Duration,
    round: &Round<'_>,
    sources: &mut Sources,
) -> Result<Outcome, Outcome> {
    if std::env::var_os("AWS_ENDPOINT_URL").is_none() {
        let message = "--until goes through days in minutes, and AWS_ENDPOINT_URL is not set";
        return Err(Diagnostic::new(Code::Remote, message)
            .help("set it to an emulator such as moto, or leave --until away")
            .into());
    }
    let world = World::of(&args.scene, Path::new("."), None, Some(Vec::new()), sources)?;
    let until = moment(Some(until), &world.zone)?;
    let (mut now, mut args) = (world.now, args.clone());
    while now <= until {
        args.scene.at = Some(now.to_string());
        if round.once(&args, sources) {
            break;
        }
        let Ok(next) = now.checked_add(every) else { break };
        now = next;
    }
    Ok(ended())
}

fn shown(ticked: &Ticked, args: &TickArgs) -> String {
    match args.format {
        TickFormat::Table => render_tick::text(ticked, Lang::parse(&args.lang).unwrap_or_default()),
        TickFormat::Json => super::tick_json::text(ticked),
    }
}

/// What was done, and an error if a part of it was not.
fn finish(ticked: &Ticked, args: &TickArgs) -> Result<Outcome, Outcome> {
    let text = shown(ticked, args);
    let failed = ticked.failed();
    if failed == 0 {
        return Ok(Outcome::Done { text, unmet: Vec::new() });
    }
    render::print(&text);
    Err(incomplete(ticked).into())
}

/// What a tick is that did not do everything.
pub fn incomplete(ticked: &Ticked) -> Diagnostic {
    let (failed, all) = (ticked.failed(), ticked.outcomes.len());
    Diagnostic::new(Code::Remote, format!("{failed} failed, {all} resources looked at"))
        .help("what was saved is kept; run it again, or leave `kanjo offhours run` running")
}

fn every(text: &str) -> Result<Duration, Diagnostic> {
    let wrong = |why: &str| {
        Diagnostic::new(Code::BadSchedule, format!("--every {text}: {why}")).help("write 5m")
    };
    let length: SignedDuration = text.parse().map_err(|_| wrong("this is not a time"))?;
    let length = Duration::try_from(length).map_err(|_| wrong("this is not a time"))?;
    match (60..=900).contains(&length.as_secs()) {
        true => Ok(length),
        false => Err(wrong("between 1 and 15 minutes")),
    }
}
