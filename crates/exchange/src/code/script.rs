//! The script that makes hosts, host instances and handlers: the data of a design in front of fixed steps.

use super::head::{Asks, lines, marked};
use super::names::{account, computer, host_group, said_flag, said_number};
use super::plan::Plan;
use super::{File, Given};
use crate::model::{BizTalkGroupId, Direction, Document, Element, HostId, HostKind, Property};

/// The steps, with a line in the place of the data.
const STEPS: &str = include_str!("../../../../assets/code/hosts.ps1");
const DATA: &str = "#DATA\n";
/// Windows PowerShell 5.1 takes a file without it for one in the code page of the computer.
const MARK: &str = "\u{feff}";

/// The script of a BizTalk group.
pub(super) fn file(plan: &Plan<'_>, group: BizTalkGroupId, name: String, given: &Given<'_>) -> File {
    let mut asks = Asks::default();
    asks.note("the steps follow Microsoft's documents of the WMI classes; they were checked for their syntax only");
    let hosts: Vec<HostId> = plan.hosts(group).collect();
    let data = [
        list("HostList", &hosts.iter().map(|id| host(plan.document, *id, &mut asks)).collect::<Vec<_>>()),
        list("InstanceList", &instances(plan.document, &hosts, &mut asks)),
        list("HandlerList", &handlers(plan.document, &hosts, &mut asks)),
    ];
    let rests_on = [
        "ref/creating-updating-and-deleting-a-host-instance-using-wmi",
        "ref/mapping-and-installing-host-instances-using-wmi",
        "ref/creating-an-ftp-receive-handler-using-wmi",
        "ref/msbts-hostsetting-wmi",
        "ref/msbts-hostinstance-install-method",
        "ref/msbts-hostinstancesetting-isdisabled-property-wmi",
        "ref/msbts-sendhandler2-wmi",
        "ref/msbts-host-cluster-method-wmi",
    ];
    let what = "Script that makes hosts, host instances and handlers; -WhatIf says what it would do.";
    let top = marked("# ", &lines(given, what, &rests_on, &asks));
    let text = format!("{MARK}{top}{}", STEPS.replacen(DATA, &data.concat(), 1));
    File {
        name,
        bytes: text.replace('\n', "\r\n").into_bytes(),
        about: "makes hosts, host instances and handlers; -WhatIf says what it would do".to_owned(),
        asks,
    }
}

/// A list of entries, as a variable.
fn list(name: &str, entries: &[String]) -> String {
    let entries: Vec<String> = entries.iter().map(|it| format!("@{{ {it} }}")).collect();
    format!("${name} = @(\n{})\n", marked("    ", &entries))
}

fn host(document: &Document, id: HostId, asks: &mut Asks) -> String {
    let Some(host) = document.hosts.get(&id) else { return String::new() };
    let cluster = host.clustered_in.as_ref().map(|it| Element::from(it.resource_group).name(document));
    [
        format!("Name = {}", quoted(&host.name)),
        format!("Type = {}", if host.kind == HostKind::Isolated { 2 } else { 1 }),
        format!("WindowsGroup = {}", quoted(&host_group(document, id, asks))),
        format!("Tracking = {}", flag(Some(host.allow_tracking))),
        format!("Trusted = {}", flag(said_flag(document, id.into(), Property::Trusted))),
        format!("Only32Bit = {}", flag(host.is_64_bit.map(|it| !it))),
        format!("MessagingInterval = {}", number(said_number(document, id.into(), Property::MessagingPolling))),
        format!("OrchestrationInterval = {}", number(said_number(document, id.into(), Property::OrchestrationPolling))),
        format!("Default = {}", flag(Some(host.is_default))),
        format!("ClusterGroup = {}", quoted(&cluster.unwrap_or_default())),
    ]
    .join("; ")
}

fn instances(document: &Document, hosts: &[HostId], asks: &mut Asks) -> Vec<String> {
    let mut entries = Vec::new();
    for it in document.host_instances.values().filter(|it| hosts.contains(&it.host)) {
        entries.push(format!(
            "HostName = {}; Computer = {}; Account = {}; Disabled = {}",
            quoted(&Element::Host(it.host).name(document)),
            quoted(&computer(document, it.computer, asks)),
            quoted(&account(document, it, asks)),
            flag(Some(!it.enabled)),
        ));
    }
    entries
}

fn handlers(document: &Document, hosts: &[HostId], asks: &mut Asks) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    let (mut says_default, mut sends) = (false, false);
    for (id, it) in document.handlers.iter().filter(|(_, it)| hosts.contains(&it.host)) {
        let host = Element::Host(it.host).name(document);
        let direction = it.direction.label().to_lowercase();
        let Some(adapter) = it.product_name() else {
            asks.note(format!("a {direction} handler of {host} has an adapter that the design does not name"));
            continue;
        };
        let default =
            said_flag(document, (*id).into(), Property::IsDefault).filter(|_| it.direction == Direction::Send);
        sends |= it.direction == Direction::Send;
        says_default |= default.is_some();
        let entry = format!(
            "Adapter = {}; Direction = '{direction}'; HostName = {}; Default = {}",
            quoted(adapter),
            quoted(&host),
            flag(Some(default == Some(true))),
        );
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    if sends && !says_default {
        asks.note("the design does not say which send handler of an adapter is the default one; none is set");
    }
    entries
}

fn flag(flag: Option<bool>) -> &'static str {
    match flag {
        None => "$null",
        Some(true) => "$true",
        Some(false) => "$false",
    }
}

fn number(number: Option<u64>) -> String {
    number.map_or_else(|| "$null".to_owned(), |it| it.to_string())
}

/// A text as PowerShell reads it: between single quotation marks, in which only those marks mean something, of every
/// kind that PowerShell takes for one. Control characters stand outside.
fn quoted(text: &str) -> String {
    let mut parts = vec!["'".to_owned()];
    for it in text.chars() {
        match it {
            '\'' | '\u{2018}'..='\u{201b}' => parts.push(format!("{it}{it}")),
            it if it.is_control() => parts.push(format!("' + [string][char]{} + '", u32::from(it))),
            it => parts.push(it.to_string()),
        }
    }
    parts.push("'".to_owned());
    let quoted = parts.concat();
    if quoted.contains("[char]") { format!("({quoted})") } else { quoted }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text_in_powershell() {
        assert_eq!(quoted("plain"), "'plain'");
        assert_eq!(quoted("$(Get-Date) `n \"x\""), "'$(Get-Date) `n \"x\"'");
        assert_eq!(quoted("it's ’so‘"), "'it''s ’’so‘‘'");
        assert_eq!(quoted("a\nb"), "('a' + [string][char]10 + 'b')");
    }

    #[test]
    fn the_steps_have_one_place_for_the_data() {
        assert_eq!(STEPS.matches(DATA).count(), 1);
    }
}
