//! The off-hours page, as a rule of a listener that answers in place of the
//! system. It is off while visitors see it: then what it stands for is.

use super::call::Call;
use super::observed::Progress;
use super::record::Saved;
use super::why::Why;

/// What a listener has at the priority of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Page {
    pub priority: u32,
    /// Our own rule, by its tag.
    pub shown: bool,
    /// Why it cannot be shown: a rule of somebody else, no listener.
    pub refused: Option<Why>,
}

impl Page {
    pub(super) fn capture(&self) -> Option<Saved> {
        (!self.shown).then_some(Saved::Page { priority: self.priority })
    }

    pub(super) fn status(&self) -> String {
        let word = if self.shown { "shown" } else { "not shown" };
        format!("{word} at priority {}", self.priority)
    }

    pub(super) fn down(&self) -> Progress {
        if self.shown { Progress::Done } else { Progress::Call(Call::ShowPage) }
    }

    pub(super) fn up(&self) -> Progress {
        if self.shown { Progress::Call(Call::HidePage) } else { Progress::Done }
    }
}
