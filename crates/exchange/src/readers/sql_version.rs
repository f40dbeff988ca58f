//! What a version of SQL Server says: its release, its service pack and its cumulative update.

use crate::model::SqlRelease;

/// Builds with which a release (service pack 0) or a service pack came out, each before any update, as far as
/// <https://learn.microsoft.com/troubleshoot/sql/releases/download-and-install-latest-updates> lists them (KB321185, read
/// on 30 November 2026). What is not here is not told by its build.
const BUILDS: [(&str, u8); 13] = [
    ("10.50.4000.0", 2),
    ("10.50.6000.34", 3),
    ("11.0.3000.0", 1),
    ("11.0.5058.0", 2),
    ("11.0.6020.0", 3),
    ("11.0.7001.0", 4),
    ("12.0.4100.1", 1),
    ("12.0.5000.0", 2),
    ("12.0.6024.0", 3),
    ("13.0.4001.0", 1),
    ("13.0.5026.0", 2),
    ("13.0.6300.2", 3),
    ("15.0.2000.5", 0),
];

/// Releases by what their versions start with.
const RELEASES: [(&str, SqlRelease); 7] = [
    ("10.50", SqlRelease::V2008R2),
    ("11.0", SqlRelease::V2012),
    ("12.0", SqlRelease::V2014),
    ("13.0", SqlRelease::V2016),
    ("14.0", SqlRelease::V2017),
    ("15.0", SqlRelease::V2019),
    ("16.0", SqlRelease::V2022),
];

/// The release behind a version such as 15.0.4223.1.
pub(super) fn release(version: &str) -> Option<&'static str> {
    let is_it = |start: &str| version.strip_prefix(start).is_some_and(|it| it.is_empty() || it.starts_with('.'));
    RELEASES.iter().find(|(start, _)| is_it(start)).map(|(_, release)| release.label())
}

/// What the versions of a release start with; `None` = not noted here.
pub(crate) fn version_of(release: SqlRelease) -> Option<&'static str> {
    RELEASES.iter().find(|(_, it)| *it == release).map(|(start, _)| *start)
}

/// Service pack and cumulative update, as far as the version, the level (`RTM`, `SP2`) and the update level (`CU4`) tell;
/// `None` = they do not. A service pack alone leaves open whether an update came after it.
pub(super) fn update(version: &str, level: &str, update: &str) -> Option<(u8, u8)> {
    if let Some((_, service_pack)) = BUILDS.iter().find(|(build, _)| *build == version.trim()) {
        return Some((*service_pack, 0));
    }
    let number = |text: &str, word: &str| text.trim().strip_prefix(word)?.parse().ok();
    let service_pack: Option<u8> = if level.trim() == "RTM" { Some(0) } else { number(level, "SP") };
    let known = (service_pack?, number(update, "CU"));
    match known {
        (0, None) => None,
        (service_pack, update) => Some((service_pack, update.unwrap_or(0))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_and_its_version_are_said_alike() {
        for known in SqlRelease::ALL {
            assert_eq!(version_of(*known).and_then(release).unwrap_or(known.label()), known.label());
        }
        assert_eq!(release("15.0.4223.1"), Some(SqlRelease::V2019.label()));
        assert_eq!((release("15.05"), release("1"), release("")), (None, None, None));
    }

    #[test]
    fn a_build_of_which_a_document_tells_the_service_pack_says_it_and_another_does_not() {
        assert!(BUILDS.iter().all(|(build, _)| release(build).is_some()));
        assert_eq!(update("13.0.5026.0", "", ""), Some((2, 0)));
        assert_eq!(update("15.0.2000.5", "RTM", ""), Some((0, 0)), "the release as it came out");
        assert_eq!(update("15.0.4223.1", "", ""), None);
        assert_eq!(update("15.0.4223.1", "RTM", "CU16"), Some((0, 16)));
        assert_eq!(update("13.0.5888.11", "SP2", "CU17"), Some((2, 17)));
        assert_eq!(update("13.0.5108.50", "SP2", ""), Some((2, 0)));
        assert_eq!(update("15.0.2095.3", "RTM", ""), None, "a security update is no cumulative update");
    }
}
