//! JSON with a line for each element of a list.
//!
//! Indented to the second level and compact below it: a charge is one line, so
//! that two outputs can be compared line by line and a large bill stays small.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Levels that get lines of their own.
const DEEP: usize = 2;

/// Indents objects and lists down to [`DEEP`].
#[derive(Default)]
struct Lines {
    depth: usize,
    /// Whether the list or object that ends has anything in it.
    filled: bool,
}

impl Lines {
    fn indent<W: Write + ?Sized>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }

    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, open: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(open)
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, close: &[u8]) -> io::Result<()> {
        let lines = self.depth <= DEEP && self.filled;
        self.depth -= 1;
        self.filled = true;
        if lines {
            self.indent(out)?;
        }
        out.write_all(close)
    }

    fn next<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.depth <= DEEP { self.indent(out) } else { Ok(()) }
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(if self.depth <= DEEP { b": " } else { b":" })
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

/// Bytes gathered before they go on: JSON is written a few at a time.
const CHUNK: usize = 1 << 16;

/// Gathers small writes. The type is known to the serializer, so that each of
/// them is a copy and not a call.
struct Gathered<'a> {
    bytes: Vec<u8>,
    out: &'a mut dyn Write,
}

impl Write for Gathered<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= CHUNK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

/// Writes a value, and a newline behind it.
pub(super) fn write<T: Serialize>(value: &T, out: &mut dyn Write) -> io::Result<()> {
    let mut gathered = Gathered { bytes: Vec::with_capacity(2 * CHUNK), out };
    value.serialize(&mut Serializer::with_formatter(&mut gathered, Lines::default()))?;
    gathered.write_all(b"\n")?;
    gathered.flush()
}

/// The outermost object, field by field, for one whose lists are long.
pub(super) struct Object<'a> {
    out: Gathered<'a>,
    first: bool,
}

impl<'a> Object<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Object<'a> {
        Object { out: Gathered { bytes: Vec::with_capacity(2 * CHUNK), out }, first: true }
    }

    fn key(&mut self, key: &str) -> io::Result<()> {
        let open = if self.first { "{\n  \"" } else { ",\n  \"" };
        self.first = false;
        [open, key, "\": "].iter().try_for_each(|part| self.out.write_all(part.as_bytes()))
    }

    pub(super) fn field<T: Serialize>(&mut self, key: &str, value: &T) -> io::Result<()> {
        self.key(key)?;
        let lines = Lines { depth: 1, filled: false };
        Ok(value.serialize(&mut Serializer::with_formatter(&mut self.out, lines))?)
    }

    /// A list with a line for each item; `line` appends an item.
    pub(super) fn each<T>(
        &mut self,
        key: &str,
        items: &[T],
        line: impl Fn(&T, &mut Vec<u8>),
    ) -> io::Result<()> {
        self.key(key)?;
        for (i, item) in items.iter().enumerate() {
            self.out.write_all(if i == 0 { b"[\n    " } else { b",\n    " })?;
            line(item, &mut self.out.bytes);
        }
        self.out.write_all(if items.is_empty() { b"[]" } else { b"\n  ]" })
    }

    pub(super) fn end(mut self) -> io::Result<()> {
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}
