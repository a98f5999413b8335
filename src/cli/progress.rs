//! What a command that takes its time shows meanwhile, and what `--quiet` stills.
//!
//! Only on a terminal, only after a second, and on stderr: what a program reads is
//! never touched. A thread watches, so that nothing that works has to report; the
//! bar is gone before the first byte of the answer.
#![allow(clippy::disallowed_methods, reason = "an edge room: the terminal is written here")]

use crate::source;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Work that is done within this long shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

static QUIET: AtomicBool = AtomicBool::new(false);
static WATCH: Mutex<Option<(Sender<()>, JoinHandle<()>)>> = Mutex::new(None);

/// Nothing on stderr but errors from here on.
pub fn quiet() {
    QUIET.store(true, Relaxed);
}

/// A remark beside the answer, for a person at a terminal or in a log.
pub fn remark(text: &str) {
    if !QUIET.load(Relaxed) {
        end();
        eprintln!("kanjo: {text}");
    }
}

/// From here on a bar is shown if it takes its time.
pub fn begin(what: &'static str) {
    if QUIET.load(Relaxed) || !std::io::stderr().is_terminal() {
        return;
    }
    let (ended, end) = channel();
    let watch =
        std::thread::spawn(move || watch(what, PATIENCE, &end, ProgressDrawTarget::stderr()));
    if let Ok(mut slot) = WATCH.lock() {
        *slot = Some((ended, watch));
    }
}

/// Clears the bar, before anything is printed.
pub fn end() {
    let running = WATCH.lock().ok().and_then(|mut slot| slot.take());
    if let Some((ended, watch)) = running {
        let _ = ended.send(());
        let _ = watch.join();
    }
}

fn watch(what: &'static str, patience: Duration, end: &Receiver<()>, target: ProgressDrawTarget) {
    if end.recv_timeout(patience).is_ok() {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, target).with_message(what);
    bar.set_style(style("{spinner} {msg}"));
    let mut sized = false;
    loop {
        let (done, whole) = source::metered();
        if whole > 0 {
            if !sized {
                bar.set_style(style("{msg} {bar:24} {bytes} of {total_bytes}"));
                sized = true;
            }
            bar.set_length(whole);
            bar.set_position(done.min(whole));
        }
        bar.tick();
        if end.recv_timeout(TICK).is_ok() {
            bar.finish_and_clear();
            return;
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::InMemoryTerm;

    fn watched(patience: Duration, work: impl FnOnce(&InMemoryTerm)) -> InMemoryTerm {
        let term = InMemoryTerm::new(4, 80);
        let target = ProgressDrawTarget::term_like(Box::new(term.clone()));
        let (ended, end) = channel();
        let thread = std::thread::spawn(move || watch("reading", patience, &end, target));
        work(&term);
        ended.send(()).expect("it watches");
        thread.join().expect("it ends");
        term
    }

    #[test]
    fn a_bar_comes_after_a_while_and_is_gone_at_the_end() {
        let term = watched(TICK, |term| {
            while !term.contents().contains("reading") {
                std::thread::sleep(TICK);
            }
        });
        assert_eq!(term.contents(), "");
    }

    #[test]
    fn what_is_done_soon_shows_nothing() {
        let term = watched(Duration::from_secs(60), |_| ());
        assert_eq!(term.moves_since_last_check(), "");
    }
}
