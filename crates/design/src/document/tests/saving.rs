//! Saving and opening: what is on disk is always whole, and every refusal says why.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::sample;
use crate::document::save::{Step, save_watched};
use crate::document::{
    FileStamp, MAX_TEXT_BYTES, OnConflict, OpenError, OutsideChange, SaveError, backup_of, open, save, to_text,
};

/// A folder with a design `old` in it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(desk.design(), "old").unwrap();
        desk
    }

    fn design(&self) -> PathBuf {
        self.folder.path().join("design.ron")
    }

    fn stamp(&self) -> FileStamp {
        FileStamp::of(&self.design()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

#[test]
fn saving_replaces_the_design_and_keeps_the_previous_version() {
    let desk = Desk::new();
    let stamp = save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    assert_eq!(desk.text("design.ron"), "new");
    assert_eq!(desk.text("design.ron.bak"), "old");
    assert_eq!(desk.names(), ["design.ron", "design.ron.bak"]);
    assert_eq!(stamp, desk.stamp());
    assert_eq!(stamp.modified, desk.stamp().modified);
    save(&desk.design(), "newer", Some(&stamp), OnConflict::Refuse).unwrap();
    assert_eq!((desk.text("design.ron").as_str(), desk.text("design.ron.bak").as_str()), ("newer", "new"));
}

#[test]
fn saving_the_same_text_again_keeps_the_older_backup() {
    let desk = Desk::new();
    let stamp = save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    let again = save(&desk.design(), "new", Some(&stamp), OnConflict::Refuse).unwrap();
    assert_eq!(again, stamp);
    assert_eq!(desk.text("design.ron.bak"), "old");
}

#[test]
fn a_new_design_is_saved_without_a_backup() {
    let desk = Desk::new();
    let path = desk.folder.path().join("other.ron");
    save(&path, "text", None, OnConflict::Refuse).unwrap();
    assert_eq!(desk.names(), ["design.ron", "other.ron"]);
}

#[test]
fn a_change_by_somebody_else_is_refused_unless_confirmed() {
    let desk = Desk::new();
    let stamp = desk.stamp();
    fs::write(desk.design(), "odd").unwrap();
    let err = save(&desk.design(), "new", Some(&stamp), OnConflict::Refuse).unwrap_err();
    assert!(matches!(err, SaveError::ChangedOutside { change: OutsideChange::Edited, .. }), "{err}");
    assert_eq!(desk.text("design.ron"), "odd");
    assert_eq!(desk.names(), ["design.ron"]);
    save(&desk.design(), "new", Some(&stamp), OnConflict::Overwrite).unwrap();
    assert_eq!(desk.text("design.ron.bak"), "odd", "the other version stays as the backup");
}

#[test]
fn a_change_while_the_text_is_written_is_noticed() {
    let desk = Desk::new();
    let path = desk.design();
    let mut meddle = |step: Step| if step == Step::BackUp { fs::write(&path, "odd") } else { Ok(()) };
    let err = save_watched(&path, "new", Some(&desk.stamp()), OnConflict::Refuse, &mut meddle).unwrap_err();
    assert!(matches!(err, SaveError::ChangedOutside { .. }), "{err}");
    assert_eq!(desk.text("design.ron"), "odd");
}

#[test]
fn a_rewrite_with_the_same_content_is_no_conflict() {
    let desk = Desk::new();
    let stamp = desk.stamp();
    fs::remove_file(desk.design()).unwrap();
    fs::write(desk.design(), "old").unwrap();
    save(&desk.design(), "new", Some(&stamp), OnConflict::Refuse).unwrap();
}

#[test]
fn what_stands_there_already_counts_as_saved_whoever_wrote_it() {
    let desk = Desk::new();
    let stamp = desk.stamp();
    fs::write(desk.design(), "new").unwrap();
    let saved = save(&desk.design(), "new", Some(&stamp), OnConflict::Refuse).unwrap();
    assert_eq!(saved, desk.stamp());
    let err = save(&desk.design(), "new", None, OnConflict::Refuse).unwrap_err();
    assert!(matches!(err, SaveError::AlreadyExists { .. }), "a name that was never ours: {err}");
}

#[test]
fn a_design_that_was_moved_away_is_reported() {
    let desk = Desk::new();
    let stamp = desk.stamp();
    fs::remove_file(desk.design()).unwrap();
    let err = save(&desk.design(), "new", Some(&stamp), OnConflict::Refuse).unwrap_err();
    assert!(matches!(err, SaveError::ChangedOutside { change: OutsideChange::Removed, .. }), "{err}");
    save(&desk.design(), "new", Some(&stamp), OnConflict::Overwrite).unwrap();
    assert_eq!(desk.text("design.ron"), "new");
}

#[test]
fn a_new_design_does_not_replace_a_file_unasked() {
    let desk = Desk::new();
    let err = save(&desk.design(), "new", None, OnConflict::Refuse).unwrap_err();
    assert!(matches!(err, SaveError::AlreadyExists { .. }), "{err}");
    save(&desk.design(), "new", None, OnConflict::Overwrite).unwrap();
    assert_eq!(desk.text("design.ron.bak"), "old");
}

#[test]
fn whatever_step_fails_the_design_is_as_it_was_and_nothing_is_left_behind() {
    for failing in Step::ALL {
        let desk = Desk::new();
        let mut fail = |step| if step == failing { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) };
        let result = save_watched(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse, &mut fail);
        let err = result.unwrap_err();
        assert!(matches!(err, SaveError::DiskFull { .. }), "{failing:?}: {err}");
        assert_eq!(desk.text("design.ron"), "old", "{failing:?}");
        let left: Vec<String> = desk.names().into_iter().filter(|name| name.contains("tmp")).collect();
        assert!(left.is_empty(), "{failing:?}: {left:?}");
    }
}

#[test]
fn a_text_that_reads_back_differently_is_refused() {
    let desk = Desk::new();
    let folder = desk.folder.path().to_path_buf();
    let mut spoil = |step: Step| {
        if step == Step::ReadBack {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|extension| extension == "tmp") {
                    fs::write(path, "nex")?;
                }
            }
        }
        Ok(())
    };
    let err = save_watched(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse, &mut spoil).unwrap_err();
    assert!(matches!(err, SaveError::NotTheSame { .. }), "{err}");
    assert_eq!(desk.names(), ["design.ron"]);
    assert_eq!(desk.text("design.ron"), "old");
}

#[test]
fn an_empty_text_never_replaces_a_design() {
    let desk = Desk::new();
    let err = save(&desk.design(), "", Some(&desk.stamp()), OnConflict::Overwrite).unwrap_err();
    assert!(matches!(err, SaveError::NothingToWrite { .. }), "{err}");
    assert_eq!(desk.text("design.ron"), "old");
}

#[test]
fn a_read_only_design_is_left_alone() {
    let desk = Desk::new();
    let writable = fs::metadata(desk.design()).unwrap().permissions();
    let mut read_only = writable.clone();
    read_only.set_readonly(true);
    fs::set_permissions(desk.design(), read_only).unwrap();
    let err = save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Overwrite).unwrap_err();
    assert!(matches!(err, SaveError::ReadOnlyFile { .. }), "{err}");
    assert_eq!(desk.text("design.ron"), "old");
    fs::set_permissions(desk.design(), writable).unwrap();
}

#[test]
fn places_that_cannot_hold_a_design_are_refused_in_plain_words() {
    let desk = Desk::new();
    let folder = desk.folder.path();
    let refused = |path: &Path| save(path, "new", None, OnConflict::Overwrite).unwrap_err();
    assert!(matches!(refused(folder), SaveError::Folder { .. }));
    assert!(matches!(refused(&folder.join("missing/design.ron")), SaveError::FolderMissing { .. }));
    assert!(matches!(refused(&desk.design().join("inside.ron")), SaveError::FolderMissing { .. }));
    assert!(matches!(refused(Path::new("")), SaveError::NotAFile { .. }));
    assert!(matches!(refused(Path::new("/")), SaveError::NotAFile { .. } | SaveError::Folder { .. }));
    let long = refused(&folder.join("x".repeat(300)));
    if cfg!(unix) {
        assert!(matches!(long, SaveError::NameRefused { .. }), "{long}");
        assert!(long.to_string().contains("Choose a shorter name"), "{long}");
    }
    assert_eq!(desk.names(), ["design.ron"]);
}

#[test]
fn a_backup_that_cannot_be_kept_stops_the_save() {
    let desk = Desk::new();
    fs::create_dir(desk.folder.path().join("design.ron.bak")).unwrap();
    assert!(save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).is_err());
    assert_eq!(desk.text("design.ron"), "old");
    assert_eq!(desk.names(), ["design.ron", "design.ron.bak"]);
}

#[test]
fn what_the_system_says_becomes_the_users_words() {
    for (kind, words) in [
        (io::ErrorKind::PermissionDenied, "no permission"),
        (io::ErrorKind::ReadOnlyFilesystem, "can only be read"),
        (io::ErrorKind::StorageFull, "no room left"),
        (io::ErrorKind::QuotaExceeded, "no room left"),
        (io::ErrorKind::InvalidFilename, "does not take the file name"),
        (io::ErrorKind::NotFound, "does not exist"),
        (io::ErrorKind::ResourceBusy, "is open in another program"),
        (io::ErrorKind::TimedOut, "writing failed"),
    ] {
        let message = SaveError::from_io(Path::new("a/design.ron"), "writing", kind.into()).to_string();
        assert!(message.contains(words) && message.contains("design.ron"), "{kind:?}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn saving_through_a_link_changes_what_it_points_to() {
    let desk = Desk::new();
    let link = desk.folder.path().join("link.ron");
    std::os::unix::fs::symlink(desk.design(), &link).unwrap();
    save(&link, "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!((desk.text("design.ron").as_str(), desk.text("design.ron.bak").as_str()), ("new", "old"));
}

#[cfg(unix)]
#[test]
fn saving_keeps_who_may_read_the_design() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    fs::set_permissions(desk.design(), fs::Permissions::from_mode(0o640)).unwrap();
    save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    assert_eq!(fs::metadata(desk.design()).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_new_design_is_readable_as_new_files_are_and_nobody_else_sees_it_in_the_making() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut modes = Vec::new();
    let path = desk.folder.path().join("new.ron");
    let mut look = |step: Step| {
        let names = desk.names().into_iter().filter(|name| step != Step::Create && name.contains("tmp"));
        modes.extend(names.map(|name| mode(&desk.folder.path().join(name))));
        Ok(())
    };
    save_watched(&path, "new", None, OnConflict::Refuse, &mut look).unwrap();
    assert!(!modes.is_empty() && modes.iter().all(|mode| *mode == 0o600), "{modes:?}");
    assert_eq!(mode(&path), mode(&desk.design()), "as the mask of the person wants it");
    assert_eq!(desk.names(), ["design.ron", "new.ron"]);
}

#[cfg(unix)]
#[test]
fn saving_keeps_the_group_of_the_design_and_its_backup() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let desk = Desk::new();
    if chown(desk.design(), None, Some(12)).is_err() {
        return; // Only an administrator, or a member, can give a file to a group.
    }
    fs::set_permissions(desk.design(), fs::Permissions::from_mode(0o660)).unwrap();
    save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    for path in [desk.design(), backup_of(&desk.design()).unwrap()] {
        let metadata = fs::metadata(path).unwrap();
        assert_eq!((metadata.gid(), metadata.mode() & 0o777), (12, 0o660));
    }
}

#[test]
fn what_killed_saves_left_behind_goes_with_the_next_save_and_nothing_else_does() {
    let desk = Desk::new();
    let put = |name: &str| fs::write(desk.folder.path().join(name), "half").unwrap();
    let others = [".tierwright-7-7.tmp", ".tierwright-a-1.tmp", ".tierwright-1.tmp", "design.tmp"];
    for name in others.into_iter().chain([".tierwright-1-0.tmp", ".tierwright-999999-12.tmp"]) {
        put(name);
    }
    let living = fs::File::open(desk.folder.path().join(others[0])).unwrap();
    living.lock().unwrap();
    save(&desk.design(), "new", Some(&desk.stamp()), OnConflict::Refuse).unwrap();
    let mut expected: Vec<String> = others.iter().map(|it| (*it).to_owned()).collect();
    expected.extend(["design.ron".to_owned(), "design.ron.bak".to_owned()]);
    expected.sort();
    assert_eq!(desk.names(), expected);
}

#[test]
fn names_as_long_as_the_drive_takes_are_saved_with_their_backup() {
    let desk = Desk::new();
    for name in [format!("{}.ron", "x".repeat(251)), format!("{}.ron", "設".repeat(83))] {
        let path = desk.folder.path().join(&name);
        let stamp = save(&path, "old", None, OnConflict::Refuse).unwrap();
        save(&path, "new", Some(&stamp), OnConflict::Refuse).unwrap();
        assert_eq!(desk.text(&name), "new");
        assert_eq!(fs::read_to_string(backup_of(&path).unwrap()).unwrap(), "old");
    }
}

#[test]
fn a_saved_design_opens_as_it_was() {
    let desk = Desk::new();
    let path = desk.folder.path().join("sample.ron");
    let stamp = save(&path, &to_text(&sample()), None, OnConflict::Refuse).unwrap();
    let opened = open(&path).unwrap();
    assert_eq!(opened.document, sample());
    assert_eq!(opened.stamp, stamp);
    assert_eq!(opened.text, to_text(&sample()));
}

#[test]
fn what_is_no_design_file_is_refused_in_plain_words() {
    let desk = Desk::new();
    let folder = desk.folder.path();
    let at = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        open(&path).unwrap_err()
    };
    assert!(matches!(open(&folder.join("none.ron")).unwrap_err(), OpenError::Missing { .. }));
    assert!(matches!(open(&desk.design().join("none.ron")).unwrap_err(), OpenError::Missing { .. }));
    assert!(matches!(open(folder).unwrap_err(), OpenError::Folder { .. }));
    let empty = at("empty.ron", b"");
    assert!(empty.to_string().contains("It is empty"), "{empty}");
    let blank = at("blank.ron", b" \r\n\r\n");
    assert!(blank.to_string().contains("It is empty"), "{blank}");
    let binary = at("binary.ron", b"Tierwright(\n\xff\xfe");
    assert!(binary.to_string().contains("first wrong byte is in line 2"), "{binary}");
    let zeros = at("zeros.ron", &[0; 5000]);
    assert!(zeros.to_string().contains("not a Tierwright design"), "{zeros}");
}

#[cfg(unix)]
#[test]
fn a_device_is_refused_unread() {
    assert!(matches!(open(Path::new("/dev/zero")).unwrap_err(), OpenError::NotAFile { .. }));
    let saved = save(Path::new("/dev/null"), "new", None, OnConflict::Overwrite);
    assert!(matches!(saved.unwrap_err(), SaveError::NotAFile { .. }));
}

#[test]
fn a_file_larger_than_any_design_is_refused_unread() {
    let desk = Desk::new();
    let path = desk.folder.path().join("huge.ron");
    fs::File::create(&path).unwrap().set_len(MAX_TEXT_BYTES + 1).unwrap();
    let err = open(&path).unwrap_err();
    let OpenError::Unusable { problem, .. } = &err else { panic!("{err}") };
    assert!(matches!(**problem, OpenError::TooLarge { size, .. } if size == MAX_TEXT_BYTES + 1), "{err}");
}

#[test]
fn a_damaged_design_names_its_backup_and_the_recovery() {
    let desk = Desk::new();
    fs::write(desk.design(), "Tierwright(format_version: 1, computers: {").unwrap();
    let without = open(&desk.design()).unwrap_err().to_string();
    assert!(!without.contains(".bak") && without.contains("offered for recovery"), "{without}");
    let backup = backup_of(&desk.design()).unwrap();
    fs::write(&backup, "x").unwrap();
    let with = open(&desk.design()).unwrap_err().to_string();
    assert!(with.contains(&backup.display().to_string()) && with.contains("offered for recovery"), "{with}");
}

#[test]
fn a_file_that_never_was_a_design_promises_no_recovery() {
    let desk = Desk::new();
    let path = desk.folder.path().join("notes.ron");
    for text in ["Some notes", "Tierwright(format_version: 99)", "Tierwright(format_version: 0)"] {
        fs::write(&path, text).unwrap();
        let err = open(&path).unwrap_err().to_string();
        assert!(!err.contains("recovery"), "{err}");
    }
    for text in ["", "Tierwright(format_version: 1, computers: {"] {
        fs::write(&path, text).unwrap();
        let err = open(&path).unwrap_err().to_string();
        assert!(err.contains("recovery"), "{err}");
    }
}
