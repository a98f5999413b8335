//! Text inside Markdown that cannot become Markdown.
//!
//! Names come from a pull request that anybody may have opened, and the report
//! is posted with our own rights. So a name cannot end a table's cell, start
//! HTML, ping a person, or make a link.

use crate::report::layout::clean;

/// A name as code: in backticks, or as entities where it holds a backtick, a
/// pipe or a backslash, which GitHub's tables read even inside of code.
pub(super) fn name(text: &str) -> String {
    let text = clean(text);
    if text.is_empty() {
        return String::new();
    }
    if !text.contains(['`', '|', '\\']) && text.trim() == text {
        return format!("`{text}`");
    }
    let plain = |c: char| !c.is_ascii_punctuation() || c == '-' || c == '.';
    let mut out = String::from("<code>");
    for c in text.chars() {
        if plain(c) {
            out.push(c);
        } else {
            out.push_str(&format!("&#{};", u32::from(c)));
        }
    }
    out.push_str("</code>");
    out
}

/// Words that may hold names: every character that Markdown or GitHub reads is
/// an entity or stands behind a backslash.
pub(super) fn words(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '|' | '`' | '\\' => out.push_str(&format!("&#{};", u32::from(c))),
            '*' | '_' | '[' | ']' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // A mention and an issue are read after the Markdown is: only a
            // character of no width between stops that.
            '@' | '#' => {
                out.push(c);
                out.push('\u{200b}');
            }
            c => out.push(c),
        }
    }
    out.replace("://", "&#58;//").replace("www.", "www&#46;")
}

/// A table of GitHub's Markdown; the flags say which columns are numbers.
pub(super) struct MarkdownTable {
    out: String,
}

impl MarkdownTable {
    pub(super) fn new(columns: &[(&str, bool)]) -> MarkdownTable {
        let titles: Vec<String> = columns.iter().map(|(title, _)| words(title)).collect();
        let marks = columns.iter().map(|(_, number)| if *number { "---:" } else { "---" });
        let mut table = MarkdownTable { out: String::new() };
        table.row(&titles);
        table.row(&marks.map(str::to_owned).collect::<Vec<_>>());
        table
    }

    /// A row of cells that are escaped already.
    pub(super) fn row(&mut self, cells: &[String]) {
        self.out.push_str("| ");
        self.out.push_str(&cells.join(" | "));
        self.out.push_str(" |\n");
    }

    /// The same row, if the table then has no more than `limit` bytes.
    pub(super) fn row_within(&mut self, cells: &[String], limit: usize) -> bool {
        let before = self.out.len();
        self.row(cells);
        let fits = self.out.len() <= limit;
        if !fits {
            self.out.truncate(before);
        }
        fits
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// The first `limit` characters, with `…` where more follow. Before a text is
/// escaped, so that no entity is ever cut.
pub(super) fn cut(text: &str, limit: usize) -> String {
    let mut out: String = text.chars().take(limit).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out
}

/// What is folded away until a reader opens it.
pub(super) fn folded(summary: &str, inside: &str) -> String {
    format!("<details><summary>{}</summary>\n\n{inside}\n</details>\n", html(summary))
}

/// Text inside an HTML tag, where Markdown is not read.
fn html(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => out.push_str(&format!("&#{};", u32::from(c))),
            '@' | '#' => out.extend([c, '\u{200b}']),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_cell() {
        assert_eq!(name("web"), "`web`");
        assert_eq!(name("<img src=x>"), "`<img src=x>`");
        assert_eq!(name("a|b`c\n"), "<code>a&#124;b&#96;c </code>");
        assert_eq!(name("a\\"), "<code>a&#92;</code>");
    }

    #[test]
    fn words_are_not_markdown() {
        assert_eq!(words("a*b|c <b>"), "a\\*b&#124;c &#60;b&#62;");
        assert_eq!(words("@all https://x.y"), "@\u{200b}all https&#58;//x.y");
        assert_eq!(words("2 × 0.5 × 730 h"), "2 × 0.5 × 730 h");
    }
}
