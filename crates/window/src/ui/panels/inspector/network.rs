//! Load balancers, connections and firewalls.

use std::collections::BTreeSet;

use egui::Ui;

use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::edit::intent::connections::{self, End};
use crate::model::{
    Affinity, BalancerPurpose, ComputerId, Connection, ConnectionId, Element, Firewall, FirewallId, LoadBalancer,
    LoadBalancerId, LoadBalancerKind, PortRange, Role,
};
use crate::session::queue::{Message, Notice};
use crate::text::{fields, inspector as text};
use crate::ui::widgets::fields::{FieldLabel, field_row_ui, open_choice_ui, text_field};

/// Fields of load balancers.
pub(super) fn load_balancer_ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, LoadBalancerId, LoadBalancer> = form!(page, LoadBalancer, load_balancers);
    page.section(ui, text::LOAD_BALANCER, |ui| {
        form.choice(ui, fields::KIND, LoadBalancerKind::ALL, LoadBalancerKind::label, lens!(kind));
        let purposes = worded(BalancerPurpose::ALL, BalancerPurpose::label);
        let derived = form.single().map(|(_, it)| {
            let is_address = document.is_cluster_address(&LoadBalancer { purpose: None, ..it.clone() });
            let it = if is_address { BalancerPurpose::ClusterAddress } else { BalancerPurpose::ClientTraffic };
            text::derived(Some(it.label()))
        });
        let none = derived.as_deref().unwrap_or(text::AS_ITS_MEMBERS_SAY);
        form.optional_pick(ui, fields::PURPOSE, none, purposes, lens!(purpose));
        form.optional_choice(ui, fields::AFFINITY, Affinity::ALL, Affinity::label, lens!(affinity));
        form.tri(ui, fields::REDUNDANT, lens!(redundant));
    });
    page.section(ui, text::BEHIND_IT, |ui| {
        let is_member = |id: ComputerId| form.items().iter().any(|(_, it)| it.members.contains(&id));
        let candidate = |id: ComputerId| {
            let roles = [Role::BizTalkRuntime, Role::Iis, Role::PerimeterWebServer, Role::ReverseProxy];
            let is_node = document.failover_cluster_of(id).is_some();
            is_member(id) || is_node || roles.into_iter().any(|role| document.has_role(id, role))
        };
        let computers: Vec<(ComputerId, String)> =
            names!(document, computers).into_iter().filter(|(id, _)| candidate(*id)).collect();
        if computers.is_empty() {
            page.note(ui, text::NOTHING_TO_BALANCE);
        } else {
            form.set(ui, fields::MEMBERS, &computers, set_lens!(members));
        }
        let hosts = names!(document, hosts);
        if !hosts.is_empty() {
            form.set(ui, fields::SERVES_HOSTS, &hosts, set_lens!(serves));
        }
    });
}

/// Fields of connections.
pub(super) fn connection_ui(page: &Page<'_>, ui: &mut Ui) {
    let form: Form<'_, ConnectionId, Connection> = form!(page, Connection, connections);
    page.section(ui, text::CONNECTION, |ui| {
        if let Some((id, connection)) = form.single() {
            for (label, end, now) in [(fields::FROM, End::From, connection.from), (fields::TO, End::To, connection.to)]
            {
                end_ui(page, ui, form.label(label), id, (end, now));
            }
        }
        form.optional_text(
            ui,
            fields::PURPOSE,
            text::MAY_STAY_EMPTY,
            (
                |it: &Connection| Some(it.label.clone()),
                |it: &mut Connection, text: Option<String>| it.label = text.unwrap_or_default(),
            ),
        );
    });
    if let Some((id, _)) = form.single() {
        firewalls_ui(page, ui, id);
    }
}

/// One end of a connection, and what else it could be.
fn end_ui(page: &Page<'_>, ui: &mut Ui, label: FieldLabel<'_>, id: ConnectionId, (end, now): (End, Element)) {
    let document = page.view.document;
    let choices = || connections::choices(document, id, end).into_iter().map(|it| (it, it.name(document))).collect();
    let name = label.text;
    let shown = now.name(document);
    let chosen = field_row_ui(page.view, ui, label, |ui| open_choice_ui(ui, name, &shown, Some(&now), choices));
    if let Some(chosen) = chosen {
        page.view.outbox.try_edit(connections::reconnect(document, id, end, chosen));
    }
}

/// The firewalls that a connection passes, with their fields, or the offer of one.
fn firewalls_ui(page: &Page<'_>, ui: &mut Ui, id: ConnectionId) {
    let document = page.view.document;
    let firewalls = connections::firewalls_on(document, id);
    for firewall in &firewalls {
        let elements = vec![Element::Firewall(*firewall)];
        firewall_ui(
            &Page {
                view: page.view,
                elements,
                asked: BTreeSet::new(),
                wants_focus: false.into(),
                wants_note: false.into(),
            },
            ui,
        );
    }
    if firewalls.is_empty()
        && let Ok(edit) = connections::add_firewall(document, id)
    {
        page.section(ui, text::FIREWALL, |ui| {
            page.note(ui, text::NO_FIREWALL_ON_IT);
            if ui.button(edit.label.as_str()).clicked() {
                page.view.outbox.edit(edit);
            }
        });
    }
}

/// Fields of firewalls.
pub(super) fn firewall_ui(page: &Page<'_>, ui: &mut Ui) {
    let form: Form<'_, FirewallId, Firewall> = form!(page, Firewall, firewalls);
    let tiers = names!(page.view.document, tiers);
    page.section(ui, text::FIREWALL, |ui| {
        form.pick(ui, fields::FROM_TIER, &tiers, lens!(from));
        form.pick(ui, fields::TO_TIER, &tiers, lens!(to));
        form.tri(ui, fields::REDUNDANT, lens!(redundant));
    });
    if let Some((_, firewall)) = form.single() {
        page.section(ui, text::OPEN_TCP_PORTS, |ui| {
            ports_ui(page, &form, ui, fields::PORTS, &firewall.open_ports, |it| &mut it.open_ports);
            ports_ui(page, &form, ui, fields::PORTS_BACK, &firewall.open_ports_back, |it| &mut it.open_ports_back);
            page.note(ui, text::HOW_TO_WRITE_PORTS);
        });
    }
}

fn ports_ui(
    page: &Page<'_>,
    form: &Form<'_, FirewallId, Firewall>,
    ui: &mut Ui,
    label: &str,
    ports: &BTreeSet<PortRange>,
    of: fn(&mut Firewall) -> &mut BTreeSet<PortRange>,
) {
    let text = ports_text(ports);
    let Some(typed) = text_field(page.view, ui, form.label(label), Some(&text), text::NONE) else { return };
    match parse_ports(&typed) {
        Ok(ports) => form.change(label, |it| of(it).clone_from(&ports)),
        Err(part) => {
            let text = text::no_port(&part);
            page.view.outbox.send(Message::Notice(Notice::refusal(text)));
        }
    }
}

fn ports_text(ports: &BTreeSet<PortRange>) -> String {
    let words: Vec<String> = ports
        .iter()
        .map(|it| if it.first == it.last { it.first.to_string() } else { format!("{}-{}", it.first, it.last) })
        .collect();
    words.join(", ")
}

/// The ports in a text, or the part of it that is no port.
fn parse_ports(text: &str) -> Result<BTreeSet<PortRange>, String> {
    let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (first.parse::<u16>(), last.parse::<u16>()) {
                (Ok(first), Ok(last)) if first > 0 && first <= last => Ok(PortRange { first, last }),
                _ => Err(part.to_owned()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_read_back_as_they_are_written() {
        let ports = parse_ports("443, 5000-5020 80").unwrap();
        assert_eq!(ports_text(&ports), "80, 443, 5000-5020");
        assert_eq!(parse_ports(&ports_text(&ports)).unwrap(), ports);
        assert_eq!(parse_ports("").unwrap(), BTreeSet::new());
        for wrong in ["0", "70000", "20-10", "http"] {
            assert_eq!(parse_ports(wrong), Err(wrong.to_owned()));
        }
    }
}
