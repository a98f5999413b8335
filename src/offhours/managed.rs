//! Whether a tag says that Terraform manages what is switched: then its next apply
//! brings it back, unless it is told to leave the numbers alone.

use crate::offhours::machine::{GROUP, NODES, SERVICE, TARGET, ignore_changes};
use crate::offhours::target::Target;

/// What people call the tag, without what stands between its words.
const KEYS: [&str; 4] = ["managedby", "provisionedby", "createdby", "terraform"];

pub(super) fn note(target: &Target) -> Option<String> {
    let types: &[&str] = match target.kind.as_str() {
        "ecs:service" => &[SERVICE, TARGET],
        "autoscaling:autoScalingGroup" => &[GROUP],
        "eks:nodegroup" => &[NODES],
        _ => return None,
    };
    let (key, value) = target.tags.iter().find(|(key, value)| says_so(key, value))?;
    let blocks: Vec<String> = types.iter().copied().filter_map(ignore_changes).collect();
    Some(format!(
        "its tag {key}={value} says that Terraform manages it: an apply while it is off brings it \
         back, unless there is {}",
        blocks.join(", ")
    ))
}

fn says_so(key: &str, value: &str) -> bool {
    let key: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let (key, value) = (key.to_lowercase(), value.to_lowercase());
    let known = KEYS.contains(&key.as_str());
    let yes = key == "terraform" && matches!(value.as_str(), "true" | "yes" | "1");
    known && (yes || value.contains("terraform") || value.contains("opentofu"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_terraform_gives_the_block_of_its_type() {
        let of = |kind: &str, key: &str, value: &str| {
            let tags = [(key.to_owned(), value.to_owned())].into();
            note(&Target { kind: kind.to_owned(), tags, ..Target::default() })
        };
        let group = of("autoscaling:autoScalingGroup", "managed-by", "Terraform").expect("a note");
        assert!(group.contains("desired_capacity, suspended_processes]"), "{group}");
        let service = of("ecs:service", "terraform", "true").expect("a note");
        assert!(service.contains("ignore_changes = [desired_count]"), "{service}");
        assert!(service.contains("[min_capacity, max_capacity, suspended_state]"), "{service}");
        assert_eq!(of("ecs:service", "ManagedBy", "aiko"), None);
        assert_eq!(of("ecs:service", "Name", "terraform"), None);
        assert_eq!(of("rds:db", "ManagedBy", "terraform"), None);
    }
}
