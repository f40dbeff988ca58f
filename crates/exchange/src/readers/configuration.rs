//! What `Configuration.exe` exports: one file per computer, which does not name that computer. Only what stands under a
//! selected answer holds; a feature that is absent is not configured.

use roxmltree::Node;

use super::reading::{Dropped, Reading};
use super::tokens::Filling;
use super::xml::{Xml, child, children, text_of};
use crate::facts::{Property, Subject, is_placeholder};
use crate::model::{DatabaseKind, Feature, Role};

/// The databases by the id of their question.
const DATABASES: [(&str, DatabaseKind); 9] = [
    ("SSO_DB_ID", DatabaseKind::Sso),
    ("{D757DBF9-5D71-4995-9F20-A552B7DFE7F1}", DatabaseKind::Management),
    ("{84ADD76E-EBEB-4bb8-B9EB-64F87E483C39}", DatabaseKind::MessageBox),
    ("{1033195A-3C23-4750-BBD0-06BC12A175D4}", DatabaseKind::Tracking),
    ("{E1FC3106-8DD4-4f12-9EB6-849DD8BDD605}", DatabaseKind::BamPrimaryImport),
    ("{1D372BCB-DF59-43b6-A4A9-87082B5727B0}", DatabaseKind::BamArchive),
    ("{16567D1E-6946-4f4e-BB3F-900DE2648328}", DatabaseKind::BamAnalysis),
    ("{B973DB76-BA7F-4a2e-A57E-07EEF54B37A8}", DatabaseKind::BamStarSchema),
    ("{E6C5E071-D6EB-4C31-BFE6-CA16637FBEEB}", DatabaseKind::RuleEngine),
];

/// The id of the question about a database; empty for one that is not configured so.
pub(crate) fn database_question(kind: DatabaseKind) -> &'static str {
    DATABASES.iter().find(|(_, it)| *it == kind).map_or("", |(id, _)| *id)
}

/// Reads a file, with the values of its placeholders.
pub(super) fn read(text: &str, tokens: &Filling, reading: &mut Reading) {
    let Some(xml) = Xml::parse(text, reading) else { return };
    let own = Reading::own();
    let own = Subject::Computer(own);
    reading.found(&own, "", 1);
    reading.says(&own, Property::Configured, true, 1);
    for feature in children(xml.root(), "Feature") {
        Configured { xml: &xml, tokens, feature }.read(reading);
    }
}

/// A feature as it is configured.
struct Configured<'a, 'b> {
    xml: &'a Xml<'b>,
    tokens: &'a Filling,
    feature: Node<'a, 'b>,
}

/// The elements that hold: those under an answer only if it is selected.
fn selected<'a, 'b>(node: Node<'a, 'b>, found: &mut Vec<Node<'a, 'b>>) {
    for it in node.children().filter(Node::is_element) {
        if it.tag_name().name() == "Answer" && it.attribute("Selected") != Some("Yes") {
            continue;
        }
        found.push(it);
        selected(it, found);
    }
}

impl<'a, 'b> Configured<'a, 'b> {
    fn read(&self, reading: &mut Reading) {
        let mut holds = Vec::new();
        selected(self.feature, &mut holds);
        let line = self.xml.line(self.feature);
        self.feature(&holds, line, reading);
        for it in &holds {
            match it.tag_name().name() {
                "SQL" => self.database(*it, reading),
                "NTService" => {
                    reading.drops(Dropped::Accounts, usize::from(!text_of(*it, "UserName").is_empty()));
                    reading.drops(Dropped::Passwords, usize::from(!text_of(*it, "Password").is_empty()));
                }
                "NTCredential" => reading.drops(Dropped::WindowsGroups, 1),
                "FILE" => reading.drops(Dropped::Paths, 1),
                "Name" => {
                    let hidden = it.attribute("ID").unwrap_or_default().contains("PASSWORD");
                    reading.drops(Dropped::Passwords, usize::from(hidden && !text_of(*it, "Value").is_empty()));
                }
                _ => {}
            }
        }
        self.host(&holds, ("HOST", "BTS_HOST_NAME", "TRUSTEDHOST", "GENERICHOST"), "InProcess", reading);
        self.host(&holds, ("ISOHOST", "BTS_IHOST_NAME", "TRUSTEDIHOST", "GENERICIHOST"), "Isolated", reading);
    }

    fn database(&self, sql: Node<'a, 'b>, reading: &mut Reading) {
        let id = sql.attribute("ID").unwrap_or_default();
        let Some((_, kind)) = DATABASES.iter().find(|(known, _)| known.eq_ignore_ascii_case(id)) else { return };
        let (server, name) = (child(sql, "Server"), self.tokens.fill(text_of(sql, "Database"), reading));
        let line = self.xml.line(server.unwrap_or(sql));
        let server = self.tokens.fill(server.and_then(|it| it.text()).unwrap_or_default(), reading);
        if let Some(subject) = reading.database(*kind, &name, &server, line)
            && *kind == DatabaseKind::MessageBox
        {
            reading.says(&subject, Property::Master, true, line);
        }
    }

    /// What a feature that is configured means for the environment and for its computer.
    fn feature(&self, holds: &[Node<'a, 'b>], line: u32, reading: &mut Reading) {
        let (own, name) = (Reading::own(), self.feature.attribute("Name").unwrap_or_default());
        let role = |reading: &mut Reading, role| reading.found(&Subject::Role(own.clone(), role), "", line);
        let uses = |reading: &mut Reading, feature| reading.found(&Subject::Feature(feature), "", line);
        let is_selected =
            |id: &str, value: &str| answer(holds, id).is_some_and(|it| it.attribute("Value") == Some(value));
        if name.contains("SSOServer") {
            role(reading, Role::EntSso);
            if let Some(answer) = answer(holds, "IsSecretServer") {
                let creates = answer.attribute("Value") == Some("Create");
                reading.says(&Subject::Computer(own.clone()), Property::MasterSecret, creates, self.xml.line(answer));
            }
        }
        match name {
            "Engine,BTSCfg" => role(reading, Role::BizTalkRuntime),
            "BAMTools" => uses(reading, Feature::Bam),
            "BAMPortal" => {
                role(reading, Role::BamPortal);
                uses(reading, Feature::BamPortal);
            }
            "RulesEngine" => {
                role(reading, Role::RuleEngineUpdate);
                uses(reading, Feature::Bre);
            }
            "TMS" => {
                role(reading, Role::BizTalkTms);
                uses(reading, Feature::Office365);
            }
            "MsEDIAS2" => {
                let known = [("EDI", Feature::Edi), ("AS2", Feature::As2), ("StatusReport", Feature::StatusReporting)];
                for (_, feature) in known.iter().filter(|(id, _)| is_selected(id, "Yes")) {
                    uses(reading, *feature);
                }
            }
            _ => {}
        }
        // The question about alerts has no name, only this id, in every version seen.
        if name == "BAMTools" && is_selected("{308CC88B-9E51-4103-AE4C-73300E02A7EB}", "Yes") {
            uses(reading, Feature::BamAlerts);
        }
    }

    /// A default host that was created with its host instance on this computer.
    fn host(
        &self,
        holds: &[Node<'a, 'b>],
        (question, name, trusted, only_32_bit): (&str, &str, &str, &str),
        kind: &str,
        reading: &mut Reading,
    ) {
        if answer(holds, question).and_then(|it| it.attribute("Value")) != Some("Yes") {
            return;
        }
        let named = |it: &&Node<'_, '_>| it.tag_name().name() == "Name" && it.attribute("ID") == Some(name);
        let Some(element) = holds.iter().find(named) else { return };
        let line = self.xml.line(*element);
        let name = self.tokens.fill(text_of(*element, "Value"), reading);
        let Some(key) = reading.host(&name, line) else { return };
        let host = Subject::Host(key.clone());
        reading.says(&host, Property::Kind, kind, line);
        for (id, property) in [(trusted, Property::Trusted), (only_32_bit, Property::Only32Bit)] {
            if let Some(answer) = answer(holds, id) {
                reading.says(&host, property, answer.attribute("Value") == Some("Yes"), self.xml.line(answer));
            }
        }
        reading.found(&Subject::HostInstance { host: key, computer: Reading::own() }, "", line);
        debug_assert!(!is_placeholder(&name), "a placeholder is no host");
    }
}

/// The selected answer to a question.
fn answer<'a, 'b>(holds: &[Node<'a, 'b>], id: &str) -> Option<Node<'a, 'b>> {
    let is_it = |it: &&Node<'_, '_>| {
        it.tag_name().name() == "Question" && it.attribute("ID").is_some_and(|it| it.eq_ignore_ascii_case(id))
    };
    let question = holds.iter().find(is_it)?;
    children(*question, "Answer").find(|it| it.attribute("Selected") == Some("Yes"))
}
