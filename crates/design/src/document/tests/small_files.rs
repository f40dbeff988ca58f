//! Recent designs, preferences and folders.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::document::recent::{MOST_RECENT, RecentFiles};
use crate::document::{Folders, settings};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Preferences {
    is_dark: bool,
    zoom: f64,
}

#[test]
fn recent_designs_are_newest_first_once_each_and_at_most_ten() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("not/yet/there");
    let mut recent = RecentFiles::default();
    for number in 0..15 {
        recent.add(&folder.path().join(format!("design {number}.ron")));
    }
    recent.add(&folder.path().join("design 9.ron"));
    recent.remove(&folder.path().join("design 14.ron"));
    recent.save(&config).unwrap();
    let (loaded, warning) = RecentFiles::load(&config);
    assert_eq!(warning, None);
    assert_eq!(loaded, recent);
    let names: Vec<String> =
        loaded.paths().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    let expected: Vec<String> =
        [9, 13, 12, 11, 10, 8, 7, 6, 5].iter().map(|number| format!("design {number}.ron")).collect();
    assert_eq!(names, expected);
    assert_eq!(MOST_RECENT, 10);
}

#[test]
fn a_relative_path_is_remembered_in_full() {
    let mut recent = RecentFiles::default();
    recent.add(Path::new("design.ron"));
    assert!(recent.paths().all(|path| path.is_absolute()));
}

#[test]
fn missing_preferences_are_the_defaults_without_warning() {
    let folder = tempfile::tempdir().unwrap();
    let loaded = settings::load::<Preferences>(&folder.path().join("settings.ron"));
    assert_eq!(loaded, (Preferences::default(), None));
}

#[test]
fn preferences_read_back_and_accept_fields_of_other_versions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/settings.ron");
    let preferences = Preferences { is_dark: true, zoom: 1.25 };
    settings::save(&path, &preferences).unwrap();
    assert_eq!(settings::load::<Preferences>(&path), (preferences, None));
    fs::write(&path, "(zoom: 2.0, from_the_future: Some([1, (a: 2)]))").unwrap();
    assert_eq!(settings::load::<Preferences>(&path), (Preferences { is_dark: false, zoom: 2.0 }, None));
}

#[test]
fn broken_preferences_give_the_defaults_and_say_where() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.ron");
    for (broken, word) in [
        (&b"(zoom: \"x\")"[..], "line 1, column 8, in zoom"),
        (b"\xff\xfe", "empty"),
        (b"\xff\xfea", "UTF-16"),
        (b"a\xff", "UTF-8"),
        (b"", "empty"),
        (b"((((", "never"),
    ] {
        fs::write(&path, broken).unwrap();
        let (value, warning) = settings::load::<Preferences>(&path);
        assert_eq!(value, Preferences::default());
        let warning = warning.unwrap();
        assert!(warning.contains(word) && warning.contains("the defaults are used"), "{warning}");
    }
    settings::save(&path, &Preferences::default()).unwrap();
    assert_eq!(fs::read(folder.path().join("settings.ron.bak")).unwrap(), b"((((", "the broken file is kept");
}

#[test]
fn preferences_that_cannot_be_saved_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(settings::save(&file.join("settings.ron"), &Preferences::default()).is_err());
}

#[test]
fn the_folders_lie_below_the_one_asked_for() {
    let folders = Folders::below(Path::new("base"));
    assert_eq!(folders.config, PathBuf::from("base/config"));
    assert_eq!(folders.journals, PathBuf::from("base/journals"));
}
