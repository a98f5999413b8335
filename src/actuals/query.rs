//! The one query over an export that lies as a table, in the words of each engine.
//!
//! It sums rows into groups that agree in everything that `rows.rs` looks at, and
//! no further: what a row means is decided there, for a row of a CSV and for a
//! group of this query alike. So a description is asked only whether it promises
//! something free, and an invoice only whether there is one.

use super::Wanted;
use super::columns::{Columns, Field, ROWS_OF, plain};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    DataFusion,
    Athena,
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
    #[cfg_attr(not(feature = "lake"), expect(dead_code, reason = "no answer comes here"))]
    pub(super) columns: Columns,
}

impl Engine {
    fn placeholder(self, value: String, parameters: &mut Vec<String>) -> String {
        parameters.push(value);
        match self {
            Engine::DataFusion => format!("${}", parameters.len()),
            Engine::Athena => "?".to_owned(),
        }
    }

    /// The value of a tag, in whatever spelling of its name the export has it.
    fn tag(self, column: &str, name: &str, parameters: &mut Vec<String>) -> String {
        let name = plain(name);
        if self == Engine::DataFusion {
            return format!("tag({column}, {})", self.placeholder(name, parameters));
        }
        // A subscript fails on a row that lacks the key.
        let spelt = [format!("user_{name}"), format!("user:{name}"), name];
        let tries =
            spelt.map(|key| format!("element_at({column}, {})", self.placeholder(key, parameters)));
        format!("coalesce({}, '')", tries.join(", "))
    }

    /// An amount with the digits that were meant.
    fn exact(self, column: &str, kind: Kind) -> String {
        match (self, kind) {
            (Engine::DataFusion, Kind::Double) => format!("exact({column})"),
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
                        parts.push(Part { name: field.name().to_owned(), inner, role: Role::Key });
                    }
                }
                continue;
            }
            (Field::Description, _) => free(&source, amount),
            (Field::Effective, _) => {
                // A row that states none costs what was billed.
                let billed = amount(Field::Billed).unwrap_or_default();
                format!("coalesce({}, {billed})", engine.exact(&source, kind))
            }
            (_, Role::Flag) => format!(
                "CASE WHEN {source} IS NULL OR {source} IN ('', 'NULL', 'null') THEN '' ELSE '1' END"
            ),
            (_, Role::Whole | Role::Sum) => engine.exact(&source, kind),
            (_, Role::Key) => source,
        };
        at.insert(field, parts.len());
        parts.push(Part { name: field.name().to_owned(), inner, role });
    }
    for tag in [&wanted.environment, &wanted.resource].into_iter().flatten() {
        if let (Some(place), false) = (columns.flat(tag), flat.contains_key(&plain(tag))) {
            flat.insert(plain(tag), parts.len());
            let (name, role) = (format!("tag_{}", flat.len()), Role::Key);
            parts.push(Part { name, inner: column(place).0, role });
        }
    }
    let filter = table.partition.map(|month| {
        let month = engine.placeholder(month.to_owned(), &mut parameters);
        format!("\n  WHERE billing_period = {month}")
    });
    let count = format!("{ROWS_OF}{}", columns.format.name().to_lowercase());
    let sql = text(&parts, &count, table.name, &filter.unwrap_or_default());
    Query { sql, parameters, columns: columns.moved(at, flat, Some(parts.len())) }
}

/// Whether a row at 0 names a free allowance, the only thing that a description
/// decides. Free text would make every row a group of its own.
fn free(description: &str, amount: impl Fn(Field) -> Option<String>) -> String {
    let Some((billed, quantity)) = amount(Field::Billed).zip(amount(Field::Quantity)) else {
        return "''".to_owned();
    };
    let list = amount(Field::List).map(|list| format!(" AND coalesce({list}, 0) = 0"));
    let list = list.unwrap_or_default();
    format!(
        "CASE WHEN {billed} = 0{list} AND {quantity} > 0 \
         AND lower({description}) LIKE '%free%' THEN 'free' ELSE '' END"
    )
}

fn text(parts: &[Part], count: &str, table: &str, filter: &str) -> String {
    let inner: Vec<String> =
        parts.iter().map(|part| format!("    {} AS \"{}\"", part.inner, part.name)).collect();
    let outer = parts.iter().map(|Part { name, role, .. }| match role {
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
        parts.iter().filter(is_key).map(|part| format!("\"{}\"", part.name)).collect();
    format!(
        "SELECT\n{}\nFROM (\n  SELECT\n{}\n  FROM {table}{filter}\n) AS line\nGROUP BY {}\n",
        outer.join(",\n"),
        inner.join(",\n"),
        keys.join(", "),
    )
}
