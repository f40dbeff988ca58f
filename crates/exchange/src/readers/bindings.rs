//! Binding files: which hosts and adapters ports use, where order is kept, and where orchestrations run. Addresses,
//! transport data, certificates and parties stay in the file.

use roxmltree::Node;

use super::reading::{Dropped, Reading};
use super::xml::{Xml, child, children, flag, text_of};
use crate::facts::{Property, Subject};
use crate::model::{Binding, Direction};
use crate::prose::plural;

/// The adapter whose binding is chosen for each receive location.
const WCF_CUSTOM: &str = "WCF-Custom";

/// What is open about a send port, such as a dynamic one, whose handler is not in the file.
const NO_HANDLER: &str = "the send handler of a send port with ordered delivery";

/// Types of WCF bindings that decide what a WCF-Custom receive location does. Of others it depends on what they are made of.
const TYPES: [(&str, Binding); 10] = [
    ("basicHttpBinding", Binding::Listens),
    ("wsHttpBinding", Binding::Listens),
    ("ws2007HttpBinding", Binding::Listens),
    ("wsDualHttpBinding", Binding::Listens),
    ("wsFederationHttpBinding", Binding::Listens),
    ("webHttpBinding", Binding::Listens),
    ("netTcpBinding", Binding::Listens),
    ("netNamedPipeBinding", Binding::Listens),
    ("sqlBinding", Binding::Polls),
    ("oracleDBBinding", Binding::Polls),
];

/// What a file leaves to the BizTalk group into which it is imported, each with the first line that does.
#[derive(Default)]
struct Unnamed {
    locations: Lines,
    ports: Lines,
    orchestrations: Lines,
}

/// How many, and the first line.
#[derive(Default)]
struct Lines(usize, u32);

impl Lines {
    fn add(&mut self, line: u32) {
        self.0 += 1;
        self.1 = if self.0 == 1 { line } else { self.1.min(line) };
    }

    fn words(&self, one: &str, many: &str) -> Option<String> {
        (self.0 > 0).then(|| format!("{} {}", self.0, plural(self.0, one, many)))
    }
}

impl Unnamed {
    /// Says how many hosts the file does not name.
    fn say(&self, reading: &mut Reading) {
        let sends = self.ports.words("send port", "send ports");
        let all: Vec<String> =
            [self.locations.words("receive location", "receive locations"), sends].into_iter().flatten().collect();
        if !all.is_empty() {
            let first = [&self.locations, &self.ports].into_iter().filter(|it| it.0 > 0).map(|it| it.1).min();
            // `core/dynamic-send-port-handler-is-configurable`; adapters have no default receive handler.
            let default =
                ": dynamic send ports belong to the default send handler of their adapter, others by our inference";
            let default = if self.ports.0 > 0 { default } else { "" };
            let what = format!("the hosts of {}, for which the file names no handler{default}", all.join(" and "));
            reading.leaves_open(what, first.unwrap_or(1));
        }
        if let Some(all) = self.orchestrations.words("orchestration", "orchestrations") {
            reading.leaves_open(format!("the hosts of {all}, which the file binds to none"), self.orchestrations.1);
        }
    }
}

/// Reads a file.
pub(super) fn read(text: &str, reading: &mut Reading) {
    let Some(xml) = Xml::parse(text, reading) else { return };
    let (root, mut unnamed) = (xml.root(), Unnamed::default());
    for module in child(root, "ModuleRefCollection").into_iter().flat_map(|it| children(it, "ModuleRef")) {
        for service in child(module, "Services").into_iter().flat_map(|it| children(it, "Service")) {
            orchestration(&xml, service, &mut unnamed, reading);
        }
    }
    for port in child(root, "SendPortCollection").into_iter().flat_map(|it| children(it, "SendPort")) {
        let name = port.attribute("Name").unwrap_or_default();
        let ordered = flag(text_of(port, "OrderedDelivery"));
        let is_dynamic = port.attribute("IsStatic").and_then(flag) == Some(false);
        for (element, backup) in [("PrimaryTransport", false), ("SecondaryTransport", true)] {
            if let Some(transport) = child(port, element) {
                // A dynamic one has no adapter of its own either.
                if is_dynamic
                    && !backup
                    && adapter_of(transport, "TransportType", child(transport, "SendHandler")).is_none()
                {
                    unnamed.ports.add(xml.line(transport));
                }
                send(&xml, (name, backup), transport, ordered, &mut unnamed, reading);
            }
        }
        drop_secrets(port, reading);
    }
    for port in child(root, "ReceivePortCollection").into_iter().flat_map(|it| children(it, "ReceivePort")) {
        for location in child(port, "ReceiveLocations").into_iter().flat_map(|it| children(it, "ReceiveLocation")) {
            receive(&xml, location, &mut unnamed, reading);
            drop_secrets(location, reading);
        }
    }
    unnamed.say(reading);
    let parties = child(root, "PartyCollection").map_or(0, |it| children(it, "Party").count());
    reading.drops(Dropped::Parties, parties);
}

fn orchestration(xml: &Xml<'_>, service: Node<'_, '_>, unnamed: &mut Unnamed, reading: &mut Reading) {
    let Some(host) = child(service, "Host").filter(|it| named(*it).is_some()) else {
        return unnamed.orchestrations.add(xml.line(service));
    };
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
    (port, backup): (&str, bool),
    transport: Node<'_, '_>,
    port_ordered: Option<bool>,
    unnamed: &mut Unnamed,
    reading: &mut Reading,
) {
    drop_secrets(transport, reading);
    let own = flag(text_of(transport, "OrderedDelivery"));
    // A dynamic port keeps the setting at the port itself.
    let ordered = own == Some(true) || (!backup && port_ordered == Some(true));
    let handler = child(transport, "SendHandler");
    let adapter = adapter_of(transport, "TransportType", handler);
    let Some(adapter) = adapter else {
        if ordered {
            reading.leaves_open(NO_HANDLER, xml.line(transport));
        }
        return;
    };
    let subject = Subject::Port { direction: Direction::Send, backup, name: port.to_uppercase() };
    if !handled(&subject, adapter, handler.map(|it| (it, xml.line(it))), reading) {
        unnamed.ports.add(xml.line(transport));
        if ordered {
            reading.leaves_open(NO_HANDLER, xml.line(transport));
        }
        reading.says(&subject, Property::Adapter, adapter.to_uppercase().as_str(), xml.line(transport));
    }
    if own.is_some() || port_ordered.is_some() {
        let line = child(transport, "OrderedDelivery").map_or_else(|| xml.line(transport), |it| xml.line(it));
        reading.says(&subject, Property::Ordered, ordered, line);
    }
}

fn receive(xml: &Xml<'_>, location: Node<'_, '_>, unnamed: &mut Unnamed, reading: &mut Reading) {
    let handler = child(location, "ReceiveHandler");
    let Some(adapter) = adapter_of(location, "ReceiveLocationTransportType", handler) else { return };
    let name = location.attribute("Name").unwrap_or_default().to_uppercase();
    let subject = Subject::Port { direction: Direction::Receive, backup: false, name };
    if !handled(&subject, adapter, handler.map(|it| (it, xml.line(it))), reading) {
        return unnamed.locations.add(xml.line(location));
    }
    if let Some(enabled) = child(location, "Enable")
        && let Some(yes) = enabled.text().and_then(flag)
    {
        reading.says(&subject, Property::Enabled, yes, xml.line(enabled));
    }
    if adapter.eq_ignore_ascii_case(WCF_CUSTOM)
        && let Some(data) = child(location, "ReceiveLocationTransportTypeData")
        && let Some(binding) = binding_of(data.text().unwrap_or_default())
    {
        reading.says(&subject, Property::Binding, binding.label(), xml.line(data));
    }
}

/// What the binding does that transport data name: its type alone is looked at.
fn binding_of(data: &str) -> Option<Binding> {
    let (_, element) = data.split_once("<BindingType")?;
    let (_, text) = element.split_once('>')?;
    let name = text.split('<').next()?.trim();
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, binding)| *binding)
}

/// The name of an element, unless it is empty or left out, as with `xsi:nil`.
fn named<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute("Name").filter(|it| !it.trim().is_empty())
}

/// The adapter of a port, which stands at the port or in its handler.
fn adapter_of<'a, 'b>(port: Node<'a, 'b>, element: &'static str, handler: Option<Node<'a, 'b>>) -> Option<&'a str> {
    let own = child(port, element).or_else(|| child(handler?, "TransportType"));
    own.and_then(named)
}

/// Notes the adapter and the host of a port, and the handler that both make; `false` where the file names no handler.
fn handled(port: &Subject, adapter: &str, handler: Option<(Node<'_, '_>, u32)>, reading: &mut Reading) -> bool {
    let Subject::Port { direction, .. } = port else { return false };
    let Some((name, line)) = handler.and_then(|(it, line)| Some((named(it)?, line))) else { return false };
    // A placeholder is asked for with its line.
    let Some(host) = reading.host(name, line) else { return true };
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
