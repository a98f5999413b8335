//! Off-hours pages of CloudFront: what a distribution answers to three errors.
//!
//! A distribution is changed as a whole. It is sent back as it came, letter by
//! letter, with another list of answers to errors in it, and with the version that
//! was read: if somebody has changed it meanwhile, CloudFront refuses.

use super::client::{Answer, Method, encoded};
use super::endpoint::CLOUDFRONT;
use super::odd;
use super::session::Session;
use super::xml::Node;
use crate::offhours::machine::front::{ErrorResponse, Front};
use crate::offhours::machine::{Call, Failure, Observed, Why};
use crate::offhours::page::{PATH, front_of};
use crate::offhours::{State, Target};

const CONFIG: &str = "DistributionConfig";
const LIST: &str = "CustomErrorResponses";
const NAMESPACE: &str = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

/// Adds whether visitors see it, and the tags that guards read.
pub fn look(session: &Session, target: Target) -> Result<Target, Failure> {
    let front = read(session, &target)?.0;
    if front.refused == Some(Why::NoDistribution) {
        return Ok(target);
    }
    let state = if front.is_shown() { State::Off } else { State::On };
    let arn = target.id.split('#').next().unwrap_or_default();
    let path = format!("{}/tagging?Resource={}", CLOUDFRONT.version, encoded(arn));
    let answer = ask(session, Method::GET, &path, &[], "")?;
    let tags = Node::parse(&answer.text).ok_or_else(|| odd("Tags"))?.tags("Items");
    Ok(Target { state, tags, ..target })
}

pub fn observe(session: &Session, targets: &[&Target]) -> Vec<Result<Observed, Failure>> {
    let one = |target: &&Target| Ok(Observed::Front(read(session, target)?.0));
    targets.iter().map(one).collect()
}

/// Makes a call of the machine.
pub fn call(session: &Session, target: &Target, call: &Call) -> Result<(), Failure> {
    let Call::SetErrorResponses { from, to } = call else {
        return Err(super::unfit(target, call));
    };
    let (front, answer) = read(session, target)?;
    let answer = answer.ok_or_else(|| odd("distribution"))?;
    if front.responses == *to {
        return Ok(());
    }
    if front.responses != *from {
        let message = "what it answers to errors was changed meanwhile".to_owned();
        return Err(Failure { code: "changed".to_owned(), message });
    }
    let body = with(&answer.text, to).ok_or_else(|| odd(LIST))?;
    let version = answer.tag.ok_or_else(|| odd("ETag"))?;
    let headers = [("content-type", "application/xml"), ("if-match", version.as_str())];
    let path = format!("{}/config", path(target)?);
    ask(session, Method::PUT, &path, &headers, &body).map(drop)
}

fn path(target: &Target) -> Result<String, Failure> {
    let id = front_of(&target.id).ok_or_else(|| odd("distribution"))?;
    Ok(format!("{}/distribution/{id}", CLOUDFRONT.version))
}

fn ask(
    session: &Session,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Answer, Failure> {
    session.client.object(&CLOUDFRONT, method, path, headers, body)
}

/// The distribution, and the answer that it was read from.
fn read(session: &Session, target: &Target) -> Result<(Front, Option<Answer>), Failure> {
    let mut front =
        Front { path: target.detail(PATH).unwrap_or_default().to_owned(), ..Front::default() };
    let answer = match ask(session, Method::GET, &path(target)?, &[], "") {
        Ok(answer) => answer,
        Err(failure) if failure.code == "NoSuchDistribution" => {
            front.refused = Some(Why::NoDistribution);
            return Ok((front, None));
        }
        Err(failure) => return Err(failure),
    };
    let root = Node::parse(&answer.text).ok_or_else(|| odd("XML"))?;
    front.status = root.get("Status").ok_or_else(|| odd("Status"))?.to_owned();
    let config = root.child(CONFIG).ok_or_else(|| odd(CONFIG))?;
    let list = config.child(LIST).ok_or_else(|| odd(LIST))?.list("Items");
    let responses: Option<Vec<ErrorResponse>> = list.iter().map(response).collect();
    front.responses = responses.ok_or_else(|| odd("ErrorCode"))?;
    let origins = config.child("Origins").map_or(0, |origins| origins.list("Items").len());
    front.refused = (origins < 2).then_some(Why::OneOrigin);
    Ok((front, Some(answer)))
}

fn response(node: &Node) -> Option<ErrorResponse> {
    Some(ErrorResponse {
        error: node.number("ErrorCode")?,
        path: node.get("ResponsePagePath").map(str::to_owned),
        code: node.get("ResponseCode").map(str::to_owned),
        cached: node.get("ErrorCachingMinTTL").and_then(|text| text.parse().ok()),
    })
}

/// The configuration in an answer, with this list of answers to errors.
fn with(answer: &str, list: &[ErrorResponse]) -> Option<String> {
    let (_, config) = answer.split_once(&format!("<{CONFIG}>"))?;
    let (config, _) = config.rsplit_once(&format!("</{CONFIG}>"))?;
    let (before, after) = match config.split_once(&format!("<{LIST}/>")) {
        Some(parts) => parts,
        None => {
            let (before, rest) = config.split_once(&format!("<{LIST}>"))?;
            (before, rest.split_once(&format!("</{LIST}>"))?.1)
        }
    };
    let list = written(list);
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{CONFIG} xmlns=\"{NAMESPACE}\">{before}{list}{after}</{CONFIG}>"
    ))
}

fn written(list: &[ErrorResponse]) -> String {
    let mut text = format!("<{LIST}><Quantity>{}</Quantity>", list.len());
    let mut items = String::new();
    for one in list {
        let error = one.error.to_string();
        let cached = one.cached.map(|seconds| seconds.to_string());
        let all = [
            ("ErrorCode", Some(&error)),
            ("ResponsePagePath", one.path.as_ref()),
            ("ResponseCode", one.code.as_ref()),
            ("ErrorCachingMinTTL", cached.as_ref()),
        ];
        items.push_str("<CustomErrorResponse>");
        for (name, value) in all {
            let value = value.map(|value| escaped(value));
            items.extend(value.map(|value| format!("<{name}>{value}</{name}>")));
        }
        items.push_str("</CustomErrorResponse>");
    }
    if !items.is_empty() {
        text.push_str(&format!("<Items>{items}</Items>"));
    }
    text + &format!("</{LIST}>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_else_goes_back_as_it_came() {
        let page = |error| ErrorResponse {
            error,
            path: Some("/a&b".to_owned()),
            code: Some("503".to_owned()),
            cached: Some(10),
        };
        let items = "<CustomErrorResponses><Quantity>1</Quantity><Items><CustomErrorResponse>\
                     <ErrorCode>502</ErrorCode><ResponsePagePath>/a&amp;b</ResponsePagePath>\
                     <ResponseCode>503</ResponseCode><ErrorCachingMinTTL>10</ErrorCachingMinTTL>\
                     </CustomErrorResponse></Items></CustomErrorResponses>";
        let (first, last) = ("<Comment>a &lt;b&gt; &#xA;</Comment>\n ", "<New Thing=\"1\"/>");
        let answer = |list: &str| {
            format!(
                "<Distribution xmlns=\"x\"><Status>Deployed</Status><DistributionConfig>{first}{list}{last}</DistributionConfig></Distribution>"
            )
        };
        let empty = "<CustomErrorResponses><Quantity>0</Quantity></CustomErrorResponses>";
        let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DistributionConfig xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\">";
        let whole = |list: &str| Some(format!("{head}{first}{list}{last}</DistributionConfig>"));
        for before in ["<CustomErrorResponses/>", empty, items] {
            assert_eq!(with(&answer(before), &[page(502)]), whole(items));
            assert_eq!(with(&answer(before), &[]), whole(empty));
        }
        assert_eq!(with(&answer(""), &[]), None, "nothing is put where nothing was");
        let node = Node::parse(items).expect("XML");
        assert_eq!(node.list("Items").iter().map(response).collect::<Vec<_>>(), [Some(page(502))]);
    }
}
