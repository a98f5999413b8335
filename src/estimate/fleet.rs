//! What is measured of many resources, on two threads.
//!
//! A resource is measured by itself; what lines cost hangs on all of them and comes
//! after. Many systems are fleets, so what holds for a resource is kept for the next.

use crate::calendar::Slices;
use crate::diagnostic::{Code, Diagnostic};
use crate::estimate::lines::grouped;
use crate::estimate::measure::Measurer;
use crate::estimate::measured::Measured;
use crate::parallel::{FEW, in_parts};
use crate::quantity::{Case, Number};
use crate::topology::Resource;
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many resources are measured before lines are made of them: what is measured
/// takes room, and none of it is needed again.
pub const BATCH: usize = 4096;

/// A resource and the slices of its month.
pub struct Cut<'a> {
    pub resource: &'a Resource,
    pub slices: Arc<Slices>,
}

/// A resource and what its kind measures of it: lines in the bill's order, each
/// in its cases, and the kind's caveats.
pub struct Measure<'a> {
    of: &'a Resource,
    slices: Arc<Slices>,
    pub lines: Vec<Vec<Measured>>,
    pub caveats: Vec<(Code, Arc<str>)>,
}

impl Measure<'_> {
    /// Whether it holds for another resource as well.
    fn covers(&self, Cut { resource: other, slices }: &Cut<'_>) -> bool {
        Arc::ptr_eq(&self.slices, slices)
            && Arc::ptr_eq(&self.of.kind, &other.kind)
            && self.of.schedule.is_some() == other.schedule.is_some()
            && self.of.region == other.region
            && self.of.count == other.count
            && self.of.inputs == other.inputs
    }
}

/// What is measured of a resource, or why nothing can be.
pub type Found<'a> = Result<Arc<Measure<'a>>, Vec<Diagnostic>>;

/// What is measured of each, in their order.
pub fn measured<'a>(batch: &[Cut<'a>], hours: Number) -> Vec<Found<'a>> {
    in_parts(batch, FEW, |part| part_of(part, hours)).into_iter().flatten().collect()
}

/// The next of a kind often says the same as the one before it, and is not
/// measured again.
fn part_of<'a>(part: &[Cut<'a>], hours: Number) -> Vec<Found<'a>> {
    let mut last: BTreeMap<&str, Arc<Measure<'a>>> = BTreeMap::new();
    let one = |cut: &Cut<'a>| {
        let kind = &*cut.resource.kind.name;
        if let Some(known) = last.get(kind).filter(|known| known.covers(cut)) {
            return Ok(Arc::clone(known));
        }
        let measure = Arc::new(measure(cut, hours)?);
        last.insert(kind, Arc::clone(&measure));
        Ok(measure)
    };
    part.iter().map(one).collect()
}

/// Measures a resource in every case that it has.
fn measure<'a>(cut: &Cut<'a>, hours: Number) -> Result<Measure<'a>, Vec<Diagnostic>> {
    let Cut { resource, slices } = cut;
    let cases = if resource.varies() { &Case::ALL[..] } else { &[Case::Expected] };
    let mut measured: Vec<Vec<Measured>> = Vec::with_capacity(cases.len());
    let mut caveats = Vec::new();
    for case in cases {
        let measurer = Measurer::new(resource, *case, slices, hours);
        let broken = measurer.check();
        if !broken.is_empty() {
            return Err(broken);
        }
        measured.push(measurer.measure().map_err(|d| vec![d])?);
        caveats.extend(measurer.caveats().map_err(|d| vec![d])?);
    }
    caveats.sort();
    caveats.dedup();
    let mut lines = grouped(measured);
    // In the bill's order, so that it need not be sorted again.
    lines.sort_by(|a, b| place(resource, a).cmp(&place(resource, b)));
    Ok(Measure { of: resource, slices: Arc::clone(slices), lines, caveats })
}

/// Where a line stands among those of its resource.
fn place<'a>(resource: &'a Resource, group: &'a [Measured]) -> impl Ord + use<'a> {
    let line = group.first()?;
    let meter = resource.kind.meters.get(line.meter)?;
    Some((&meter.name, &line.each))
}
