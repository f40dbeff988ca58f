//! The databases that move, as UpdateDatabase.vbs and UpdateRegistry.vbs read them. What stays is switched off, as
//! documents ask for.

use super::head::{Asks, lines};
use super::names::server_of;
use super::plan::physical_name;
use super::xml::Xml;
use super::{File, Given, Present};
use crate::model::{Database, DatabaseId, DatabaseKind, Document, Element};

/// A database as it is and as it will be.
struct Pair {
    kind: DatabaseKind,
    is_master: bool,
    was: Place,
    is: Place,
}

/// Where a database lies.
struct Place {
    name: String,
    /// As the file has it; may be a placeholder.
    server: String,
    /// As the drawing has it.
    drawn: String,
}

impl Pair {
    fn moves(&self) -> bool {
        self.was.name != self.is.name || !self.was.drawn.eq_ignore_ascii_case(&self.is.drawn)
    }

    fn attributes(&self) -> Vec<(&str, &str)> {
        let (was, is) = (&self.was, &self.is);
        vec![
            ("oldDBName", was.name.as_str()),
            ("oldDBServer", was.server.as_str()),
            ("newDBName", is.name.as_str()),
            ("newDBServer", is.server.as_str()),
        ]
    }
}

/// The file; `None` where no database of the present moves.
pub(super) fn file(target: &Document, present: &Present<'_>, given: &Given<'_>) -> Option<File> {
    let mut asks = Asks::default();
    let pairs = pairs(target, present, &mut asks);
    if !pairs.iter().any(Pair::moves) {
        return None;
    }
    advise(&pairs, &mut asks);
    let what = format!(
        "Databases that move from {} to {}: cscript UpdateDatabase.vbs UpdateInfo.xml on one BizTalk server, then cscript \
         UpdateRegistry.vbs UpdateInfo.xml on each, from a command prompt of 64 bits.",
        present.name, given.name
    );
    let rests_on = [
        "core/how-to-move-the-biztalk-server-databases",
        "core/how-to-restore-your-databases",
        "core/how-to-move-the-bam-primary-import-database1",
        "core/how-to-configure-the-destination-system-for-log-shipping",
        "core/high-availability-using-sql-server-always-on-availability-groups",
        "tg/before-you-move-the-tracking-database-if-messagebox-database-is-not-moving",
    ];
    let mut xml = Xml::new(&lines(given, &what, &rests_on, &asks));
    xml.open("UpdateConfiguration", &[]);
    core(&pairs, &mut xml);
    bam(&pairs, &mut xml);
    xml.open("OtherDatabases", &[]);
    for pair in &pairs {
        if let Some(name) = other_name(pair) {
            let mut attributes = vec![("Name", name)];
            attributes.extend(pair.attributes());
            write(&mut xml, "Database", &attributes, pair.moves());
        }
    }
    Some(File {
        name: "UpdateInfo.xml".to_owned(),
        bytes: xml.finish(),
        about: "databases that move, for UpdateDatabase.vbs and UpdateRegistry.vbs".to_owned(),
        asks,
    })
}

/// The MessageBoxes, the Tracking and the Management database. Where the Tracking database moves, the MessageBoxes stand
/// in the file as well.
fn core(pairs: &[Pair], xml: &mut Xml) {
    let tracking_moves = pairs.iter().any(|it| it.kind == DatabaseKind::Tracking && it.moves());
    for (kind, tag) in [
        (DatabaseKind::MessageBox, "MessageBoxDB"),
        (DatabaseKind::Tracking, "TrackingDB"),
        (DatabaseKind::Management, "ManagementDB"),
    ] {
        for pair in pairs.iter().filter(|it| it.kind == kind) {
            let mut attributes = pair.attributes();
            if kind == DatabaseKind::MessageBox {
                attributes.push(("IsMaster", if pair.is_master { "1" } else { "0" }));
            }
            write(xml, tag, &attributes, pair.moves() || (kind == DatabaseKind::MessageBox && tracking_moves));
        }
    }
}

/// The units of BAM, where its Primary Import database moves: all of them, as they will be.
fn bam(pairs: &[Pair], xml: &mut Xml) {
    let of = |kind| pairs.iter().find(|it| it.kind == kind);
    let Some(import) = of(DatabaseKind::BamPrimaryImport).filter(|it| it.moves()) else { return };
    xml.open("BAM", &[]);
    unit(xml, "OldPrimaryImportDatabase", ["ServerName", "DatabaseName"], &import.was);
    unit(xml, "PrimaryImportDatabase", ["ServerName", "DatabaseName"], &import.is);
    for (kind, name) in [
        (DatabaseKind::BamArchive, "ArchivingDatabase"),
        (DatabaseKind::BamAnalysis, "AnalysisDatabase"),
        (DatabaseKind::BamStarSchema, "StarSchemaDatabase"),
    ] {
        if let Some(pair) = of(kind) {
            unit(xml, name, ["ServerName", "DatabaseName"], &pair.is);
        }
    }
    xml.close();
}

fn unit(xml: &mut Xml, name: &str, properties: [&str; 2], place: &Place) {
    xml.open("DeploymentUnit", &[("Name", name)]);
    xml.leaf("Property", &[("Name", properties[0])], &place.server);
    xml.leaf("Property", &[("Name", properties[1])], &place.name);
    xml.close();
}

fn write(xml: &mut Xml, tag: &'static str, attributes: &[(&str, &str)], is_on: bool) {
    if is_on { xml.empty(tag, attributes) } else { xml.switched_off(tag, attributes) }
}

/// What the section for other databases calls them; custom databases bear their own name.
fn other_name(pair: &Pair) -> Option<&str> {
    match pair.kind {
        DatabaseKind::Sso => Some("SSO"),
        DatabaseKind::BamAlertsApplication => Some("BAM Alerts Application DB"),
        DatabaseKind::BamAlertsNsMain => Some("BAM Alerts Instance DB"),
        DatabaseKind::Custom => Some(&pair.was.name),
        _ => None,
    }
}

/// What this file does not do for databases that move.
fn advise(pairs: &[Pair], asks: &mut Asks) {
    for pair in pairs.iter().filter(|it| it.moves()) {
        let what = format!("{} moves", pair.kind.label());
        match pair.kind {
            DatabaseKind::RuleEngine => asks.note(format!(
                "{what}: uncomment its lines in SampleUpdateInfo.xml of the installed version and copy them here; no document shows them"
            )),
            DatabaseKind::BamArchive | DatabaseKind::BamAnalysis | DatabaseKind::BamStarSchema => {
                asks.note(format!("{what}: change its server in the BAM configuration as well, with bm.exe"));
            }
            _ => {}
        }
    }
}

/// Databases of the present with what they become.
fn pairs(target: &Document, present: &Present<'_>, asks: &mut Asks) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (id, was) in &present.document.databases {
        let becomes = (present.becomes)(Element::Database(*id)).and_then(|it| DatabaseId::try_from(it).ok());
        let Some(is) = becomes.and_then(|it| target.databases.get(&it)) else {
            asks.note(format!("the target has no database that {} becomes", was.name));
            continue;
        };
        let is_master = is.is_master || target.databases.values().filter(|it| it.kind == is.kind).count() == 1;
        let was = place(present.document, was, asks, "PRESENT_");
        pairs.push(Pair { kind: is.kind, is_master, was, is: place(target, is, asks, "") });
    }
    pairs
}

/// Where a database lies. Placeholders of the present have names of their own.
fn place(document: &Document, database: &Database, asks: &mut Asks, prefix: &str) -> Place {
    let mut own = Asks::default();
    let text = server_of(document, database, &mut own);
    let (mut server, mut drawn) = (text.clone(), text);
    for (key, question) in own.questions() {
        let now = if prefix.is_empty() { "" } else { ", as it is now" };
        let token = asks.token(format!("{prefix}{key}"), format!("{}{now}", question.what), &question.drawn);
        let plain = format!("{{{{{key}}}}}");
        server = server.replace(&plain, &token);
        drawn = drawn.replace(&plain, &question.drawn);
    }
    Place { name: physical_name(database).to_owned(), server, drawn }
}
