//! Diagnostics for a person: the line, the place under it, the nearest fix.
#![allow(clippy::disallowed_methods, reason = "an edge room: the terminal is looked at here")]

use crate::cli::progress;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use crate::text::{Lang, StartWord};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::{IsTerminal, Write};

/// The longest line shown; a 100 MB line would be no help.
const LONGEST_LINE: usize = 400;

/// Prints to stdout. Returns whether the reader has gone away.
pub fn print(text: &str) -> bool {
    progress::end();
    let mut out = std::io::stdout().lock();
    let result = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    result.is_err()
}

/// Prints while it is made. Whoever closed the pipe has read enough.
pub fn stream(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) {
    progress::end();
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let _ = write(&mut out).and_then(|()| out.flush());
}

/// On a terminal, unless `NO_COLOR` says something (no-color.org).
pub fn in_colour(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The language that the command line asks for. Errors come before and beside
/// what the command made of its flags.
pub fn asked_language() -> Lang {
    let arguments: Vec<String> =
        std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let behind = arguments.iter().position(|a| a == "--lang").and_then(|i| arguments.get(i + 1));
    let joined = arguments.iter().find_map(|a| a.strip_prefix("--lang="));
    joined.or(behind.map(String::as_str)).and_then(Lang::parse).unwrap_or_default()
}

/// Prints all diagnostics to stderr.
pub fn diagnostics(list: &Diagnostics, sources: &Sources, lang: Lang) {
    let renderer =
        if in_colour(&std::io::stderr()) { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in list.list() {
        out += &one(diagnostic, sources, &renderer, lang);
        out += "\n";
    }
    if list.len() > 1 {
        let count = list.len().to_string();
        let text = match list.dropped() {
            0 => StartWord::Errors.with(lang, &[&count]),
            dropped => StartWord::MoreErrors.with(lang, &[&count, &dropped.to_string()]),
        };
        out += &format!("kanjo: {text}\n");
    }
    let _ = std::io::stderr().lock().write_all(out.as_bytes());
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer, lang: Lang) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Caveat => Level::WARNING,
    };
    // What a code means is in both languages; what is wrong here, in English.
    let (title, detail) = match lang {
        Lang::En => (diagnostic.message.as_str(), None),
        Lang::Ja => (diagnostic.code.summary(lang), Some(diagnostic.message.as_str())),
    };
    let title = level.primary_title(title).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    let texts: Vec<_> = diagnostic.labels.iter().map(|l| sources.text(l.span.file)).collect();
    let mut names = Vec::new();
    let mut plain = String::new();
    for (i, (label, text)) in diagnostic.labels.iter().zip(&texts).enumerate() {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        let (from, to) = line_around(text, start);
        let Some(line) = text.get(from..to).filter(|line| line.len() <= LONGEST_LINE) else {
            let at = sources.locate(label.span);
            plain += &format!("  --> {}:{}:{}: {}\n", at.file, at.line, at.column, label.text);
            continue;
        };
        let number = text.get(..from).map_or(0, |t| t.bytes().filter(|b| *b == b'\n').count()) + 1;
        let range =
            start.saturating_sub(from).min(line.len())..end.clamp(start, to).saturating_sub(from);
        names.push((
            i,
            sources.name(label.span.file).to_owned(),
            number,
            range,
            line.to_owned(),
            label.text.clone(),
        ));
    }
    for (i, name, number, range, line, text) in &names {
        let kind = if *i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let snippet = Snippet::source(line.as_str())
            .path(name.as_str())
            .line_start(*number)
            .annotation(kind.span(range.clone()).label(text.as_str()));
        group = group.element(snippet);
    }
    if let Some(detail) = detail {
        group = group.element(Level::NOTE.message(detail));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let mut out = renderer.render(&[group]).to_string();
    out.push('\n');
    out + &plain
}

/// The line that holds a byte: its first byte and the one behind its last.
fn line_around(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let from = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
    let to = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |i| at + i);
    (from, to)
}
