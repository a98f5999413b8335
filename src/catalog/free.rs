//! Resource types of Terraform that are no line of a bill: those that cost
//! nothing, and those that another resource counts.
//!
//! They stand in `catalog/aws/free.hcl`. The build makes tables of it, because
//! every reading of Terraform needs it and none needs its places.

use crate::catalog::kind::matches;
use crate::catalog::{FREE, FREE_GLOBS, PARTS};
use std::sync::Arc;

/// `Some(None)`: free; `Some(Some(kinds))`: counted with one of these.
pub fn free_class(resource_type: &str) -> Option<Option<Arc<[Arc<str>]>>> {
    if let Some((_, of)) = PARTS.iter().find(|(name, _)| *name == resource_type) {
        return Some(Some(of.iter().map(|kind| Arc::from(*kind)).collect()));
    }
    free_reason(resource_type).map(|_| None)
}

/// Why a type costs nothing.
pub fn free_reason(resource_type: &str) -> Option<&'static str> {
    if let Ok(at) = FREE.binary_search_by_key(&resource_type, |(name, _)| name) {
        return FREE.get(at).map(|(_, reason)| *reason);
    }
    let free = FREE_GLOBS.iter().find(|(pattern, _)| matches(pattern, resource_type));
    free.map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::SHARED;
    use crate::catalog::reader::{Reader, parse};
    use crate::diagnostic::Sources;
    use std::cell::RefCell;

    #[test]
    fn the_tables_are_what_the_file_says() {
        let text =
            SHARED.iter().find(|(name, _)| *name == "catalog/aws/free.hcl").expect("there").1;
        let file = Sources::default().add("free.hcl", text);
        let (body, errors) = (parse(text, file).expect("HCL"), RefCell::default());
        let root = Reader::root(&body, file, &errors);
        let mut free = Vec::new();
        for (name, reader) in root.labelled("free") {
            free.push((name.to_string(), reader.required_text("reason").expect("a reason")));
            reader.finish();
        }
        let mut parts = Vec::new();
        for (name, reader) in root.labelled("part") {
            parts.push((name.to_string(), reader.texts("of")));
            reader.finish();
        }
        root.finish();
        assert!(errors.borrow().is_empty(), "{errors:?}");
        let own = FREE.iter().chain(FREE_GLOBS);
        let own = own.map(|(name, reason)| ((*name).to_owned(), Arc::from(*reason)));
        let mut own: Vec<(String, Arc<str>)> = own.collect();
        own.sort();
        free.sort();
        assert_eq!(own, free);
        assert!(FREE.is_sorted_by_key(|(name, _)| name));
        let own = PARTS.iter().map(|(name, of)| {
            let of: Vec<Arc<str>> = of.iter().map(|kind| Arc::from(*kind)).collect();
            ((*name).to_owned(), of)
        });
        assert_eq!(own.collect::<Vec<_>>(), parts);
    }
}
