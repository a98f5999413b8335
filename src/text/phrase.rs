//! How words are written down, and how arguments get into a phrase.
//!
//! A phrase may hold arguments as `{0}`, `{1}`: numbered, because Japanese puts
//! them in another order. Each list of words is an enum of its own, made by
//! `words!`, and a test of its own holds that both languages name the same
//! arguments.

/// Makes an enum of phrases, each in English / Japanese.
macro_rules! words {
    ($(#[$about:meta])* $name:ident; $($variant:ident: $en:literal / $ja:literal;)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn in_lang(self, lang: $crate::text::Lang) -> &'static str {
                match self { $($name::$variant => lang.of($en, $ja)),+ }
            }

            /// The phrase with its arguments in place.
            pub fn with(self, lang: $crate::text::Lang, arguments: &[&str]) -> String {
                $crate::text::phrase::filled(self.in_lang(lang), arguments)
            }
        }

        #[cfg(test)]
        #[test]
        fn both_languages_take_the_same_arguments() {
            use $crate::text::{Lang, phrase::arguments};
            for word in $name::ALL {
                let (en, ja) = (word.in_lang(Lang::En), word.in_lang(Lang::Ja));
                assert_eq!(arguments(en), arguments(ja), "{word:?}");
            }
        }
    };
}
pub(super) use words;

/// A phrase with its arguments in place. An argument is never read as a phrase
/// itself, whatever it holds.
pub(super) fn filled(phrase: &str, arguments: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (index, tail) = after.split_once('}').unwrap_or((after, ""));
        let argument = index.parse().ok().and_then(|i: usize| arguments.get(i));
        out.push_str(argument.unwrap_or(&""));
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The arguments that a phrase takes, sorted.
#[cfg(test)]
pub(super) fn arguments(phrase: &str) -> Vec<String> {
    let mut found: Vec<String> =
        phrase.split('{').skip(1).filter_map(|p| Some(p.split_once('}')?.0.into())).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_not_read_as_a_phrase() {
        assert_eq!(filled("{0} per {1}", &["{1}", "GB"]), "{1} per GB");
        assert_eq!(filled("1 {1} あたり {0}", &["USD 1", "GB"]), "1 GB あたり USD 1");
    }
}
