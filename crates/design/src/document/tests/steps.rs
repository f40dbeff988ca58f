//! Steps of earlier sessions: kept for the file as it was saved, and for no other.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::document::recovery::find;
use crate::document::{Before, FileStamp, Journal, MOST_STEPS, keep_steps, kept_steps, to_text};
use crate::model::Document;

fn titled(title: &str) -> Document {
    let mut document = Document::default();
    title.clone_into(&mut document.project.title);
    document
}

fn steps(count: usize) -> Vec<Before> {
    let step = |number| Before { label: format!("Step {number}"), document: Arc::new(titled(&format!("{number}"))) };
    (0..count).map(step).collect()
}

fn saved(path: &Path, title: &str) -> FileStamp {
    fs::write(path, to_text(&titled(title))).unwrap();
    FileStamp::of(path).unwrap()
}

#[test]
fn steps_come_back_for_the_file_as_it_was_saved_and_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (journals, design) = (folder.path().join("journals"), folder.path().join("design.ron"));
    let stamp = saved(&design, "now");
    keep_steps(&journals, &design, &stamp, &steps(3)).unwrap();
    assert_eq!(kept_steps(&journals, &design, &stamp), steps(3));
    let changed = saved(&design, "changed by somebody else");
    assert_eq!(kept_steps(&journals, &design, &changed), []);
    assert_eq!(kept_steps(&journals, &folder.path().join("other.ron"), &stamp), []);
    keep_steps(&journals, &design, &changed, &[]).unwrap();
    assert_eq!(fs::read_dir(&journals).unwrap().count(), 0, "nothing is left where there is nothing to undo");
}

#[test]
fn the_newest_steps_are_kept_and_a_damaged_one_ends_them() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    let stamp = saved(&design, "now");
    keep_steps(folder.path(), &design, &stamp, &steps(MOST_STEPS + 5)).unwrap();
    let kept = kept_steps(folder.path(), &design, &stamp);
    assert_eq!(kept, steps(MOST_STEPS + 5).split_off(5));
    let file = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path());
    let file = file.filter(|it| it.extension().is_some_and(|it| it == "steps")).last().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("title: \"20\"", "title: \"2_\"")).unwrap();
    let labels: Vec<String> = kept_steps(folder.path(), &design, &stamp).into_iter().map(|it| it.label).collect();
    assert!(!labels.contains(&"Step 20".to_owned()) && labels.contains(&"Step 34".to_owned()), "{labels:?}");
}

#[test]
fn the_journal_of_a_dead_session_gives_its_steps_too() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    let stamp = saved(&design, "start");
    let mut journal = Journal::start(folder.path(), Some(&design), "design", Some(&stamp));
    for number in 1..=3 {
        journal.append(&to_text(&titled(&format!("{number}"))), &format!("Step {number}")).unwrap();
    }
    drop(journal);
    let found = find(folder.path()).unwrap().remove(0);
    let titles = |steps: Vec<Before>| -> Vec<(String, String)> {
        steps.into_iter().map(|it| (it.label, it.document.project.title.clone())).collect()
    };
    let pair = |label: &str, title: &str| (label.to_owned(), title.to_owned());
    assert_eq!(titles(found.steps(None)), [pair("Step 2", "1"), pair("Step 3", "2")]);
    let start = to_text(&titled("start"));
    let all = [pair("Step 1", "start"), pair("Step 2", "1"), pair("Step 3", "2")];
    assert_eq!(titles(found.steps(Some(&start))), all);
}
