//! Journals and recovery: acknowledged work survives, living sessions are left alone, damage costs one record only.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::document::recovery::{FileNow, Recoverable, find, remove};
use crate::document::{COMPACT_BYTES, FileStamp, Journal, JournalError};

/// Leaves a journal behind as a program that dies does: the lock goes, the file stays.
fn die(journal: Journal) -> PathBuf {
    let path = journal.file_path().unwrap().to_path_buf();
    drop(journal);
    path
}

fn only(folder: &Path) -> Recoverable {
    let mut found = find(folder).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[test]
fn work_of_a_dead_session_is_offered_with_its_last_step() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    fs::write(&design, "saved").unwrap();
    let base = FileStamp::of(&design).unwrap();
    let journals = folder.path().join("a/b");
    let mut journal = Journal::start(&journals, Some(&design), "design", Some(&base));
    journal.append("one", "Add BTS01").unwrap();
    journal.append("two\n#design 3 3 x\nline", "Move \"3\"\nelements — ü").unwrap();
    let path = die(journal);
    let found = only(&journals);
    assert_eq!(found.journal, path);
    assert_eq!(found.path.as_deref(), Some(design.as_path()));
    assert_eq!((found.name.as_str(), found.num_steps), ("design", 2));
    assert_eq!(found.last_label, "Move \"3\"\nelements — ü");
    assert_eq!(found.text, "two\n#design 3 3 x\nline");
    assert_eq!((found.file_now, found.base.as_ref()), (FileNow::Same, Some(&base)));
    assert!(found.modified.is_some());
    remove(&found.journal).unwrap();
    assert!(find(&journals).unwrap().is_empty());
}

#[test]
fn what_became_of_the_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    fs::write(&design, "saved").unwrap();
    let base = FileStamp::of(&design).unwrap();
    let mut journal = Journal::start(folder.path(), Some(&design), "design", Some(&base));
    journal.append("one", "Add").unwrap();
    die(journal);
    fs::write(&design, "by somebody else").unwrap();
    assert_eq!(only(folder.path()).file_now, FileNow::Changed);
    fs::remove_file(&design).unwrap();
    assert_eq!(only(folder.path()).file_now, FileNow::Missing);
    remove(&only(folder.path()).journal).unwrap();
    let mut unnamed = Journal::start(folder.path(), None, "Unnamed", None);
    unnamed.append("one", "Add").unwrap();
    die(unnamed);
    assert_eq!(only(folder.path()).file_now, FileNow::NeverSaved);
}

#[test]
fn work_of_a_living_session_is_not_offered() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    journal.append("one", "Add").unwrap();
    assert!(find(folder.path()).unwrap().is_empty());
    journal.append("two", "Add").unwrap();
    die(journal);
    assert_eq!(only(folder.path()).text, "two");
}

#[test]
fn work_that_is_in_the_file_already_is_not_offered_and_its_journal_goes() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    let mut journal = Journal::start(folder.path(), Some(&design), "design", None);
    journal.append("saved", "Add").unwrap();
    let path = die(journal);
    fs::write(&design, "saved").unwrap();
    assert!(find(folder.path()).unwrap().is_empty());
    assert!(!path.exists());
}

#[test]
fn nothing_is_on_disk_before_the_first_step_and_after_saving() {
    let folder = tempfile::tempdir().unwrap();
    let journals = folder.path().join("journals");
    let design = folder.path().join("design.ron");
    let mut journal = Journal::start(&journals, None, "Unnamed", None);
    assert!(!journals.exists() && !journal.is_on_disk());
    journal.append("one", "Add").unwrap();
    fs::write(&design, "one").unwrap();
    journal.saved(&design, "design", &FileStamp::of(&design).unwrap()).unwrap();
    assert_eq!(fs::read_dir(&journals).unwrap().count(), 0);
    journal.append("two", "Move").unwrap();
    die(journal);
    let found = only(&journals);
    assert_eq!((found.path, found.name.as_str(), found.file_now), (Some(design), "design", FileNow::Same));
}

#[test]
fn sessions_with_the_same_design_and_dead_ones_keep_apart() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    let start = || Journal::start(folder.path(), Some(&design), "design", None);
    let mut dead = start();
    dead.append("dead", "Add").unwrap();
    die(dead);
    let (mut first, mut second) = (start(), start());
    first.append("first", "Add").unwrap();
    second.append("second", "Add").unwrap();
    assert_ne!(first.file_path(), second.file_path());
    assert_eq!(only(folder.path()).text, "dead");
    die(first);
    die(second);
    let mut texts: Vec<String> = find(folder.path()).unwrap().into_iter().map(|found| found.text).collect();
    texts.sort();
    assert_eq!(texts, ["dead", "first", "second"]);
}

#[test]
fn unnamed_designs_of_one_program_keep_apart() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        let mut journal = Journal::start(folder.path(), None, name, None);
        journal.append(name, "Add").unwrap();
        die(journal);
    }
    let found = find(folder.path()).unwrap();
    assert_eq!(found.len(), 2);
    assert!(found[0].modified >= found[1].modified, "newest first");
}

#[test]
fn a_record_cut_off_anywhere_leaves_the_one_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    journal.append("one", "Add").unwrap();
    let path = journal.file_path().unwrap().to_path_buf();
    let after_one = fs::read(&path).unwrap().len();
    journal.append("two", "Move").unwrap();
    die(journal);
    let bytes = fs::read(&path).unwrap();
    for end in 0..bytes.len() {
        fs::write(&path, &bytes[..end]).unwrap();
        let found = find(folder.path()).unwrap();
        let texts: Vec<&str> = found.iter().map(|found| found.text.as_str()).collect();
        let expected: &[&str] = if end < after_one { &[] } else { &["one"] };
        assert_eq!(texts, expected, "cut at {end}");
    }
}

#[test]
fn a_spoiled_record_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    journal.append("one", "Add").unwrap();
    let path = journal.file_path().unwrap().to_path_buf();
    let start = fs::read(&path).unwrap().len();
    journal.append("two", "Move").unwrap();
    let end = fs::read(&path).unwrap().len();
    journal.append("three", "Rename").unwrap();
    die(journal);
    let bytes = fs::read(&path).unwrap();
    for at in start..end - 1 {
        let mut spoiled = bytes.clone();
        spoiled[at] ^= 0x15;
        fs::write(&path, &spoiled).unwrap();
        let found = only(folder.path());
        assert_eq!((found.text.as_str(), found.num_steps), ("three", 2), "byte {at}");
    }
    let mut without_header = bytes.clone();
    let at = bytes.windows(7).position(|window| window == b"Unnamed").unwrap();
    without_header[at] ^= 1;
    fs::write(&path, &without_header).unwrap();
    let found = only(folder.path());
    assert_eq!((found.name.as_str(), found.text.as_str()), ("Unnamed design", "three"));
}

#[test]
fn other_files_in_the_folder_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in
        [("a.journal", ""), ("b.journal", "hello"), ("c.txt", "x"), ("d.journal", "Tierwright journal 1\n")]
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::create_dir(folder.path().join("e.journal")).unwrap();
    assert!(find(folder.path()).unwrap().is_empty());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5);
    assert!(find(&folder.path().join("missing")).unwrap().is_empty());
}

#[test]
fn a_long_journal_is_rewritten_with_its_last_design() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    let half = "x".repeat(usize::try_from(COMPACT_BYTES / 2).unwrap());
    journal.append(&half, "One").unwrap();
    journal.append(&half, "Two").unwrap();
    let path = journal.file_path().unwrap().to_path_buf();
    assert!(fs::metadata(&path).unwrap().len() > COMPACT_BYTES);
    fs::write(path.with_extension("journal-new"), "left by an unfinished rewrite").unwrap();
    journal.append("three", "Three").unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 1000);
    assert!(find(folder.path()).unwrap().is_empty(), "the rewritten journal is still held");
    journal.append("four", "Four").unwrap();
    assert_eq!(die(journal), path);
    let found = only(folder.path());
    assert_eq!((found.text.as_str(), found.num_steps), ("four", 2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_journal_that_cannot_be_rewritten_goes_on_growing() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    journal.append(&"x".repeat(usize::try_from(COMPACT_BYTES).unwrap()), "One").unwrap();
    fs::create_dir(journal.file_path().unwrap().with_extension("journal-new")).unwrap();
    journal.append("two", "Two").unwrap();
    die(journal);
    let found = only(folder.path());
    assert_eq!((found.text.as_str(), found.num_steps), ("two", 2));
}

#[test]
fn the_rest_of_an_unfinished_rewrite_is_removed_unless_somebody_works_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x-1.journal-new");
    let held = File::create(&path).unwrap();
    held.lock().unwrap();
    assert!(find(folder.path()).unwrap().is_empty());
    assert!(path.exists());
    drop(held);
    assert!(find(folder.path()).unwrap().is_empty());
    assert!(!path.exists());
}

#[test]
fn a_journal_that_vanished_is_replaced_and_nothing_is_left_to_discard() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::start(folder.path(), None, "Unnamed", None);
    journal.append("one", "Add").unwrap();
    fs::remove_file(journal.file_path().unwrap()).unwrap();
    journal.append("two", "Add").unwrap();
    fs::remove_file(journal.file_path().unwrap()).unwrap();
    journal.discard().unwrap();
    journal.append("three", "Add").unwrap();
    fs::remove_file(journal.file_path().unwrap()).unwrap();
    journal.append("four", "Add").unwrap();
    die(journal);
    assert_eq!(only(folder.path()).text, "four");
}

#[test]
fn a_folder_that_cannot_be_used_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    let mut nowhere = Journal::start(&file.join("journals"), None, "Unnamed", None);
    let err = nowhere.append("one", "Add").unwrap_err();
    assert!(err.to_string().contains("Unsaved work is not protected"), "{err}");
    assert!(matches!(find(&file).unwrap_err(), JournalError::Find { .. }));
    let journals = folder.path().join("journals");
    let mut journal = Journal::start(&journals, None, "Unnamed", None);
    journal.append("one", "Add").unwrap();
    assert!(journal.is_on_disk());
    fs::remove_dir_all(&journals).unwrap();
    assert!(!journal.is_on_disk());
    journal.append("two", "Add").unwrap();
    die(journal);
    assert_eq!(only(&journals).text, "two", "the folder is made again");
}

#[cfg(unix)]
#[test]
fn nobody_but_its_owner_can_read_a_journal() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let journals = folder.path().join("journals");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut journal = Journal::start(&journals, None, "Unnamed", None);
    journal.append(&"x".repeat(usize::try_from(COMPACT_BYTES).unwrap()), "One").unwrap();
    assert_eq!((mode(&journals), mode(journal.file_path().unwrap())), (0o700, 0o600));
    journal.append("rewritten", "Two").unwrap();
    assert_eq!(mode(journal.file_path().unwrap()), 0o600);
}
