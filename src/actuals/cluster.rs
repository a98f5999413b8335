//! The address of a Ballista cluster: `ballista://host:port`.
//!
//! Read in every build, so that one without the feature says how to get it and
//! not that the flag is unknown.

use crate::diagnostic::{Code, Diagnostic};

/// Its port where none is given, which is Ballista's own.
const PORT: u16 = 50050;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// `host:port` of the scheduler.
    pub(super) scheduler: String,
}

impl Cluster {
    /// Reads the value of `--engine`.
    pub fn parse(engine: &str) -> Result<Cluster, Diagnostic> {
        let scheduler = engine.strip_prefix("ballista://").and_then(address).ok_or_else(|| {
            Diagnostic::new(Code::UnknownChoice, format!("--engine {engine}: not an engine"))
                .help("embedded, athena, or ballista://host:50050")
        })?;
        match cfg!(feature = "cluster") {
            true => Ok(Cluster { scheduler }),
            false => Err(Diagnostic::new(
                Code::NotInBuild,
                format!("--engine {engine}: no client of Ballista in this build"),
            )
            .help("cargo install kanjo --features cluster")),
        }
    }
}

impl std::fmt::Display for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ballista://{}", self.scheduler)
    }
}

/// `host:port`, and nothing that a URL could hold beside it.
fn address(text: &str) -> Option<String> {
    let text = text.strip_suffix('/').unwrap_or(text);
    let (host, port) = match text.rsplit_once(':') {
        // The colons of an IPv6 address stand in brackets.
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        _ => (text, PORT),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._[]:".contains(c);
    let is_host = !host.is_empty() && host.chars().all(plain);
    (is_host && port > 0).then(|| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::{Cluster, address};
    use crate::diagnostic::Code;

    #[test]
    fn reads_an_address_and_nothing_else() {
        assert_eq!(address("10.0.0.1:50050").as_deref(), Some("10.0.0.1:50050"));
        assert_eq!(address("scheduler.internal/").as_deref(), Some("scheduler.internal:50050"));
        assert_eq!(address("[::1]:7").as_deref(), Some("[::1]:7"));
        assert_eq!(address("[::1]").as_deref(), Some("[::1]:50050"));
        for wrong in ["", ":50050", "a:0", "a:70000", "a:x", "user@a:1", "a/b", "a b"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn says_how_to_get_what_is_not_in_the_build() {
        let unknown = Cluster::parse("spark://a:1").expect_err("no engine of ours");
        assert_eq!(unknown.code, Code::UnknownChoice);
        let found = Cluster::parse("ballista://a:1");
        match cfg!(feature = "cluster") {
            true => assert_eq!(found.expect("a cluster").scheduler, "a:1"),
            false => assert_eq!(found.expect_err("not in the build").code, Code::NotInBuild),
        }
    }
}
