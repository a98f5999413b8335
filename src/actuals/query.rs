//! The one query over an export that lies as a table, in the words of each engine.
//!
//! It sums rows into groups that agree in everything that `rows.rs` looks at, and
//! no further: what a row means is decided there, for a row of a CSV and for a
//! group of this query alike. So a description is asked only whether it promises
//! something free, and an invoice only whether there is one.

use super::Wanted;
use super::columns::{Columns, Field, ROWS_OF, plain};
use std::collections::BTreeMap;
#[cfg(feature = "lake")]
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    DataFusion,
    Athena,
    /// DataFusion on machines that lack kanjo's own functions.
    Ballista,
}

/// What a column holds, as far as its expression depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Binary, whatever its digits were meant to be.
    Double,
    /// Decimals and whole numbers.
    #[cfg_attr(not(feature = "lake"), expect(dead_code, reason = "only a file shows them"))]
    Exact,
    /// From names to texts.
    Map,
    /// Instants, and what is only printed.
    Other,
}

/// Where the rows lie.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub name: &'a str,
    pub header: &'a [(String, Kind)],
    /// The partition; without one an engine that bills by bytes reads everything.
    pub partition: Option<&'a str>,
}

/// A query, and where its answer has which field.
#[derive(Debug)]
pub struct Query {
    pub sql: String,
    /// What stands for its placeholders, in their order.
    pub parameters: Vec<String>,
    /// What the texts of its first column, a line, are, if it is one.
    #[cfg_attr(not(feature = "lake"), expect(dead_code, reason = "no answer comes here"))]
    pub(super) line: Vec<String>,
    #[cfg_attr(not(feature = "lake"), expect(dead_code, reason = "no answer comes here"))]
    pub(super) columns: Columns,
}

impl Engine {
    fn placeholder(self, value: String, parameters: &mut Vec<String>) -> String {
        parameters.push(value);
        match self {
            Engine::DataFusion | Engine::Ballista => format!("${}", parameters.len()),
            Engine::Athena => "?".to_owned(),
        }
    }

    /// The value of a tag, in whatever spelling of its name the export has it.
    fn tag(self, column: &str, name: &str, parameters: &mut Vec<String>) -> String {
        let name = plain(name);
        let spelt = [format!("user_{name}"), format!("user:{name}"), name.clone()];
        let tries = match self {
            Engine::DataFusion => {
                return format!("tag({column}, {})", self.placeholder(name, parameters));
            }
            // A subscript fails on a row that lacks the key.
            Engine::Athena => spelt
                .map(|key| format!("element_at({column}, {})", self.placeholder(key, parameters))),
            // It takes no parameter; a plain name has no quote that could end the text.
            Engine::Ballista => spelt.map(|key| format!("{column}['{key}']")),
        };
        format!("coalesce({}, '')", tries.join(", "))
    }

    /// An amount with the digits that were meant.
    pub(super) fn exact(self, column: &str, kind: Kind) -> String {
        match (self, kind) {
            (Engine::DataFusion, Kind::Double) => format!("exact({column})"),
            // The fewest decimals that lead back to the double: what was meant.
            (Engine::Ballista, Kind::Double) => {
                let tries = [2, 6, 10, 12, 14, 16].map(|scale| {
                    let decimal = format!("CAST({column} AS decimal(38, {scale}))");
                    format!(
                        "WHEN CAST({decimal} AS double) = {column} \
                         THEN CAST({decimal} AS decimal(38, 18)) "
                    )
                });
                format!("CASE {}ELSE CAST({column} AS decimal(38, 18)) END", tries.concat())
            }
            (Engine::DataFusion, Kind::Text) => {
                let text = format!("trim(CAST({column} AS varchar))");
                format!("CAST(nullif(nullif({text}, ''), 'NULL') AS decimal(38, 18))")
            }
            (_, Kind::Text) => {
                format!("CAST(nullif(nullif(trim({column}), ''), 'NULL') AS decimal(38, 18))")
            }
            _ => format!("CAST({column} AS decimal(38, 18))"),
        }
    }
}

/// How a field goes into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Key,
    /// Only whether there is something.
    Flag,
    /// A sum that is nothing as soon as one row has none.
    Whole,
    Sum,
    Unused,
}

fn role(field: Field) -> Role {
    match field {
        Field::Quantity | Field::List | Field::Billed => Role::Whole,
        Field::Effective
        | Field::PlanCost
        | Field::PlanTotal
        | Field::PlanUsed
        | Field::ReservedCost
        | Field::ReservedUnused
        | Field::UpfrontUnused => Role::Sum,
        Field::Invoice | Field::Commitment | Field::Reservation => Role::Flag,
        Field::Identity => Role::Unused,
        _ => Role::Key,
    }
}

/// Whether only that there is something counts.
#[cfg(feature = "lake")]
pub(super) fn is_flag(field: Field) -> bool {
    role(field) == Role::Flag
}

/// What a description decides: whether it promises something free.
#[cfg(feature = "lake")]
pub(super) fn promises(description: &str) -> &'static str {
    if description.to_lowercase().contains("free") { "free" } else { "" }
}

impl Field {
    /// Whether it is summed.
    pub(super) fn is_amount(self) -> bool {
        matches!(role(self), Role::Whole | Role::Sum)
    }
}

/// One column of the inner and of the outer query.
struct Part {
    name: String,
    inner: String,
    role: Role,
    /// A text, that the engine of this process puts into the line.
    text: bool,
}

/// The places of the columns that the query names.
#[cfg(feature = "lake")]
pub(super) fn places(columns: &Columns, wanted: &Wanted) -> Vec<usize> {
    let fields = columns.fields().filter(|(field, _)| role(*field) != Role::Unused);
    let tags = [&wanted.environment, &wanted.resource].into_iter().flatten();
    let flat = tags.filter_map(|tag| columns.flat(tag));
    let places: BTreeSet<usize> = fields.map(|(_, place)| place).chain(flat).collect();
    places.into_iter().collect()
}

/// The query for the columns that `columns` found in the header of `table`.
pub(super) fn aggregate(
    engine: Engine,
    table: &Table<'_>,
    columns: &Columns,
    wanted: &Wanted,
) -> Query {
    let column = |place: usize| {
        let (name, kind) = table.header.get(place).map_or(("", Kind::Text), |(n, k)| (n, *k));
        (format!("\"{}\"", name.replace('"', "\"\"")), kind)
    };
    let amount = |field: Field| {
        let (_, place) = columns.fields().find(|(known, _)| *known == field)?;
        let (name, kind) = column(place);
        Some(engine.exact(&name, kind))
    };
    let mut parameters = Vec::new();
    let (mut at, mut flat) = (BTreeMap::new(), BTreeMap::new());
    let mut parts: Vec<Part> = Vec::new();
    for (field, place) in columns.fields() {
        let (source, kind) = column(place);
        let role = role(field);
        let inner = match (field, role) {
            (_, Role::Unused) => continue,
            (Field::Tags, _) if kind == Kind::Map => {
                let tags = [
                    (Field::Environment, &wanted.environment),
                    (Field::Resource, &wanted.resource),
                ];
                for (field, tag) in tags {
                    if let (Some(tag), false) = (tag, columns.has(field)) {
                        at.insert(field, parts.len());
                        let inner = engine.tag(&source, tag, &mut parameters);
                        let name = field.name().to_owned();
                        parts.push(Part { name, inner, role: Role::Key, text: true });
                    }
                }
                continue;
            }
            // The line asks each different text, and the query which rows are at 0.
            (Field::Description, _) if engine == Engine::DataFusion => {
                if let Some(inner) = at_zero(amount) {
                    let name = "zero".to_owned();
                    parts.push(Part { name, inner, role: Role::Key, text: false });
                }
                source
            }
            (Field::Description, _) => free(&source, amount),
            (Field::Effective, _) => {
                // A row that states none costs what was billed.
                let billed = amount(Field::Billed).unwrap_or_default();
                format!("coalesce({}, {billed})", engine.exact(&source, kind))
            }
            // What is in a line is looked at once for each different text.
            (_, Role::Flag) if engine == Engine::DataFusion => source,
            (_, Role::Flag) => format!(
                "CASE WHEN {source} IS NULL OR {source} IN ('', 'NULL', 'null') THEN '' ELSE '1' END"
            ),
            (_, Role::Whole | Role::Sum) => engine.exact(&source, kind),
            (_, Role::Key) => source,
        };
        at.insert(field, parts.len());
        let text = kind == Kind::Text && !field.is_amount();
        parts.push(Part { name: field.name().to_owned(), inner, role, text });
    }
    for tag in [&wanted.environment, &wanted.resource].into_iter().flatten() {
        if let (Some(place), false) = (columns.flat(tag), flat.contains_key(&plain(tag))) {
            flat.insert(plain(tag), parts.len());
            let name = format!("tag_{}", flat.len());
            let (inner, kind) = column(place);
            parts.push(Part { name, inner, role: Role::Key, text: kind == Kind::Text });
        }
    }
    let filter = table.partition.map(|month| {
        let month = engine.placeholder(month.to_owned(), &mut parameters);
        format!("\n  WHERE billing_period = {month}")
    });
    let count = format!("{ROWS_OF}{}", columns.format.name().to_lowercase());
    let filter = filter.unwrap_or_default();
    let line = if engine == Engine::DataFusion { line(&mut parts, &mut at, &mut flat) } else { 0 };
    let columns = columns.moved(at, flat, Some(parts.len()));
    let (line, parts) = parts.split_at(line);
    let sql = text(line, parts, &count, table.name, &filter);
    let line = line.iter().map(|part| part.name.clone()).collect();
    Query { sql, parameters, line, columns }
}

/// Brings the texts to the front, where they are one line; how many they are.
fn line(
    parts: &mut Vec<Part>,
    at: &mut BTreeMap<Field, usize>,
    flat: &mut BTreeMap<String, usize>,
) -> usize {
    let (texts, others): (Vec<_>, Vec<_>) =
        std::mem::take(parts).into_iter().enumerate().partition(|(_, part)| part.text);
    let line = texts.len();
    let moved = texts.iter().chain(&others).enumerate();
    let moved: BTreeMap<usize, usize> = moved.map(|(to, (from, _))| (*from, to)).collect();
    for place in at.values_mut().chain(flat.values_mut()) {
        *place = moved.get(place).copied().unwrap_or(*place);
    }
    parts.extend(texts.into_iter().chain(others).map(|(_, part)| part));
    line
}

/// Whether a row at 0 names a free allowance, the only thing that a description
/// decides. Free text would make every row a group of its own.
fn free(description: &str, amount: impl Fn(Field) -> Option<String>) -> String {
    let Some(at_zero) = at_zero(amount) else { return "''".to_owned() };
    format!("CASE WHEN {at_zero} AND lower({description}) LIKE '%free%' THEN 'free' ELSE '' END")
}

fn at_zero(amount: impl Fn(Field) -> Option<String>) -> Option<String> {
    let (billed, quantity) = amount(Field::Billed).zip(amount(Field::Quantity))?;
    let list = amount(Field::List).map(|list| format!(" AND coalesce({list}, 0) = 0"));
    let list = list.unwrap_or_default();
    Some(format!("{billed} = 0{list} AND {quantity} > 0"))
}

fn text(line: &[Part], parts: &[Part], count: &str, table: &str, filter: &str) -> String {
    let names: Vec<&str> = line.iter().map(|part| part.name.as_str()).collect();
    let texts: Vec<&str> = line.iter().map(|part| part.inner.as_str()).collect();
    let made = format!("line('{}',\n      {})", names.join(" "), texts.join(",\n      "));
    let made = Part { name: "line".to_owned(), inner: made, role: Role::Key, text: true };
    let made = if line.is_empty() { None } else { Some(&made) };
    let parts = || made.into_iter().chain(parts);
    let inner: Vec<String> =
        parts().map(|part| format!("    {} AS \"{}\"", part.inner, part.name)).collect();
    let outer = parts().map(|Part { name, role, .. }| match role {
        Role::Whole => {
            format!(
                "  CASE WHEN count(\"{name}\") = count(*) THEN sum(\"{name}\") END AS \"{name}\""
            )
        }
        Role::Sum => format!("  sum(\"{name}\") AS \"{name}\""),
        _ => format!("  \"{name}\""),
    });
    let outer: Vec<String> = outer.chain([format!("  count(*) AS \"{count}\"")]).collect();
    let is_key = |part: &&Part| matches!(part.role, Role::Key | Role::Flag);
    let keys: Vec<String> =
        parts().filter(is_key).map(|part| format!("\"{}\"", part.name)).collect();
    let keys = match keys.as_slice() {
        [] => String::new(),
        keys => format!("GROUP BY {}\n", keys.join(", ")),
    };
    format!(
        "SELECT\n{}\nFROM (\n  SELECT\n{}\n  FROM {table}{filter}\n) AS item\n{keys}",
        outer.join(",\n"),
        inner.join(",\n"),
    )
}
