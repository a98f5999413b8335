//! How much of what Terraform holds is in the bill.

use crate::estimate::{Coverage, Ended};
use crate::report::page::{Page, Tone};
use crate::text::{CoverageWord, Lang};
use serde::Serialize;

/// `Terraform: 12 resources: 5 estimated, 6 free, 1 not supported`, and what is
/// not supported by name.
pub(super) fn sentences(coverage: &Coverage, lang: Lang) -> Vec<String> {
    let counted = Ended::ALL.iter().filter_map(|ended| {
        let count = coverage.count(*ended);
        (count > 0).then(|| word(*ended).with(lang, &[&count.to_string()]))
    });
    let parts = counted.collect::<Vec<_>>().join(lang.of(", ", "、"));
    let mut sentences = vec![match coverage.total() {
        0 => return Vec::new(),
        1 => CoverageWord::One.with(lang, &[&parts]),
        total => CoverageWord::Many.with(lang, &[&total.to_string(), &parts]),
    }];
    let named = coverage.of(Ended::NotSupported).map(|(name, count)| match count {
        1 => name.to_string(),
        count => CoverageWord::Times.with(lang, &[&count.to_string(), name]),
    });
    let named: Vec<String> = named.collect();
    if !named.is_empty() {
        let named = named.join(lang.of(", ", "、"));
        sentences.push(CoverageWord::NotSupportedAre.with(lang, &[&named]));
    }
    sentences
}

pub(super) fn print(coverage: &Coverage, lang: Lang, page: &mut Page) {
    for sentence in sentences(coverage, lang) {
        page.text(Tone::Plain, 0, 2, &sentence);
    }
}

fn word(ended: Ended) -> CoverageWord {
    match ended {
        Ended::Estimated => CoverageWord::Estimated,
        Ended::Free => CoverageWord::Free,
        Ended::Part => CoverageWord::Part,
        Ended::UnsetUsage => CoverageWord::UnsetUsage,
        Ended::UnknownValue => CoverageWord::UnknownValue,
        Ended::NotSupported => CoverageWord::NotSupported,
    }
}

#[derive(Serialize)]
pub(super) struct CoverageJson<'a> {
    resources: usize,
    estimated: usize,
    free: usize,
    part: usize,
    unset_usage: usize,
    unknown_value: usize,
    not_supported: usize,
    types: Vec<TypeJson<'a>>,
}

#[derive(Serialize)]
struct TypeJson<'a> {
    r#type: &'a str,
    class: &'static str,
    count: usize,
}

pub(super) fn json(coverage: &Coverage) -> CoverageJson<'_> {
    let types = coverage.types.iter().map(|((ended, name), count)| TypeJson {
        r#type: name,
        class: ended.name(),
        count: *count,
    });
    CoverageJson {
        resources: coverage.total(),
        estimated: coverage.count(Ended::Estimated),
        free: coverage.count(Ended::Free),
        part: coverage.count(Ended::Part),
        unset_usage: coverage.count(Ended::UnsetUsage),
        unknown_value: coverage.count(Ended::UnknownValue),
        not_supported: coverage.count(Ended::NotSupported),
        types: types.collect(),
    }
}
