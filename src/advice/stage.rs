//! Whether an environment is production.
//!
//! Whole words of its name decide, then those of its tags: `latest` is no test
//! and `product-search` is no production. Where neither says it, nobody guesses:
//! a wrong guess switches off the wrong system.

use std::collections::BTreeMap;
use std::sync::Arc;

const PRODUCTION: &[&str] = &["production", "prod", "prd", "live", "本番"];
const OTHER: &[&str] = &[
    "development",
    "develop",
    "dev",
    "test",
    "testing",
    "qa",
    "staging",
    "stage",
    "stg",
    "sandbox",
    "demo",
    "preview",
    "uat",
    "nonprod",
    "ci",
    "検証",
    "開発",
    "ステージング",
];
const TAGS: &[&str] = &["env", "environment", "stage"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Production,
    Other,
}

impl Stage {
    pub fn name(self) -> &'static str {
        match self {
            Stage::Production => "production",
            Stage::Other => "non-production",
        }
    }
}

/// What the name says, else what the tags say. `None`: nothing, or both.
pub fn stage(name: &str, tags: &BTreeMap<Arc<str>, Arc<str>>) -> Option<Stage> {
    let tag = |key: &&str| tags.iter().find(|(own, _)| own.eq_ignore_ascii_case(key));
    let tagged = || TAGS.iter().find_map(tag).and_then(|(_, value)| of_words(value));
    of_words(name).or_else(tagged)
}

fn of_words(text: &str) -> Option<Stage> {
    let text = text.to_lowercase();
    // "non-production" and "pre-prod" hold the word and mean the opposite.
    if ["non-prod", "non_prod", "pre-prod", "pre_prod", "preprod"].iter().any(|n| text.contains(n))
    {
        return Some(Stage::Other);
    }
    let has = |list: &[&str]| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| list.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit())))
    };
    match (has(PRODUCTION), has(OTHER)) {
        (true, false) => Some(Stage::Production),
        (false, true) => Some(Stage::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_decide() {
        let of = |name: &str| stage(name, &BTreeMap::new());
        for name in ["production", "eu-prod", "prod2", "PRD", "本番"] {
            assert_eq!(of(name), Some(Stage::Production), "{name}");
        }
        for name in ["staging", "qa", "dev-2", "dev1", "non-production", "preprod", "検証"] {
            assert_eq!(of(name), Some(Stage::Other), "{name}");
        }
        for name in ["default", "latest", "device", "product-search", "prod-test"] {
            assert_eq!(of(name), None, "{name}");
        }
        let tags = BTreeMap::from([(Arc::from("Env"), Arc::from("stg"))]);
        assert_eq!(stage("default", &tags), Some(Stage::Other));
        assert_eq!(stage("production", &tags), Some(Stage::Production), "the name goes first");
    }
}
