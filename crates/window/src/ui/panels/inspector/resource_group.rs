//! Cluster resource groups: resources, owners, what they depend on.

use std::collections::BTreeSet;

use egui::Ui;

use super::data::worded;
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::model::{
    ClusterAddress, ClusterResourceGroup, ComputerId, Deployment, Element, ResourceGroupId, ResourceKind,
};
use crate::text::{fields, inspector as text};
use crate::ui::widgets::fields::set_field;
use crate::ui::widgets::fields::{FieldLabel, Membership};

type GroupForm<'a> = Form<'a, ResourceGroupId, ClusterResourceGroup>;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: GroupForm<'_> = form!(page, ResourceGroup, resource_groups);
    page.section(ui, text::OWNERS, |ui| {
        let nodes = shared_nodes(page, &form);
        form.set(
            ui,
            fields::POSSIBLE_OWNERS,
            &nodes,
            (|it: &ClusterResourceGroup, node: &ComputerId| it.possible_owners.contains(node), set_owner),
        );
        if let Some((_, group)) = form.single() {
            let owners = page.named(group.possible_owners.iter().copied());
            let owners: Vec<(ComputerId, String)> =
                owners.into_iter().filter_map(|(it, name)| Some((it.try_into().ok()?, name))).collect();
            form.optional_pick(ui, fields::ACTIVE_OWNER, text::THE_FIRST_POSSIBLE_OWNER, owners, lens!(active_owner));
        }
    });
    page.section(ui, text::RESOURCES, |ui| {
        form.set(
            ui,
            fields::CLUSTER_RESOURCES,
            &worded(ResourceKind::ALL, ResourceKind::label),
            (|it: &ClusterResourceGroup, kind: &ResourceKind| it.has(*kind), set_resource),
        );
        form.tri(ui, fields::STATIC_IP_ADDRESS, lens!(static_ip));
        if asks_for_address(page, form.items().iter().any(|(_, it)| it.address.is_some())) {
            let all = ClusterAddress::ALL;
            form.optional_choice(ui, fields::ADDRESS_ON_AZURE, all, ClusterAddress::label, lens!(address));
        }
        form.tri(ui, fields::MSDTC_LOG_DISK, lens!(dtc_log_on_own_disk));
    });
    if let Some((id, group)) = form.single() {
        page.folded(ui, text::DEPENDENCIES, &[], |ui| dependencies_ui(page, &form, ui, id, group));
    }
}

/// Whether to ask what leads clients to a cluster role or listener: on Azure virtual machines, or where it is said.
pub(super) fn asks_for_address(page: &Page<'_>, is_said: bool) -> bool {
    is_said || page.view.document.environment.deployment == Some(Deployment::AzureVm)
}

/// The nodes of the failover clusters of all groups.
fn shared_nodes(page: &Page<'_>, form: &GroupForm<'_>) -> Vec<(ComputerId, String)> {
    let document = page.view.document;
    let clusters: BTreeSet<_> = form.items().iter().map(|(_, it)| it.failover_cluster).collect();
    let nodes = clusters.iter().filter_map(|id| document.failover_clusters.get(id)).flat_map(|it| &it.nodes);
    nodes.map(|node| (node.computer, Element::from(node.computer).name(document))).collect()
}

fn set_owner(group: &mut ClusterResourceGroup, node: ComputerId, on: bool) {
    if on {
        group.possible_owners.push(node);
        return;
    }
    // A cluster resource group without an owner cannot be; the last one stays.
    if group.possible_owners.len() > 1 {
        group.possible_owners.retain(|it| *it != node);
        if group.active_owner == Some(node) {
            group.active_owner = None;
        }
    }
}

fn set_resource(group: &mut ClusterResourceGroup, kind: ResourceKind, on: bool) {
    if on {
        group.resources.entry(kind).or_default();
    } else {
        group.resources.remove(&kind);
        for needs in group.resources.values_mut() {
            needs.remove(&kind);
        }
    }
}

fn dependencies_ui(
    page: &Page<'_>,
    form: &GroupForm<'_>,
    ui: &mut Ui,
    id: ResourceGroupId,
    group: &ClusterResourceGroup,
) {
    for (kind, needs) in &group.resources {
        let others = group.resources.keys().filter(|it| *it != kind);
        let options: Vec<(ResourceKind, String, Membership)> = others
            .map(|it| {
                let membership = if needs.contains(it) { Membership::All } else { Membership::None };
                (*it, it.label().to_owned(), membership)
            })
            .collect();
        if options.is_empty() {
            continue;
        }
        let label = text::depends_on(kind.label());
        ui.push_id(*kind, |ui| {
            if let Some((other, on)) = set_field(page.view, ui, FieldLabel::new(&label), &options) {
                form.change(&label, |it| {
                    let needs = it.resources.entry(*kind).or_default();
                    if on {
                        needs.insert(other)
                    } else {
                        needs.remove(&other)
                    };
                });
            }
        });
    }
    let document = page.view.document;
    let siblings = document.resource_groups.iter();
    let siblings = siblings.filter(|(other, it)| **other != id && it.failover_cluster == group.failover_cluster);
    let siblings: Vec<(ResourceGroupId, String)> = siblings.map(|(other, it)| (*other, it.name.clone())).collect();
    if !siblings.is_empty() {
        form.set(ui, fields::GROUPS_ONLINE_FIRST, &siblings, set_lens!(depends_on_groups));
    }
}
