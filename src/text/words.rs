//! The words themselves.

use crate::text::Lang;

macro_rules! words {
    ($($variant:ident: $en:literal / $ja:literal;)+) => {
        /// A word or phrase of the reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($variant),+ }

        impl Word {
            pub fn in_lang(self, lang: Lang) -> &'static str {
                match self { $(Word::$variant => lang.of($en, $ja)),+ }
            }
        }
    };
}

words! {
    Total: "Total" / "合計";
}
