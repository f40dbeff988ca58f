//! The list of hosts as scripts read it: separated by tabs without quotes, UTF-16 with its mark, line ends of Windows. It
//! knows no comments, so that what is to be said stands in a last column.

use super::head::{Asks, origin};
use super::names::{account, computer, host_group, said_flag, said_number};
use super::plan::Plan;
use super::{File, Given};
use crate::model::{BizTalkGroupId, ComputerId, Direction, Document, Handler, HandlerId, HostId, HostKind, Property};

const COLUMNS: [&str; 15] = [
    "HostName",
    "HostType",
    "GroupName",
    "AuthTrusted",
    "IsTrackingHost",
    "Is32BitOnly",
    "MessagingMaxReceiveInterval",
    "XlangMaxReceiveInterval",
    "InstanceServer",
    "InstanceUser",
    "InstanceUserPwd",
    "ReceiveHandler",
    "SendHandler",
    "DisabledOn",
    "Note",
];

/// The list of a BizTalk group.
pub(super) fn file(plan: &Plan<'_>, group: BizTalkGroupId, name: String, given: &Given<'_>) -> File {
    let mut all = Asks::default();
    let mut text = COLUMNS.join("\t");
    text.push_str("\r\n");
    for id in plan.hosts(group) {
        let mut asks = Asks::default();
        let mut row = row(plan.document, id, &mut asks);
        all.extend(&asks);
        let open = asks.line();
        row.push(if open.is_empty() { origin(given) } else { format!("{} {open}", origin(given)) });
        let row: Vec<String> = row.iter().map(|it| cell(it)).collect();
        text.push_str(&row.join("\t"));
        text.push_str("\r\n");
    }
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    File {
        name,
        bytes: units.flat_map(u16::to_le_bytes).collect(),
        about: "hosts, host instances and handlers as a list, for scripts that deploy; import reads it as well"
            .to_owned(),
        asks: all,
    }
}

/// All columns but the last.
fn row(document: &Document, id: HostId, asks: &mut Asks) -> Vec<String> {
    let Some(host) = document.hosts.get(&id) else { return Vec::new() };
    if cell(&host.name) != host.name {
        asks.note("the name of the host has characters that this list cannot hold; they are blanks here");
    }
    let flag = |flag: Option<bool>| flag.map_or("", |it| if it { "True" } else { "False" }).to_owned();
    let number = |property| said_number(document, id.into(), property).map_or_else(String::new, |it| it.to_string());
    vec![
        host.name.clone(),
        if host.kind == HostKind::Isolated { "Isolated" } else { "InProcess" }.to_owned(),
        host_group(document, id, asks),
        flag(said_flag(document, id.into(), Property::Trusted)),
        flag((!document.assumes(id, Property::Tracking)).then_some(host.allow_tracking)),
        flag(host.is_64_bit.map(|it| !it)),
        number(Property::MessagingPolling),
        number(Property::OrchestrationPolling),
        servers(document, id, asks),
        users(document, id, asks),
        String::new(),
        handlers(document, id, Direction::Receive, asks),
        handlers(document, id, Direction::Send, asks),
        disabled(document, id, asks),
    ]
}

/// The computers with a host instance that is disabled.
fn disabled(document: &Document, host: HostId, asks: &mut Asks) -> String {
    let instances = document.host_instances.values().filter(|it| it.host == host && !it.enabled);
    items(instances.map(|it| computer(document, it.computer, asks)))
}

/// The computers with a host instance.
fn servers(document: &Document, host: HostId, asks: &mut Asks) -> String {
    let instances = document.host_instances.values().filter(|it| it.host == host);
    let mut computers: Vec<ComputerId> = instances.map(|it| it.computer).collect();
    computers.dedup();
    items(computers.into_iter().map(|it| computer(document, it, asks)))
}

/// The account of the host instances, if they all have the same.
fn users(document: &Document, host: HostId, asks: &mut Asks) -> String {
    let instances = document.host_instances.values().filter(|it| it.host == host);
    let mut users: Vec<String> = instances.map(|it| account(document, it, asks)).collect();
    users.sort();
    users.dedup();
    match &users[..] {
        [] => String::new(),
        [one] => one.clone(),
        several => {
            asks.note(format!("accounts differ by computer: {}; split the row", several.join(", ")));
            String::new()
        }
    }
}

/// The adapters of a host in a direction; a star marks a default handler, where that is known.
fn handlers(document: &Document, host: HostId, direction: Direction, asks: &mut Asks) -> String {
    let mut named: Vec<String> = Vec::new();
    let of_host = |(_, it): &(&HandlerId, &Handler)| it.host == host && it.direction == direction;
    for (id, handler) in document.handlers.iter().filter(of_host) {
        let Some(adapter) = handler.product_name() else {
            asks.note(format!(
                "a {} handler has another adapter, which the design does not name",
                direction.label().to_lowercase()
            ));
            continue;
        };
        let is_default = said_flag(document, (*id).into(), Property::IsDefault) == Some(true);
        let star = if is_default && direction == Direction::Send { "*" } else { "" };
        // A star in front would make it a default handler, a bar two of it.
        let safe = adapter.replace('|', " ");
        let safe = safe.trim_start_matches('*');
        if safe != adapter {
            asks.note(format!("the name of the adapter {adapter} has characters that this list cannot hold"));
        }
        let item = format!("{star}{safe}");
        if !named.contains(&item) {
            named.push(item);
        }
    }
    named.join("|")
}

fn items(names: impl Iterator<Item = String>) -> String {
    names.map(|it| it.replace('|', " ")).collect::<Vec<_>>().join("|")
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    super::head::one_line(text).trim().to_owned()
}
