//! JSON of any length, one entry at a time.
//!
//! An offer of EC2 has gigabytes and of a hundred entries one is wanted. So an
//! entry is bounded first, by its brackets and strings alone, and only one that is
//! wanted is parsed, from the bytes where they lie. What is not wanted is never
//! more than a few comparisons a byte.

use memchr::memchr2;
use std::io::Read;

/// How much is read at once.
const CHUNK: usize = 1 << 18;
/// The largest single value: a product with its terms has some 100 KB.
const LARGEST: usize = 64 << 20;

/// What is wrong, in words; the line is asked for beside it.
type Fault = String;

pub struct Stream<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    /// Lines before the buffer.
    lines: u64,
}

impl<R: Read> Stream<R> {
    pub fn new(inner: R) -> Stream<R> {
        Stream { inner, buffer: Vec::new(), at: 0, lines: 0 }
    }

    /// The line that is read, from 1.
    pub fn line(&self) -> u64 {
        self.lines + newlines(self.buffer.get(..self.at).unwrap_or_default()) + 1
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Reads on; what was passed is given up. `false`: there is no more.
    fn more(&mut self) -> Result<bool, Fault> {
        self.lines += newlines(self.buffer.get(..self.at).unwrap_or_default());
        self.buffer.drain(..self.at);
        self.at = 0;
        let have = self.buffer.len();
        if have > LARGEST {
            return Err("one value is larger than 64 MB".to_owned());
        }
        self.buffer.resize(have + CHUNK, 0);
        let read = self.inner.read(self.buffer.get_mut(have..).unwrap_or_default());
        let count = read.map_err(|e| e.to_string())?;
        self.buffer.truncate(have + count);
        Ok(count > 0)
    }

    /// The next byte that is no space, which stays; `None` at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            if let Some(spaces) = self.rest().iter().position(|b| !b.is_ascii_whitespace()) {
                self.at += spaces;
                return Ok(self.rest().first().copied());
            }
            self.at = self.buffer.len();
            if !self.more()? {
                return Ok(None);
            }
        }
    }

    /// Passes one byte that must be there.
    pub fn pass(&mut self, wanted: u8) -> Result<(), Fault> {
        match self.peek()? {
            Some(found) if found == wanted => {
                self.at += 1;
                Ok(())
            }
            Some(found) => {
                Err(format!("`{}` where `{}` must be", char::from(found), char::from(wanted)))
            }
            None => Err(cut()),
        }
    }

    /// Whether another entry follows in what ends with `close`.
    fn follows(&mut self, close: u8) -> Result<bool, Fault> {
        if self.peek()? == Some(b',') {
            self.at += 1;
        }
        match self.peek()? {
            Some(found) if found == close => {
                self.at += 1;
                Ok(false)
            }
            Some(_) => Ok(true),
            None => Err(cut()),
        }
    }

    /// Whether another item follows in an open array.
    pub fn item(&mut self) -> Result<bool, Fault> {
        self.follows(b']')
    }

    /// The next key of an open object.
    pub fn key(&mut self) -> Result<Option<String>, Fault> {
        if !self.follows(b'}')? {
            return Ok(None);
        }
        let key: String = parsed(self.value()?)?;
        self.pass(b':')?;
        Ok(Some(key))
    }

    /// The next value, whole, as it stands.
    pub fn value(&mut self) -> Result<&[u8], Fault> {
        self.peek()?.ok_or_else(cut)?;
        let (mut bounds, mut seen) = (Bounds::default(), 0);
        loop {
            let fresh = self.rest().get(seen..).unwrap_or_default();
            if let Some(length) = bounds.end(fresh)? {
                let from = self.at;
                self.at += seen + length;
                return Ok(self.buffer.get(from..self.at).unwrap_or_default());
            }
            seen = self.rest().len();
            if !self.more()? {
                return Err(cut());
            }
        }
    }

    /// Passes the next value without keeping it.
    pub fn skip(&mut self) -> Result<(), Fault> {
        self.peek()?.ok_or_else(cut)?;
        let mut bounds = Bounds::default();
        loop {
            if let Some(length) = bounds.end(self.rest())? {
                self.at += length;
                return Ok(());
            }
            self.at = self.buffer.len();
            if !self.more()? {
                return Err(cut());
            }
        }
    }

    /// The next value, if it is a text.
    pub fn text(&mut self) -> Result<String, Fault> {
        parsed(self.value()?)
    }
}

/// A value of JSON that was bounded.
pub fn parsed<'a, T: serde::Deserialize<'a>>(value: &'a [u8]) -> Result<T, Fault> {
    serde_json::from_slice(value).map_err(|e| e.to_string())
}

fn cut() -> Fault {
    "EOF where more must come: the file is cut off".to_owned()
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').count() as u64
}

/// Where a value ends, found piece by piece.
#[derive(Default)]
struct Bounds {
    /// Open brackets; `true` is an object.
    open: Vec<bool>,
    string: bool,
    escaped: bool,
    /// A number or a word has begun.
    word: bool,
}

impl Bounds {
    /// The length of the value's last piece, if it ends in these bytes.
    fn end(&mut self, bytes: &[u8]) -> Result<Option<usize>, Fault> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            if self.escaped {
                self.escaped = false;
                at += 1;
                continue;
            }
            if self.string {
                let rest = bytes.get(at..).unwrap_or_default();
                let Some(found) = memchr2(b'"', b'\\', rest) else { return Ok(None) };
                at += found + 1;
                if rest.get(found) == Some(&b'\\') {
                    self.escaped = true;
                } else {
                    self.string = false;
                    if self.open.is_empty() {
                        return Ok(Some(at));
                    }
                }
                continue;
            }
            match byte {
                b'"' => self.string = true,
                b'{' | b'[' => self.open.push(byte == b'{'),
                b'}' | b']' => {
                    // A number ends before the bracket of what it stands in.
                    let Some(object) = self.open.pop() else { return Ok(Some(at)) };
                    if object != (byte == b'}') {
                        return Err(format!("`{}` closes the other bracket", char::from(byte)));
                    }
                    if self.open.is_empty() {
                        return Ok(Some(at + 1));
                    }
                }
                _ if self.open.is_empty() => {
                    if self.word && (byte == b',' || byte.is_ascii_whitespace()) {
                        return Ok(Some(at));
                    }
                    self.word = true;
                }
                _ => {}
            }
            at += 1;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a few bytes at a time, so that every value is cut somewhere.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(Into::into),
            any::<bool>().prop_map(Into::into),
            Just(serde_json::Value::Null),
            "[\\PC\"\\\\{}\\[\\],]{0,9}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::btree_map("[a-z\"{]{0,4}", inner, 0..4)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// What is bounded piece by piece is what serde reads of the whole; a text
        /// that is cut is never a value.
        #[test]
        fn entries_come_as_they_were(
            map in prop::collection::btree_map("[a-z\"\\\\]{0,5}", json(), 0..6),
            drop in 1usize..40, cut in 0usize..1000, pretty in any::<bool>(), skipped in any::<bool>(),
        ) {
            let text = if pretty { serde_json::to_string_pretty(&map) } else { serde_json::to_string(&map) };
            let text = text.expect("JSON");
            let read = |bytes: &[u8]| -> Result<Vec<(String, serde_json::Value)>, String> {
                let mut stream = Stream::new(Drops(bytes, drop));
                stream.pass(b'{')?;
                let mut found = Vec::new();
                while let Some(key) = stream.key()? {
                    if skipped {
                        stream.skip()?;
                        found.push((key, serde_json::Value::Null));
                    } else {
                        found.push((key, parsed(stream.value()?)?));
                    }
                }
                Ok(found)
            };
            let found = read(text.as_bytes()).expect("reads");
            prop_assert_eq!(found.len(), map.len());
            for (key, value) in found {
                prop_assert!(skipped || map[&key] == value);
            }
            let part = &text.as_bytes()[..text.len() * cut / 1000];
            prop_assert!(read(part).is_err(), "{}", String::from_utf8_lossy(part));
        }
    }

    #[test]
    fn a_wrong_bracket_is_said_with_its_line() {
        let mut stream = Stream::new(&b"{\n \"a\": [1,\n 2}\n}"[..]);
        stream.pass(b'{').expect("opens");
        assert_eq!(stream.key(), Ok(Some("a".to_owned())));
        assert_eq!(stream.skip(), Err("`}` closes the other bracket".to_owned()));
        assert_eq!(stream.line(), 2, "of the value");
    }
}
