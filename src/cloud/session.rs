//! Whose account, which region, and with which credentials.
#![allow(clippy::disallowed_methods, reason = "an edge room: credentials expire by the clock")]

use super::again::Patience;
use super::client::Client;
use super::retry::{FEW, TRIES};
use super::sts;
use crate::diagnostic::{Code, Diagnostic};
use crate::offhours::Part;
use crate::offhours::machine::Failure;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::runtime::Runtime;

/// Credentials are renewed when they have less than this left.
const MARGIN: Duration = Duration::from_secs(300);
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(20);
/// In CloudTrail, and in the session of an assumed role.
const NAME: &str = "kanjo-offhours";

/// Which accounts and regions.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// Roles to assume, one an account; none: the credentials themselves.
    pub roles: Vec<String>,
    /// The account of the credentials beside those of the roles.
    pub own: bool,
    /// What accounts are called, where an organization says it.
    pub names: BTreeMap<String, String>,
    /// None: the region of the configuration.
    pub regions: Vec<String>,
}

/// Credentials that are fetched once and renewed before they expire.
pub struct Keys {
    runtime: Arc<Runtime>,
    provider: SharedCredentialsProvider,
    known: Mutex<Option<Credentials>>,
}

impl Keys {
    pub(super) fn get(&self) -> Result<Credentials, Failure> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let soon = SystemTime::now() + MARGIN;
        if let Some(found) = known.as_ref().filter(|c| c.expiry().is_none_or(|at| at > soon)) {
            return Ok(found.clone());
        }
        let fetched = self.runtime.block_on(self.provider.provide_credentials());
        let fetched = fetched.map_err(|error| Failure {
            code: "no-credentials".to_owned(),
            message: whole(&error),
        })?;
        *known = Some(fetched.clone());
        Ok(fetched)
    }
}

/// An error with what caused it.
fn whole(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

/// One account in one region.
#[derive(Clone)]
pub struct Session {
    pub account: String,
    pub region: String,
    pub client: Client,
    /// What the organization calls the account.
    pub name: Option<String>,
    /// Task definitions that were asked for: a revision never changes.
    pub(super) definitions: Arc<Mutex<BTreeMap<String, Part>>>,
    runtime: Arc<Runtime>,
    sdk: SdkConfig,
}

impl Session {
    /// A session for each account and region.
    pub fn open(accounts: &Accounts) -> Result<Vec<Session>, Diagnostic> {
        let (runtime, http, sdk) = base()?;
        let regions = regions(&sdk, &accounts.regions)?;
        let first = regions.first().cloned().unwrap_or_default();
        let mut sessions = Vec::new();
        for role in roles(accounts) {
            let provider = match role {
                None => sdk.credentials_provider().ok_or_else(no_credentials)?,
                Some(role) => SharedCredentialsProvider::new(
                    runtime.block_on(
                        AssumeRoleProvider::builder(role)
                            .configure(&sdk)
                            .region(Region::new(first.clone()))
                            .session_name(NAME)
                            .build(),
                    ),
                ),
            };
            let sdk = sdk.to_builder().credentials_provider(provider.clone()).build();
            let keys = Keys { runtime: Arc::clone(&runtime), provider, known: Mutex::new(None) };
            let keys = Arc::new(keys);
            let client = |region: &str| Client {
                http: http.clone(),
                keys: Arc::clone(&keys),
                region: region.to_owned(),
                patience: Arc::new(Patience::default()),
                tries: TRIES,
            };
            let account = sts::account(&client(&first)).map_err(|failure| {
                let whose = role.unwrap_or("the credentials");
                let message = format!("{whose}: {}: {}", failure.code, failure.message);
                match failure.code.as_str() {
                    "no-credentials" => Diagnostic::new(Code::Credentials, message)
                        .help("set AWS_PROFILE, or the variables of AWS's credentials"),
                    _ => Diagnostic::new(Code::Remote, message),
                }
            })?;
            for region in &regions {
                let sdk = sdk.to_builder().region(Region::new(region.clone())).build();
                sessions.push(Session {
                    account: account.clone(),
                    region: region.clone(),
                    client: client(region),
                    name: accounts.names.get(&account).cloned(),
                    definitions: Arc::default(),
                    runtime: Arc::clone(&runtime),
                    sdk,
                });
            }
        }
        Ok(sessions)
    }

    /// The first of them, where one is enough.
    pub fn one(accounts: &Accounts) -> Result<Session, Diagnostic> {
        let first = Session::open(accounts)?.into_iter().next();
        first.ok_or_else(|| Diagnostic::new(Code::Credentials, "there is no account"))
    }

    /// The same, to ask for what the region may lack.
    pub fn briefly(&self) -> Session {
        let client = Client { tries: FEW, ..self.client.clone() };
        Session { client, ..self.clone() }
    }

    /// Runs a call of the SDK to its end.
    pub(super) fn wait<T>(&self, call: impl Future<Output = T>) -> T {
        self.runtime.block_on(call)
    }

    /// The instant by the clock, for what asks about the last days.
    pub(super) fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }

    pub(super) fn sdk(&self) -> &SdkConfig {
        &self.sdk
    }
}

/// What every session stands on.
fn base() -> Result<(Arc<Runtime>, reqwest::blocking::Client, SdkConfig), Diagnostic> {
    let broken = |error: String| Diagnostic::new(Code::Remote, error);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = Arc::new(runtime.map_err(|e| broken(e.to_string()))?);
    let http = reqwest::blocking::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(ANSWER)
        .user_agent(concat!("kanjo/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|e| broken(whole(&e)))?;
    let sdk = runtime.block_on(aws_config::load_defaults(BehaviorVersion::latest()));
    Ok((runtime, http, sdk))
}

/// A client with the credentials themselves, in the region that `choose` makes of
/// the configured one. Nobody is asked whose account it is.
pub(super) fn client_in(choose: impl Fn(&str) -> &'static str) -> Result<Client, Diagnostic> {
    let (runtime, http, sdk) = base()?;
    let provider = sdk.credentials_provider().ok_or_else(no_credentials)?;
    let region = choose(sdk.region().map_or("", |region| region.as_ref())).to_owned();
    let keys = Arc::new(Keys { runtime, provider, known: Mutex::new(None) });
    Ok(Client { http, keys, region, patience: Arc::new(Patience::default()), tries: TRIES })
}

/// `None` stands for the credentials themselves.
fn roles(accounts: &Accounts) -> Vec<Option<&str>> {
    match accounts.roles.as_slice() {
        [] => vec![None],
        roles => {
            let own = accounts.own.then_some(None);
            own.into_iter().chain(roles.iter().map(|role| Some(role.as_str()))).collect()
        }
    }
}

fn regions(sdk: &SdkConfig, named: &[String]) -> Result<Vec<String>, Diagnostic> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let own = sdk.region().map(|region| vec![region.as_ref().to_owned()]);
    own.ok_or_else(|| {
        Diagnostic::new(Code::Credentials, "no region is given").help("--region ap-northeast-1")
    })
}

fn no_credentials() -> Diagnostic {
    Diagnostic::new(Code::Credentials, "no AWS credentials are set")
        .help("set AWS_PROFILE, or the variables of AWS's credentials")
}
