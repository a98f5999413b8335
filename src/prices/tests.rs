//! The book as files, and the difference of two.

use super::*;

#[test]
fn the_embedded_book_and_the_files_made_from_it_have_one_name() {
    let embedded = Book::embedded();
    let files = embedded.files().expect("unpacks");
    let again = Book::of_files("embedded", &files).expect("reads");
    assert_eq!(again.identity, embedded.identity);
    assert_eq!(changes(&embedded, &again).expect("compares"), Vec::new());
}

#[test]
fn a_price_that_moved_is_the_only_change() {
    let embedded = Book::embedded();
    let mut files = embedded.files().expect("unpacks");
    let file = files.iter_mut().find(|f| f.path == "aws/AmazonEC2/ap-northeast-1.csv");
    let file = file.expect("EC2 in Tokyo");
    assert!(file.text.contains("APN1-NatGateway-Bytes,"));
    let line = file.text.lines().find(|l| l.starts_with("APN1-NatGateway-Bytes,")).expect("a row");
    let dearer = line.replacen(",0.062,", ",0.0682,", 1);
    assert_ne!(line, dearer);
    file.text = file.text.replace(line, &dearer);
    let changed = Book::of_files("new", &files).expect("reads");
    let found = changes(&embedded, &changed).expect("compares");
    let [only] = &found[..] else { panic!("{found:?}") };
    assert_eq!(only.ratio().map(|r| r.to_string()).as_deref(), Some("0.1"));
    assert!(only.path().starts_with("AmazonEC2/ap-northeast-1/APN1-NatGateway-Bytes"));
}

#[test]
fn what_was_checked_before_is_joined_to_the_same_rows() {
    let files = Book::embedded().files().expect("unpacks");
    let (checked, errors) = pack_files(&files);
    assert!(errors.is_empty());
    let known = Book::of_known_files("cache", &files, |_| true).expect("reads");
    let mut seen = 0;
    for (region, text) in checked {
        let pack = known.pack(&region).expect("opens");
        assert!(pack.is_same(&Pack::new(region.clone(), text)), "{region}");
        seen += pack.len();
    }
    assert!(seen > 10_000, "{seen} rows");
    assert_eq!(known.identity.sha256, Book::embedded().identity.sha256);
    assert_eq!(known.identity.oldest, Book::embedded().identity.oldest);
}
