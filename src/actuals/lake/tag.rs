//! `tag(map, name)`: the value of a tag, under whichever spelling it has.
//!
//! Exports write one tag as `env`, `user_env`, `user:env` or `Env`; the CSV
//! reader takes them for one, so the engine must as well. A subscript cannot, and
//! looking for every spelling in turn would read the map once for each. Names and
//! values come as numbers into lists of texts, so a row costs no text.

use super::super::columns::plain;
use super::scan::numbered;
use datafusion::arrow::array::types::Int32Type;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, Int32Array, MapArray};
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
        Ok(numbered())
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
    let (keys, values) = (cast(map.keys(), &numbered())?, cast(map.values(), &numbered())?);
    let (keys, values) = (keys.as_dictionary::<Int32Type>(), values.as_dictionary::<Int32Type>());
    let spellings = keys.values().as_string::<i32>().iter();
    let is: Vec<bool> = spellings.map(|key| key.is_some_and(|key| plain(key) == name)).collect();
    let is = |at: &usize| {
        let key = keys.keys().values().get(*at).and_then(|key| usize::try_from(*key).ok());
        key.and_then(|key| is.get(key)).copied().unwrap_or(false)
    };
    let found = map.value_offsets().windows(2).enumerate().map(|(row, bounds)| {
        let [from, to] = *bounds else { return None };
        let entries = usize::try_from(from).ok()?..usize::try_from(to).ok()?;
        let at = entries.into_iter().find(is).filter(|_| map.is_valid(row))?;
        values.keys().is_valid(at).then(|| values.keys().values().get(at).copied()).flatten()
    });
    let found: Int32Array = found.collect();
    Ok(Arc::new(DictionaryArray::try_new(found, Arc::clone(values.values()))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::{MapBuilder, StringBuilder};

    #[test]
    fn a_tag_is_found_in_each_of_its_spellings() {
        let mut maps = MapBuilder::new(None, StringBuilder::new(), StringBuilder::new());
        let rows: [&[(&str, Option<&str>)]; 6] = [
            &[("user_owner", Some("aiko")), ("user_env", Some("dev"))],
            &[("user:Env", Some("stg"))],
            &[("env", Some("prod"))],
            &[("user_owner", Some("aiko"))],
            &[("env", None)],
            &[],
        ];
        for row in rows {
            for (key, value) in row {
                maps.keys().append_value(key);
                maps.values().append_option(*value);
            }
            maps.append(!row.is_empty()).expect("a map");
        }
        let found = values(&maps.finish(), "env").expect("texts");
        let found = cast(&found, &DataType::Utf8).expect("texts");
        let found: Vec<Option<&str>> = found.as_string::<i32>().iter().collect();
        assert_eq!(found, [Some("dev"), Some("stg"), Some("prod"), None, None, None]);
    }
}
