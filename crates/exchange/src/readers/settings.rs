//! `BTSTask ExportSettings`: hosts, their settings, and on which computers they run. Neither the type of a host nor an
//! adapter is in it, and it may hold some of the hosts only.

use roxmltree::Node;

use super::reading::{Dropped, Reading};
use super::xml::{Xml, child, children, flag};
use crate::facts::{Property, Subject};
use crate::model::DatabaseKind;

/// Reads a file.
pub(super) fn read(text: &str, reading: &mut Reading) {
    let Some(xml) = Xml::parse(text, reading) else { return };
    let root = xml.root();
    if let Some(group) = child(root, "ExportedGroup") {
        // The server may hold a colon itself, as in `tcp:sql1,1433`.
        let text = group.text().unwrap_or_default();
        match text.rsplit_once(':') {
            Some((server, name)) => {
                reading.database(DatabaseKind::Management, name, server, xml.line(group));
            }
            None => reading.leaves_open("the BizTalk Management database", xml.line(group)),
        }
    }
    for setting in child(root, "GroupSettings").into_iter().flat_map(|it| children(it, "Setting")) {
        if setting.attribute("Name") == Some("GlobalTrackingOption") {
            if let Some(on) = setting.text().and_then(flag) {
                reading.says(&Subject::Environment, Property::GlobalTracking, on, xml.line(setting));
            }
        } else {
            reading.drops(Dropped::OtherSettings, 1);
        }
    }
    for host in child(root, "HostSettings").into_iter().flat_map(|it| children(it, "Host")) {
        let Some(name) = reading.host(host.attribute("Name").unwrap_or_default(), xml.line(host)) else { continue };
        let host_key = Subject::Host(name);
        for setting in children(host, "Setting") {
            of_host(&host_key, setting, xml.line(setting), reading);
        }
    }
    for host in child(root, "HostInstanceSettings").into_iter().flat_map(|it| children(it, "Host")) {
        let Some(name) = reading.host(host.attribute("Name").unwrap_or_default(), xml.line(host)) else { continue };
        for server in children(host, "Server") {
            let line = xml.line(server);
            if let Some(computer) = reading.computer(server.attribute("Name").unwrap_or_default(), line) {
                let instance = Subject::HostInstance { host: name.clone(), computer };
                reading.found(&instance, "", line);
            }
            reading.drops(Dropped::OtherSettings, children(server, "Setting").count());
        }
    }
}

fn of_host(host: &Subject, setting: Node<'_, '_>, line: u32, reading: &mut Reading) {
    let text = setting.text().unwrap_or_default().trim();
    let property = match setting.attribute("Name").unwrap_or_default() {
        "HostTracking" => Property::Tracking,
        "AuthTrusted" => Property::Trusted,
        "IsHost32BitOnly" => Property::Only32Bit,
        "MessagingMaxReceiveInterval" => Property::MessagingPolling,
        "XlangMaxReceiveInterval" => Property::OrchestrationPolling,
        _ => return reading.drops(Dropped::OtherSettings, 1),
    };
    match property {
        Property::MessagingPolling | Property::OrchestrationPolling => {
            if let Ok(number) = text.parse::<u64>() {
                reading.says(host, property, number, line);
            }
        }
        _ => {
            if let Some(yes) = flag(text) {
                reading.says(host, property, yes, line);
            }
        }
    }
}
