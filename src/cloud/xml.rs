//! Answers of the Query protocol: a tree of names and texts.

use quick_xml::Reader;
use quick_xml::events::Event;

/// One element; its text is what stands between its tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    pub text: String,
    pub children: Vec<Node>,
}

/// Deeper than any answer of AWS.
const DEEPEST: usize = 40;

impl Node {
    /// Reads a document; `None` if it is none.
    pub fn parse(text: &str) -> Option<Node> {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Node::default()];
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => {
                    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                    open.push(Node { name, ..Node::default() });
                    if open.len() > DEEPEST {
                        return None;
                    }
                }
                Event::Empty(tag) => {
                    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                    open.last_mut()?.children.push(Node { name, ..Node::default() });
                }
                Event::Text(piece) => {
                    open.last_mut()?.text.push_str(&piece.decode().ok()?);
                }
                Event::CData(piece) => open.last_mut()?.text.push_str(&piece.decode().ok()?),
                Event::GeneralRef(entity) => {
                    let found = match entity.resolve_char_ref().ok()? {
                        Some(found) => found,
                        None => named(&entity.decode().ok()?)?,
                    };
                    open.last_mut()?.text.push(found);
                }
                Event::End(_) => {
                    let done = open.pop()?;
                    open.last_mut()?.children.push(done);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let mut root = open.pop()?;
        (open.is_empty() && root.children.len() == 1).then(|| root.children.pop())?
    }

    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of a child that has one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.parse().ok()
    }

    pub fn is(&self, name: &str) -> bool {
        self.get(name).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// The elements of a list; none if it is not there.
    pub fn list(&self, name: &str) -> &[Node] {
        self.child(name).map_or(&[], |child| &child.children)
    }

    /// The first element of that name, however deep.
    pub fn find(&self, name: &str) -> Option<&Node> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(name))
    }

    /// Pairs of `key` and `value` elements, in either case.
    pub fn tags(&self, name: &str) -> std::collections::BTreeMap<String, String> {
        let one = |node: &Node| {
            let key = node.get("Key").or_else(|| node.get("key"))?;
            let value = node.get("Value").or_else(|| node.get("value")).unwrap_or("");
            Some((key.to_owned(), value.to_owned()))
        };
        self.list(name).iter().filter_map(one).collect()
    }
}

fn named(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read() {
        let text = r#"<?xml version="1.0"?><R xmlns="urn:x"><Result><Name>a &amp; b&#x21;</Name>
            <List><member><Key>Env</Key><Value>dev</Value></member><member><Key>Empty</Key><Value/></member></List>
            <On>true</On><Count>3</Count></Result></R>"#;
        let root = Node::parse(text).expect("a document");
        let result = root.child("Result").expect("a result");
        assert_eq!(result.get("Name"), Some("a & b!"));
        assert_eq!(result.tags("List")["Env"], "dev");
        assert_eq!(result.tags("List")["Empty"], "");
        assert!(result.is("On") && !result.is("Off"));
        assert_eq!(root.find("Count").map(|node| node.text.as_str()), Some("3"));
        assert_eq!(result.list("None"), &[]);
    }

    #[test]
    fn what_is_no_document_is_none() {
        for text in ["", "{}", "<a>", "<a></b>", "<html><body>"] {
            assert_eq!(Node::parse(text), None, "{text}");
        }
        assert_eq!(Node::parse(&"<a>".repeat(1_000)), None);
    }
}
