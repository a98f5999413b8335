//! `kanjo doctor`: whether anything is in the way, and what to do about it.
//!
//! Of credentials only the names of the variables are looked at, never a value;
//! only `--live` uses them.
#![allow(clippy::disallowed_methods, reason = "an edge room: environment and clock are read here")]

use crate::calendar::Period;
use crate::catalog::Catalog;
use crate::check;
use crate::cli::Outcome;
use crate::cli::books::{age, book};
use crate::cli::doctor_live;
use crate::cli::offhours::policy_files::{self, PolicyTexts};
use crate::cli::session::Session;
use crate::diagnostic::{Code, Diagnostics, Sources};
use crate::offhours;
use crate::report::{Check, Style, doctor_table};
use crate::source;
use crate::text::{Lang, StartWord};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// kanjo.yaml, or a folder that has one
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Language of what a person reads: en or ja
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = ["en", "ja"])]
    pub lang: String,
    /// Ask AWS too: whose the credentials are, and whether the tags that a bill
    /// is matched by are active. One question to Cost Explorer, 0.01 USD
    #[arg(long)]
    pub live: bool,
}

pub fn run(args: &DoctorArgs, sources: &mut Sources) -> Result<Outcome, Outcome> {
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    let path = &args.path;
    let names = names_of_tags(path, sources);
    let [tags, aws] = match args.live {
        true => doctor_live::ask(&names, lang)?,
        false => [stated(&names, lang), named(StartWord::Aws, &AWS, AWS_WORDS, lang)],
    };
    let checks = [
        prices(lang)?,
        model(path, sources, lang),
        policies(path, sources, lang),
        tags,
        git(lang),
        aws,
        named(StartWord::Forge, &FORGE, [StartWord::ForgeSet, StartWord::ForgeUnset], lang),
    ];
    let wrong = checks.iter().filter(|check| check.passed == Some(false)).count();
    let unmet = if wrong > 0 {
        vec![format!("doctor: {wrong} of {} checks need something", checks.len())]
    } else {
        Vec::new()
    };
    let text = doctor_table(&checks, &Style { lang, ..Style::default() });
    Ok(Outcome::Done { text, unmet })
}

/// Where a book is old: twice a quarter.
const OLD_DAYS: i32 = 180;

fn prices(lang: Lang) -> Result<Check, Diagnostics> {
    let book = book(None)?;
    let days = age(&book);
    let old = days > OLD_DAYS;
    let word = if old { StartWord::PricesOld } else { StartWord::PricesAge };
    let about = word.with(lang, &[&book.identity.name, &book.identity.newest, &days.to_string()]);
    Ok(Check { name: StartWord::Prices, passed: Some(!old), about })
}

fn model(path: &Path, sources: &mut Sources, lang: Lang) -> Check {
    let shown = path.display().to_string();
    let (passed, about) = match resources(path, sources) {
        Ok((resources, environments)) => {
            let counts = [resources.to_string(), environments.to_string()];
            (true, StartWord::ModelReads.with(lang, &[&shown, &counts[0], &counts[1]]))
        }
        Err(list) if list.list().iter().any(|d| d.code == Code::FileMissing) => {
            (false, StartWord::ModelMissing.with(lang, &[&shown]))
        }
        Err(list) => {
            let count = list.len().to_string();
            (false, StartWord::ModelBroken.with(lang, &[&shown, &count]))
        }
    };
    Check { name: StartWord::Model, passed: Some(passed), about }
}

fn resources(path: &Path, sources: &mut Sources) -> Result<(usize, usize), Diagnostics> {
    let mut session = Session::of(book(None)?, Period::Average);
    let document = session.model(path, "a bill is not a topology", sources)?;
    let project = session.project(&document, None, sources)?;
    session.bill(&project, sources)?;
    let resources = project.environments.iter().map(|e| e.resources.len()).sum();
    Ok((resources, project.environments.len()))
}

fn policies(path: &Path, sources: &mut Sources, lang: Lang) -> Check {
    let of = |passed, about| Check { name: StartWord::Policies, passed, about };
    let files = match source::read_policies(None, path) {
        Ok(files) => files,
        Err(diagnostic) if diagnostic.code == Code::FileMissing => {
            return of(None, StartWord::PoliciesNone.in_lang(lang).to_owned());
        }
        Err(_) => return of(Some(false), StartWord::PoliciesBroken.with(lang, &["1"])),
    };
    let mut catalog = Catalog::embedded();
    match check::read(&files, &mut catalog, sources) {
        Ok(policies) => {
            let counts = [policies.rules.len().to_string(), policies.waivers.len().to_string()];
            let read = policy_files::named_beside(files).map_err(Diagnostics::from);
            let read = read.and_then(|PolicyTexts { files, texts }| {
                offhours::read(&files, &texts, &mut catalog, sources)
            });
            match read {
                Ok(_) => {
                    of(Some(true), StartWord::PoliciesRead.with(lang, &[&counts[0], &counts[1]]))
                }
                Err(list) => {
                    let count = list.len().to_string();
                    of(Some(false), StartWord::OffHoursBroken.with(lang, &[&count]))
                }
            }
        }
        Err(list) => {
            let count = list.len().to_string();
            of(Some(false), StartWord::PoliciesBroken.with(lang, &[&count]))
        }
    }
}

/// The tags by which a bill is matched: of the environment, and of the resource.
fn names_of_tags(path: &Path, sources: &mut Sources) -> [String; 2] {
    let mut matching = || {
        let mut session = Session::of(book(None)?, Period::Average);
        session.model(path, "a bill is not a topology", sources)?.matching()
    };
    let stated = matching().ok();
    let name =
        |name: Option<&Arc<str>>, usual: &str| name.map_or(usual.to_owned(), |n| n.to_string());
    [
        name(stated.as_ref().and_then(|m| m.environment.as_ref()), "env"),
        name(stated.as_ref().and_then(|m| m.resource.as_ref()), "component"),
    ]
}

/// Whether they are active only AWS knows.
fn stated([environment, resource]: &[String; 2], lang: Lang) -> Check {
    let about = StartWord::TagsActive.with(lang, &[environment, resource]);
    Check { name: StartWord::Tags, passed: None, about }
}

fn git(lang: Lang) -> Check {
    let found = source::has_git();
    let word = if found { StartWord::GitFound } else { StartWord::GitMissing };
    let passed = if found { Some(true) } else { None };
    Check { name: StartWord::Git, passed, about: word.in_lang(lang).to_owned() }
}

/// Variables from which the AWS SDKs take credentials.
const AWS: [&str; 5] = [
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];
const AWS_WORDS: [StartWord; 2] = [StartWord::AwsSet, StartWord::AwsUnset];
const FORGE: [&str; 2] = ["GITHUB_TOKEN", "GITLAB_TOKEN"];

/// Which of these variables are set. None is no mistake: it may not be needed.
fn named(name: StartWord, variables: &[&str], words: [StartWord; 2], lang: Lang) -> Check {
    let set: Vec<&str> =
        variables.iter().copied().filter(|v| std::env::var_os(v).is_some()).collect();
    let [some, none] = words;
    match set.is_empty() {
        true => Check { name, passed: None, about: none.in_lang(lang).to_owned() },
        false => {
            let about = some.with(lang, &[&set.join(lang.of(", ", "、"))]);
            Check { name, passed: Some(true), about }
        }
    }
}
