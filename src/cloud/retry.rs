//! How often a question is asked again.
//!
//! A question may be asked again when it was throttled, lost or answered with a
//! 5xx. All questions of one account, region and service share a budget, so that
//! a service in trouble is not asked four times as often. A change is never made
//! again here: the next tick looks first.

use crate::offhours::machine::Failure;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What a service starts with, what another try costs, what an answer at once
/// gives. An answer to another try gives back what that try cost.
const FULL: u32 = 100;
const TRY: u32 = 5;
const ANSWER: u32 = 1;
/// Tries in all.
pub const TRIES: u32 = 5;
/// The same of a service that a region may lack: five would be three seconds of
/// waiting for what is not there.
pub const FEW: u32 = 3;

/// What is left of each service.
#[derive(Debug, Default)]
pub struct Budget(Mutex<BTreeMap<&'static str, u32>>);

impl Budget {
    fn change(&self, service: &'static str, by: impl Fn(u32) -> Option<u32>) -> bool {
        // A thread that panicked leaves a number that is still a number.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = all.entry(service).or_insert(FULL);
        match by(*left) {
            Some(now) => {
                *left = now;
                true
            }
            None => false,
        }
    }

    /// Whether another try is paid for.
    pub fn pays(&self, service: &'static str) -> bool {
        self.change(service, |left| left.checked_sub(TRY))
    }

    pub fn answered(&self, service: &'static str, at_once: bool) {
        let given = if at_once { ANSWER } else { TRY };
        self.change(service, |left| Some((left + given).min(FULL)));
    }
}

/// Whether it was asked too often.
pub fn is_throttled(failure: &Failure, status: Option<u16>) -> bool {
    const THROTTLED: [&str; 9] = [
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestLimitExceeded",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "RequestThrottled",
        "SlowDown",
        // Cost Explorer's word for too many calls in a short time.
        "LimitExceededException",
    ];
    status == Some(429) || THROTTLED.contains(&failure.code.as_str())
}

/// Whether the same question may be answered if it is asked again.
pub fn is_passing(failure: &Failure, status: Option<u16>) -> bool {
    status.is_none_or(|status| status >= 500) || is_throttled(failure, status)
}

/// How long before try `number`; `seed` spreads those who wait together.
pub fn pause(number: u32, seed: u32) -> Duration {
    let longest = 100u32.saturating_mul(1 << number.min(6));
    Duration::from_millis(u64::from(longest / 2 + seed % (longest / 2).max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_in_trouble_is_not_asked_for_ever() {
        let budget = Budget::default();
        let paid = (0..100).filter(|_| budget.pays("ecs")).count();
        assert_eq!(paid, 20);
        assert!(budget.pays("rds"), "another service has its own");
        for _ in 0..4 {
            budget.answered("ecs", true);
        }
        assert!(!budget.pays("ecs"));
        budget.answered("ecs", true);
        assert!(budget.pays("ecs"));
    }

    #[test]
    fn a_service_that_answers_the_second_time_is_asked_on() {
        let budget = Budget::default();
        for _ in 0..1_000 {
            assert!(budget.pays("ecs"));
            budget.answered("ecs", false);
        }
    }

    #[test]
    fn a_refusal_is_no_reason_to_ask_again() {
        let failure = |code: &str| Failure { code: code.into(), message: String::new() };
        assert!(!is_passing(&failure("AccessDeniedException"), Some(400)));
        assert!(is_passing(&failure("ThrottlingException"), Some(400)));
        assert!(is_passing(&failure("timeout"), None));
        assert!(is_passing(&failure("InternalFailure"), Some(500)));
    }

    #[test]
    fn pauses_grow_and_differ() {
        for seed in [0, 7, 999_999_999] {
            assert!(pause(0, seed) < Duration::from_millis(101));
            assert!(pause(3, seed) >= Duration::from_millis(400));
        }
        assert_ne!(pause(2, 1), pause(2, 2));
    }
}
