//! Every word that a person reads, in English and in Japanese.
//!
//! Two languages and one binary need no translation files: each word is a
//! variant with both forms beside each other, and a missing one does not
//! compile.

mod actual;
mod advice;
mod audit;
mod comment;
mod coverage;
mod drift;
mod notices;
mod offhours;
mod pages;
mod phrase;
mod prices;
mod records;
mod ringi;
mod sentences;
mod sheet;
mod start;
mod words;

pub use actual::ActualWord;
pub use advice::AdviceWord;
pub use audit::AuditWord;
pub use comment::CommentWord;
pub use coverage::CoverageWord;
pub use drift::DriftWord;
pub use notices::NoticeWord;
pub use offhours::OffHoursWord;
pub use pages::PageWord;
pub use prices::PricesWord;
pub use records::RecordWord;
pub use ringi::RingiWord;
pub use sentences::{Sentence, translated};
pub use sheet::SheetWord;
pub use start::StartWord;
pub use words::Word;

/// The language of what a person reads. JSON keys and codes stay English.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
    Ja,
}

impl Lang {
    pub fn parse(text: &str) -> Option<Lang> {
        match text {
            "en" => Some(Lang::En),
            "ja" => Some(Lang::Ja),
            _ => None,
        }
    }

    /// Picks the form of this language.
    pub fn of<T>(self, en: T, ja: T) -> T {
        match self {
            Lang::En => en,
            Lang::Ja => ja,
        }
    }
}
