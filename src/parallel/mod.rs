//! Work on a list, part by part, on two threads.
//!
//! What comes of a part hangs on that part alone, and the results stand in the
//! order of the list: with one thread or two, the output is the same bytes. Two,
//! because that is what a runner of CI has; more would only share its memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Fewer items than this are not worth a thread; where little is done for each,
/// fewer than [`MANY`].
pub const FEW: usize = 64;
pub const MANY: usize = 4096;
/// A list is cut in so many parts: one half may be heavier than the other.
const PARTS: usize = 16;
/// A part walks values as deep as the main thread does.
const STACK: usize = 8 * 1024 * 1024;

/// What `work` makes of each part of a list, in its order. With fewer items than
/// `few` there is one part.
pub fn in_parts<T: Sync, R: Send>(
    items: &[T],
    few: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    match items.len() {
        0 => Vec::new(),
        all if all < few => vec![work(items)],
        all => {
            let parts: Vec<&[T]> = items.chunks(all.div_ceil(PARTS)).collect();
            of_each(Threads::Two, &parts, |part| work(part))
        }
    }
}

/// On how many threads a list is worked: on one where another thread is busy already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    One,
    Two,
}

/// What `work` makes of each item, in their order; each is worth a thread.
pub fn of_each<T: Sync, R: Send>(
    threads: Threads,
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    if threads == Threads::One || items.len() < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, work(item)));
        }
    };
    let (mut all, others) = both(threads, run, run);
    all.extend(others);
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

/// Two things at a time, the first on this thread.
pub fn both<A, B: Send>(
    threads: Threads,
    first: impl FnOnce() -> A,
    second: impl Fn() -> B + Sync,
) -> (A, B) {
    if threads == Threads::One {
        return (first(), second());
    }
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &second);
        let made = first();
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(other)) => (made, other),
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // There is no second thread.
            Err(_) => (made, second()),
        }
    })
}

/// Frees a value of many items beside what goes on: it takes a while, and nobody waits
/// for it. A small one is given back, to be kept until the end: freeing it would hold
/// others up.
pub fn free_if_large<T: Send + 'static>(value: T, items: usize) -> Option<T> {
    if items < MANY {
        return Some(value);
    }
    let _ = thread::Builder::new().spawn(move || drop(value));
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_list(items in prop::collection::vec(any::<u32>(), 0..500)) {
            let parts = in_parts(&items, FEW, <[u32]>::to_vec);
            prop_assert_eq!(parts.concat(), items.clone());
            for threads in [Threads::One, Threads::Two] {
                let each = of_each(threads, &items, |item| u64::from(*item) + 1);
                prop_assert_eq!(each, items.iter().map(|i| u64::from(*i) + 1).collect::<Vec<_>>());
                prop_assert_eq!(both(threads, || 1, || items.len()), (1, items.len()));
            }
        }
    }
}
