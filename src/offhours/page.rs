//! The page that visitors see while a system is off.
//!
//! A rule of a load balancer's listener answers with the page in place of the
//! system. To the machine it is one more resource, which is on while nobody sees
//! it: it ranks behind all others of its policy, so that it is put up before the
//! first of them goes down and taken away when the last is up and healthy. It
//! follows them and not the schedule: while one of them is kept up, visitors
//! reach it.
//!
//! A load balancer's fixed response holds 1,024 characters and a content type
//! without a charset. A longer page is refused when the plan is made, not at
//! eight in the evening.
//!
//! A distribution of CloudFront shows a page of its own instead, of any length,
//! when what is behind it does not answer.

use crate::calendar::Desired;
use crate::offhours::eval::act;
use crate::offhours::policy::Policies;
use crate::offhours::target::{State, Target};
use crate::offhours::verdict::{Step, Verdict};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The types of targets that are pages: of a load balancer, and of CloudFront.
pub const KIND: &str = "elasticloadbalancing:listener-rule";
pub const FRONT: &str = "cloudfront:distribution";
/// In the details of its target: the policy, and what the rule is made of.
const POLICY: &str = "policy";
pub const BODY: &str = "body";
pub const HOSTS: &str = "hosts";
pub const PATH: &str = "path";
/// Between the listener and the priority in its id, the distribution and the region.
const MARK: &str = "#page-";

/// The longest body of an ALB fixed response, in characters.
const ALB_LONGEST: usize = 1024;

/// The page of a policy.
#[derive(Debug)]
pub enum Page {
    Rule {
        /// ARNs of listeners of application load balancers.
        listeners: Vec<Arc<str>>,
        body: Arc<str>,
        /// The place of its rule among those of the listener: the lowest is asked first.
        priority: u32,
        /// Only for these; without one for everything that the listener hears.
        hosts: Vec<Arc<str>>,
    },
    Front {
        /// The ARN of a distribution, which is in no region.
        distribution: Arc<str>,
        /// The region of what it stands for.
        region: Arc<str>,
        /// Where the distribution itself serves the page.
        path: Arc<str>,
    },
}

/// Whether a type is that of a page.
pub fn is(kind: &str) -> bool {
    [KIND, FRONT].contains(&kind)
}

/// Why a load balancer would not show this page, or not as it is meant.
pub fn refused_by_alb(html: &str) -> Option<String> {
    let length = html.chars().count();
    if length > ALB_LONGEST {
        return Some(format!(
            "the page has {length} characters and a fixed response of a load balancer holds \
             {ALB_LONGEST}: shorten it, or show it from CloudFront"
        ));
    }
    let charset = html.to_ascii_lowercase().contains("charset=");
    (!html.is_ascii() && !charset).then(|| {
        "the page is not ASCII and the response's content type names no charset: put \
         <meta charset=\"utf-8\"> into it"
            .to_owned()
    })
}

/// Where a listener is: its region, its account, and the name of its balancer.
/// `None` if it is no listener of an application load balancer.
pub fn place_of(listener: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = listener.split(':').collect();
    let ["arn", _, "elasticloadbalancing", region, account, resource] = *parts else { return None };
    let resource: Vec<&str> = resource.split('/').collect();
    let ["listener", "app", name, _, _] = *resource else { return None };
    Some((region, account, name))
}

/// The account and the id of a distribution.
pub fn distribution(arn: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = arn.split(':').collect();
    let ["arn", _, "cloudfront", "", account, resource] = *parts else { return None };
    let id = resource.strip_prefix("distribution/")?;
    let is_plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_plain.then_some((account, id))
}

/// The distribution in the id of a page.
pub fn front_of(id: &str) -> Option<&str> {
    Some(distribution(id.split_once(MARK)?.0)?.1)
}

/// The page of a distribution as a target.
fn front(arn: &str, region: &str) -> Option<Target> {
    let (account, id) = distribution(arn)?;
    Some(Target {
        id: format!("{arn}{MARK}{region}"),
        kind: FRONT.to_owned(),
        account: Some(account.to_owned()),
        region: region.to_owned(),
        name: format!("{id} page"),
        ..Target::default()
    })
}

/// The listener and the priority in the id of a page.
pub fn parts_of(id: &str) -> Option<(&str, u32)> {
    let (listener, priority) = id.split_once(MARK)?;
    Some((listener, priority.parse().ok()?))
}

/// A page as a target. Nobody has looked at it yet.
fn target(listener: &str, priority: u32) -> Option<Target> {
    let (region, account, name) = place_of(listener)?;
    Some(Target {
        id: format!("{listener}{MARK}{priority}"),
        kind: KIND.to_owned(),
        account: Some(account.to_owned()),
        region: region.to_owned(),
        name: format!("{name} page"),
        ..Target::default()
    })
}

/// The pages that the policies name.
pub fn pages(policies: &Policies) -> Vec<Target> {
    let of = policies.policies.iter().filter_map(|policy| Some((policy, policy.page.as_ref()?)));
    of.flat_map(|(policy, page)| {
        let name = (POLICY.to_owned(), json!(&*policy.name));
        let (targets, details): (Vec<Option<Target>>, _) = match page {
            Page::Rule { listeners, body, priority, hosts } => {
                let hosts: Vec<&str> = hosts.iter().map(|host| &**host).collect();
                let own = [(BODY.to_owned(), json!(&**body)), (HOSTS.to_owned(), json!(hosts))];
                (listeners.iter().map(|at| target(at, *priority)).collect(), own.to_vec())
            }
            Page::Front { distribution, region, path } => {
                (vec![front(distribution, region)], vec![(PATH.to_owned(), json!(&**path))])
            }
        };
        let details: BTreeMap<_, _> = details.into_iter().chain([name]).collect();
        let targets = targets.into_iter().flatten();
        targets.map(move |target| Target { details: details.clone(), ..target })
    })
    .collect()
}

/// A page that is remembered, though no policy names it any more: it is taken away.
pub fn remembered(id: &str) -> Option<Target> {
    if let Some((arn, region)) = id.split_once(MARK)
        && distribution(arn).is_some()
    {
        return front(arn, region);
    }
    let (listener, priority) = parts_of(id)?;
    target(listener, priority)
}

/// The place of the policy that a page is of; `None` if the target is no page.
pub(super) fn policy_of(target: &Target, policies: &Policies) -> Option<Option<usize>> {
    is(&target.kind).then(|| {
        let name = target.detail(POLICY)?;
        policies.policies.iter().position(|policy| *policy.name == *name)
    })
}

/// Gives each page the wish of what it stands for.
pub(super) fn follow(targets: &[Target], verdicts: &mut [Verdict]) {
    let pages: Vec<usize> = targets
        .iter()
        .enumerate()
        .filter(|(_, target)| is(&target.kind))
        .map(|(at, _)| at)
        .collect();
    for at in pages {
        let Some(page) = targets.get(at) else { continue };
        let Some(policy) = verdicts.get(at).and_then(|verdict| verdict.policy) else { continue };
        let beside = |(target, verdict): &(&Target, &Verdict)| {
            !target.goes_along()
                && target.stops()
                && target.account == page.account
                && target.region == page.region
                && verdict.policy == Some(policy)
                && verdict.blocked.is_none()
        };
        let group = || targets.iter().zip(verdicts.iter()).filter(beside);
        // Of several schedules the policy's own, and not that of a tag.
        let first = |desired| {
            let wanting = group().filter(|(_, verdict)| verdict.desired == desired);
            wanting.min_by_key(|(_, verdict)| verdict.step != Step::Policy)
        };
        let found = match (first(Desired::On), first(Desired::Off)) {
            (Some((target, verdict)), _) => {
                Some((format!("visitors reach {}", target.name), verdict.clone()))
            }
            (None, Some((_, verdict))) => {
                Some(("visitors see the page while the others are off".to_owned(), verdict.clone()))
            }
            (None, None) => None,
        };
        let Some(verdict) = verdicts.get_mut(at) else { continue };
        if verdict.blocked.is_some() || verdict.step == Step::Freeze {
            continue;
        }
        match found {
            Some((reason, of)) => {
                (verdict.desired, verdict.reason, verdict.next) = (of.desired, reason, of.next);
                verdict.schedule = of.schedule;
            }
            None => {
                (verdict.desired, verdict.next) = (Desired::Leave, None);
                verdict.reason = "nothing goes off that it stands for".to_owned();
            }
        }
        let running = (page.state != State::Busy).then(|| page.running()).flatten();
        if running.is_some() {
            verdict.action = act(verdict.desired, running);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_1025_characters_is_refused_with_the_reason() {
        assert_eq!(refused_by_alb(&"a".repeat(1024)), None);
        let why = refused_by_alb(&"a".repeat(1025)).expect("refused");
        assert!(why.contains("1025") && why.contains("1024"), "{why}");
        // Characters, not bytes.
        let japanese = format!("<meta charset=\"utf-8\">{}", "夜".repeat(900));
        assert_eq!(refused_by_alb(&japanese), None);
        assert!(refused_by_alb("夜").expect("refused").contains("charset"));
    }

    #[test]
    fn a_listener_says_where_it_is_and_its_page_which_it_is() {
        let listener =
            "arn:aws:elasticloadbalancing:ap-northeast-1:111111111111:listener/app/web/50dc/f2f7";
        assert_eq!(place_of(listener), Some(("ap-northeast-1", "111111111111", "web")));
        // Fixed responses are of application load balancers.
        assert_eq!(place_of(&listener.replace("/app/", "/net/")), None);
        assert_eq!(place_of("web"), None);
        let page = remembered(&format!("{listener}#page-7")).expect("a page");
        assert_eq!(parts_of(&page.id), Some((listener, 7)));
        assert_eq!(remembered(listener), None);
        let front = "arn:aws:cloudfront::111111111111:distribution/E1";
        let page = remembered(&format!("{front}#page-ap-northeast-1")).expect("a page");
        assert_eq!((page.kind.as_str(), page.region.as_str()), (FRONT, "ap-northeast-1"));
        assert_eq!(front_of(&page.id), Some("E1"));
        assert_eq!(distribution("arn:aws:cloudfront::111111111111:distribution/../x"), None);
    }
}
