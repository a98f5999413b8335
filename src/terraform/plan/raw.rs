//! Parts of a plan that are still text.
//!
//! serde has read the plan once and knows that all of it is JSON; most of it
//! prices nothing and is never looked at again. What is asked for is read here in
//! one pass, from the text to values, and numbers by their digits.

use crate::expr::Value;
use crate::quantity::Number;
use foldhash::HashSet;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::sync::Arc;

/// Lists and objects inside each other. No provider's schema comes near.
const MAX_DEPTH: usize = 128;

/// Texts up to this length are looked for among those that were read before:
/// `gp3`, `ENABLED` and the zones stand in every resource.
const MAX_SHARED: usize = 24;

/// A value of the plan, as it stands there.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw<'a>, D::Error> {
        <&'de RawValue>::deserialize(deserializer).map(|raw| Raw(raw.get()))
    }
}

impl<'a> Raw<'a> {
    pub fn json(self) -> &'a str {
        self.0
    }

    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// A text; none of anything else.
    pub fn text(self) -> Option<Cow<'a, str>> {
        self.0.starts_with('"').then(|| Cursor { text: self.0, at: 0 }.string())
    }

    /// The members of an object in order; none of anything else.
    pub fn members(self) -> Vec<(Cow<'a, str>, Raw<'a>)> {
        let mut found = Vec::new();
        let mut cursor = Cursor { text: self.0, at: 1 };
        if self.0.starts_with('{') {
            while let Some(key) = cursor.key() {
                found.push((key, cursor.skip()));
            }
        }
        found
    }

    /// The elements of a list; none of anything else.
    pub fn items(self) -> Vec<Raw<'a>> {
        let mut found = Vec::new();
        let mut cursor = Cursor { text: self.0, at: 1 };
        if self.0.starts_with('[') {
            while cursor.item() {
                found.push(cursor.skip());
            }
        }
        found
    }

    pub fn value(self, names: &mut Names) -> Value {
        Cursor { text: self.0, at: 0 }.value(names, 0)
    }
}

/// Names and short texts that stand in every resource of a type: each is kept once.
#[derive(Default)]
pub struct Names(HashSet<Arc<str>>);

impl Names {
    pub fn shared(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let shared: Arc<str> = Arc::from(name);
        self.0.insert(Arc::clone(&shared));
        shared
    }
}

/// A place in a text that is known to be JSON: nothing here is an error.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The next byte that is not white space, nor what parts elements.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let between = |b: &u8| matches!(b, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':');
        let space = rest.iter().take_while(|b| between(b)).count();
        self.at += space;
        rest.get(space).copied()
    }

    /// The next name of an object; at its end none, and behind it.
    fn key(&mut self) -> Option<Cow<'a, str>> {
        match self.peek() {
            Some(b'"') => Some(self.string()),
            _ => {
                self.at += 1;
                None
            }
        }
    }

    /// Whether a list has another element; at its end behind it.
    fn item(&mut self) -> bool {
        let more = self.peek().is_some_and(|b| b != b']');
        self.at += usize::from(!more);
        more
    }

    /// The text in quotes that begins here.
    fn string(&mut self) -> Cow<'a, str> {
        let start = self.at;
        let escaped = self.pass_string();
        let quoted = self.text.get(start..self.at).unwrap_or("\"\"");
        match escaped {
            true => Cow::Owned(serde_json::from_str(quoted).unwrap_or_default()),
            false => Cow::Borrowed(quoted.get(1..quoted.len() - 1).unwrap_or("")),
        }
    }

    /// Goes behind the text that begins here. Whether it has escapes.
    fn pass_string(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        self.at += 1;
        while let Some(rest) = bytes.get(self.at..) {
            let Some(next) = rest.iter().position(|b| matches!(b, b'"' | b'\\')) else { break };
            if rest.get(next) == Some(&b'"') {
                self.at += next + 1;
                return escaped;
            }
            escaped = true;
            self.at += next + 2;
        }
        self.at = bytes.len();
        escaped
    }

    /// One value, as it stands.
    fn skip(&mut self) -> Raw<'a> {
        self.peek();
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let mut depth = 0usize;
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.pass_string();
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                _ if depth == 0 => self.pass_word(),
                _ => self.at += 1,
            }
            if depth == 0 {
                break;
            }
        }
        Raw(self.text.get(start..self.at).unwrap_or("null"))
    }

    /// Goes behind a number, `true`, `false` or `null`.
    fn pass_word(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let ends = |b: &u8| matches!(b, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
        self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
    }

    fn value(&mut self, names: &mut Names, depth: usize) -> Value {
        match self.peek() {
            Some(b'{' | b'[') if depth >= MAX_DEPTH => {
                self.skip();
                Value::unresolved(format!("it is nested deeper than {MAX_DEPTH}"), None)
            }
            Some(b'{') => {
                self.at += 1;
                let mut entries = Vec::new();
                while let Some(key) = self.key() {
                    entries.push((names.shared(&key), self.value(names, depth + 1)));
                }
                Value::map(entries)
            }
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                while self.item() {
                    items.push(self.value(names, depth + 1));
                }
                Value::list(items)
            }
            Some(b'"') => match self.string() {
                short if short.len() <= MAX_SHARED => Value::String(names.shared(&short)),
                long => Value::text(long),
            },
            _ => {
                let start = self.at;
                self.pass_word();
                match self.text.get(start..self.at).unwrap_or("") {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    "null" | "" => Value::Null,
                    // Of more digits than a bill has: not a size of anything.
                    digits => {
                        Number::parse_scientific(digits).map_or_else(Value::overflow, Value::Number)
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::json;
    use proptest::prelude::*;

    fn raw(text: &str) -> Raw<'_> {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn values_are_read_as_they_stand() {
        let text = " { \"a\" : [ 1 , 2.50,\"x\\\"}\\u3042\" ,null , true,{ }, [ ] ] , \"b\":{\"c\":-1e3}} ";
        let value = raw(text).value(&mut Names::default());
        let expected = "{\"a\":[1,2.5,\"x\\\"}あ\",null,true,{},[]],\"b\":{\"c\":-1000}}";
        assert_eq!(json::encode(&value).expect("JSON"), expected);
        let members: Vec<(String, &str)> =
            raw(text).members().into_iter().map(|(k, v)| (k.into_owned(), v.json())).collect();
        assert_eq!(members[1], ("b".to_owned(), "{\"c\":-1e3}"));
        assert_eq!(
            raw("[1 ,\"]\", [2] ]").items().iter().map(|r| r.json()).collect::<Vec<_>>(),
            ["1", "\"]\"", "[2]"]
        );
        assert!(raw("7").members().is_empty() && raw("{}").items().is_empty());
    }

    #[test]
    fn what_is_nested_without_end_is_not_known() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let value = raw(&deep).value(&mut Names::default());
        assert!(value.unknown_inside().is_some());
    }

    proptest! {
        /// The other reader of JSON, slow and strict, says the same.
        #[test]
        fn both_readers_agree(text in any_json(4)) {
            let expected = json::decode(&text).expect("JSON");
            prop_assert_eq!(raw(&text).value(&mut Names::default()), expected);
        }
    }

    fn any_json(depth: u32) -> impl Strategy<Value = String> {
        let space = prop::sample::select(vec!["", " ", "\n\t"]);
        let text = ".{0,8}".prop_map(|s| serde_json::to_string(&s).expect("JSON"));
        let word = prop::sample::select(vec!["null", "true", "false", "0", "-12.75", "3e2"]);
        let leaf = prop_oneof![text.clone(), word.prop_map(str::to_owned)];
        leaf.prop_recursive(depth, 64, 6, move |inner| {
            let list = prop::collection::vec(inner.clone(), 0..5);
            let map = prop::collection::btree_map(text.clone(), inner, 0..5);
            let (a, b) = (space.clone(), space.clone());
            prop_oneof![
                (list, a)
                    .prop_map(|(items, s)| format!("[{s}{}{s}]", items.join(&format!("{s},{s}")))),
                (map, b).prop_map(|(entries, s)| {
                    let entries: Vec<String> =
                        entries.iter().map(|(k, v)| format!("{k}{s}:{s}{v}")).collect();
                    format!("{{{s}{}{s}}}", entries.join(&format!("{s},{s}")))
                }),
            ]
        })
    }
}
