//! How fast a service is asked.
//!
//! AWS fills a bucket of calls for each account, region and group of actions, and
//! does not say how large it is. So nothing is held back until a call is
//! throttled; then the calls to that service keep a distance, which grows with
//! each that is throttled and shrinks with each that is not. Where the bucket is
//! empty it comes to rest at about one refusal in five. What only asks and what
//! changes something have a distance each, as they have at AWS.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The distance after the first refusal, and the longest.
const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_secs(1);
/// Below it there is none.
const NONE: Duration = Duration::from_millis(5);

/// A service, and whether it is only asked.
pub type Lane = (&'static str, bool);

#[derive(Debug, Default)]
struct Pacing {
    distance: Duration,
    next: Option<Instant>,
}

/// What is kept of each service.
#[derive(Debug, Default)]
pub struct Pace(Mutex<BTreeMap<Lane, Pacing>>);

impl Pace {
    fn of<T>(&self, lane: Lane, act: impl FnOnce(&mut Pacing) -> T) -> T {
        // A thread that panicked leaves a distance that is still one.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(all.entry(lane).or_default())
    }

    /// How long the next call has to wait for its turn.
    pub fn turn(&self, lane: Lane, now: Instant) -> Duration {
        self.of(lane, |pacing| {
            if pacing.distance.is_zero() {
                return Duration::ZERO;
            }
            let turn = pacing.next.map_or(now, |next| next.max(now));
            pacing.next = Some(turn + pacing.distance);
            turn - now
        })
    }

    pub fn throttled(&self, lane: Lane) {
        self.of(lane, |pacing| pacing.distance = (pacing.distance * 10 / 7).clamp(FIRST, LONGEST));
    }

    pub fn taken(&self, lane: Lane) {
        self.of(lane, |pacing| {
            let less = pacing.distance * 10 / 11;
            pacing.distance = if less < NONE { Duration::ZERO } else { less };
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bucket as AWS has it: `held` calls, one more every `refill`.
    fn refused(calls: u32, held: u32, refill: Duration) -> (u32, Duration) {
        let (pace, lane, start) = (Pace::default(), ("ecs", false), Instant::now());
        let (mut now, mut refused, mut taken) = (start, 0, 0);
        while taken < calls {
            // An answer takes a while.
            now += pace.turn(lane, now) + Duration::from_millis(5);
            let filled = (now - start).as_micros() / refill.as_micros();
            if u128::from(taken) < u128::from(held) + filled {
                taken += 1;
                pace.taken(lane);
            } else {
                refused += 1;
                pace.throttled(lane);
            }
        }
        (refused, now - start)
    }

    #[test]
    fn nothing_waits_before_something_is_refused() {
        let (none, took) = refused(500, 500, Duration::from_secs(1));
        assert_eq!((none, took), (0, Duration::from_millis(2_500)));
    }

    #[test]
    fn an_empty_bucket_is_drawn_from_as_fast_as_it_fills_and_hardly_faster() {
        let refill = Duration::from_millis(200);
        let (refused, took) = refused(1_000, 50, refill);
        assert!(took < refill * 1_000, "{took:?}");
        assert!((50..350).contains(&refused), "{refused} of 1,000 are refused");
    }

    #[test]
    fn a_service_and_what_only_asks_it_have_their_own_distance() {
        let (pace, now) = (Pace::default(), Instant::now());
        for _ in 0..100 {
            pace.throttled(("ecs", false));
        }
        assert_eq!(pace.turn(("ecs", false), now), Duration::ZERO);
        assert_eq!(pace.turn(("ecs", false), now), LONGEST);
        for lane in [("ecs", true), ("rds", false)] {
            assert_eq!((pace.turn(lane, now), pace.turn(lane, now)), Default::default());
        }
    }
}
