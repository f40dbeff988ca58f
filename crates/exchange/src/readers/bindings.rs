//! Binding files: which hosts and adapters ports use, where order is kept, and where orchestrations run. Addresses,
//! transport data, certificates and parties stay in the file.

use roxmltree::Node;

use super::reading::{Dropped, Reading};
use super::xml::{Xml, child, children, flag, text_of};
use crate::facts::{Property, Subject};
use crate::model::Direction;

/// What is open about a send port, such as a dynamic one, whose handler is not in the file.
const NO_HANDLER: &str = "the send handler of a send port with ordered delivery";

/// Reads a file.
pub(super) fn read(text: &str, reading: &mut Reading) {
    let Some(xml) = Xml::parse(text, reading) else { return };
    let root = xml.root();
    for module in child(root, "ModuleRefCollection").into_iter().flat_map(|it| children(it, "ModuleRef")) {
        for service in child(module, "Services").into_iter().flat_map(|it| children(it, "Service")) {
            orchestration(&xml, service, reading);
        }
    }
    for port in child(root, "SendPortCollection").into_iter().flat_map(|it| children(it, "SendPort")) {
        let name = port.attribute("Name").unwrap_or_default();
        let ordered = flag(text_of(port, "OrderedDelivery"));
        for (element, backup) in [("PrimaryTransport", false), ("SecondaryTransport", true)] {
            if let Some(transport) = child(port, element) {
                send(&xml, name, transport, backup, ordered, reading);
            }
        }
        drop_secrets(port, reading);
    }
    for port in child(root, "ReceivePortCollection").into_iter().flat_map(|it| children(it, "ReceivePort")) {
        for location in child(port, "ReceiveLocations").into_iter().flat_map(|it| children(it, "ReceiveLocation")) {
            receive(&xml, location, reading);
            drop_secrets(location, reading);
        }
    }
    let parties = child(root, "PartyCollection").map_or(0, |it| children(it, "Party").count());
    reading.drops(Dropped::Parties, parties);
}

fn orchestration(xml: &Xml<'_>, service: Node<'_, '_>, reading: &mut Reading) {
    let Some(host) = child(service, "Host").filter(|it| it.attribute("Name").is_some()) else { return };
    let line = xml.line(host);
    let Some(key) = reading.host(host.attribute("Name").unwrap_or_default(), line) else { return };
    let subject = Subject::Host(key.clone());
    if host.attribute("Type") == Some("1") {
        reading.says(&subject, Property::Kind, "InProcess", line);
    }
    if let Some(trusted) = host.attribute("Trusted").and_then(flag) {
        reading.says(&subject, Property::Trusted, trusted, line);
    }
    reading.drops(Dropped::WindowsGroups, usize::from(host.attribute("NTGroupName").is_some()));
    let orchestration = Subject::Orchestration(service.attribute("Name").unwrap_or_default().to_uppercase());
    reading.says(&orchestration, Property::Host, key.as_str(), line);
}

fn send(
    xml: &Xml<'_>,
    port: &str,
    transport: Node<'_, '_>,
    backup: bool,
    port_ordered: Option<bool>,
    reading: &mut Reading,
) {
    drop_secrets(transport, reading);
    let own = flag(text_of(transport, "OrderedDelivery"));
    // A dynamic port keeps the setting at the port itself.
    let ordered = own == Some(true) || (!backup && port_ordered == Some(true));
    let Some(handler) = child(transport, "SendHandler").filter(|it| it.attribute("Name").is_some()) else {
        if ordered {
            reading.leaves_open(NO_HANDLER, xml.line(transport));
        }
        return;
    };
    let adapter = child(transport, "TransportType").or_else(|| child(handler, "TransportType"));
    let subject = Subject::Port { direction: Direction::Send, backup, name: port.to_uppercase() };
    if !handled(xml, &subject, handler, adapter, reading) {
        if ordered && adapter.is_none() {
            reading.leaves_open(NO_HANDLER, xml.line(transport));
        }
        return;
    }
    if own.is_some() || port_ordered.is_some() {
        let line = child(transport, "OrderedDelivery").map_or_else(|| xml.line(transport), |it| xml.line(it));
        reading.says(&subject, Property::Ordered, ordered, line);
    }
}

fn receive(xml: &Xml<'_>, location: Node<'_, '_>, reading: &mut Reading) {
    let Some(handler) = child(location, "ReceiveHandler") else { return };
    let adapter = child(location, "ReceiveLocationTransportType").or_else(|| child(handler, "TransportType"));
    let name = location.attribute("Name").unwrap_or_default().to_uppercase();
    let subject = Subject::Port { direction: Direction::Receive, backup: false, name };
    if handled(xml, &subject, handler, adapter, reading)
        && let Some(enabled) = child(location, "Enable")
        && let Some(yes) = enabled.text().and_then(flag)
    {
        reading.says(&subject, Property::Enabled, yes, xml.line(enabled));
    }
}

/// Notes the adapter and the host of a port, and the handler that both make; `false` where the file leaves one out, as it
/// does with `xsi:nil`.
fn handled(
    xml: &Xml<'_>,
    port: &Subject,
    handler: Node<'_, '_>,
    adapter: Option<Node<'_, '_>>,
    reading: &mut Reading,
) -> bool {
    let Subject::Port { direction, .. } = port else { return false };
    let (line, name) = (xml.line(handler), handler.attribute("Name").unwrap_or_default());
    let Some(adapter) = adapter.and_then(|it| it.attribute("Name")).filter(|it| !it.is_empty()) else { return false };
    let Some(host) = reading.host(name, line) else { return false };
    let key = adapter.to_uppercase();
    reading.says(port, Property::Adapter, key.as_str(), line);
    reading.says(port, Property::Host, host.as_str(), line);
    reading.found(&Subject::Handler { adapter: key, direction: *direction, host }, adapter, line);
    true
}

/// Counts what is left behind below a port, a location or a transport.
fn drop_secrets(node: Node<'_, '_>, reading: &mut Reading) {
    for it in node.children().filter(roxmltree::Node::is_element) {
        let name = it.tag_name().name();
        let is_empty = it.descendants().all(|it| it.text().unwrap_or_default().trim().is_empty());
        let what = match name {
            _ if is_empty => continue,
            "Address" | "PublicAddress" => Dropped::Addresses,
            _ if name.ends_with("TransportTypeData") => Dropped::TransportData,
            _ if name.contains("Cert") => Dropped::Certificates,
            _ => continue,
        };
        reading.drops(what, 1);
    }
}
