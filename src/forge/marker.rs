//! The hidden first line by which a comment is found again.

use crate::diagnostic::{Code, Diagnostic};
use jiff::Timestamp;

const OPEN: &str = "<!-- kanjo:comment ";
const CLOSE: &str = " -->";
/// The longest key.
const KEY: usize = 64;

/// Whose comment it is, and of which moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    key: String,
    valid_at: Timestamp,
}

impl Marker {
    /// A key is letters, digits and `. _ - /`, so that no key can end the
    /// hidden line.
    pub fn new(key: &str, valid_at: Timestamp) -> Result<Marker, Diagnostic> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
        if key.is_empty() || key.len() > KEY || !key.chars().all(plain) || key.contains("--") {
            let message = format!("`{key}` cannot be the key of a comment");
            return Err(Diagnostic::new(Code::CommentPlace, message).help(format!(
                "up to {KEY} letters, digits and . _ - /, without two hyphens in a row: --tag infra/prd"
            )));
        }
        Ok(Marker { key: key.to_owned(), valid_at })
    }

    /// The marker of a comment: its first line, whole.
    pub fn of(body: &str) -> Option<Marker> {
        let line = body.lines().next()?.trim_end();
        let inside = line.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let (key, at) = inside.split_once(' ')?;
        let valid_at = at.strip_prefix("valid-at=")?.parse().ok()?;
        Marker::new(key.strip_prefix("tag=")?, valid_at).ok()
    }

    pub fn line(&self) -> String {
        format!("{OPEN}tag={} valid-at={}{CLOSE}\n", self.key, self.valid_at)
    }

    pub fn is_of(&self, other: &Marker) -> bool {
        self.key == other.key
    }

    pub fn valid_at(&self) -> Timestamp {
        self.valid_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn is_found_only_as_the_first_line() {
        let marker = Marker::new("infra/prd", at("2026-11-22T01:00:00Z")).expect("a key");
        let line = marker.line();
        assert_eq!(line, "<!-- kanjo:comment tag=infra/prd valid-at=2026-11-22T01:00:00Z -->\n");
        assert_eq!(Marker::of(&format!("{line}text")), Some(marker.clone()));
        // GitHub gives back what it got, or with CR LF.
        assert_eq!(Marker::of(&line.replace('\n', "\r\n")), Some(marker));
        for other in [format!("see {line}"), format!("> {line}"), format!("\n{line}"), "x".into()] {
            assert_eq!(Marker::of(&other), None, "{other}");
        }
    }

    #[test]
    fn a_key_cannot_end_the_line() {
        for key in ["", "a b", "a-->", "a--b", "<x>", "日本", &"k".repeat(65)] {
            assert!(Marker::new(key, at("2026-11-22T01:00:00Z")).is_err(), "{key}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(key in "[a-z0-9._/]{1,64}", second in 0i64..4_000_000_000) {
            let marker = Marker::new(&key, Timestamp::from_second(second).expect("a time")).expect("a key");
            prop_assert_eq!(Marker::of(&marker.line()), Some(marker));
        }
    }
}
