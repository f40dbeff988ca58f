//! Disks, shared disk arrays and SANs.

use egui::Ui;

use super::data::names;
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::model::{ComputerId, RaidLevel, Storage, StorageCopies, StorageId, StorageKind};
use crate::text::{fields, inspector as text};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    let form: Form<'_, StorageId, Storage> = form!(page, Storage, storages);
    page.section(ui, text::DISK, |ui| {
        form.choice(ui, fields::KIND, StorageKind::ALL, StorageKind::label, lens!(kind));
        form.optional_choice(ui, fields::RAID_LEVEL, RaidLevel::ALL, RaidLevel::label, lens!(raid));
        form.tri(ui, fields::REDUNDANT_CONTROLLERS_AND_PATHS, lens!(redundant_controllers));
        form.optional_choice(ui, fields::COPIES, StorageCopies::ALL, StorageCopies::label, lens!(copies));
        form.flag(ui, fields::HIGH_PERFORMANCE_SAN, lens!(high_performance));
    });
    page.section(ui, text::ATTACHED_COMPUTERS, |ui| {
        let is_attached = |id: ComputerId| form.items().iter().any(|(_, it)| it.attached.contains(&id));
        let candidates = names!(document, computers).into_iter();
        let candidates: Vec<(ComputerId, String)> =
            candidates.filter(|(id, _)| is_attached(*id) || !document.sql_instances_on(*id).is_empty()).collect();
        form.set(ui, fields::ATTACHED_TO, &candidates, set_lens!(attached));
    });
}
