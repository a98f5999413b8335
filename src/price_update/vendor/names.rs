//! What vendors call their products, and which key of the catalogue that is: the
//! table `pricing-cache/vendor_names.csv`.

use crate::catalog::matches;
use crate::quantity::Number;

/// A row of the table.
pub struct Name {
    service: String,
    /// A glob, in lower case.
    name: String,
    /// Contract term; blank for any.
    term: String,
    pub usage_type: String,
    pub operation: String,
    /// A glob of the vendor's unit, in lower case.
    unit: String,
    /// How many of it are one of the key's.
    scale: Number,
}

pub struct Names(Vec<Name>);

impl Names {
    pub fn embedded() -> Names {
        Names::parse(include_str!("../../../pricing-cache/vendor_names.csv"))
    }

    fn parse(text: &str) -> Names {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let row = |row: csv::StringRecord| {
            let field = |i: usize| row.get(i).unwrap_or("").to_owned();
            let scale = Number::parse(&field(6)).unwrap_or(Number::ONE);
            Name {
                service: field(0),
                name: field(1).to_lowercase(),
                term: field(2),
                usage_type: field(3),
                operation: field(4),
                unit: field(5),
                scale,
            }
        };
        Names(reader.records().flatten().map(row).collect())
    }

    /// The first row that fits.
    pub fn find(&self, service: &str, name: &str, term: &str) -> Option<&Name> {
        let name = name.to_lowercase();
        self.0.iter().find(|row| {
            row.service == service
                && matches(&row.name, &name)
                && (row.term.is_empty() || row.term == term)
        })
    }
}

impl Name {
    /// How many of a unit are one of the key's.
    pub fn scale(&self, unit: &str) -> Option<Number> {
        matches(&self.unit, unit).then_some(self.scale)
    }
}
