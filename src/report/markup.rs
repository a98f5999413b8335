//! HTML in which only the program's own literals are markup.
//!
//! Names come from files that strangers may have written, and the page is opened
//! by people with rights. So a tag is a `&'static str`, and everything else goes
//! through one escape; the compiler keeps the two apart. The page's policy
//! allows the one script and the one style that are in it, by their digests, and
//! no network at all.

use crate::report::layout::clean;
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// A name and its value. The value is escaped.
pub(super) type Attribute<'a> = (&'static str, &'a str);

/// A page, or a part of one, that grows at its end.
#[derive(Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// Markup of the program's own.
    pub(super) fn markup(&mut self, literal: &'static str) {
        self.out.push_str(literal);
    }

    pub(super) fn text(&mut self, text: &str) {
        for c in clean(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                c => self.out.push(c),
            }
        }
    }

    pub(super) fn open(&mut self, tag: &'static str, attributes: &[Attribute]) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    pub(super) fn close(&mut self, tag: &'static str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    /// An element that holds text.
    pub(super) fn leaf(&mut self, tag: &'static str, attributes: &[Attribute], text: &str) {
        self.open(tag, attributes);
        self.text(text);
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// A part of the page under a heading of its own.
    pub(super) fn section(
        &mut self,
        id: &'static str,
        title: &str,
        inside: impl FnOnce(&mut Html),
    ) {
        let heading = format!("{id}-title");
        self.open("section", &[("id", id), ("aria-labelledby", &heading)]);
        self.leaf("h2", &[("id", &heading)], title);
        inside(self);
        self.close("section");
    }

    /// A row of a table's head; the flags say which columns are numbers.
    pub(super) fn head(&mut self, columns: &[(&str, bool)]) {
        self.markup("<thead><tr>");
        for (title, number) in columns {
            let class = if *number { "number" } else { "" };
            self.leaf("th", &[("scope", "col"), ("class", class)], title);
        }
        self.markup("</tr></thead>");
    }

    /// Data for the script of the page, which no parser of HTML reads as markup.
    pub(super) fn data(&mut self, id: &'static str, json: &str) {
        self.open("script", &[("type", "application/json"), ("id", id)]);
        self.out.push_str(&json.replace('<', "\\u003c"));
        self.close("script");
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// What opens a page, up to its body: the policy, the style, the title.
pub(super) fn opened(language: &str, title: &str, style: &'static str, script: &str) -> Html {
    let mut html = Html::default();
    html.markup("<!doctype html>\n");
    html.open("html", &[("lang", language)]);
    html.markup("<head><meta charset=\"utf-8\">\n");
    let allowed = |text: &str| match text {
        "" => "'none'".to_owned(),
        text => format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text.as_bytes()))),
    };
    let policy = format!(
        "default-src 'none'; img-src data:; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        allowed(style),
        allowed(script)
    );
    html.open("meta", &[("http-equiv", "Content-Security-Policy"), ("content", &policy)]);
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.markup("<meta name=\"color-scheme\" content=\"light dark\">\n");
    // A page without one asks its server for an icon.
    html.markup("<link rel=\"icon\" href=\"data:,\">\n");
    html.leaf("title", &[], title);
    html.markup("<style>");
    html.markup(style);
    html.markup("</style></head>\n<body>\n");
    html
}

/// What closes it, with the script.
pub(super) fn closed(mut html: Html, script: &'static str) -> String {
    if !script.is_empty() {
        html.markup("<script>");
        html.markup(script);
        html.markup("</script>\n");
    }
    html.markup("</body></html>\n");
    html.finish()
}

/// A value in the part of an address behind `#`.
pub(super) fn in_address(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_stranger_wrote_is_markup() {
        let mut html = Html::default();
        html.leaf("td", &[("title", "\" onload='x'")], "<script>alert(1)</script>&\u{202e}");
        html.data("d", "[\"</script><img>\"]");
        let out = html.finish();
        assert_eq!(out.matches('<').count(), 4, "{out}");
        assert!(out.contains("title=\"&quot; onload=&#39;x&#39;\""), "{out}");
        assert!(out.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;\u{fffd}"), "{out}");
    }

    #[test]
    fn an_address_holds_any_name() {
        assert_eq!(in_address("stg 1&x=本"), "stg%201%26x%3D%E6%9C%AC");
    }
}
