//! `line('record product …', column, …)`: a number for what the columns of a row
//! say together.
//!
//! A row is known by some fifteen texts, of which millions of rows repeat a few
//! hundred combinations. Grouping by the texts would hash and compare each of them
//! for every row; a number is grouped by at once, and the texts are looked up when
//! the groups are known.

use super::super::columns::Field;
use super::super::query::{is_flag, promises};
use super::scan::numbered;
use datafusion::arrow::array::types::Int32Type;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, UInt32Array};
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

    fn lines(&self, rows: &[u32], width: usize) -> Vec<u32> {
        let known = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let mut last: (&[u32], u32) = (&[], NEW);
        let mut found: Vec<u32> = Vec::with_capacity(rows.len() / width.max(1));
        for row in rows.chunks_exact(width) {
            // Rows of one line often come together.
            if last.0 != row {
                last = (row, known.of.get(row).copied().unwrap_or(NEW));
            }
            found.push(last.1);
        }
        drop(known);
        if found.contains(&NEW) {
            let mut known = self.lines.write().unwrap_or_else(PoisonError::into_inner);
            for (row, number) in rows.chunks_exact(width).zip(&mut found) {
                if *number == NEW {
                    *number = known.number(row);
                }
            }
        }
        found
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
        let names: Vec<&str> = names.split(' ').collect();
        let mut rows = vec![0; args.number_rows * names.len()];
        for (place, (name, column)) in names.iter().zip(columns).enumerate() {
            let column = column.to_array(args.number_rows)?;
            let slots = rows.iter_mut().skip(place).step_by(names.len());
            self.column(name, &column, slots)?;
        }
        let lines = self.lines.lines(&rows, names.len());
        Ok(ColumnarValue::Array(Arc::new(UInt32Array::from(lines))))
    }
}

impl Line {
    /// Writes the number of each text of a column.
    fn column<'a>(
        &self,
        name: &str,
        column: &ArrayRef,
        slots: impl Iterator<Item = &'a mut u32>,
    ) -> Result<()> {
        let column = cast(column, &numbered())?;
        let column = column.as_dictionary::<Int32Type>();
        let texts = column.values().as_string::<i32>();
        let field = Field::every().find(|field| field.name() == name);
        let said = |text: &str| match field {
            Some(field) if is_flag(field) => self.lines.text(if empty(text) { "" } else { "1" }),
            Some(Field::Description) => self.lines.text(promises(text)),
            _ => self.lines.text(text),
        };
        let nothing = said("");
        // A list may have texts that no row of the batch has.
        let mut numbers = vec![NEW; texts.len()];
        for (row, (slot, key)) in slots.zip(column.keys().values().iter()).enumerate() {
            let number = usize::try_from(*key).ok().filter(|_| column.is_valid(row));
            *slot = match number.and_then(|at| Some((at, numbers.get_mut(at)?))) {
                Some((_, number)) if *number != NEW => *number,
                Some((at, number)) => {
                    *number = if texts.is_null(at) { nothing } else { said(texts.value(at)) };
                    *number
                }
                None => nothing,
            };
        }
        Ok(())
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
