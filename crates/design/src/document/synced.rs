//! Which folders are copied to other computers, and by whom.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// What the name of a folder starts with, in small letters, and whose it is.
const NAMES: [(&str, &str); 8] = [
    ("onedrive", "OneDrive"),
    ("sharepoint", "SharePoint"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
];

/// Part of the paths under which Windows shows a library of SharePoint (`\\contoso.sharepoint.com@SSL\…`).
const SHAREPOINT: &str = ".sharepoint.com";

/// What lies in the top folder of a service: a name, or the start and the end of one.
const MARKS: [(&str, &str, &str); 4] = [
    (".dropbox.cache", "", "Dropbox"),
    (".tmp.drivedownload", "", "Google Drive"),
    (".sync_", ".db", "Nextcloud or ownCloud"),
    ("._sync_", ".db", "Nextcloud or ownCloud"),
];

/// Variables in which Windows keeps the folders of OneDrive.
const VARIABLES: [&str; 3] = ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"];

/// The service that copies the folder of `path` to other computers, judged by the names of the folders above it, by the
/// variables of OneDrive, and by what services leave in their top folder.
///
/// `None` says only that no such sign was seen. A synchronized file can change while it is open here.
pub fn sync_service(path: &Path) -> Option<&'static str> {
    let path = std::path::absolute(path).ok()?;
    let roots: Vec<PathBuf> = VARIABLES.iter().filter_map(std::env::var_os).map(PathBuf::from).collect();
    by_root(&path, &roots).or_else(|| by_name(&path)).or_else(|| by_mark(&path))
}

/// Libraries of SharePoint lie in a folder with the name of the organization beside that of its OneDrive.
fn by_root(path: &Path, roots: &[PathBuf]) -> Option<&'static str> {
    let roots = || roots.iter().filter(|it| !it.as_os_str().is_empty());
    if roots().any(|root| path.starts_with(root)) {
        return Some("OneDrive");
    }
    let libraries = |root: &PathBuf| {
        let organization = root.file_name()?.to_str()?.split_once(" - ")?.1;
        Some(root.parent()?.join(organization))
    };
    roots().filter_map(libraries).any(|root| path.starts_with(root)).then_some("SharePoint")
}

fn by_name(path: &Path) -> Option<&'static str> {
    let folder = path.parent()?;
    let names = folder.components().rev().filter_map(|it| it.as_os_str().to_str()).map(str::to_lowercase);
    names.into_iter().find_map(|name| {
        let service = NAMES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, service)| *service);
        service.or_else(|| name.contains(SHAREPOINT).then_some("SharePoint"))
    })
}

fn by_mark(path: &Path) -> Option<&'static str> {
    path.ancestors().skip(1).filter_map(|folder| fs::read_dir(folder).ok()).find_map(|entries| {
        let mut names = entries.filter_map(Result::ok).map(|entry| entry.file_name());
        names.find_map(|name| mark(&name))
    })
}

fn mark(name: &OsStr) -> Option<&'static str> {
    let name = name.to_str()?;
    let is = |start: &str, end: &str| {
        if end.is_empty() { name == start } else { name.starts_with(start) && name.ends_with(end) }
    };
    MARKS.iter().find(|(start, end, _)| is(start, end)).map(|(_, _, service)| *service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_recognized_by_name() {
        let service = |path: &str| by_name(Path::new(path));
        assert_eq!(service("/home/a/OneDrive - Contoso/x/design.ron"), Some("OneDrive"));
        assert_eq!(service("/home/a/Dropbox (Work)/design.ron"), Some("Dropbox"));
        assert_eq!(
            service("/run/gvfs/dav:host=contoso.sharepoint.com,ssl=true/sites/x/design.ron"),
            Some("SharePoint")
        );
        assert_eq!(service("/home/a/work/onedrive.ron"), None);
    }

    #[test]
    fn folders_that_windows_names_in_variables_are_recognized_whatever_they_are_called() {
        let roots = [PathBuf::from("/d/Cloud"), PathBuf::from("/c/anna/OneDrive - Contoso"), PathBuf::new()];
        let service = |path: &str| by_root(Path::new(path), &roots);
        assert_eq!(service("/d/Cloud/design.ron"), Some("OneDrive"));
        assert_eq!(service("/c/anna/Contoso/Migration - Documents/design.ron"), Some("SharePoint"));
        assert_eq!(service("/c/anna/Documents/design.ron"), None);
    }

    #[test]
    fn folders_are_recognized_by_what_services_leave_in_them() {
        let folder = tempfile::tempdir().unwrap();
        let design = folder.path().join("a/b/design.ron");
        fs::create_dir_all(design.parent().unwrap()).unwrap();
        assert_eq!(sync_service(&design), None);
        fs::write(folder.path().join("a/.sync_1f2e3d.db"), "").unwrap();
        assert_eq!(sync_service(&design), Some("Nextcloud or ownCloud"));
        fs::create_dir(folder.path().join("a/b/.dropbox.cache")).unwrap();
        assert_eq!(sync_service(&design), Some("Dropbox"));
    }
}
