//! "Did you mean": the nearest name, by edit distance.

/// The candidate closest to `name`, if it is close enough to be a slip: at most
/// a third of its length away, or the one that `name` starts or is part of.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    let mut contained: Option<&str> = None;
    for candidate in candidates {
        let lower = candidate.to_lowercase();
        if wanted.chars().count() >= 3 && (lower.contains(&wanted) || wanted.contains(&lower)) {
            contained = contained.or(Some(candidate));
        }
        let far = distance(&wanted, &lower);
        if far <= allowed && best.is_none_or(|(nearest, _)| far < nearest) {
            best = Some((far, candidate));
        }
    }
    best.map(|(_, candidate)| candidate).or(contained)
}

/// Edits (insert, delete, replace, swap of neighbours) from one to the other.
pub fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    let mut last = '\0';
    for (i, a) in from.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in to.iter().enumerate() {
            let mut cost = (row[j] + usize::from(a != *b)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a == to[j - 1] && last == *b {
                cost = cost.min(before[j - 1] + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut row, next);
        last = a;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_slips_and_nothing_far() {
        let names = ["aws.nat_gateway", "aws.fargate", "memory", "tasks", "Fri"];
        assert_eq!(nearest("memroy", names), Some("memory"));
        assert_eq!(nearest("aws.fargat", names), Some("aws.fargate"));
        assert_eq!(nearest("nat_gateway", names), Some("aws.nat_gateway"));
        assert_eq!(nearest("Fry", names), Some("Fri"));
        assert_eq!(nearest("storage", names), None);
    }
}
