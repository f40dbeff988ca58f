//! Which host of the present gives its settings to which of the target, as `BTSTask ImportSettings` reads it.

use std::collections::BTreeSet;

use super::head::{Asks, lines};
use super::xml::Xml;
use super::{File, Given, Present};
use crate::model::{Document, Element, HostId, HostInstance, HostInstanceId};

/// The map; `None` where the present has no host that the target has too.
pub(super) fn file(target: &Document, present: &Present<'_>, given: &Given<'_>) -> Option<File> {
    let mut asks = Asks::default();
    let hosts = hosts(target, present, &mut asks);
    if hosts.is_empty() {
        return None;
    }
    let instances = instances(target, present, &mut asks);
    let what = format!(
        "Map of settings from {} to {}: BTSTask ExportSettings there, then BTSTask ImportSettings /Source:settings.xml \
         /Map:SettingsMap.xml here.",
        present.name, given.name
    );
    let rests_on = ["core/how-to-import-biztalk-settings-using-btstask"];
    let mut xml = Xml::new(&lines(given, &what, &rests_on, &asks));
    xml.open("SettingsMap", &[]);
    xml.open("HostMappings", &[]);
    for (was, is) in hosts {
        xml.open("SourceHost", &[("Name", &was)]);
        xml.leaf("DestinationHosts", &[], &is);
        xml.close();
    }
    xml.close();
    xml.open("HostInstanceMappings", &[]);
    for (was, is) in instances {
        xml.open("SourceHostInstance", &[("Name", &was)]);
        xml.leaf("DestinationHostInstances", &[], &is);
        xml.close();
    }
    Some(File {
        name: "SettingsMap.xml".to_owned(),
        bytes: xml.finish(),
        about: "which host gets the settings of which, for BTSTask ImportSettings".to_owned(),
        asks,
    })
}

/// Hosts with what they become, in the order of the present.
fn hosts(target: &Document, present: &Present<'_>, asks: &mut Asks) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (id, host) in &present.document.hosts {
        let becomes = (present.becomes)(Element::Host(*id)).and_then(|it| HostId::try_from(it).ok());
        match becomes.and_then(|it| target.hosts.get(&it)) {
            Some(it) => pair(&host.name, &it.name, &mut pairs, asks),
            None => asks.note(format!("the host {} goes; nothing gets its settings", host.name)),
        }
    }
    for host in target.hosts.values().filter(|it| !pairs.iter().any(|(_, is)| *is == it.name)) {
        asks.note(format!("the host {} is new; no settings lead to it", host.name));
    }
    pairs
}

/// Host instances with what they become, as `HOST:COMPUTER`.
fn instances(target: &Document, present: &Present<'_>, asks: &mut Asks) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let becomes = |id: HostInstanceId| HostInstanceId::try_from((present.becomes)(Element::HostInstance(id))?).ok();
    for (id, it) in &present.document.host_instances {
        let was = instance_name(present.document, it);
        match becomes(*id).and_then(|it| target.host_instances.get(&it)) {
            Some(it) => pair(&was, &instance_name(target, it), &mut pairs, asks),
            None => asks.note(format!("the host instance {was} goes; nothing gets its settings")),
        }
    }
    let names = target.host_instances.values().map(|it| instance_name(target, it));
    let known: BTreeSet<&str> = pairs.iter().map(|(_, is)| is.as_str()).collect();
    let new: Vec<String> = names.filter(|it| !known.contains(it.as_str())).collect();
    if !new.is_empty() {
        asks.note(format!("new host instances get no settings until one leads to them: {}", new.join(", ")));
    }
    pairs
}

fn instance_name(document: &Document, it: &HostInstance) -> String {
    format!("{}:{}", Element::Host(it.host).name(document), Element::Computer(it.computer).name(document))
}

/// A pair of names, unless one would be read as several: a semicolon separates them.
fn pair(was: &str, is: &str, pairs: &mut Vec<(String, String)>, asks: &mut Asks) {
    if is.contains(';') {
        asks.note(format!("{was} to {is} is left out: a semicolon separates names here"));
    } else {
        pairs.push((was.to_owned(), is.to_owned()));
    }
}
