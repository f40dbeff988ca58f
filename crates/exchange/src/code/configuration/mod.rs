//! What `Configuration.exe /S` reads, a file per computer: passwords are empty, the SSO system and the BizTalk group are
//! created on one computer each and joined on the others.

mod bam;
mod features;
mod questions;

use super::head::{Asks, lines};
use super::names::{self, is_network_name, key, server_of, windows_group};
use super::plan::{Plan, physical_name};
use super::xml::Xml;
use super::{File, Given};
use crate::jobs::windows_groups;
use crate::model::{
    BizTalkGroupId, ComputerId, Database, DatabaseKind, Document, Element, Feature, ResourceGroupId, ResourceKind, Role,
};
use crate::readers::database_question;

/// What a computer is configured with, written so far.
struct Configuration<'a, 'd> {
    plan: &'a Plan<'d>,
    document: &'d Document,
    computer: ComputerId,
    group: Option<BizTalkGroupId>,
    xml: Xml,
    asks: Asks,
}

/// The file of a computer.
pub(super) fn file(plan: &Plan<'_>, computer: ComputerId, name: String, given: &Given<'_>) -> File {
    // What has to be filled in stands at the top and is known at the end.
    let asks = Configuration::new(plan, computer, &[]).written().1;
    let shown = Element::Computer(computer).name(plan.document);
    let what =
        format!("Configuration of the computer {shown}: Configuration.exe /S {name} /L log.txt, as administrator.");
    let rests_on = [
        "inst/working-with-the-configuration-framework",
        "inst/configure-biztalk-server",
        "core/how-to-configure-sso-in-a-multicomputer-scenario",
    ];
    let top = lines(given, &what, &rests_on, &asks);
    let (xml, asks) = Configuration::new(plan, computer, &top).written();
    let creates = [
        (plan.creates_sso(computer), "creates the SSO system"),
        (plan.takes_over_secret(computer), "takes over the master secret"),
        (plan.creates_group(computer), "creates the BizTalk group"),
    ];
    let mut about = vec!["configuration of one computer for Configuration.exe /S, in the order of the list"];
    about.extend(creates.iter().filter(|(it, _)| *it).map(|(_, words)| *words));
    File { name, bytes: xml.finish(), about: about.join("; "), asks }
}

impl<'a, 'd> Configuration<'a, 'd> {
    fn new(plan: &'a Plan<'d>, computer: ComputerId, top: &[String]) -> Self {
        let (document, group) = (plan.document, plan.group_of(computer));
        let mut asks = Asks::default();
        asks.note(
            "before use, put the passwords in, or answer them in the window of Configuration.exe; take them out again",
        );
        asks.note("texts of the window are left out: compare with an export of the version that is installed");
        Self { plan, document, computer, group, xml: Xml::new(top), asks }
    }

    fn has(&self, role: Role) -> bool {
        self.document.has_role(self.computer, role)
    }

    /// Whether the computer creates its BizTalk group.
    fn creates_group(&self) -> bool {
        self.plan.creates_group(self.computer)
    }

    /// Whether the computer does what one computer does for its whole BizTalk group.
    fn leads_group(&self) -> bool {
        self.plan.leads_group(self.computer)
    }

    fn written(mut self) -> (Xml, Asks) {
        names::computer(self.document, self.computer, &mut self.asks);
        if self.plan.is_kept(self.computer) {
            self.asks
                .note("this computer is there already: what is configured on it stays, the file is for a new setup");
        }
        self.xml.open("Configuration", &[]);
        let runs = self.has(Role::BizTalkRuntime);
        if runs || self.has(Role::EntSso) || self.document.may_hold_master_secret(self.computer) {
            self.sso();
        }
        if let Some(group) = self.group {
            if runs || self.has(Role::BamPortal) {
                self.biztalk_group(group);
            }
            if runs {
                self.runtime(group);
            }
            self.rules_engine(group);
            self.bam(group);
            if runs {
                self.edi();
            }
        }
        if self.has(Role::BizTalkTms) {
            self.asks
                .note("BizTalk TMS is drawn here: configure it in the window; no document says how a file holds it");
        }
        if !self.document.is_primary(self.computer) {
            self.asks.note(
                "this computer stands outside the primary site: disable its services and host instances afterwards",
            );
        }
        (self.xml, self.asks)
    }

    /// A database as an answer; the id of the question is that by which it is read.
    fn sql(&mut self, kind: DatabaseKind, database: Option<&Database>) {
        let drawn = database.map(|it| server_of(self.document, it, &mut self.asks));
        let server = drawn.unwrap_or_else(|| {
            let token = format!("SQL_SERVER_OF_{}", word(kind));
            self.asks.token(token, format!("the SQL Server of the {} database; none is drawn", kind.label()), "")
        });
        let name = database.map_or(kind.default_name(), physical_name);
        let mut attributes = vec![("ID", database_question(kind))];
        attributes.extend(kind.is_analysis().then_some(("MSOLAPServer", "Yes")));
        self.xml.open("SQL", &attributes);
        self.xml.leaf("Server", &[], &server);
        self.xml.leaf("Database", &[], name);
        self.xml.leaf("WindowsSecurity", &[("Editable", "no")], "yes");
        self.xml.empty("UserName", &[]);
        self.xml.empty("Password", &[]);
        self.xml.close();
    }

    /// The account of a service, without its password.
    fn service(&mut self, id: &str, account: &str) {
        let (domain, user) = account.split_once('\\').unwrap_or(("", account));
        self.xml.open("NTService", &[("ID", id)]);
        self.xml.leaf("UserName", &[], user);
        self.xml.leaf("Domain", &[], domain);
        self.xml.empty("Password", &[]);
        self.xml.close();
    }

    /// The account of a service that no design states.
    fn unknown_service(&mut self, id: &str, token: &str, what: &str) {
        let user = self.asks.token(token, what, "");
        let domain = names::domain(self.document, self.computer, &mut self.asks).unwrap_or_default();
        let account = if domain.is_empty() { user } else { format!("{domain}\\{user}") };
        self.service(id, &account);
    }

    /// A Windows group.
    fn credential(&mut self, id: &str, group: &str) {
        // The flags are those of the sample in `inst/working-with-the-configuration-framework`.
        let flags = if id.starts_with("SSO") { "2147516422" } else { "2147483654" };
        let flags = [("ScopeType", "105"), ("UpLevelFlags", "672"), ("DownLevelFlags", flags)];
        self.xml.open("NTCredential", &[("ID", id)]);
        self.xml.leaf("NTAccount", &flags, group);
        self.xml.close();
    }

    /// A Windows group under the name that setup proposes.
    fn usual_group(&mut self, id: &str, name: &str) {
        debug_assert!(windows_groups().iter().any(|it| it.name == name), "{name}");
        let group = windows_group(self.document, self.computer, name, &mut self.asks);
        self.credential(id, &group);
    }

    /// A field of the window.
    fn field(&mut self, id: &str, hidden: bool, value: &str) {
        self.xml.open("Name", &[("ID", id), ("Hidden", if hidden { "true" } else { "false" })]);
        self.xml.leaf("Value", &[], value);
        self.xml.close();
    }
}

/// A kind of database in capitals.
fn word(kind: DatabaseKind) -> String {
    kind.label().to_uppercase().replace(' ', "_")
}
