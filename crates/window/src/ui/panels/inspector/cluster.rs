//! Failover clusters: nodes, votes, witness, networks.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens};
use super::page::{Page, form, row_ui};
use crate::edit::intent::clusters;
use crate::model::{ComputerId, Element, FailoverCluster, FailoverClusterId, Role, Witness};
use crate::text::{common, fields, inspector as text};
use crate::ui::widgets::fields::{FieldLabel, add_menu_ui, tri_field};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: Form<'_, FailoverClusterId, FailoverCluster> = form!(page, FailoverCluster, failover_clusters);
    if let Some((id, cluster)) = form.single() {
        page.counted(ui, text::CLUSTER_NODES, cluster.nodes.len(), |ui| nodes_ui(page, &form, ui, id, cluster));
    }
    page.section(ui, text::QUORUM_AND_NETWORKS, |ui| {
        form.optional_pick(ui, fields::WITNESS, common::NOT_STATED, witnesses(page), lens!(witness));
        form.optional_pick(ui, fields::DYNAMIC_QUORUM, text::AS_WINDOWS_DOES, on_off(), lens!(dynamic_quorum));
        form.tri(ui, fields::SEPARATE_PUBLIC_AND_PRIVATE_NETWORKS, lens!(separate_networks));
    });
    if let Some((id, _)) = form.single() {
        page.section(ui, text::ACTIONS, |ui| {
            row_ui(ui, |ui| {
                if ui.button(text::ADD_CLUSTERED_MSDTC).clicked() {
                    page.view.outbox.try_edit(clusters::add_msdtc(page.view.document, id));
                }
                if ui.button(text::ADD_SQL_INSTANCE).clicked() {
                    page.view.outbox.try_edit(clusters::add_sql_instance(page.view.document, id));
                }
                if ui.button(text::CLUSTER_MASTER_SECRET).clicked() {
                    let home = clusters::MasterSecretHome::FailoverCluster(id);
                    page.view.outbox.try_edit(clusters::cluster_master_secret(page.view.document, &home));
                }
                if ui.button(text::DISSOLVE_THE_CLUSTER).on_hover_text(text::THE_COMPUTERS_STAY).clicked() {
                    page.view.outbox.try_edit(clusters::dissolve(page.view.document, id));
                }
            });
        });
    }
}

fn on_off() -> Vec<(bool, String)> {
    vec![(true, text::ON.to_owned()), (false, text::OFF.to_owned())]
}

fn witnesses(page: &Page<'_>) -> Vec<(Witness, String)> {
    let document = page.view.document;
    let mut all = vec![
        (Witness::None, text::NONE.to_owned()),
        (Witness::Disk, text::DISK.to_owned()),
        (Witness::Cloud, text::CLOUD.to_owned()),
        (Witness::FileShare(None), text::FILE_SHARE_COMPUTER_NOT_STATED.to_owned()),
    ];
    let shares = names!(document, computers).into_iter().map(|(id, name)| (id, text::file_share_on(&name)));
    let (first, rest): (Vec<_>, Vec<_>) = shares.partition(|(id, _)| document.has_role(*id, Role::FileServer));
    all.extend(first.into_iter().chain(rest).map(|(id, text)| (Witness::FileShare(Some(id)), text)));
    all
}

fn nodes_ui(
    page: &Page<'_>,
    form: &Form<'_, FailoverClusterId, FailoverCluster>,
    ui: &mut Ui,
    id: FailoverClusterId,
    cluster: &FailoverCluster,
) {
    let document = page.view.document;
    for node in &cluster.nodes {
        let name = Element::from(node.computer).name(document);
        ui.push_id(node.computer, |ui| {
            row_ui(ui, |ui| {
                page.chip(ui, node.computer.into(), &name);
                if page.remove_button(ui, &text::from_the_cluster(&name)) {
                    page.view.outbox.try_edit(clusters::leave(document, node.computer));
                }
            });
            let label = text::quorum_vote_of(&name);
            if let Some(vote) = tri_field(page.view, ui, FieldLabel::new(&label), Some(node.has_vote)) {
                form.change(text::THE_QUORUM_VOTES, |it| {
                    for other in it.nodes.iter_mut().filter(|it| it.computer == node.computer) {
                        other.has_vote = vote;
                    }
                });
            }
        });
    }
    let free: Vec<(ComputerId, String)> = names!(document, computers)
        .into_iter()
        .filter(|(computer, _)| document.failover_cluster_of(*computer).is_none())
        .collect();
    if let Some(computer) = add_menu_ui(ui, text::ADD_A_CLUSTER_NODE, &free) {
        page.view.outbox.try_edit(clusters::join(document, id, computer));
    }
}
