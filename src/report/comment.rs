//! The comment on a pull request: the difference, the rules that do not hold,
//! and everything else folded away.
//!
//! A reader who opens nothing sees at most 25 lines, whatever the change is.

use crate::advice::Advised;
use crate::check::{Checked, Finding, Level, Policies};
use crate::report::advice_markdown::best;
use crate::report::check::{findings_head, findings_row};
use crate::report::check_words::headline;
use crate::report::diff_markdown::{self as diff, LIMIT, more_rows};
use crate::report::escape::{folded, words};
use crate::report::{Compared, Style};
use crate::text::{CommentWord, Lang};

/// How many findings are open.
const OPEN: usize = 3;
/// What a table of findings may take, in bytes.
const ROOM: usize = 12_000;

/// The difference, with what a check of the bill after found, and what could be
/// cheaper of that which changed.
pub fn comment_markdown(
    c: &Compared<'_>,
    check: Option<(&Policies, &Checked)>,
    advised: Option<&Advised>,
    style: &Style,
) -> String {
    let lang = style.lang;
    let mut open = diff::open(c, lang);
    let mut all = String::new();
    if let Some((policies, checked)) = check {
        let findings = &checked.findings;
        let mut standing: Vec<&Finding> = findings.iter().filter(|f| f.waived.is_none()).collect();
        standing.sort_by_key(|finding| finding.level != Level::Error);
        open.push_str(&format!(
            "**{}**\n\n",
            words(&headline(checked, policies.rules.len(), lang))
        ));
        let few: Vec<&Finding> = standing.into_iter().take(OPEN).collect();
        if !few.is_empty() {
            open.push_str(&format!("{}\n", table(&few, lang)));
        }
        if few.len() < findings.len() {
            let title = CommentWord::AllFindings.with(lang, &[&findings.len().to_string()]);
            all = folded(&title, &table(&findings.iter().collect::<Vec<_>>(), lang));
        }
    }
    if let Some(advised) = advised.filter(|advised| !advised.advice.is_empty()) {
        let summary = CommentWord::Advice.with(lang, &[&advised.advice.len().to_string()]);
        all.push_str(&folded(&summary, &best(advised, lang)));
    }
    if !all.is_empty() {
        all.push('\n');
    }
    let foot = diff::foot(c, lang);
    let left = LIMIT.saturating_sub(open.len() + all.len() + foot.len());
    format!("{open}{all}{}{foot}", diff::folds(c, left, lang))
}

fn table(findings: &[&Finding], lang: Lang) -> String {
    let mut table = findings_head(lang);
    let fit = findings.iter().take_while(|f| table.row_within(&findings_row(f, lang), ROOM));
    let more = findings.len().saturating_sub(fit.count());
    format!("{}{}", table.finish(), more_rows(more, lang))
}
