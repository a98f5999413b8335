//! `line('record product …', column, …)`: a number for what the columns of a row
//! say together.
//!
//! A row is known by some fifteen texts, of which millions of rows repeat a few
//! hundred combinations. Grouping by the texts would hash and compare each of them
//! for every row; a number is grouped by at once, and the texts are looked up when
//! the groups are known. In a batch, rows that say the same are found by `alike.rs`,
//! and one of each sort is looked at.

use super::super::columns::Field;
use super::super::query::{is_flag, promises};
use super::alike::Alike;
use super::scan::numbered;
use datafusion::arrow::array::types::Int32Type;
use datafusion::arrow::array::{Array, AsArray, DictionaryArray, UInt32Array};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::hash_utils::RandomState;
use datafusion::common::{Result, ScalarValue, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, PoisonError, RwLock};

/// No number yet.
const NEW: u32 = u32::MAX;

/// What gives each different key the next number.
#[derive(Debug)]
struct Numbers<K: ?Sized> {
    of: HashMap<Arc<K>, u32, RandomState>,
    all: Vec<Arc<K>>,
}

impl<K: ?Sized> Default for Numbers<K> {
    fn default() -> Numbers<K> {
        Numbers { of: HashMap::with_hasher(RandomState::default()), all: Vec::new() }
    }
}

impl<K: ?Sized + Eq + Hash> Numbers<K>
where
    for<'a> Arc<K>: From<&'a K>,
{
    fn number(&mut self, key: &K) -> u32 {
        if let Some(known) = self.of.get(key) {
            return *known;
        }
        // Memory ends long before the numbers do.
        let number = u32::try_from(self.all.len()).unwrap_or(NEW);
        let key: Arc<K> = Arc::from(key);
        self.all.push(Arc::clone(&key));
        self.of.insert(key, number);
        number
    }
}

/// The lines of one file, shared by all threads that read it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    texts: Arc<RwLock<Numbers<str>>>,
    lines: Arc<RwLock<Numbers<[u32]>>>,
}

impl Lines {
    fn text(&self, text: &str) -> u32 {
        let known = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.of.get(text) {
            return *number;
        }
        drop(known);
        self.texts.write().unwrap_or_else(PoisonError::into_inner).number(text)
    }

    fn line(&self, texts: &[u32]) -> u32 {
        let known = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(number) = known.of.get(texts) {
            return *number;
        }
        drop(known);
        self.lines.write().unwrap_or_else(PoisonError::into_inner).number(texts)
    }

    /// The texts of every line, by its number.
    pub(super) fn written(&self) -> Vec<Vec<Arc<str>>> {
        let texts = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let text = |number: &u32| {
            let text = usize::try_from(*number).ok().and_then(|at| texts.all.get(at));
            text.map_or_else(|| Arc::from(""), Arc::clone)
        };
        lines.all.iter().map(|line| line.iter().map(text).collect()).collect()
    }
}

#[derive(Debug)]
pub(super) struct Line {
    signature: Signature,
    lines: Lines,
}

impl Line {
    pub(super) fn of(lines: Lines) -> Line {
        Line { signature: Signature::variadic_any(Volatility::Immutable), lines }
    }
}

/// Two are one function if they give the same numbers.
impl PartialEq for Line {
    fn eq(&self, other: &Line) -> bool {
        Arc::ptr_eq(&self.lines.lines, &other.lines.lines)
    }
}

impl Eq for Line {}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.signature.hash(state);
    }
}

impl ScalarUDFImpl for Line {
    fn name(&self) -> &str {
        "line"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::UInt32)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let Some((ColumnarValue::Scalar(names), columns)) = args.args.split_first() else {
            return exec_err!("line takes the names of its columns first");
        };
        let Some(Some(names)) = ScalarValue::try_as_str(names) else {
            return exec_err!("line takes the names of its columns as a text");
        };
        let columns = names.split(' ').zip(columns).map(|(name, column)| {
            let column = cast(&column.to_array(args.number_rows)?, &numbered())?;
            Ok(self.column(name, column.as_dictionary::<Int32Type>()))
        });
        let columns = columns.collect::<Result<Vec<Column>>>()?;
        let mut alike = Alike::rows(args.number_rows);
        for column in columns.iter().filter(|column| column.texts.len() > 1) {
            alike.split(&column.rows, column.texts.len());
        }
        // One row of each sort says what all of them say.
        let line = |row: &usize| {
            let texts: Vec<u32> = columns.iter().map(|column| column.text(*row)).collect();
            self.lines.line(&texts)
        };
        let lines: Vec<u32> = alike.first().iter().map(line).collect();
        let line = |sort: &u32| lines.get(*sort as usize).copied().unwrap_or(NEW);
        let rows: Vec<u32> = alike.of().iter().map(line).collect();
        Ok(ColumnarValue::Array(Arc::new(UInt32Array::from(rows))))
    }
}

/// A column of a batch.
struct Column {
    /// Which of the texts a row has; empty if all have the first.
    rows: Vec<u32>,
    /// The numbers that the texts have in the file.
    texts: Vec<u32>,
}

impl Column {
    fn text(&self, row: usize) -> u32 {
        let at = self.rows.get(row).copied().unwrap_or(0);
        self.texts.get(at as usize).copied().unwrap_or(NEW)
    }
}

impl Line {
    fn column(&self, name: &str, column: &DictionaryArray<Int32Type>) -> Column {
        let all = column.values().as_string::<i32>();
        let field = Field::every().find(|field| field.name() == name);
        let said = |key: i32| {
            let at = usize::try_from(key).ok().filter(|at| *at < all.len() && all.is_valid(*at));
            let text = at.map_or("", |at| all.value(at));
            self.lines.text(match field {
                Some(field) if is_flag(field) && empty(text) => "",
                Some(field) if is_flag(field) => "1",
                Some(Field::Description) => promises(text),
                _ => text,
            })
        };
        let keys = column.keys().values();
        let Some(first) = keys.first() else { return Column { rows: vec![], texts: vec![] } };
        if column.null_count() == 0 && keys.iter().all(|key| key == first) {
            return Column { rows: vec![], texts: vec![said(*first)] };
        }
        // What has few texts has its rows told apart by these, and not by what they
        // were made of.
        let is_class = field.is_some_and(|field| is_flag(field) || field == Field::Description);
        let mut texts: Vec<u32> = Vec::new();
        // A list may have texts that no row has; a row without one has the last.
        let mut known = vec![NEW; all.len() + 1];
        let mut number = |key: i32| {
            let at = usize::try_from(key).unwrap_or(all.len()).min(all.len());
            let Some(known) = known.get_mut(at) else { return NEW };
            if *known == NEW {
                let text = said(key);
                let same = texts.iter().position(|other| is_class && *other == text);
                *known = same.unwrap_or(texts.len()) as u32;
                if same.is_none() {
                    texts.push(text);
                }
            }
            *known
        };
        let rows = match column.nulls() {
            None => keys.iter().map(|key| number(*key)).collect(),
            Some(valid) => {
                let keys = keys.iter().zip(valid.iter());
                keys.map(|(key, valid)| number(if valid { *key } else { -1 })).collect()
            }
        };
        Column { rows, texts }
    }
}

fn empty(text: &str) -> bool {
    matches!(text, "" | "NULL" | "null")
}

#[cfg(test)]
mod tests {
    use super::*;
    use datafusion::arrow::array::StringArray;
    use datafusion::arrow::datatypes::Field as Typed;
    use datafusion::config::ConfigOptions;
    use proptest::prelude::*;

    fn numbers(line: &Line, names: &str, columns: &[StringArray]) -> Vec<u32> {
        let first = ColumnarValue::Scalar(ScalarValue::from(names));
        let rest = columns.iter().map(|c| ColumnarValue::Array(Arc::new(c.clone())));
        let args: Vec<ColumnarValue> = [first].into_iter().chain(rest).collect();
        let fields = args.iter().map(|a| Arc::new(Typed::new("", a.data_type(), true)));
        let made = line.invoke_with_args(ScalarFunctionArgs {
            arg_fields: fields.collect(),
            args,
            number_rows: columns[0].len(),
            return_field: Arc::new(Typed::new("", DataType::UInt32, false)),
            config_options: Arc::new(ConfigOptions::default()),
        });
        let made = made.expect("numbers").to_array(columns[0].len()).expect("an array");
        made.as_any().downcast_ref::<UInt32Array>().expect("numbers").values().to_vec()
    }

    #[test]
    fn a_flag_says_whether_and_a_description_only_whether_it_is_free() {
        let line = Line::of(Lines::default());
        let invoices = StringArray::from(vec![Some("123"), Some("456"), None, Some("NULL")]);
        let texts = StringArray::from(vec!["Free tier", "the FREE one", "data in", ""]);
        let found = numbers(&line, "invoice description", &[invoices, texts]);
        assert!(found[0] == found[1] && found[2] == found[3] && found[0] != found[2]);
        let written = line.lines.written();
        let texts = |i: usize| written[found[i] as usize].iter().map(|t| &**t).collect::<Vec<_>>();
        assert_eq!((texts(0), texts(2)), (vec!["1", "free"], vec!["", ""]));
    }

    proptest! {
        /// Whatever the texts and however often: the number leads back to them.
        #[test]
        fn a_number_stands_for_its_texts(
            batches in prop::collection::vec(
                prop::collection::vec(("[a-c]{0,2}", "[a-z]{0,3}long enough to be a reference"), 1..40), 1..5)
        ) {
            let line = Line::of(Lines::default());
            for rows in batches {
                let column = |of: fn(&(String, String)) -> &str| rows.iter().map(of).map(Some);
                let columns = [
                    StringArray::from_iter(column(|row| &row.0)),
                    StringArray::from_iter(column(|row| &row.1)),
                ];
                let found = numbers(&line, "unit product", &columns);
                let written = line.lines.written();
                for (row, number) in rows.iter().zip(found) {
                    let texts = &written[number as usize];
                    prop_assert_eq!((&row.0[..], &row.1[..]), (&*texts[0], &*texts[1]));
                }
            }
        }
    }
}
