//! The environment as a whole: product, targets, features, single sign-on, backup, disaster recovery.

use egui::Ui;

use super::data::worded;
use super::form::{Form, lens, set_lens};
use super::page::Page;
use super::{recovery, structure};
use crate::edit::EditCommand;
use crate::model::{
    BizTalkEdition, BizTalkRelease, Deployment, Environment, Feature, GroupsKind, HaTarget, TrackingVolume, Volume,
};
use crate::ui::widgets::fields::{NOT_STATED, NumberRange};

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.environment)];
    let command = |(), it| EditCommand::SetEnvironment(it);
    let form: Form<'_, (), Environment> =
        Form::new(page.view, items, command, "the environment".to_owned(), page.asked.clone());
    page.section(ui, "Product", |ui| product_ui(&form, ui));
    page.section(ui, "Targets and volume", |ui| targets_ui(&form, ui));
    page.section(ui, "Features in use", |ui| {
        form.set(ui, "Features", &worded(Feature::ALL, Feature::label), set_lens!(features));
    });
    page.section(ui, "Accounts and operation", |ui| operation_ui(&form, ui));
    page.section(ui, "Enterprise Single Sign-On", |ui| recovery::sso_ui(page, ui));
    page.section(ui, "Backup", |ui| recovery::backup_ui(page, ui));
    page.section(ui, "Disaster recovery", |ui| recovery::disaster_recovery_ui(page, ui));
    structure::lists_ui(page, ui);
}

fn product_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.choice(ui, "BizTalk release", BizTalkRelease::ALL, BizTalkRelease::label, lens!(biztalk_release));
    let updates = NumberRange::whole("", 0.0, 99.0);
    form.optional_whole(ui, "BizTalk cumulative update", updates, lens!(biztalk_cumulative_update));
    form.choice(ui, "BizTalk edition", BizTalkEdition::ALL, BizTalkEdition::label, lens!(biztalk_edition));
    form.flag(ui, "Production", lens!(production));
    form.optional_choice(ui, "Deployment", Deployment::ALL, Deployment::label, lens!(deployment));
    form.flag(ui, "Global tracking", lens!(global_tracking));
}

fn targets_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.choice(ui, "Availability target", HaTarget::ALL, HaTarget::label, lens!(ha_target));
    let minutes = NumberRange::any("min", 0.0, 525_600.0);
    form.figure(ui, "Recovery point objective", minutes, NOT_STATED, lens!(rpo_minutes));
    form.figure(ui, "Recovery time objective", minutes, NOT_STATED, lens!(rto_minutes));
    let secs = NumberRange::any("s", 0.0, 86_400.0);
    form.figure(ui, "Expected duration of a SQL Server failover", secs, NOT_STATED, lens!(sql_failover_secs));
    form.optional_choice(ui, "Expected volume", Volume::ALL, Volume::label, lens!(volume));
    form.optional_choice(ui, "Tracking volume", TrackingVolume::ALL, TrackingVolume::label, lens!(tracking_volume));
}

fn operation_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.optional_choice(ui, "Windows groups and accounts", GroupsKind::ALL, GroupsKind::label, lens!(groups_kind));
    form.tri(ui, "Time source", lens!(time_source));
    form.tri(ui, "Domains trust each other", lens!(domains_trust_each_other));
    let count = NumberRange::whole("", 1.0, 1000.0);
    let label = "Most host instances on a computer";
    form.optional_whole(ui, label, count, lens!(max_host_instances_per_computer));
    form.flag(ui, "Volume shadow copies as a means of availability", lens!(volume_shadow_copy_as_ha));
    form.flag(ui, "Internet traffic without reverse proxy is recorded", lens!(no_reverse_proxy_recorded));
}
