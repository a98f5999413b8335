//! The units of the quantity grammar and how they convert.
//!
//! Sizes step by 1,024 because AWS bills in binary units. A unit that is not
//! in the table is the name of a thing that is counted (`requests`, `tasks`):
//! it converts only to itself, and there the scales `K M B T` are allowed.

use crate::quantity::Number;

/// What a unit measures. Only units of one dimension convert.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Bytes; the base is one byte.
    Size,
    /// The base is a millisecond.
    Time,
    /// MB per second; the base is one MBps.
    Throughput,
    /// A part of one; the base is 1 and `%` is a hundredth.
    Ratio,
    /// A measure that has one unit only: vCPU, ACU, LCU, IOPS.
    Measure(&'static str),
    /// A number of things. The name is for people; `1` and every noun convert.
    Count(String),
}

/// A unit: its dimension and how many base units it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub name: String,
    pub dimension: Dimension,
    factor: u64,
}

const KIB: u64 = 1024;

/// Name, dimension, factor. The first name of a factor is the one printed.
const TABLE: &[(&str, Dimension, u64)] = &[
    ("KB", Dimension::Size, KIB),
    ("MB", Dimension::Size, KIB * KIB),
    ("GB", Dimension::Size, KIB * KIB * KIB),
    ("TB", Dimension::Size, KIB * KIB * KIB * KIB),
    ("PB", Dimension::Size, KIB * KIB * KIB * KIB * KIB),
    ("KiB", Dimension::Size, KIB),
    ("MiB", Dimension::Size, KIB * KIB),
    ("GiB", Dimension::Size, KIB * KIB * KIB),
    ("TiB", Dimension::Size, KIB * KIB * KIB * KIB),
    ("PiB", Dimension::Size, KIB * KIB * KIB * KIB * KIB),
    ("ms", Dimension::Time, 1),
    ("s", Dimension::Time, 1_000),
    ("second", Dimension::Time, 1_000),
    ("seconds", Dimension::Time, 1_000),
    ("min", Dimension::Time, 60_000),
    ("minute", Dimension::Time, 60_000),
    ("minutes", Dimension::Time, 60_000),
    ("h", Dimension::Time, 3_600_000),
    ("hour", Dimension::Time, 3_600_000),
    ("hours", Dimension::Time, 3_600_000),
    ("day", Dimension::Time, 86_400_000),
    ("days", Dimension::Time, 86_400_000),
    ("week", Dimension::Time, 604_800_000),
    ("weeks", Dimension::Time, 604_800_000),
    ("MBps", Dimension::Throughput, 1),
    ("Gbps", Dimension::Throughput, 125),
    ("vCPU", Dimension::Measure("vCPU"), 1),
    ("vCPUs", Dimension::Measure("vCPU"), 1),
    ("ACU", Dimension::Measure("ACU"), 1),
    ("ACUs", Dimension::Measure("ACU"), 1),
    ("LCU", Dimension::Measure("LCU"), 1),
    ("LCUs", Dimension::Measure("LCU"), 1),
    ("IOPS", Dimension::Measure("IOPS"), 1),
    ("ratio", Dimension::Ratio, 100),
    ("%", Dimension::Ratio, 1),
];

/// Scales of a count, as people write them.
pub const SCALES: &[(&str, u64)] =
    &[("K", 1_000), ("M", 1_000_000), ("B", 1_000_000_000), ("T", 1_000_000_000_000)];

impl Unit {
    /// The unit of that name: one of the table, or the noun of a count.
    pub fn named(name: &str) -> Unit {
        match TABLE.iter().find(|(known, ..)| *known == name) {
            Some((known, dimension, factor)) => {
                Unit { name: (*known).to_owned(), dimension: dimension.clone(), factor: *factor }
            }
            None => Unit {
                name: name.to_owned(),
                dimension: Dimension::Count(name.to_owned()),
                factor: 1,
            },
        }
    }

    /// The unit of the table with that name, if there is one.
    pub fn known(name: &str) -> Option<Unit> {
        TABLE.iter().any(|(known, ..)| *known == name).then(|| Unit::named(name))
    }

    pub fn is_count(&self) -> bool {
        matches!(self.dimension, Dimension::Count(_))
    }

    /// Whether a quantity in `self` can be given where `other` is wanted. A
    /// count takes its own noun, singular or plural, and a plain `1` takes none.
    pub fn converts_to(&self, other: &Unit) -> bool {
        match (&self.dimension, &other.dimension) {
            (Dimension::Count(ours), Dimension::Count(theirs)) => {
                ours.trim_end_matches('s') == theirs.trim_end_matches('s')
            }
            (ours, theirs) => ours == theirs,
        }
    }

    /// `value` of this unit in `other`; the caller has checked that it converts.
    pub fn convert(&self, value: Number, other: &Unit) -> Option<Number> {
        if self.factor == other.factor {
            return Some(value);
        }
        value.times(Number::from(self.factor))?.over(Number::from(other.factor))
    }

    /// Names that a formula at an input of this unit may use as constants, with
    /// their size in this unit: `MB` at an input in GB is 1/1,024.
    pub fn constants(&self) -> Vec<(&'static str, Number)> {
        if self.is_count() {
            return SCALES.iter().map(|(name, factor)| (*name, Number::from(*factor))).collect();
        }
        TABLE
            .iter()
            .filter(|(name, dimension, _)| *dimension == self.dimension && *name != "%")
            .filter_map(|(name, _, factor)| {
                Some((*name, Number::from(*factor).over(Number::from(self.factor))?))
            })
            .collect()
    }

    /// The printed names of the units that convert to this one, for messages.
    pub fn alternatives(&self) -> Vec<&'static str> {
        let mut seen = Vec::new();
        TABLE
            .iter()
            .filter(|(_, dimension, factor)| {
                let fresh = *dimension == self.dimension && !seen.contains(factor);
                if fresh {
                    seen.push(*factor);
                }
                fresh
            })
            .map(|(name, ..)| *name)
            .collect()
    }
}

/// The unit of one: `requests` is `request`, `vCPU-hours` is `vCPU-hour`, and
/// `IOPS` stays.
pub fn singular(unit: &str) -> String {
    let word = unit.rsplit([' ', '-']).next().unwrap_or(unit);
    if word.len() < 4 || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return unit.to_owned();
    }
    if let Some(stem) = unit.strip_suffix("ies") {
        return format!("{stem}y");
    }
    let stem = unit.strip_suffix("es").filter(|stem| stem.ends_with("ss"));
    stem.or(unit.strip_suffix('s').filter(|stem| !stem.ends_with('s'))).unwrap_or(unit).to_owned()
}
