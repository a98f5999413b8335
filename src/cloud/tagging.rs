//! The Tagging API: what carries a tag, of every type, in bulk.
//!
//! It knows neither Auto Scaling groups nor what was never tagged, and what it
//! says may be a minute old. So it is asked only for what the other files do not
//! list: a schedule on something that kanjo does not switch is said, not skipped.

use super::session::Session;
use crate::offhours::machine::Failure;
use aws_sdk_resourcegroupstagging::error::ProvideErrorMetadata;
use aws_sdk_resourcegroupstagging::types::TagFilter;

/// The ARNs of everything that carries the tag.
pub fn tagged(session: &Session, key: &str) -> Result<Vec<String>, Failure> {
    let client = aws_sdk_resourcegroupstagging::Client::new(session.sdk());
    let filter = TagFilter::builder().key(key).build();
    let mut pages = client.get_resources().tag_filters(filter).into_paginator().send();
    session.wait(async {
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| Failure {
                code: error.code().unwrap_or("no-answer").to_owned(),
                message: error.message().unwrap_or_default().to_owned(),
            })?;
            let list = page.resource_tag_mapping_list.unwrap_or_default();
            found.extend(list.into_iter().filter_map(|mapping| mapping.resource_arn));
        }
        Ok(found)
    })
}
