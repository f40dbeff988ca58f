//! Where the program keeps its own files on this computer.

use std::env;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::process;

/// The folders of the program for the present user; nothing is created by asking for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Preferences and the list of recent designs.
    pub config: PathBuf,
    /// Journals of unsaved work.
    pub journals: PathBuf,
    /// Templates of the person's own.
    pub templates: PathBuf,
}

/// A folder of this name beside the program makes it portable: everything is kept in it. The portable package has it.
const PORTABLE: &str = "tierwright-data";

/// Systems with conventions of their own.
#[derive(Clone, Copy, Debug)]
enum System {
    Windows,
    Mac,
    /// Those that follow the XDG Base Directory Specification.
    Xdg,
}

impl Folders {
    /// The folders of a portable program, when it is one and may write there; else those that the operating system means
    /// for this; `None` when the user has no home folder.
    pub fn of_user() -> Option<Self> {
        let portable = env::current_exe().ok().and_then(|program| Self::beside(&program));
        portable.or_else(|| {
            let system = match env::consts::OS {
                "windows" => System::Windows,
                "macos" => System::Mac,
                _ => System::Xdg,
            };
            Self::by_convention(system, env::home_dir(), &|name| env::var_os(name))
        })
    }

    /// The same folders below one of your choice, for portable use and for tests.
    pub fn below(folder: &Path) -> Self {
        Self { config: folder.join("config"), journals: folder.join("journals"), templates: folder.join("templates") }
    }

    /// Those beside a portable program; `None` where it has no such folder, or may not write to it, as on a read-only
    /// share.
    fn beside(program: &Path) -> Option<Self> {
        let folder = program.parent()?.join(PORTABLE);
        (folder.is_dir() && can_write(&folder)).then(|| Self::below(&folder))
    }

    fn by_convention(
        system: System,
        home: Option<PathBuf>,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Option<Self> {
        // A relative folder is to be ignored (XDG Base Directory Specification); it would follow the program around.
        let named = |name: &str| variable(name).map(PathBuf::from).filter(|it| it.has_root());
        let home = home.filter(|it| !it.as_os_str().is_empty());
        let at_home = |path: &str| home.as_ref().map(|it| it.join(path));
        let [config, local, roaming] = match system {
            System::Windows => {
                let roaming = named("APPDATA").or_else(|| at_home("AppData/Roaming"))?.join("Tierwright");
                let local = named("LOCALAPPDATA").or_else(|| at_home("AppData/Local"))?.join("Tierwright");
                [roaming.join("config"), local.join("data"), roaming.join("data")]
            }
            System::Mac => {
                let folder = at_home("Library/Application Support/Tierwright")?;
                [folder.clone(), folder.clone(), folder]
            }
            System::Xdg => {
                let config = named("XDG_CONFIG_HOME").or_else(|| at_home(".config"))?.join("tierwright");
                let data = named("XDG_DATA_HOME").or_else(|| at_home(".local/share"))?.join("tierwright");
                [config, data.clone(), data]
            }
        };
        Some(Self { config, journals: local.join("journals"), templates: roaming.join("templates") })
    }
}

/// Whether files can be made in a folder; only trying tells.
fn can_write(folder: &Path) -> bool {
    let path = folder.join(format!(".tierwright-{}-try.tmp", process::id()));
    let can = OpenOptions::new().write(true).create_new(true).open(&path).is_ok();
    if can && let Err(err) = std::fs::remove_file(&path) {
        log::warn!("{} stays behind: {err}", path.display());
    }
    can
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn folders(system: System, home: &str, variables: &[(&str, &str)]) -> Option<[String; 3]> {
        let known: BTreeMap<&str, &str> = variables.iter().copied().collect();
        let variable = |name: &str| known.get(name).map(OsString::from);
        let found = Folders::by_convention(system, Some(PathBuf::from(home)), &variable)?;
        Some([found.config, found.journals, found.templates].map(|it| it.display().to_string().replace('\\', "/")))
    }

    #[test]
    fn each_system_has_its_folders_where_earlier_versions_kept_them() {
        let linux = ["/home/ada/.config/tierwright", "/home/ada/.local/share/tierwright/journals"];
        let linux = [linux[0], linux[1], "/home/ada/.local/share/tierwright/templates"];
        assert_eq!(folders(System::Xdg, "/home/ada", &[]).unwrap(), linux);
        let elsewhere = [("XDG_CONFIG_HOME", "/c"), ("XDG_DATA_HOME", "/d")];
        let expected = ["/c/tierwright", "/d/tierwright/journals", "/d/tierwright/templates"];
        assert_eq!(folders(System::Xdg, "", &elsewhere).unwrap(), expected);
        let windows = [("APPDATA", "/R"), ("LOCALAPPDATA", "/L")];
        let expected = ["/R/Tierwright/config", "/L/Tierwright/data/journals", "/R/Tierwright/data/templates"];
        assert_eq!(folders(System::Windows, "/U", &windows).unwrap(), expected);
        let mac = folders(System::Mac, "/Users/ada", &[]).unwrap();
        assert_eq!(mac[1], "/Users/ada/Library/Application Support/Tierwright/journals");
    }

    #[test]
    fn a_relative_folder_of_the_environment_is_ignored_and_without_a_home_there_is_none() {
        let relative = [("XDG_CONFIG_HOME", "here"), ("XDG_DATA_HOME", "")];
        assert_eq!(folders(System::Xdg, "/h", &relative), folders(System::Xdg, "/h", &[]));
        for system in [System::Xdg, System::Windows, System::Mac] {
            assert_eq!(folders(system, "", &[]), None);
        }
    }

    #[test]
    fn a_folder_beside_the_program_makes_it_portable_and_a_try_leaves_nothing_there() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("tierwright.exe");
        assert_eq!(Folders::beside(&program), None);
        let data = folder.path().join(PORTABLE);
        fs::create_dir(&data).unwrap();
        assert_eq!(Folders::beside(&program), Some(Folders::below(&data)));
        assert_eq!(fs::read_dir(&data).unwrap().count(), 0);
    }

    #[test]
    fn a_folder_beside_the_program_that_cannot_be_written_does_not_make_it_portable() {
        let folder = tempfile::tempdir().unwrap();
        // What is no folder cannot be written to either, whoever asks.
        fs::write(folder.path().join(PORTABLE), "").unwrap();
        assert_eq!(Folders::beside(&folder.path().join("tierwright.exe")), None);
        assert!(!can_write(&folder.path().join("missing")));
    }
}
