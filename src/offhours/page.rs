//! The page that visitors see while a system is off.
//!
//! A load balancer's fixed response holds 1,024 characters and a content type
//! without a charset. A longer page is refused when the plan is made, not at
//! eight in the evening.

/// The longest body of an ALB fixed response, in characters.
const ALB_LONGEST: usize = 1024;

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
}
