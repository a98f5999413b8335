//! A dedicated cluster of MongoDB Atlas: paused, its nodes are not billed and its
//! storage is.
//!
//! Atlas says in two words where it is: whether it is to be paused, and whether it
//! is at work (everything but `IDLE`). A resumed cluster does what was put off
//! while it slept, so that Atlas pauses it again only after an hour; and after 30
//! days Atlas resumes it by itself.

use super::call::Call;
use super::observed::{Progress, switch};
use super::why::Why;
use jiff::SignedDuration;

/// How long it runs before it may be paused again.
pub(super) const RUNS: SignedDuration = SignedDuration::from_mins(60);
/// How long it stays paused.
pub(super) const SLEEPS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A cluster as Atlas describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cluster {
    pub status: String,
    pub paused: bool,
    /// The sizes of its nodes: `M30`.
    pub tiers: Vec<String>,
}

impl Cluster {
    /// Why Atlas never pauses it, in a sentence.
    pub fn cannot(&self) -> Option<String> {
        let tier = self.refused()?;
        Some(match tier.contains("NVME") {
            true => format!("{tier} cannot be paused: its storage is NVMe"),
            false => format!("{tier} cannot be paused: clusters of M10 and larger can"),
        })
    }

    /// The size that Atlas does not pause.
    fn refused(&self) -> Option<&str> {
        let is_refused = |tier: &&str| {
            let number = tier.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            let number: String = number.chars().take_while(char::is_ascii_digit).collect();
            // Without a number it is shared: FLEX.
            tier.contains("NVME") || number.parse().unwrap_or(0) < 10
        };
        self.tiers.iter().map(String::as_str).find(is_refused)
    }

    pub(super) fn refusal(&self) -> Option<Why> {
        self.refused().map(|tier| Why::NeverPauses(tier.to_owned()))
    }

    /// Nothing is being done to it.
    pub fn is_idle(&self) -> bool {
        self.status == "IDLE"
    }

    /// Its state in a word.
    pub fn word(&self) -> String {
        match (self.is_idle(), self.paused) {
            (true, true) => "PAUSED".to_owned(),
            _ => self.status.clone(),
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.is_idle() && !self.paused
    }

    pub(super) fn down(&self) -> Progress {
        switch(&self.word(), "IDLE", "PAUSED", Call::Stop)
    }

    pub(super) fn up(&self) -> Progress {
        switch(&self.word(), "PAUSED", "IDLE", Call::Start)
    }
}
