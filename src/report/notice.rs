//! What people are told of a tick: what goes off and what it costs to keep it
//! up, what is off, what is up again, what failed.

use crate::quantity::{Number, sum};
use crate::report::amounts::{USD, money};
use crate::text::{Lang, NoticeWord as Word};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The most resources that a notice lists.
const LISTED: usize = 20;
/// SNS takes no longer subject.
const SUBJECT: usize = 100;
const MINUTES: u64 = 60;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// At this time; until then, if it is known.
    GoesOff(Timestamp, Option<Timestamp>),
    WentOff,
    BackUp,
    /// By another hand, while they were off.
    Changed,
    Failed,
}

/// One resource of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeLine {
    pub name: String,
    pub kind: String,
    /// Whose, and where.
    pub place: String,
    /// What of its cost an hour off takes away, in USD; `None`: nobody knows.
    pub hourly: Option<Number>,
    /// What went wrong.
    pub error: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub about: About,
    pub lines: Vec<NoticeLine>,
}

/// A notice in words. The subject is English and ASCII, as SNS wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worded {
    pub subject: String,
    pub text: String,
}

impl About {
    /// Of one resource, and of several.
    fn words(self) -> (Word, Word) {
        match self {
            About::GoesOff(..) => (Word::OneGoesOff, Word::GoesOff),
            About::WentOff => (Word::OneWentOff, Word::WentOff),
            About::BackUp => (Word::OneBackUp, Word::BackUp),
            About::Changed => (Word::OneChanged, Word::Changed),
            About::Failed => (Word::OneFailed, Word::Failed),
        }
    }

    /// In JSON.
    pub fn name(self) -> &'static str {
        match self {
            About::GoesOff(..) => "goes-off",
            About::WentOff => "went-off",
            About::BackUp => "back-up",
            About::Changed => "changed",
            About::Failed => "failed",
        }
    }
}

/// A phrase of one, or of several with their number in front of its arguments.
fn counted(count: usize, one: Word, several: Word, more: &[&str], lang: Lang) -> String {
    let number = count.to_string();
    match count {
        1 => one.with(lang, more),
        _ => several.with(lang, &[&[number.as_str()], more].concat()),
    }
}

pub fn worded(notice: &Notice, zone: &TimeZone, lang: Lang) -> Worded {
    let time = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string();
    let title = |lang| {
        let at = match notice.about {
            About::GoesOff(at, _) => time(at),
            _ => String::new(),
        };
        let (one, several) = notice.about.words();
        counted(notice.lines.len(), one, several, &[&at], lang)
    };
    let subject: String = format!("kanjo: {}", title(Lang::En)).chars().take(SUBJECT).collect();
    let mut text = title(lang);
    text.push('\n');
    if let About::GoesOff(_, Some(until)) = notice.about {
        text.push_str(&Word::Until.with(lang, &[&time(until)]));
        text.push('\n');
    }
    for sentence in worth(notice, lang) {
        text.push_str(&sentence);
        text.push('\n');
    }
    for line in notice.lines.iter().take(LISTED) {
        text.push_str(&format!("• {} ({}, {})", line.name, line.kind, line.place));
        if let Some(error) = &line.error {
            text.push_str(&format!(": {error}"));
        } else if let Some(hourly) = line.hourly {
            text.push_str(&format!(" {}/h", money(hourly, USD)));
        }
        text.push('\n');
    }
    let more = notice.lines.len().saturating_sub(LISTED);
    if more > 0 {
        text.push_str(&format!("{}\n", Word::More.with(lang, &[&more.to_string()])));
    }
    if matches!(notice.about, About::GoesOff(..)) {
        let command = "kanjo offhours override ARN --for 3h --why … --who …";
        text.push_str(&format!("{}\n", Word::KeepUp.with(lang, &[command])));
    }
    Worded { subject, text }
}

/// What it costs to stay up, or what being off saves; and what is not in that.
fn worth(notice: &Notice, lang: Lang) -> Vec<String> {
    if matches!(notice.about, About::BackUp | About::Changed | About::Failed) {
        return Vec::new();
    }
    let known: Vec<Number> = notice.lines.iter().filter_map(|line| line.hourly).collect();
    let unknown = notice.lines.len() - known.len();
    let hourly = sum(known.iter().copied()).filter(|_| !known.is_empty());
    let Some(hourly) = hourly else {
        // What is off costs nothing an hour: only who could stay up has to know.
        let asks = matches!(notice.about, About::GoesOff(..));
        return asks.then(|| Word::NotPriced.in_lang(lang).to_owned()).into_iter().collect();
    };
    let an_hour = money(hourly, USD);
    let first = match notice.about {
        About::GoesOff(at, until) => match until.and_then(|until| over(hourly, at, until)) {
            Some(all) => Word::StayingUp.with(lang, &[&money(all, USD), &an_hour]),
            None => Word::Hourly.with(lang, &[&an_hour]),
        },
        _ => Word::Saves.with(lang, &[&an_hour]),
    };
    let (one, several) = (Word::OnePartlyPriced, Word::PartlyPriced);
    let partly = (unknown > 0).then(|| counted(unknown, one, several, &[], lang));
    [Some(first), partly].into_iter().flatten().collect()
}

/// The cost from one instant to another, by whole minutes.
fn over(hourly: Number, at: Timestamp, until: Timestamp) -> Option<Number> {
    let minutes = u64::try_from(until.duration_since(at).as_mins()).ok()?;
    hourly.times(Number::from(minutes))?.over(Number::from(MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn line(name: &str, hourly: Option<&str>) -> NoticeLine {
        NoticeLine {
            name: name.to_owned(),
            kind: "ecs:service".to_owned(),
            place: "111111111111 ap-northeast-1".to_owned(),
            hourly: hourly.and_then(Number::parse),
            error: None,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Tokyo").expect("a zone")
    }

    #[test]
    fn a_notice_says_what_staying_up_costs() {
        let about = About::GoesOff(at("2026-11-23T11:00:00Z"), Some(at("2026-11-23T23:00:00Z")));
        let lines =
            vec![line("dev/web", Some("0.25")), line("dev/api", Some("0.05")), line("x", None)];
        let notice = Notice { about, lines };
        let en = worded(&notice, &zone(), Lang::En);
        assert_eq!(en.subject, "kanjo: 3 resources go off at 2026-11-23 20:00 JST");
        insta::assert_snapshot!(en.text, @r"
        3 resources go off at 2026-11-23 20:00 JST
        Until 2026-11-24 08:00 JST.
        Staying up costs USD 3.60 (USD 0.30 an hour).
        1 of them has no known price and is not in it.
        • dev/web (ecs:service, 111111111111 ap-northeast-1) USD 0.25/h
        • dev/api (ecs:service, 111111111111 ap-northeast-1) USD 0.05/h
        • x (ecs:service, 111111111111 ap-northeast-1)
        To keep one up: kanjo offhours override ARN --for 3h --why … --who …
        ");
        let ja = worded(&notice, &zone(), Lang::Ja);
        assert!(ja.subject.is_ascii());
        assert!(
            ja.text.starts_with("2026-11-23 20:00 JST にリソース 3 件を停止します\n"),
            "{}",
            ja.text
        );
        assert!(ja.text.contains("停止しない場合の費用は USD 3.60"), "{}", ja.text);
    }

    #[test]
    fn what_has_no_price_is_not_nothing() {
        let about = About::GoesOff(at("2026-11-23T11:00:00Z"), None);
        let notice = Notice { about, lines: vec![line("x", None)] };
        let text = worded(&notice, &zone(), Lang::En).text;
        assert!(text.contains("not known") && !text.contains("USD 0"), "{text}");
    }

    #[test]
    fn one_is_not_several() {
        let title = |about, count: usize| {
            let lines = (0..count).map(|_| line("x", None)).collect();
            worded(&Notice { about, lines }, &zone(), Lang::En).subject
        };
        assert_eq!(title(About::WentOff, 1), "kanjo: 1 resource is off");
        assert_eq!(title(About::WentOff, 2), "kanjo: 2 resources are off");
        assert_eq!(title(About::Failed, 1), "kanjo: 1 problem: what should happen did not");
        let at = About::GoesOff(at("2026-11-23T11:00:00Z"), None);
        assert_eq!(title(at, 1), "kanjo: 1 resource goes off at 2026-11-23 20:00 JST");
    }

    #[test]
    fn a_long_list_is_cut_and_counted() {
        let lines = (0..25).map(|n| line(&format!("s{n}"), None)).collect();
        let text = worded(&Notice { about: About::BackUp, lines }, &zone(), Lang::En).text;
        assert!(text.ends_with("and 5 more\n"), "{text}");
        assert_eq!(text.lines().count(), 22);
    }
}
