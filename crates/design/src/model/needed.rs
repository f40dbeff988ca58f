//! The databases that a BizTalk group needs, and which of them nobody has drawn: asked by rules, failure logic and verdict.

use super::{BizTalkGroupId, Database, DatabaseId, DatabaseKind, Document, Feature};

/// The features of which each brings BAM along.
const BAM: [Feature; 5] =
    [Feature::Bam, Feature::BamRta, Feature::BamPortal, Feature::BamAlerts, Feature::BamInterceptors];

/// Databases that features of BizTalk Server bring along (`tg/high-availability-for-databases`, and for the ESB Toolkit
/// `esb/install-and-configure-the-microsoft-biztalk-esb-toolkit`).
const OF_FEATURES: [(&[Feature], DatabaseKind); 4] = [
    (&BAM, DatabaseKind::BamPrimaryImport),
    (&[Feature::Bre], DatabaseKind::RuleEngine),
    (&[Feature::Esb], DatabaseKind::EsbItinerary),
    (&[Feature::Esb], DatabaseKind::EsbException),
];

impl Document {
    /// Whether BAM is in use in any form.
    pub fn uses_bam(&self) -> bool {
        BAM.iter().any(|it| self.environment.features.contains(it))
    }

    /// Whether a BizTalk group is drawn so far that it can be asked for its databases: one of them, a host, or a computer
    /// that runs any.
    pub fn is_group_drawn(&self, group: BizTalkGroupId) -> bool {
        self.hosts.values().any(|it| it.biztalk_group == group)
            || self.computers.values().any(|it| it.biztalk_groups.contains(&group))
            || self.databases.values().any(|it| it.biztalk_group == Some(group))
    }

    /// The kinds of databases that a BizTalk group needs and of which it has none in any site, unless it is said to do
    /// without. The SSO database serves all
    /// groups; what belongs to no group so far may be the one that is missed.
    pub fn undrawn_databases(&self, group: BizTalkGroupId) -> Vec<DatabaseKind> {
        let used = |features: &[Feature]| features.iter().any(|it| self.environment.features.contains(it));
        let of_features = OF_FEATURES.iter().filter(|(features, _)| used(features)).map(|(_, kind)| *kind);
        let serves = |it: &Database| it.kind == DatabaseKind::Sso || it.biztalk_group == Some(group);
        let is_drawn = |kind: DatabaseKind| self.databases.values().any(|it| it.kind == kind && serves(it));
        let does_without =
            |kind| self.biztalk_groups.get(&group).is_some_and(|it| it.without_databases.contains(&kind));
        let of_features = of_features.filter(|kind| !does_without(*kind));
        DatabaseKind::CORE.into_iter().chain(of_features).filter(|kind| !is_drawn(*kind)).collect()
    }

    /// Databases of a kind that a BizTalk group has one of, of which nobody has said to which group they belong.
    pub fn groupless_databases(&self, kind: DatabaseKind) -> impl Iterator<Item = DatabaseId> + '_ {
        let is_groupless =
            move |it: &Database| it.kind == kind && kind != DatabaseKind::Sso && it.biztalk_group.is_none();
        self.databases.iter().filter(move |(_, it)| is_groupless(it)).map(|(id, _)| *id)
    }

    /// The kinds of databases that any drawn BizTalk group needs and does not have, each once.
    pub fn all_undrawn_databases(&self) -> Vec<DatabaseKind> {
        let groups = self.biztalk_groups.keys().copied().filter(|it| self.is_group_drawn(*it));
        let mut kinds: Vec<DatabaseKind> = groups.flat_map(|it| self.undrawn_databases(it)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}
