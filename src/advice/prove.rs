//! Proving a rule: on its examples it saves what was worked out by hand, or
//! says nothing.

use crate::advice::facts::{OF_BILL, OF_ENVIRONMENT, OF_RESOURCE};
use crate::advice::{Asked, Quiet, Why, advise};
use crate::calendar::Period;
use crate::catalog::{About, AdviceExample, AdviceRule, Catalog};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Sources};
use crate::prices::Book;
use crate::quantity::Number;
use crate::topology::{Document, Options};
use std::sync::Arc;

/// What stands in front of the file of an example: Tokyo, without the free
/// tiers, which belong to the payer and not to the example.
const HEAD: &str = "version: 1\nregion: ap-northeast-1\n";
/// Decimals at which a saving must agree: what a division keeps.
const PLACES: u32 = 12;

/// Every example of a rule on which it does not do what the example says.
pub fn prove(
    rule: &Arc<AdviceRule>,
    catalog: &mut Catalog,
    book: &Book,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut wrong = unknown_names(rule, catalog, sources);
    for example in &rule.examples {
        match example_says(rule, example, catalog, book, sources) {
            Ok(None) => {}
            Ok(Some(message)) => {
                let message = format!("example \"{}\" of {}: {message}", example.name, rule.name);
                let diagnostic = Diagnostic::new(Code::CatalogExample, message);
                wrong.push(diagnostic.at(example.span, "this example"));
            }
            Err(list) => wrong.extend(list.list().iter().cloned()),
        }
    }
    wrong
}

/// Names in a rule's formulas that one of its kinds does not have: found here
/// and not when somebody's file first reaches them.
fn unknown_names(
    rule: &AdviceRule,
    catalog: &mut Catalog,
    sources: &mut Sources,
) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    let mut look = |own: &[&str], known: &[&str]| {
        let formulas = [Some(&rule.when), Some(&rule.overlay), rule.for_each.as_ref()];
        let even = rule.break_even.iter().flat_map(|rule| [&rule.of, &rule.set]);
        for expr in formulas.into_iter().flatten().chain(&rule.because).chain(even) {
            expr.visit_variables(&mut |name, span| {
                if !own.contains(&name) && !known.contains(&name) && name != "at" {
                    let message = format!("`{name}` of {} is not known here", rule.name);
                    wrong.push(Diagnostic::new(Code::CatalogSchema, message).at(span, "here"));
                }
            });
        }
    };
    match &rule.about {
        About::Bill => look(&[], OF_BILL),
        About::Environment => look(&[], OF_ENVIRONMENT),
        About::Kinds(kinds) => {
            for kind in kinds {
                match catalog.kind(kind, sources) {
                    Ok(kind) => {
                        let own: Vec<&str> = kind.inputs.iter().map(|i| &*i.name).collect();
                        look(&own, OF_RESOURCE);
                    }
                    Err(list) => return list,
                }
            }
        }
    }
    wrong
}

/// What is wrong with an example, if anything is.
fn example_says(
    rule: &Arc<AdviceRule>,
    example: &AdviceExample,
    catalog: &mut Catalog,
    book: &Book,
    sources: &mut Sources,
) -> Result<Option<String>, Diagnostics> {
    let free = if example.file.contains("free_tier:") { "" } else { "free_tier: off\n" };
    let text = format!("{HEAD}{free}{}", example.file);
    let file = sources.add(format!("{} of {}", example.name, rule.name), text.as_str());
    let document = Document::read(&text, file)?;
    let mut asked = Asked {
        touched: None,
        document: &document,
        options: Options { period_hours: Number::from(730u64), ..Options::default() },
        period: &Period::Average,
        catalog,
        book,
        sources,
    };
    let advised =
        advise(&mut asked, std::slice::from_ref(rule), &[], jiff::civil::Date::default())?;
    let saved = advised
        .advice
        .iter()
        .try_fold(Number::ZERO, |sum, advice| sum.plus(advice.on_top.saving.expected));
    let saved = saved.unwrap_or_default().round(PLACES);
    let wanted = example.saves.unwrap_or_default().round(PLACES);
    if saved != wanted {
        let why: Vec<String> = advised.quiet.iter().map(shown).collect();
        return Ok(Some(format!("it saves {saved}, not {wanted} {}", why.join("; "))));
    }
    let loses = advised.quiet.iter().find_map(|quiet| match &quiet.why {
        Why::NoSaving(saving) => Some(saving.expected.negated().round(PLACES)),
        _ => None,
    });
    if let Some(wanted) = example.costs.filter(|costs| loses != Some(costs.round(PLACES))) {
        return Ok(Some(format!("it would cost {loses:?} more, not {wanted}")));
    }
    let Some(wanted) = example.break_even else { return Ok(None) };
    let own = advised.advice.iter().find_map(|advice| advice.break_even.as_ref());
    let own = own.or_else(|| advised.quiet.iter().find_map(|quiet| quiet.break_even.as_ref()));
    Ok(match own {
        Some(own) if own.at.round(wanted.scale()) == wanted => None,
        Some(own) => Some(format!("it breaks even at {}, not {wanted}", own.at)),
        None => Some(format!("it has no break-even, not {wanted}")),
    })
}

fn shown(quiet: &Quiet) -> String {
    format!("({:?} {:?})", quiet.subject.resource, quiet.why)
}
