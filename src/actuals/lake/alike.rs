//! Which rows of a batch say the same, told by tables and not by hashes.
//!
//! All rows begin as one sort, and each column splits the sorts by its numbers.
//! Numbers and sorts are small, so that a step is one look into a table; only
//! where both are many is the pair of them hashed.

use datafusion::common::hash_utils::RandomState;
use std::collections::HashMap;

/// No sort yet.
const NEW: u32 = u32::MAX;
/// How many places of a table a row may cost.
const PLACES: usize = 8;

/// The sorts of so many rows.
pub(super) struct Alike {
    of: Vec<u32>,
    first: Vec<usize>,
    table: Vec<u32>,
}

impl Alike {
    pub(super) fn rows(rows: usize) -> Alike {
        let first = if rows == 0 { Vec::new() } else { vec![0] };
        Alike { of: vec![0; rows], first, table: Vec::new() }
    }

    /// Splits by a number below `numbers` for each row.
    pub(super) fn split(&mut self, column: &[u32], numbers: usize) {
        let mut first = Vec::new();
        let mut sort = |known: &mut u32, row: usize| {
            if *known == NEW {
                *known = first.len() as u32;
                first.push(row);
            }
            *known
        };
        let rows = self.of.iter_mut().zip(column).enumerate();
        let places = self.first.len() * numbers;
        if places <= column.len() * PLACES {
            self.table.clear();
            self.table.resize(places, NEW);
            for (row, (own, number)) in rows {
                let place = *own as usize * numbers + *number as usize;
                if let Some(known) = self.table.get_mut(place) {
                    *own = sort(known, row);
                }
            }
        } else {
            let mut pairs = HashMap::with_hasher(RandomState::default());
            for (row, (own, number)) in rows {
                *own = sort(pairs.entry((*own, *number)).or_insert(NEW), row);
            }
        }
        self.first = first;
    }

    /// The first row of each sort.
    pub(super) fn first(&self) -> &[usize] {
        &self.first
    }

    /// The sort of each row.
    pub(super) fn of(&self) -> &[u32] {
        &self.of
    }
}

#[cfg(test)]
mod tests {
    use super::Alike;
    use proptest::prelude::*;

    proptest! {
        /// Few numbers and many: two rows are of one sort if all columns agree.
        #[test]
        fn rows_are_alike_if_all_columns_agree(
            rows in prop::collection::vec((0u32..3, 0u32..300, 0u32..2), 0..200)
        ) {
            let column = |of: fn(&(u32, u32, u32)) -> u32| rows.iter().map(of).collect::<Vec<_>>();
            let mut alike = Alike::rows(rows.len());
            alike.split(&column(|row| row.0), 3);
            alike.split(&column(|row| row.1), 300);
            alike.split(&column(|row| row.2), 2);
            for (one, own) in rows.iter().zip(alike.of()) {
                for (other, its) in rows.iter().zip(alike.of()) {
                    prop_assert_eq!(one == other, own == its);
                }
                prop_assert_eq!(&rows[alike.first()[*own as usize]], one);
            }
        }
    }
}
