//! Two programs on one design: the second is told, stale locks are no locks, and changes from outside are noticed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::document::{Claim, FileStamp, Holder, Lookout, Other, Seen, claim};

fn on(computer: &str) -> Holder {
    let since = "2026-03-01 10:00 UTC".to_owned();
    Holder { person: "anna".to_owned(), computer: computer.to_owned(), process: 7, since }
}

/// A folder with a design in it, and where its lock lies.
fn desk() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("design.ron");
    fs::write(&design, "text").unwrap();
    let lock = folder.path().join(".design.ron.lock");
    (folder, design, lock)
}

fn theirs(claim: Claim) -> Other {
    let Claim::Theirs(other) = claim else { panic!("{claim:?}") };
    other
}

/// Leaves a lock behind as a program that dies does: the file stays, nobody holds it.
fn leave(lock: &Path, holder: &Holder) {
    fs::write(lock, ron::to_string(holder).unwrap()).unwrap();
}

#[test]
fn the_second_is_told_who_has_the_design_open_and_since_when() {
    let (_folder, design, lock) = desk();
    let Claim::Ours(first) = claim(&design, &on("PC1")) else { panic!("nobody else is there") };
    assert!(first.is_in_place() && fs::read_to_string(&lock).unwrap().contains("2026-03-01 10:00 UTC"));
    let other = theirs(claim(&design, &on("PC1")));
    assert_eq!(other, Other { holder: Some(on("PC1")), is_certain: true, is_here: true });
    let other = theirs(claim(&design, &on("PC2")));
    assert_eq!(other, Other { holder: Some(on("PC1")), is_certain: true, is_here: false });
    drop(first);
    assert!(!lock.exists());
    assert!(matches!(claim(&design, &on("PC2")), Claim::Ours(_)));
}

#[test]
fn a_lock_that_a_dead_program_left_on_this_computer_is_taken_over() {
    let (_folder, design, lock) = desk();
    leave(&lock, &on("PC1"));
    let Claim::Ours(mine) = claim(&design, &Holder { process: 8, ..on("PC1") }) else { panic!("nobody holds it") };
    assert!(fs::read_to_string(&lock).unwrap().contains("process:8"));
    drop(mine);
    fs::write(&lock, "").unwrap();
    assert!(matches!(claim(&design, &on("PC1")), Claim::Ours(_)), "one that was never finished");
}

#[test]
fn a_lock_that_was_copied_from_another_computer_counts_for_a_day() {
    let (_folder, design, lock) = desk();
    leave(&lock, &on("PC1"));
    let other = theirs(claim(&design, &on("PC2")));
    assert_eq!(other, Other { holder: Some(on("PC1")), is_certain: false, is_here: false });
    let long_ago = SystemTime::now() - Duration::from_hours(25);
    File::options().write(true).open(&lock).unwrap().set_modified(long_ago).unwrap();
    assert!(matches!(claim(&design, &on("PC2")), Claim::Ours(_)));
}

#[test]
fn what_only_has_the_name_of_a_lock_is_left_alone() {
    let (_folder, design, lock) = desk();
    fs::write(&lock, "somebody's notes").unwrap();
    assert!(matches!(claim(&design, &on("PC1")), Claim::Nowhere));
    assert_eq!(fs::read_to_string(&lock).unwrap(), "somebody's notes");
    fs::remove_file(&lock).unwrap();
    #[cfg(unix)]
    {
        let victim = design.with_file_name("victim");
        fs::write(&victim, "").unwrap();
        std::os::unix::fs::symlink(&victim, &lock).unwrap();
        assert!(matches!(claim(&design, &on("PC1")), Claim::Nowhere));
        assert_eq!(fs::read_to_string(&victim).unwrap(), "");
    }
}

#[test]
fn a_design_that_cannot_be_locked_is_just_not_locked() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(claim(&folder.path().join("missing.ron"), &on("PC1")), Claim::Nowhere));
    let design = folder.path().join(format!("{}.ron", "x".repeat(251)));
    fs::write(&design, "text").unwrap();
    assert!(matches!(claim(&design, &on("PC1")), Claim::Ours(_)), "names as long as the drive takes");
}

#[cfg(unix)]
#[test]
fn links_to_one_design_share_its_lock() {
    let (folder, design, _lock) = desk();
    let link = folder.path().join("link.ron");
    std::os::unix::fs::symlink(&design, &link).unwrap();
    let first = claim(&design, &on("PC1"));
    assert!(theirs(claim(&link, &on("PC1"))).is_certain);
    drop(first);
}

#[test]
fn a_change_from_outside_is_seen_and_so_is_the_way_back() {
    let (_folder, design, _lock) = desk();
    let before = FileStamp::of(&design).unwrap();
    let mut lookout = Lookout::new(&design, on("PC1"));
    assert_eq!(lookout.look().file, Some(Seen::There(before.clone())));
    fs::write(&design, "other text").unwrap();
    assert_eq!(lookout.look().file, Some(Seen::There(FileStamp::of(&design).unwrap())));
    fs::remove_file(&design).unwrap();
    assert_ne!(lookout.look().file, Some(Seen::Gone), "a service may only be replacing it");
    assert_eq!(lookout.look().file, Some(Seen::Gone));
    fs::write(&design, "text").unwrap();
    assert_eq!(lookout.look().file, Some(Seen::There(before)));
}

#[test]
fn the_design_is_announced_once_the_other_program_lets_it_go() {
    let (_folder, design, lock) = desk();
    let first = claim(&design, &on("PC1"));
    let mut second = Lookout::new(&design, Holder { process: 8, ..on("PC2") });
    assert!(second.look().other.is_some());
    drop(first);
    assert_eq!(second.look().other, None);
    assert!(fs::read_to_string(&lock).unwrap().contains("PC2"));
    fs::remove_file(&lock).unwrap();
    second.look();
    assert!(lock.exists(), "announced again after somebody removed the lock");
    drop(second);
    assert!(!lock.exists());
}
