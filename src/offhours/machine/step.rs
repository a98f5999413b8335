//! One step of one resource.
//!
//! Up is the safe direction. A stop is refused, waited with and given up; what
//! was saved is always brought back when off is no longer wanted, whatever the
//! policy says by then. Every stop needs a reason at this tick; a start needs
//! none but a saved capacity.

use super::call::Call;
use super::drift::{Change, Drift};
use super::observed::{Observed, Progress};
use super::record::{Called, Moved, Record, State};
use super::why::{Note, Why};
use super::wish::{Options, Wish};
use crate::calendar::Desired;
use crate::offhours::policy::Mode;
use jiff::{SignedDuration, Timestamp};

/// A call may be on its way for a minute and clocks may differ by another: no
/// call in the other direction is made sooner than this.
const SETTLE: SignedDuration = SignedDuration::from_mins(3);
/// How far around the announced time a restart counts as the provider's.
const RESTART_MARGIN: SignedDuration = SignedDuration::from_hours(1);
/// How many durations of starts are kept.
const STARTS: usize = 20;

/// What to write, then what to do, and what to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Write this before the call, if the generation is another.
    pub record: Record,
    pub call: Option<Call>,
    pub notes: Vec<Note>,
}

/// The next step of a resource. It never waits and never repeats itself: with
/// nothing to do the record comes back as it was.
pub fn step(
    record: &Record,
    observed: &Observed,
    wish: &Wish,
    now: Timestamp,
    options: &Options,
) -> Step {
    let hold = record.held.as_ref().map(|hold| hold.until);
    let held = hold.filter(|until| *until > now);
    let mut walk = Walk { record: record.clone(), observed, wish, now, options, notes: Vec::new() };
    walk.deployed();
    walk.window();
    let call = if wish.desired == Desired::Off && held.is_none() {
        walk.down()
    } else if record.saved.is_some() {
        walk.up()
    } else {
        walk.rest(held);
        None
    };
    let mut next = walk.record;
    if next.state != record.state && next.state.name() != record.state.name() {
        next.since = Some(now);
    }
    if next != *record || call.is_some() {
        next.generation = record.generation + 1;
    }
    Step { record: next, call, notes: walk.notes }
}

struct Walk<'a> {
    record: Record,
    observed: &'a Observed,
    wish: &'a Wish,
    now: Timestamp,
    options: &'a Options,
    notes: Vec<Note>,
}

impl Walk<'_> {
    fn turn(&mut self, state: State) -> Option<Call> {
        self.record.state = state;
        None
    }

    fn say(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// A deployment that came while it was off starts nothing, and is said before
    /// the next start.
    fn deployed(&mut self) {
        let was_off = matches!(self.record.state, State::Off) && self.record.saved.is_some();
        let Some(to) = self.observed.revision().filter(|_| was_off) else { return };
        let from = self.record.revision.replace(to.to_owned());
        if let Some(from) = from.filter(|from| from != to) {
            self.say(Note::Deployed { from, to: to.to_owned() });
        }
    }

    /// A window that was moved has been seen to be there.
    fn window(&mut self) {
        let now = self.observed.window();
        if let Some(moved) = self.record.window.as_mut().filter(|m| Some(m.to.as_str()) == now) {
            moved.seen = true;
        }
    }

    /// The change to off that this is about. An answer older than anybody looks
    /// back has no time of its own and is never late.
    fn edge(&self) -> (Timestamp, bool) {
        let hold = self.record.held.as_ref().map(|hold| hold.until);
        let over = hold.filter(|until| *until <= self.now);
        match self.wish.since.max(over) {
            Some(edge) => (edge, self.now.duration_since(edge) > self.options.catch_up),
            None => (Timestamp::UNIX_EPOCH, false),
        }
    }

    fn down(&mut self) -> Option<Call> {
        let (edge, late) = self.edge();
        let begun = self.record.edge == Some(edge);
        let up = self.observed.is_up();
        if *self.observed == Observed::Gone {
            return self.gone();
        }
        if !up && self.record.saved.is_none() {
            self.record.edge = Some(edge);
            return self.adopt();
        }
        let drift = self.drift();
        if begun && (up || !drift.is_empty()) && self.stays_up(up, drift) {
            return None;
        }
        if !begun && up && late {
            self.record.edge = Some(edge);
            self.say(Note::Expired(edge));
            return self.turn(State::On);
        }
        if let Some(why) = self.forbidden() {
            return self.turn(State::Blocked { why });
        }
        if self.waits_after_failure() {
            return None;
        }
        let due = self.observed.down(self.options, Some(edge));
        match due {
            Progress::Done => {
                self.record.edge = Some(edge);
                self.record.tries = 0;
                if self.record.state != State::Off {
                    self.say(Note::WentOff);
                }
                self.turn(State::Off)
            }
            Progress::Wait if self.record.saved.is_some() => self.turn(State::Stopping),
            Progress::Wait => {
                let why = Why::Busy(self.observed.status());
                self.turn(State::Draining { why })
            }
            Progress::Call(call) => {
                if up && !begun && self.notices(edge) {
                    return None;
                }
                self.record.edge = Some(edge);
                if let Some(why) = self.busy() {
                    return self.turn(State::Draining { why });
                }
                self.take_down(call)
            }
        }
    }

    /// Saves what is there and asks for the call.
    fn take_down(&mut self, call: Call) -> Option<Call> {
        let saved = match &self.record.saved {
            Some(saved) => Some(self.observed.raise(saved)),
            None => self.observed.capture(),
        };
        if self.record.saved.is_none() {
            self.record.saved_at = Some(self.now);
            self.record.revision = self.observed.revision().map(str::to_owned);
        }
        // Without something to come back to there is nothing to take down.
        self.record.saved = Some(saved?);
        if let Call::MoveWindow { to } = &call {
            let from = match self.record.window.take() {
                Some(moved) => moved.from,
                None => self.observed.window().map(str::to_owned),
            };
            self.record.window = Some(Moved { from, to: to.clone(), seen: false });
        }
        if matches!(call, Call::Stop) {
            self.record.returns = self.observed.returns(self.now);
        }
        self.record.starting = None;
        self.record.called = Some(Called { at: self.now, down: true });
        self.record.state = State::Stopping;
        Some(call)
    }

    /// What is not as this machine left it.
    fn drift(&self) -> Vec<Change> {
        let saved = self.record.saved.as_ref();
        saved.map(|saved| self.observed.drift(saved)).unwrap_or_default()
    }

    /// It is up, or partly, although its stop was dealt with: somebody started it,
    /// and it stays, or the provider did, and it goes down again.
    fn stays_up(&mut self, up: bool, drift: Vec<Change>) -> bool {
        let was_off = matches!(self.record.state, State::Off | State::AdoptedOff);
        let released = matches!(self.record.state, State::On);
        if !was_off && !released {
            return false;
        }
        if was_off && up {
            self.record.up_since = Some(self.now);
        }
        let margin = |at: Timestamp| self.now >= at - RESTART_MARGIN;
        if was_off && self.record.returns.is_some_and(margin) {
            self.say(Note::StartedByProvider);
            return false;
        }
        let enforced = self.options.mode == Mode::Enforce;
        if was_off && !drift.is_empty() {
            let drift = Drift::of(drift, enforced);
            self.say(Note::CameBack(drift.clone()));
            self.record.drift = Some(drift);
        }
        if enforced {
            return false;
        }
        if was_off {
            if up {
                self.say(Note::StartedByHand);
            }
            self.record.up_since = Some(self.now);
            self.record.returns = None;
            self.record.state = State::On;
            return true;
        }
        let over = |longest| self.record.up_since.is_some_and(|up| up + longest <= self.now);
        !self.options.max_on.is_some_and(over)
    }

    fn forbidden(&self) -> Option<Why> {
        let guarded = self.wish.guarded.clone().map(Why::Guarded);
        let refused = guarded.or_else(|| self.observed.refusal());
        refused.or_else(|| self.moved_back()).or_else(|| {
            // Off for less than it is billed for anyway saves nothing.
            let (on, _) = self.wish.next.filter(|(_, next)| *next == Desired::On)?;
            let short = on.duration_since(self.now) < self.observed.shortest_run();
            (short && self.record.saved.is_none()).then_some(Why::TooSoon(on))
        })
    }

    /// Whoever puts a window back that was moved is not fought with, and a database
    /// that would have no backups is not stopped.
    fn moved_back(&self) -> Option<Why> {
        let asked = self.options.window.as_deref();
        let now = self.observed.window().filter(|now| asked.is_some_and(|to| to != *now))?;
        let moved = self.record.window.as_ref()?;
        moved.seen.then(|| Why::WindowMovedBack(now.to_owned()))
    }

    fn waits_after_failure(&self) -> bool {
        matches!(self.record.state, State::Failed { next, .. } if next > self.now)
    }

    /// Whether people have to be told first, and time to pass.
    fn notices(&mut self, edge: Timestamp) -> bool {
        let notice = self.options.notice;
        if notice.is_zero() || self.record.saved.is_some() {
            return false;
        }
        match (&self.record.state, self.record.since) {
            (State::Noticed, Some(since)) => since + notice > self.now,
            (State::Draining { .. } | State::Failed { .. }, _)
                if self.record.edge == Some(edge) =>
            {
                false
            }
            _ => {
                self.say(Note::GoesOff(self.now + notice));
                self.record.state = State::Noticed;
                true
            }
        }
    }

    /// Why it may not be changed right now; it is asked again.
    fn busy(&self) -> Option<Why> {
        let shortest = self.observed.shortest_run().max(self.options.min_on);
        let ran = self.record.up_since.map(|up| up + shortest);
        let settled = self.record.called.filter(|last| !last.down).map(|last| last.at + SETTLE);
        let free = ran.max(settled).filter(|at| *at > self.now);
        free.map(Why::JustStarted).or_else(|| self.observed.busy(self.options))
    }

    fn up(&mut self) -> Option<Call> {
        if *self.observed == Observed::Gone {
            return self.gone();
        }
        if self.waits_after_failure() {
            return None;
        }
        if self.record.called.is_some_and(|last| last.down && last.at + SETTLE > self.now) {
            return self.turn(State::Starting);
        }
        let way = self.observed.up(&self.record, self.now);
        let began = *self.record.starting.get_or_insert(self.now);
        match way.progress {
            Progress::Call(call) => {
                self.notes.extend(way.notes);
                self.record.called = Some(Called { at: self.now, down: false });
                self.record.state = State::Starting;
                return Some(call);
            }
            Progress::Wait => self.record.state = State::Starting,
            Progress::Done
                if self.observed.is_healthy() && self.record.state == State::Verifying =>
            {
                self.finish(began);
                self.notes.extend(way.notes);
                return None;
            }
            Progress::Done => self.record.state = State::Verifying,
        }
        let waited = self.now.duration_since(began);
        if waited > self.options.verify_within {
            self.say(Note::SlowStart(seconds(waited)));
        }
        None
    }

    /// It is up: what was saved is brought back and becomes history.
    fn finish(&mut self, began: Timestamp) {
        let took = seconds(self.now.duration_since(began));
        let record = &mut self.record;
        record.starts.push(took);
        let surplus = record.starts.len().saturating_sub(STARTS);
        record.starts.drain(..surplus);
        record.previous = record.saved.take().or(record.previous.take());
        record.saved_at = None;
        record.starting = None;
        (record.revision, record.drift) = (None, None);
        record.returns = None;
        record.up_since = Some(self.now);
        record.tries = 0;
        record.state = State::On;
        self.say(Note::BackUp(took));
    }

    /// Nothing of it is saved and it need not go off.
    fn rest(&mut self, held: Option<Timestamp>) {
        if *self.observed == Observed::Gone {
            return;
        }
        if !self.observed.is_up() {
            self.adopt();
            return;
        }
        if matches!(self.record.state, State::AdoptedOff) {
            self.record.up_since = Some(self.now);
        }
        self.record.tries = 0;
        let soon = self.wish.next.filter(|(at, next)| {
            *next == Desired::Off && *at - self.options.notice <= self.now && held.is_none()
        });
        self.record.state = match (held, &self.wish.guarded, soon) {
            (Some(until), _, _) => State::Held { until },
            (None, Some(why), _) => State::Blocked { why: Why::Guarded(why.clone()) },
            (None, None, Some((at, _))) if !self.options.notice.is_zero() => {
                let may = self.forbidden().is_none();
                if may && self.record.state != State::Noticed {
                    self.say(Note::GoesOff(at));
                }
                if may { State::Noticed } else { State::On }
            }
            _ => State::On,
        };
    }

    fn adopt(&mut self) -> Option<Call> {
        if self.record.state != State::AdoptedOff {
            self.say(Note::FoundOff);
        }
        self.turn(State::AdoptedOff)
    }

    /// It was deleted. What is saved stays, for whoever makes it again.
    fn gone(&mut self) -> Option<Call> {
        let why = Why::Gone;
        if self.record.saved.is_none() || self.record.state == (State::Blocked { why }) {
            return None;
        }
        self.say(Note::LostResource);
        self.turn(State::Blocked { why: Why::Gone })
    }
}

fn seconds(duration: SignedDuration) -> u32 {
    u32::try_from(duration.as_secs().max(0)).unwrap_or(u32::MAX)
}
