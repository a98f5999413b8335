//! A check as JUnit XML, which GitLab, Jenkins and CircleCI show as tests.
//!
//! Each finding is a test case of its rule: an error fails, what is waived is
//! skipped, a warning passes and says so. A rule without findings is a case that
//! passes.

use crate::check::{Checked, Finding, Level, Policies, WAIVER_EXPIRED};
use crate::report::check_words::{note, subject, waiver, whole};
use crate::text::Lang;

/// The check as JUnit XML.
pub fn check_junit(policies: &Policies, checked: &Checked, lang: Lang) -> String {
    let mut cases = String::new();
    let mut tests = 0;
    let names = policies.rules.iter().map(|rule| &*rule.name).chain([WAIVER_EXPIRED]);
    for rule in names {
        let findings: Vec<&Finding> =
            checked.findings.iter().filter(|f| &*f.rule == rule).collect();
        let notes: Vec<String> = checked
            .notes
            .iter()
            .filter(|n| &*n.rule == rule)
            .map(|n| {
                let of = subject(n.environment.as_deref(), n.resource.as_deref());
                format!("{of} {}", note(n, lang)).trim().to_owned()
            })
            .collect();
        if findings.is_empty() && rule != WAIVER_EXPIRED {
            tests += 1;
            case(&mut cases, rule, rule, &said(&notes));
        }
        for finding in &findings {
            tests += 1;
            one(&mut cases, finding, lang);
        }
    }
    let failures = checked.count(Level::Error);
    let counts = format!(
        "tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{}\"",
        checked.waived()
    );
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"kanjo check\" {counts}>\n  <testsuite name=\"kanjo check\" {counts}>\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

fn one(out: &mut String, finding: &Finding, lang: Lang) {
    let of = subject(finding.environment.as_deref(), finding.resource.as_deref());
    let name = if of.is_empty() { finding.rule.to_string() } else { of };
    let text = whole(finding, lang);
    let at = format!("{}:{}", finding.at.file, finding.at.line);
    let inner = match (waiver(finding, lang), finding.level) {
        (Some(waiver), _) => format!("      <skipped message=\"{}\"/>\n", escaped(&waiver)),
        (None, Level::Error) => format!(
            "      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
            finding.what.name(),
            escaped(&text),
            escaped(&format!("{text}\n{at}"))
        ),
        (None, Level::Warning) => said(&[text, at]),
    };
    case(out, &finding.rule, &name, &inner);
}

fn case(out: &mut String, rule: &str, name: &str, inner: &str) {
    let (rule, name) = (escaped(rule), escaped(name));
    let open = format!("    <testcase classname=\"{rule}\" name=\"{name}\"");
    match inner.is_empty() {
        true => out.push_str(&format!("{open}/>\n")),
        false => out.push_str(&format!("{open}>\n{inner}    </testcase>\n")),
    }
}

fn said(lines: &[String]) -> String {
    match lines.is_empty() {
        true => String::new(),
        false => {
            format!("      <system-out>{}</system-out>\n", escaped(&lines.join("\n")))
        }
    }
}

/// Text of an element or an attribute. XML 1.0 has no way to write most control
/// characters, not even escaped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_leaves_its_element() {
        assert_eq!(escaped("</x a=\"'&\u{1b}]]>"), "&lt;/x a=&quot;&apos;&amp;\u{fffd}]]&gt;");
    }
}
