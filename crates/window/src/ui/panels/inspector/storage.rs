//! Disks, shared disk arrays and SANs.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::model::{ComputerId, RaidLevel, Storage, StorageId, StorageKind};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, StorageId, Storage> = form!(page, Storage, storages);
    page.section(ui, "Disk", |ui| {
        form.choice(ui, "Kind", StorageKind::ALL, StorageKind::label, lens!(kind));
        form.optional_choice(ui, "RAID level", RaidLevel::ALL, RaidLevel::label, lens!(raid));
        form.tri(ui, "Redundant controllers and paths", lens!(redundant_controllers));
        form.flag(ui, "High-performance SAN", lens!(high_performance));
    });
    page.section(ui, "Attached computers", |ui| {
        let is_attached = |id: ComputerId| form.items().iter().any(|(_, it)| it.attached.contains(&id));
        let candidates = names!(document, computers).into_iter();
        let candidates: Vec<(ComputerId, String)> =
            candidates.filter(|(id, _)| is_attached(*id) || !document.sql_instances_on(*id).is_empty()).collect();
        form.set(ui, "Attached to", &candidates, set_lens!(attached));
    });
}
