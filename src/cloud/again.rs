//! Asking again where only the way failed, at the pace that a service takes.
#![allow(
    clippy::disallowed_methods,
    reason = "an edge room: the clock spreads what is asked again"
)]

use super::pace::Pace;
use super::retry::{Budget, is_passing, is_throttled, pause};
use crate::offhours::machine::Failure;
use std::time::Instant;

/// A failure, and the HTTP status if there was one.
#[derive(Debug)]
pub struct Refused {
    pub failure: Failure,
    pub status: Option<u16>,
}

impl Refused {
    /// Before there was a status.
    pub fn early(code: &str, message: String) -> Refused {
        Refused { failure: Failure { code: code.to_owned(), message }, status: None }
    }
}

/// How often and how fast the services of one account and region are asked.
#[derive(Debug, Default)]
pub struct Patience {
    budget: Budget,
    pace: Pace,
}

impl Patience {
    /// What `once` gives, asked again where only the way failed.
    pub fn tried<T>(
        &self,
        service: &'static str,
        tries: u32,
        once: impl Fn() -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let (mut number, lane) = (0, (service, tries > 1));
        loop {
            std::thread::sleep(self.pace.turn(lane, Instant::now()));
            match once() {
                Ok(answer) => {
                    self.pace.taken(lane);
                    self.budget.answered(service, number == 0);
                    return Ok(answer);
                }
                Err(refused) => {
                    number += 1;
                    if is_throttled(&refused.failure, refused.status) {
                        self.pace.throttled(lane);
                    }
                    let again = number < tries && is_passing(&refused.failure, refused.status);
                    if !again || !self.budget.pays(service) {
                        return Err(refused);
                    }
                    std::thread::sleep(pause(
                        number,
                        jiff::Timestamp::now().subsec_nanosecond().unsigned_abs(),
                    ));
                }
            }
        }
    }
}
