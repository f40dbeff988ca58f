//! Databases that a BizTalk group needs and nobody has drawn: where they are, and to which BizTalk group they belong.

use super::answer::Answer;
use super::attribute::Attribute;
use crate::edit::{Draft, EditCommand};
use crate::model::{
    BizTalkGroup, BizTalkGroupId, Database, DatabaseId, DatabaseKind, Document, Element, Feature, SqlInstanceId,
};

/// What asks for the place of each kind of database.
const ASKED: [(DatabaseKind, Attribute); 8] = [
    (DatabaseKind::Management, Attribute::ManagementDatabase),
    (DatabaseKind::MessageBox, Attribute::MessageBoxDatabase),
    (DatabaseKind::Tracking, Attribute::TrackingDatabase),
    (DatabaseKind::Sso, Attribute::SsoDatabase),
    (DatabaseKind::BamPrimaryImport, Attribute::BamImportDatabase),
    (DatabaseKind::RuleEngine, Attribute::RuleEngineDatabase),
    (DatabaseKind::EsbItinerary, Attribute::EsbItineraryDatabase),
    (DatabaseKind::EsbException, Attribute::EsbExceptionDatabase),
];

/// What asks where a database of a kind is; `None` = nothing does.
pub fn place_of(kind: DatabaseKind) -> Option<Attribute> {
    ASKED.iter().find(|(it, _)| *it == kind).map(|(_, attribute)| *attribute)
}

/// The kind of database whose place an attribute asks for.
pub(super) fn kind_of(attribute: Attribute) -> Option<DatabaseKind> {
    ASKED.iter().find(|(_, it)| *it == attribute).map(|(kind, _)| *kind)
}

/// The SQL instances on which a database can be said to be: those of the primary sites.
pub(super) fn places(document: &Document) -> Vec<SqlInstanceId> {
    let is_primary = |id: &SqlInstanceId| document.owners_of_sql(*id).iter().any(|it| document.is_primary(*it));
    document.sql_instances.keys().copied().filter(is_primary).collect()
}

/// Where a database can be said to be.
#[derive(Clone, Copy)]
enum Place {
    /// On a SQL instance.
    On(SqlInstanceId),
    /// Nowhere: the BizTalk group does without.
    Nowhere,
    /// Nowhere, since the feature that brings it along is not in use.
    NotInUse(Feature),
}

/// The answers about the place of a kind of database. The ESB Toolkit may have none of its databases, others must be.
fn all_places(document: &Document, kind: DatabaseKind) -> Vec<Place> {
    let is_of_esb = matches!(kind, DatabaseKind::EsbItinerary | DatabaseKind::EsbException);
    let nowhere = [Place::Nowhere, Place::NotInUse(Feature::Esb)].into_iter().filter(|_| is_of_esb);
    places(document).into_iter().map(Place::On).chain(nowhere).collect()
}

/// The same in words; empty for an attribute that asks for no place.
pub(super) fn place_words(document: &Document, attribute: Attribute) -> Vec<String> {
    let all = kind_of(attribute).map(|it| all_places(document, it)).unwrap_or_default();
    let words = |it| match it {
        Place::On(sql) => Element::from(sql).name(document),
        Place::Nowhere => Attribute::NO_SUCH_DATABASE.to_owned(),
        Place::NotInUse(feature) => format!("{} is not in use", feature.label()),
    };
    all.into_iter().map(words).collect()
}

/// Draws the database on the SQL instance that was chosen, or notes that there is none. It moves with the others there.
pub(super) fn write(draft: &mut Draft<'_>, attribute: Attribute, element: Element, answer: &Answer) -> Option<()> {
    let kind = kind_of(attribute)?;
    let group = BizTalkGroupId::try_from(element).ok();
    let sql = match answer.of(&all_places(draft.document(), kind))? {
        Place::On(sql) => sql,
        Place::Nowhere => {
            draft.change(group?, |it: &mut BizTalkGroup| {
                it.without_databases.insert(kind);
            });
            return Some(());
        }
        Place::NotInUse(feature) => {
            let mut environment = draft.document().environment.clone();
            environment.features.remove(&feature);
            return draft.run(EditCommand::SetEnvironment(environment)).ok();
        }
    };
    if let Some(group) = group {
        draft.change(group, |it: &mut BizTalkGroup| {
            it.without_databases.remove(&kind);
        });
    }
    let is_first = !draft.document().databases.values().any(|it| it.kind == kind && it.biztalk_group == group);
    let beside = draft.document().databases.values().find(|it| it.sql_instance == sql);
    let database = beside.map_or_else(|| Database::new(kind, sql, group), |it| Database::beside(it, kind, group));
    let is_master = kind == DatabaseKind::MessageBox && is_first;
    draft.add(Database { is_master, ..database });
    Some(())
}

/// Writes to which BizTalk group a database belongs.
pub(super) fn write_group(draft: &mut Draft<'_>, database: DatabaseId, answer: &Answer) -> Option<()> {
    let groups: Vec<BizTalkGroupId> = draft.document().biztalk_groups.keys().copied().collect();
    let group = answer.of(&groups)?;
    draft.change(database, |it| it.biztalk_group = Some(group));
    Some(())
}
