//! How long versions of products are supported, what a cumulative update of BizTalk Server adds, from which release it is
//! upgraded in place, and which version is the last one: the table `assets/lifecycle.ron`. Rules, checklist and fixes ask here; none writes a date of its own.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::calendar::Day;
use crate::model::{BizTalkEdition, BizTalkRelease, SqlRelease, WindowsVersion};
use crate::sources::SourceId;

const TABLE: &str = include_str!("../../../assets/lifecycle.ron");

/// How long before its end a support is said to be ending, in years.
const NOTICE_YEARS: u8 = 2;

/// A version of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Version {
    /// BizTalk Server.
    BizTalk(BizTalkRelease),
    /// SQL Server.
    Sql(SqlRelease),
    /// Windows.
    Windows(WindowsVersion),
}

impl Version {
    /// The words a person reads: "SQL Server 2019".
    pub const fn label(self) -> &'static str {
        match self {
            Self::BizTalk(it) => it.label(),
            Self::Sql(it) => it.label(),
            Self::Windows(it) => it.label(),
        }
    }

    /// Whether its extended support has ended by a day; `None` where its dates are not known here.
    pub fn has_ended(self, day: Day) -> Option<bool> {
        Support::of(self).map(|it| it.phase(day) == Phase::Ended)
    }
}

/// What is left of the support of a version on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Mainstream support.
    Mainstream,
    /// Extended support.
    Extended,
    /// Extended support, for two years at most.
    Ending,
    /// None.
    Ended,
}

/// How long a version is supported.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// The version.
    pub version: Version,
    /// The last day of mainstream support.
    pub mainstream: Day,
    /// The last day of extended support.
    pub extended: Day,
    /// The day on which this was read.
    pub read: Day,
    /// The document that says so.
    pub source: SourceId,
}

impl Support {
    /// How long a version is supported; `None` where that is not known here.
    pub fn of(version: Version) -> Option<&'static Self> {
        table().products.iter().find(|it| it.version == version)
    }

    /// What is left of it on a day.
    pub fn phase(&self, day: Day) -> Phase {
        if day > self.extended {
            Phase::Ended
        } else if self.extended <= day.years_later(NOTICE_YEARS) {
            Phase::Ending
        } else if day > self.mainstream {
            Phase::Extended
        } else {
            Phase::Mainstream
        }
    }
}

/// A cumulative update of BizTalk Server that adds support for versions of other products.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CumulativeUpdate {
    /// The release that it updates.
    pub release: BizTalkRelease,
    /// Its number.
    pub number: u8,
    /// The version of BizTalk Server with it.
    pub build: String,
    /// The article that describes it.
    pub article: String,
    /// The day on which it came out.
    pub released: Day,
    /// What BizTalk Server supports from it on.
    pub adds: Vec<Version>,
    /// The day on which this was read.
    pub read: Day,
    /// The documents that say so.
    pub sources: Vec<SourceId>,
}

impl CumulativeUpdate {
    /// The first update with which a release supports a version; `None` where no update adds it.
    pub fn adding(version: Version, release: BizTalkRelease) -> Option<&'static Self> {
        table().updates.iter().find(|it| it.release == release && it.adds.contains(&version))
    }

    /// The latest update of a release that is known here.
    pub fn latest(release: BizTalkRelease) -> Option<&'static Self> {
        table().updates.iter().filter(|it| it.release == release).max_by_key(|it| it.number)
    }

    /// The words a person reads: "CU6 (KB5043408)".
    pub fn label(&self) -> String {
        format!("CU{} ({})", self.number, self.article)
    }
}

/// An upgrade of BizTalk Server in place that documents describe.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Upgrade {
    /// The release that is upgraded.
    pub from: BizTalkRelease,
    /// The release that it becomes.
    pub to: BizTalkRelease,
    /// The releases of SQL Server on which that is possible.
    pub sql: Vec<SqlRelease>,
    /// The versions of Windows on which that is possible.
    pub windows: Vec<WindowsVersion>,
    /// The editions, each with one that it can become.
    pub editions: Vec<(BizTalkEdition, BizTalkEdition)>,
    /// The day on which this was read.
    pub read: Day,
    /// The document that says so.
    pub source: SourceId,
}

impl Upgrade {
    /// The upgrade from one release to another; `None` where no document describes one.
    pub fn between(from: BizTalkRelease, to: BizTalkRelease) -> Option<&'static Self> {
        table().upgrades.iter().find(|it| it.from == from && it.to == to)
    }

    /// The release between two others where no document describes an upgrade in one go, but one from the first to it and
    /// one from it to the second.
    pub fn by_way_of(from: BizTalkRelease, to: BizTalkRelease) -> Option<BizTalkRelease> {
        let between = |it: &BizTalkRelease| Self::between(from, *it).is_some() && Self::between(*it, to).is_some();
        BizTalkRelease::ALL.iter().copied().find(between)
    }
}

/// The last version of BizTalk Server, and what comes after it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastVersion {
    /// The release.
    pub release: BizTalkRelease,
    /// The day on which that was announced.
    pub announced: Day,
    /// What Microsoft names as its successor.
    pub successor: String,
    /// The day on which this was read.
    pub read: Day,
    /// The documents that say so.
    pub sources: Vec<SourceId>,
}

impl LastVersion {
    /// The last version; `None` when the embedded data is damaged.
    pub fn of_biztalk() -> Option<&'static Self> {
        table().last.as_ref()
    }
}

/// The day on which the newest of the dates was read: on it, support is judged where no other day is given. `None` when
/// the embedded data is damaged.
pub fn last_read() -> Option<Day> {
    table().products.iter().map(|it| it.read).max()
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    products: Vec<Support>,
    updates: Vec<CumulativeUpdate>,
    upgrades: Vec<Upgrade>,
    last: Option<LastVersion>,
}

/// What is known; nothing, with a logged error, when the embedded data is damaged.
fn table() -> &'static Table {
    static TABLES: LazyLock<Table> = LazyLock::new(|| {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        options.from_str(TABLE).unwrap_or_else(|err| {
            log::error!("assets/lifecycle.ron: {err}");
            Table::default()
        })
    });
    &TABLES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::sources;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_version_stands_once_with_dates_in_order_and_known_documents() {
        let table = table();
        assert!(!table.products.is_empty() && !table.updates.is_empty() && table.last.is_some());
        for (index, row) in table.products.iter().enumerate() {
            let label = row.version.label();
            assert!(table.products.iter().skip(index + 1).all(|it| it.version != row.version), "{label} stands twice");
            assert!(row.mainstream < row.extended, "{label}");
        }
        let of_products = table.products.iter().map(|it| &it.source);
        let of_updates = table.updates.iter().flat_map(|it| &it.sources);
        let of_last = table.last.iter().flat_map(|it| &it.sources);
        let of_upgrades = table.upgrades.iter().map(|it| &it.source);
        for source in of_products.chain(of_updates).chain(of_upgrades).chain(of_last) {
            assert!(sources().get(source).is_some(), "unknown document {}", source.0);
        }
        assert!(table.updates.iter().all(|it| !it.sources.is_empty()));
    }

    #[test]
    fn every_release_and_every_windows_server_has_dates() {
        let biztalk = BizTalkRelease::ALL.iter().map(|it| Version::BizTalk(*it));
        let sql = SqlRelease::ALL.iter().map(|it| Version::Sql(*it));
        let is_server = |it: &&WindowsVersion| it.label().starts_with("Windows Server");
        let windows = WindowsVersion::ALL.iter().filter(is_server).map(|it| Version::Windows(*it));
        for version in biztalk.chain(sql).chain(windows) {
            assert!(Support::of(version).is_some(), "{} has no dates", version.label());
        }
        assert_eq!(Version::Windows(WindowsVersion::Windows10).has_ended(day("2026-11-28")), None);
    }

    #[test]
    fn support_ends_after_its_last_day_and_is_ending_two_years_before() {
        let sql = Support::of(Version::Sql(SqlRelease::V2019)).unwrap();
        assert_eq!(sql.phase(day("2025-02-28")), Phase::Mainstream);
        assert_eq!(sql.phase(day("2025-03-01")), Phase::Extended);
        assert_eq!(sql.phase(day("2028-01-07")), Phase::Extended);
        assert_eq!(sql.phase(day("2028-01-08")), Phase::Ending);
        assert_eq!(sql.phase(day("2030-01-08")), Phase::Ending);
        assert_eq!(sql.phase(day("2030-01-09")), Phase::Ended);
    }

    #[test]
    fn cumulative_update_6_adds_what_the_requirements_say() {
        let release = BizTalkRelease::V2020;
        let update = CumulativeUpdate::adding(Version::Windows(WindowsVersion::Server2022), release).unwrap();
        assert_eq!((update.label().as_str(), update.build.as_str()), ("CU6 (KB5043408)", "3.13.895.0"));
        assert_eq!(CumulativeUpdate::latest(release), Some(update));
        assert_eq!(CumulativeUpdate::adding(Version::Sql(SqlRelease::V2019), release), None);
        assert_eq!(LastVersion::of_biztalk().unwrap().release, release);
    }

    #[test]
    fn biztalk_server_is_upgraded_in_place_where_a_document_says_so() {
        use BizTalkRelease::{V2013, V2013R2, V2016, V2020};
        let upgrade = Upgrade::between(V2016, V2020).unwrap();
        assert!(upgrade.sql == [SqlRelease::V2016] && upgrade.windows.contains(&WindowsVersion::Server2016));
        assert!(!upgrade.editions.contains(&(BizTalkEdition::Enterprise, BizTalkEdition::Standard)));
        assert_eq!(Upgrade::between(V2013R2, V2020), None);
        assert_eq!(Upgrade::by_way_of(V2013R2, V2020), Some(V2016));
        assert_eq!((Upgrade::between(V2020, V2016), Upgrade::by_way_of(V2013, V2020)), (None, None));
    }
}
