//! One JSON object on one line, appended to bytes.
//!
//! A bill of 100,000 resources is 230,000 charges of 27 fields. A serializer
//! looks at every character of every name and key; here a key is copied with
//! its quotes, and a text is looked at once, many characters at a time.

use crate::quantity::Number;
use serde::Serialize;

/// The fields of an object, in the order in which they are given.
pub(super) struct Record<'a> {
    out: &'a mut Vec<u8>,
    empty: bool,
}

impl<'a> Record<'a> {
    pub(super) fn begin(out: &'a mut Vec<u8>) -> Record<'a> {
        out.push(b'{');
        Record { out, empty: true }
    }

    pub(super) fn end(self) {
        self.out.push(b'}');
    }

    fn key(&mut self, key: &'static str) {
        self.out.extend_from_slice(if self.empty { b"\"" } else { b",\"" });
        self.empty = false;
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    pub(super) fn text(&mut self, key: &'static str, value: &str) {
        self.key(key);
        text(self.out, value);
    }

    pub(super) fn text_or_null(&mut self, key: &'static str, value: Option<&str>) {
        self.key(key);
        match value {
            Some(value) => text(self.out, value),
            None => self.out.extend_from_slice(b"null"),
        }
    }

    pub(super) fn number(&mut self, key: &'static str, value: Number) {
        self.key(key);
        value.append_to(self.out);
    }

    pub(super) fn number_or_null(&mut self, key: &'static str, value: Option<Number>) {
        match value {
            Some(value) => self.number(key, value),
            None => self.value(key, &()),
        }
    }

    /// An object inside, or null.
    pub(super) fn object<T>(
        &mut self,
        key: &'static str,
        value: Option<T>,
        fields: impl FnOnce(T, &mut Record<'_>),
    ) {
        match value {
            None => self.value(key, &()),
            Some(value) => {
                self.key(key);
                let mut inside = Record::begin(self.out);
                fields(value, &mut inside);
                inside.end();
            }
        }
    }

    /// Anything else, compact.
    pub(super) fn value<T: Serialize>(&mut self, key: &'static str, value: &T) {
        self.key(key);
        compact(self.out, value);
    }
}

fn text(out: &mut Vec<u8>, value: &str) {
    let plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    if value.as_bytes().iter().fold(true, |all, byte| all & plain(byte)) {
        out.push(b'"');
        out.extend_from_slice(value.as_bytes());
        out.push(b'"');
    } else {
        compact(out, &value);
    }
}

/// Writing to memory does not fail.
fn compact<T: Serialize>(out: &mut Vec<u8>, value: &T) {
    let _ = serde_json::to_writer(out, value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: &str, number: Number) -> String {
        let mut out = Vec::new();
        let mut record = Record::begin(&mut out);
        record.text("a", value);
        record.text_or_null("b", None);
        record.number("c", number);
        record.number_or_null("d", None);
        record.end();
        String::from_utf8(out).expect("UTF-8")
    }

    proptest! {
        #[test]
        fn writes_what_a_serializer_writes(value in any::<String>(), digits in any::<i32>(), tens in 0u32..6) {
            let ten = Number::from(10u64.pow(tens));
            let number = Number::from_i64(i64::from(digits)).over(ten).expect("fits");
            let theirs = format!(
                r#"{{"a":{},"b":null,"c":{},"d":null}}"#,
                serde_json::to_string(&value).expect("a text"),
                serde_json::to_string(&number).expect("a number"),
            );
            prop_assert_eq!(written(&value, number), theirs);
        }
    }
}
