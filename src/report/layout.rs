//! Text in columns: how wide it is, how it is shortened and where it wraps.
//!
//! Widths are those of a terminal: a full-width Japanese character takes two
//! columns. Names come from files that strangers may have written, so nothing
//! here lets a control character through to the terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that the text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text on one line, without control characters and without marks that turn
/// the reading direction.
pub(super) fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() || turns(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The text in at most `limit` columns, with `…` where it was cut.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_owned();
    }
    if limit == 0 {
        return String::new();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if width(&kept) >= limit {
            kept.pop();
            break;
        }
    }
    while width(&kept) >= limit && kept.pop().is_some() {}
    let mut kept = kept.trim_end().to_owned();
    kept.push('…');
    kept
}

/// Breaks the text into lines: `first` columns for the first, `rest` for each
/// other. It breaks after a space or a slash and between Japanese characters,
/// and inside a word only where the word is longer than a line.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let limit = if lines.is_empty() { first } else { rest }.max(2);
        if width(&line) + width(piece.trim_end()) <= limit {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        for c in piece.chars() {
            let limit = if lines.is_empty() { first } else { rest }.max(2);
            if c != ' ' && width(&line) + c.width().unwrap_or(0) > limit {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The text cut at every place where a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let wide = |c: char| c.width() == Some(2);
    let closes = |c: char| "、。，．）」』】！？ー〜っゃゅょッャュョ：:,.)".contains(c);
    let opens = |c: char| "（「『【".contains(c);
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let Some(&(_, next)) = chars.peek() else { break };
        let between_wide = (wide(c) || wide(next)) && !closes(next) && !opens(c) && next != ' ';
        if (matches!(c, ' ' | '/') && next != ' ') || between_wide {
            pieces.extend(text.get(start..end));
            start = end;
        }
    }
    pieces.extend(text.get(start..).filter(|last| !last.is_empty()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_by_columns_and_not_by_letters() {
        assert_eq!(shorten("bookmark-manager", 8), "bookmar…");
        assert_eq!(shorten("本番環境", 8), "本番環境");
        assert_eq!(shorten("本番環境", 7), "本番環…");
        assert_eq!(shorten("本番環境", 6), "本番…");
        assert_eq!(shorten("x", 0), "");
    }

    #[test]
    fn wraps_between_words_and_between_japanese_characters() {
        assert_eq!(wrap("one two three", 8, 5), ["one two", "three"]);
        assert_eq!(wrap("利用量が未記入です。", 10, 10), ["利用量が未", "記入です。"]);
        assert_eq!(wrap("abcdefghij", 4, 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4, 4), [""]);
    }

    #[test]
    fn lets_no_escape_through() {
        assert_eq!(clean("a\u{1b}[31m\nb\u{202e}"), "a\u{fffd}[31m b\u{fffd}");
    }
}
