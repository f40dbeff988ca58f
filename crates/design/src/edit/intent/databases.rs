//! Databases that a BizTalk group needs and nobody has drawn: where they are, and to which BizTalk group they belong.

use super::answer::Answer;
use super::attribute::Attribute;
use crate::edit::Draft;
use crate::model::{BizTalkGroupId, Database, DatabaseId, DatabaseKind, Document, Element, SqlInstanceId};

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

/// Draws the database on the SQL instance that was chosen. It moves with the others there.
pub(super) fn write(draft: &mut Draft<'_>, attribute: Attribute, element: Element, answer: &Answer) -> Option<()> {
    let kind = kind_of(attribute)?;
    let group = BizTalkGroupId::try_from(element).ok();
    let sql = answer.of(&places(draft.document()))?;
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
