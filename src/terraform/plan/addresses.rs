//! Addresses of instances, and finding one by an address that names no key.

use foldhash::{HashMap, HashSet};
use std::sync::Arc;

/// A part of a reference: a name, or a key with its brackets.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    Name(&'a str),
    Key(&'a str),
}

/// `a.b["x.y"].c` in parts. Dots inside a key do not part.
pub fn steps(text: &str) -> Vec<Step<'_>> {
    let (mut start, mut inside, mut quoted, mut escaped) = (0, false, false, false);
    let mut out = Vec::with_capacity(6);
    let mut put = |key: bool, from: usize, to: usize| {
        let part = text.get(from..to).filter(|part| !part.is_empty());
        out.extend(part.map(|part| if key { Step::Key(part) } else { Step::Name(part) }));
    };
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if inside => quoted = !quoted,
            b'[' if !inside => {
                put(false, start, i);
                (start, inside) = (i, true);
            }
            b']' if inside && !quoted => {
                put(true, start, i + 1);
                (start, inside) = (i + 1, false);
            }
            b'.' if !inside => {
                put(false, start, i);
                start = i + 1;
            }
            _ => {}
        }
    }
    put(inside, start, text.len());
    out
}

/// The address without its keys.
pub fn bare(address: &str) -> String {
    if !address.contains('[') {
        return address.to_owned();
    }
    let mut out = String::with_capacity(address.len());
    let (mut start, mut inside, mut quoted, mut escaped) = (0, false, false, false);
    for (i, byte) in address.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if inside => quoted = !quoted,
            b']' if inside && !quoted => (start, inside) = (i + 1, false),
            b'[' if !inside => {
                out.push_str(address.get(start..i).unwrap_or(""));
                inside = true;
            }
            _ => {}
        }
    }
    let rest = if inside { None } else { address.get(start..) };
    out.push_str(rest.unwrap_or(""));
    out
}

/// Where the last `module.` part begins.
pub fn last_module(module: &str) -> usize {
    let mut at = 0;
    let mut last = 0;
    let mut expect = true;
    for step in steps(module) {
        match step {
            Step::Name(name) => {
                if at > 0 {
                    at += 1;
                }
                if name == "module" && expect {
                    last = at;
                    expect = false;
                } else {
                    expect = true;
                }
                at += name.len();
            }
            Step::Key(key) => at += key.len(),
        }
    }
    last
}

/// The module that an instance stands in, with its keys.
pub fn module_of(address: &str) -> &str {
    let mut at = 0;
    let mut end = 0;
    let mut parts = steps(address).into_iter().peekable();
    while let Some(Step::Name("module")) = parts.peek() {
        parts.next();
        at += "module".len() + usize::from(at > 0);
        if let Some(Step::Name(name)) = parts.next() {
            at += 1 + name.len();
        }
        if let Some(Step::Key(key)) = parts.peek() {
            at += key.len();
            parts.next();
        }
        end = at;
    }
    address.get(..end).unwrap_or("")
}

/// The address without the instance's own key.
fn block_of(address: &str) -> &str {
    let own = match steps(address).last() {
        Some(Step::Key(key)) => key.len(),
        _ => 0,
    };
    address.get(..address.len() - own).unwrap_or(address)
}

/// Every instance of a plan.
#[derive(Default)]
pub struct Addresses {
    exact: HashSet<Arc<str>>,
    /// Those with a key by the address without it, in order.
    blocks: HashMap<String, Vec<Arc<str>>>,
    /// By the address without keys, in order.
    bare: HashMap<String, Vec<Arc<str>>>,
}

impl Addresses {
    pub fn add(&mut self, address: &Arc<str>) {
        if !self.exact.insert(Arc::clone(address)) {
            return;
        }
        if address.ends_with(']') {
            let block = block_of(address).to_owned();
            self.blocks.entry(block).or_default().push(Arc::clone(address));
        }
        self.bare.entry(bare(address)).or_default().push(Arc::clone(address));
    }

    /// The instances that a reference in `own` means: the one of that address,
    /// else those of its block that share the most with `own`.
    pub fn instances(&self, address: &str, own: &str) -> Vec<Arc<str>> {
        if let Some(exact) = self.exact.get(address) {
            return vec![Arc::clone(exact)];
        }
        // `a.b[count.index]`: the instance of the same key.
        let key = own.rfind('[').and_then(|at| own.get(at..));
        // With the keys that the reference has; a module of a thousand instances
        // is not looked through for each of them.
        let (candidates, same) = match self.blocks.get(address) {
            Some(within) => {
                let same = key.and_then(|key| self.exact.get(&*format!("{address}{key}")));
                (within, same)
            }
            None => {
                let Some(all) = self.bare.get(&bare(address)) else { return Vec::new() };
                (all, key.and_then(|key| all.iter().find(|known| known.ends_with(key))))
            }
        };
        match same {
            Some(same) => vec![Arc::clone(same)],
            None => candidates.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_addresses() {
        let address = r#"module.a["x.y"].module.module.aws_x.b[0]"#;
        assert_eq!(bare(address), "module.a.module.module.aws_x.b");
        assert_eq!(module_of(address), r#"module.a["x.y"].module.module"#);
        assert_eq!(module_of("aws_x.b[0]"), "");
        let module = r#"module.a["x.module.y"].module.b[0]"#;
        assert_eq!(module.get(last_module(module)..), Some("module.b[0]"));
    }

    #[test]
    fn the_instance_that_a_reference_means() {
        let mut all = Addresses::default();
        for address in ["aws_x.a", "aws_x.b[0]", "aws_x.b[1]", "module.m[\"k\"].aws_x.a"] {
            all.add(&Arc::from(address));
        }
        let found = |address: &str, own: &str| {
            all.instances(address, own).iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(found("aws_x.a", "aws_y.z"), ["aws_x.a"]);
        assert_eq!(found("aws_x.b", "aws_y.z"), ["aws_x.b[0]", "aws_x.b[1]"]);
        assert_eq!(found("aws_x.b", "aws_y.z[1]"), ["aws_x.b[1]"]);
        assert_eq!(found("module.m.aws_x.a", "aws_y.z"), ["module.m[\"k\"].aws_x.a"]);
        assert!(found("aws_x.c", "aws_y.z").is_empty());
    }
}
