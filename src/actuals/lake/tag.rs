//! `tag(map, name)`: the value of a tag, under whichever spelling it has.
//!
//! Exports write one tag as `env`, `user_env`, `user:env` or `Env`; the CSV
//! reader takes them for one, so the engine must as well. A subscript cannot, and
//! looking for every spelling in turn would read the map once for each.

use super::super::columns::plain;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, MapArray, StringArray, StringViewBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use std::sync::Arc;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Tag(Signature);

impl Default for Tag {
    fn default() -> Tag {
        Tag(Signature::any(2, Volatility::Immutable))
    }
}

impl ScalarUDFImpl for Tag {
    fn name(&self) -> &str {
        "tag"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8View)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [map, ColumnarValue::Scalar(name)] = args.args.as_slice() else {
            return exec_err!("tag takes a column and a name");
        };
        let Some(Some(name)) = ScalarValue::try_as_str(name) else {
            return exec_err!("tag takes a name");
        };
        let map = map.to_array(args.number_rows)?;
        match map.as_map_opt() {
            Some(map) => Ok(ColumnarValue::Array(values(map, name)?)),
            None => exec_err!("tag takes a map"),
        }
    }
}

fn values(map: &MapArray, name: &str) -> Result<ArrayRef> {
    let keys = cast(map.keys(), &DataType::Utf8)?;
    let values = cast(map.values(), &DataType::Utf8)?;
    let (keys, values) = (keys.as_string::<i32>(), values.as_string::<i32>());
    let mut spelt = Spelt { name, known: Vec::new() };
    let mut found = StringViewBuilder::with_capacity(map.len()).with_deduplicate_strings();
    let offsets = map.value_offsets();
    for (row, bounds) in offsets.windows(2).enumerate() {
        let (from, to) = match bounds {
            [from, to] if !map.is_null(row) => (*from, *to),
            _ => (0, 0),
        };
        let at = (from..to).filter_map(|i| usize::try_from(i).ok()).find(|i| spelt.is(keys, *i));
        found.append_value(at.filter(|i| !values.is_null(*i)).map_or("", |i| values.value(i)));
    }
    Ok(Arc::new(found.finish()))
}

/// Which of the spellings that came by are the tag's: there are few.
struct Spelt<'a> {
    name: &'a str,
    known: Vec<(String, bool)>,
}

impl Spelt<'_> {
    fn is(&mut self, keys: &StringArray, at: usize) -> bool {
        let key = keys.value(at);
        if let Some((_, is)) = self.known.iter().find(|(known, _)| known == key) {
            return *is;
        }
        let is = plain(key) == self.name;
        if self.known.len() < 64 {
            self.known.push((key.to_owned(), is));
        }
        is
    }
}
