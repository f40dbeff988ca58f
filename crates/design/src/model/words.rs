//! Closed lists of words: each variant has the label that people read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{
    AccountKind, Adapter, Affinity, BackupDestination, BalancerPurpose, Binding, BizTalkEdition, BizTalkRelease,
    ChecklistStatus, ClusterAddress, CommitMode, ConfiguredName, DatabaseKind, Deployment, Direction, DrMode,
    DrTransport, DtcAuthentication, EndpointKind, FailoverMode, FaultDomain, Feature, FlowPattern, FolderKind,
    FullBackupPeriod, GroupsKind, HaTarget, HostFunction, HostKind, LoadBalancerKind, PaperSection, PaperStatus,
    Property, QueueLocation, RaidLevel, RecoveryModel, ResourceKind, Role, SecretServerName, SiteKind, SqlEdition,
    SqlRelease, SqlService, StorageCopies, StorageKind, TierKind, TrackingLevel, TrackingVolume, Volume,
    WindowsVersion, Zone,
};

/// A word of a closed list, for those who keep it or put it into a sentence without knowing the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name of the list.
    pub list: &'static str,
    /// The name of the word, as files hold it; stays the same when the label is reworded.
    pub key: &'static str,
    /// The words a person reads.
    pub text: &'static str,
}

/// Declares an enum with its derives, the list `ALL` in reading order, `label()`, and the way to a [`Label`].
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $label:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in reading order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name of every value, as files hold it, with the words that a person reads.
            pub const WORDS: &'static [(&'static str, &'static str)] = &[$((stringify!($variant), $label)),+];

            /// The words a person reads.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl From<$name> for $crate::model::words::Label {
            fn from(value: $name) -> Self {
                let key = match value { $($name::$variant => stringify!($variant)),+ };
                Self { list: stringify!($name), key, text: value.label() }
            }
        }
    };
}
pub(crate) use words;

/// Every list of which designs hold words.
const LISTS: &[&[(&str, &str)]] = &[
    AccountKind::WORDS,
    Adapter::WORDS,
    Affinity::WORDS,
    BackupDestination::WORDS,
    BalancerPurpose::WORDS,
    Binding::WORDS,
    BizTalkEdition::WORDS,
    BizTalkRelease::WORDS,
    ChecklistStatus::WORDS,
    ClusterAddress::WORDS,
    CommitMode::WORDS,
    ConfiguredName::WORDS,
    DatabaseKind::WORDS,
    Deployment::WORDS,
    Direction::WORDS,
    DrMode::WORDS,
    DrTransport::WORDS,
    DtcAuthentication::WORDS,
    EndpointKind::WORDS,
    FailoverMode::WORDS,
    FaultDomain::WORDS,
    Feature::WORDS,
    FlowPattern::WORDS,
    FolderKind::WORDS,
    FullBackupPeriod::WORDS,
    GroupsKind::WORDS,
    HaTarget::WORDS,
    HostFunction::WORDS,
    HostKind::WORDS,
    LoadBalancerKind::WORDS,
    PaperSection::WORDS,
    PaperStatus::WORDS,
    Property::WORDS,
    QueueLocation::WORDS,
    RaidLevel::WORDS,
    RecoveryModel::WORDS,
    ResourceKind::WORDS,
    Role::WORDS,
    SecretServerName::WORDS,
    SiteKind::WORDS,
    SqlEdition::WORDS,
    SqlRelease::WORDS,
    SqlService::WORDS,
    StorageCopies::WORDS,
    StorageKind::WORDS,
    TierKind::WORDS,
    TrackingLevel::WORDS,
    TrackingVolume::WORDS,
    Volume::WORDS,
    WindowsVersion::WORDS,
    Zone::WORDS,
];

/// The label of a word as files hold it, for those who do not know its list; `None` where no list has it, or where lists
/// read it differently.
pub fn label_of(key: &str) -> Option<&'static str> {
    static LABELS: LazyLock<BTreeMap<&str, Option<&str>>> = LazyLock::new(|| {
        let mut labels = BTreeMap::new();
        for &(key, label) in LISTS.iter().copied().flatten() {
            labels
                .entry(key)
                .and_modify(|known: &mut Option<&str>| *known = known.filter(|it| *it == label))
                .or_insert(Some(label));
        }
        labels
    });
    LABELS.get(key).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_lists_read_alike_has_its_label_without_its_list() {
        assert_eq!(label_of("Server2019"), Some("Windows Server 2019"));
        assert_eq!(label_of("Enterprise"), Some("Enterprise"));
        assert_eq!(label_of("None"), None, "each list has its own word for nothing");
        assert_eq!(label_of("Bogus"), None);
    }
}
