//! What only AWS knows, for `kanjo doctor --live`: whose the credentials are, and
//! whether the tags are active by which a bill is matched.

#[cfg(feature = "aws")]
pub use with_aws::ask;
#[cfg(not(feature = "aws"))]
pub use without::ask;

#[cfg(not(feature = "aws"))]
mod without {
    use crate::diagnostic::{Code, Diagnostic};
    use crate::report::Check;
    use crate::text::Lang;

    pub fn ask(_: &[String; 2], _: Lang) -> Result<[Check; 2], Diagnostic> {
        Err(Diagnostic::new(Code::NotInBuild, "this build of kanjo does not ask AWS")
            .help("cargo install --path . --features aws"))
    }
}

#[cfg(feature = "aws")]
mod with_aws {
    use crate::cloud::{Accounts, Session, cost_explorer};
    use crate::diagnostic::Diagnostic;
    use crate::report::Check;
    use crate::text::{Lang, StartWord};

    /// The checks of the tags and of the credentials.
    pub fn ask(
        [environment, resource]: &[String; 2],
        lang: Lang,
    ) -> Result<[Check; 2], Diagnostic> {
        let tags = |passed, about| Check { name: StartWord::Tags, passed, about };
        let aws = |passed, about| Check { name: StartWord::Aws, passed, about };
        let unasked = |why: &str| {
            tags(Some(false), StartWord::TagsUnasked.with(lang, &[environment, resource, why]))
        };
        let regions = vec![cost_explorer::REGION.to_owned()];
        let session = match Session::one(&Accounts { regions, ..Accounts::default() }) {
            Ok(session) => session,
            Err(diagnostic) => {
                let why = diagnostic.code.summary(lang);
                return Ok([unasked(why), aws(Some(false), diagnostic.message)]);
            }
        };
        let account = aws(Some(true), StartWord::AwsLive.with(lang, &[&session.account]));
        let keys = [environment.as_str(), resource.as_str()];
        let tags = match cost_explorer::active_tags(&session.client, &keys) {
            Err(failure) => unasked(&format!("{}: {}", failure.code, failure.message)),
            Ok(active) => {
                let off: Vec<&str> =
                    keys.into_iter().filter(|key| !active.contains(*key)).collect();
                match off.is_empty() {
                    true => tags(Some(true), StartWord::TagsLive.with(lang, &keys)),
                    false => {
                        let off = off.join(lang.of(", ", "、"));
                        tags(Some(false), StartWord::TagsInactive.with(lang, &[&off]))
                    }
                }
            }
        };
        Ok([tags, account])
    }
}
