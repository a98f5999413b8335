//! A list that AWS gives only as a whole: asked for once a tick, by whoever needs
//! it first, while the others wait for the answer.

use crate::offhours::machine::Failure;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug)]
pub struct Whole<T>(Mutex<Option<Arc<T>>>);

impl<T> Default for Whole<T> {
    fn default() -> Whole<T> {
        Whole(Mutex::new(None))
    }
}

impl<T> Whole<T> {
    /// What was listed; after a failure the next one asks again.
    pub fn get(&self, list: impl FnOnce() -> Result<T, Failure>) -> Result<Arc<T>, Failure> {
        // A thread that panicked left an answer, or none.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(all) = &*known {
            return Ok(Arc::clone(all));
        }
        let all = Arc::new(list()?);
        *known = Some(Arc::clone(&all));
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_not_kept_and_an_answer_is() {
        let whole = Whole::default();
        let failure = || Failure { code: "Throttling".to_owned(), message: String::new() };
        assert_eq!(whole.get(|| Err(failure())), Err(failure()));
        assert_eq!(whole.get(|| Ok(7)).as_deref(), Ok(&7));
        assert_eq!(whole.get(|| unreachable!("it is known")).as_deref(), Ok(&7));
    }
}
