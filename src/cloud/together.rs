//! Questions that do not wait for each other: some at a time.

use crate::offhours::machine::Failure;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::ScopedJoinHandle;

/// How many questions of one list are on their way at once.
const AT_ONCE: usize = 8;

/// Asks about each item; the answers in the order of the items, or a failure,
/// after which nothing more is asked.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    ask: impl Fn(&T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    up_to(AT_ONCE, items, ask)
}

/// The same with another number at once.
pub fn up_to<T: Sync, R: Send, E: Send>(
    at_once: usize,
    items: &[T],
    ask: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut answers = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { return Ok(answers) };
            match ask(item) {
                Ok(answer) => answers.push((index, answer)),
                Err(failure) => {
                    next.store(items.len(), Ordering::Relaxed);
                    return Err(failure);
                }
            }
        }
    };
    let parts: Vec<Result<Vec<(usize, R)>, E>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once.min(items.len())).map(|_| scope.spawn(work)).collect();
        let join =
            |worker: ScopedJoinHandle<'_, _>| worker.join().unwrap_or_else(|p| resume_unwind(p));
        workers.into_iter().map(join).collect()
    });
    let mut all = Vec::with_capacity(items.len());
    for part in parts {
        all.extend(part?);
    }
    all.sort_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, answer)| answer).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    #[test]
    fn answers_keep_their_order_and_come_together() {
        let (items, met) = (Vec::from_iter(0..AT_ONCE * 3), Barrier::new(AT_ONCE));
        let doubled = each(&items, |item| {
            // Nobody goes on before eight are here.
            met.wait();
            Ok(item * 2)
        });
        assert_eq!(doubled, Ok(items.iter().map(|item| item * 2).collect()));
        assert_eq!(each(&[], |item: &u8| Ok(*item)), Ok(Vec::new()));
    }

    #[test]
    fn after_a_failure_nothing_more_is_asked() {
        let asked = AtomicUsize::new(0);
        let items = Vec::from_iter(0..1_000);
        let answer = each(&items, |_| {
            asked.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(Failure { code: "AccessDenied".to_owned(), message: String::new() })
        });
        assert_eq!(answer.map_err(|failure| failure.code), Err("AccessDenied".to_owned()));
        assert!(asked.into_inner() <= 2 * AT_ONCE);
    }
}
