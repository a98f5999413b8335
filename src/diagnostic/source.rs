//! The texts that diagnostics point into, and positions in them.

use std::sync::Arc;

/// A file of a [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// The file so many places behind this one.
    pub fn after(self, places: usize) -> FileId {
        FileId(self.0.saturating_add(u32::try_from(places).unwrap_or(u32::MAX)))
    }
}

/// A byte range of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The part of this span at `range`, counted from its start.
    pub fn within(self, range: std::ops::Range<usize>) -> Span {
        let start = self.start as usize;
        Span::new(self.file, start.saturating_add(range.start), start.saturating_add(range.end))
    }
}

/// Where a thing was written, for people and for JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub file: Arc<str>,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

#[derive(Debug)]
struct File {
    name: Text,
    text: Text,
}

#[derive(Debug)]
enum Text {
    Read(Arc<str>),
    /// It is in the binary.
    Ours(&'static str),
}

impl Text {
    fn as_str(&self) -> &str {
        match self {
            Text::Read(text) => text,
            Text::Ours(text) => text,
        }
    }

    fn shared(&self) -> Arc<str> {
        match self {
            Text::Read(text) => Arc::clone(text),
            Text::Ours(text) => Arc::from(*text),
        }
    }
}

/// Every text that was read, so that an error can show its line.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

impl Sources {
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> FileId {
        let id = self.next();
        self.files.push(File { name: Text::Read(name.into()), text: Text::Read(text.into()) });
        id
    }

    /// Adds files of the binary, none of which is copied. The id of the first; the
    /// others follow it ([`FileId::after`]).
    pub fn add_ours(
        &mut self,
        files: impl IntoIterator<Item = (&'static str, &'static str)>,
    ) -> FileId {
        let id = self.next();
        let own = files.into_iter();
        self.files.extend(own.map(|(n, t)| File { name: Text::Ours(n), text: Text::Ours(t) }));
        id
    }

    fn next(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    pub fn name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |f| f.name.as_str())
    }

    pub fn text(&self, file: FileId) -> Arc<str> {
        self.files.get(file.0 as usize).map_or_else(|| Arc::from(""), |f| f.text.shared())
    }

    /// The written text at a span.
    pub fn slice(&self, span: Span) -> &str {
        self.files
            .get(span.file.0 as usize)
            .and_then(|f| f.text.as_str().get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    pub fn locate(&self, span: Span) -> Location {
        let Some(file) = self.files.get(span.file.0 as usize) else {
            return Location { file: Arc::from(""), line: 1, column: 1 };
        };
        let text = file.text.as_str();
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let before = text.get(..at).unwrap_or("");
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        Location {
            file: file.name.shared(),
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
        }
    }
}

/// Locations of many rising positions of one file, without counting lines from
/// the top each time: what a topology of 100,000 resources needs.
#[derive(Debug)]
pub struct LineIndex {
    name: Arc<str>,
    text: Arc<str>,
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(sources: &Sources, file: FileId) -> LineIndex {
        let text = sources.text(file);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0)
            .chain(breaks.map(|i| u32::try_from(i + 1).unwrap_or(u32::MAX)))
            .collect();
        LineIndex { name: Arc::from(sources.name(file)), text, starts }
    }

    pub fn locate(&self, span: Span) -> Location {
        let line = self.starts.partition_point(|start| *start <= span.start).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0) as usize;
        let column = self
            .text
            .get(start..(span.start as usize).min(self.text.len()))
            .map_or(0, |part| part.chars().count());
        Location { file: Arc::clone(&self.name), line, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "一行目: 1\nb: ２\n");
        let at = sources.text(file).find('２').expect("there");
        let span = Span::new(file, at, at + 3);
        let location = sources.locate(span);
        assert_eq!((location.line, location.column), (2, 4));
        assert_eq!(LineIndex::new(&sources, file).locate(span), location);
        assert_eq!(sources.slice(span), "２");
        let beyond = sources.locate(Span::new(file, 9_999, 10_000));
        assert_eq!(beyond.line, 3);
    }
}
