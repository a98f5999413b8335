//! A secret that is kept in AWS: an SSM parameter, or a secret of Secrets Manager.

use super::client::Client;
use super::endpoint::{SECRETS, SSM};
use super::odd;
use crate::offhours::machine::Failure;
use serde_json::{Value, json};

/// The value of an SSM parameter, decrypted.
pub fn parameter(client: &Client, name: &str) -> Result<String, Failure> {
    let body = json!({"Name": name, "WithDecryption": true});
    let answer = client.json(&SSM, "GetParameter", &body)?;
    let value = answer.get("Parameter").and_then(|parameter| parameter.get("Value"));
    value.and_then(Value::as_str).map(str::to_owned).ok_or_else(|| odd("Parameter.Value"))
}

/// The text of a secret.
pub fn secret(client: &Client, name: &str) -> Result<String, Failure> {
    let answer = client.json(&SECRETS, "GetSecretValue", &json!({"SecretId": name}))?;
    let value = answer.get("SecretString").and_then(Value::as_str);
    value.map(str::to_owned).ok_or_else(|| odd("SecretString"))
}
