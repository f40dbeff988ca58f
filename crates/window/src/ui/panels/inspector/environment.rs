//! The environment as a whole: product, targets, features, single sign-on, backup, disaster recovery.

use egui::Ui;

use super::data::worded;
use super::form::{Form, lens, set_lens};
use super::page::Page;
use super::{recovery, structure};
use crate::edit::EditCommand;
use crate::model::limits;
use crate::model::{
    BizTalkEdition, BizTalkRelease, Deployment, Environment, Feature, GroupsKind, HaTarget, TrackingVolume, Volume,
};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::NumberRange;

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let items = vec![((), &page.view.document.environment)];
    let command = |(), it| EditCommand::SetEnvironment(it);
    let form: Form<'_, (), Environment> =
        Form::new(page.view, items, command, text::OF_THE_ENVIRONMENT.to_owned(), page.asked.clone());
    page.section(ui, text::PRODUCT, |ui| product_ui(&form, ui));
    page.section(ui, text::TARGETS_AND_VOLUME, |ui| targets_ui(&form, ui));
    page.section(ui, text::FEATURES_IN_USE, |ui| {
        form.set(ui, fields::FEATURES, &worded(Feature::ALL, Feature::label), set_lens!(features));
    });
    page.section(ui, text::ACCOUNTS_AND_OPERATION, |ui| operation_ui(&form, ui));
    page.section(ui, text::ENTERPRISE_SINGLE_SIGN_ON, |ui| recovery::sso_ui(page, ui));
    page.section(ui, text::BACKUP, |ui| recovery::backup_ui(page, ui));
    page.section(ui, text::DISASTER_RECOVERY, |ui| recovery::disaster_recovery_ui(page, ui));
    structure::lists_ui(page, ui);
}

fn product_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.choice(ui, fields::BIZTALK_RELEASE, BizTalkRelease::ALL, BizTalkRelease::label, lens!(biztalk_release));
    let updates = NumberRange::whole("", limits::UPDATES);
    form.optional_whole(ui, fields::BIZTALK_CUMULATIVE_UPDATE, updates, lens!(biztalk_cumulative_update));
    form.choice(ui, fields::BIZTALK_EDITION, BizTalkEdition::ALL, BizTalkEdition::label, lens!(biztalk_edition));
    form.flag(ui, fields::PRODUCTION, lens!(production));
    form.optional_choice(ui, fields::DEPLOYMENT, Deployment::ALL, Deployment::label, lens!(deployment));
    form.flag(ui, fields::GLOBAL_TRACKING, lens!(global_tracking));
}

fn targets_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.choice(ui, fields::AVAILABILITY_TARGET, HaTarget::ALL, HaTarget::label, lens!(ha_target));
    let minutes = NumberRange::any(units::MINUTES, limits::MINUTES);
    form.figure(ui, fields::RECOVERY_POINT_OBJECTIVE, minutes, common::NOT_STATED, lens!(rpo_minutes));
    form.figure(ui, fields::RECOVERY_TIME_OBJECTIVE, minutes, common::NOT_STATED, lens!(rto_minutes));
    let secs = NumberRange::any(units::SECONDS, limits::SECONDS);
    form.figure(ui, fields::SQL_FAILOVER_DURATION, secs, common::NOT_STATED, lens!(sql_failover_secs));
    form.optional_choice(ui, fields::EXPECTED_VOLUME, Volume::ALL, Volume::label, lens!(volume));
    form.optional_choice(
        ui,
        fields::TRACKING_VOLUME,
        TrackingVolume::ALL,
        TrackingVolume::label,
        lens!(tracking_volume),
    );
}

fn operation_ui(form: &Form<'_, (), Environment>, ui: &mut Ui) {
    form.optional_choice(
        ui,
        fields::WINDOWS_GROUPS_AND_ACCOUNTS,
        GroupsKind::ALL,
        GroupsKind::label,
        lens!(groups_kind),
    );
    form.tri(ui, fields::TIME_SOURCE, lens!(time_source));
    form.tri(ui, fields::DOMAINS_TRUST_EACH_OTHER, lens!(domains_trust_each_other));
    let count = NumberRange::whole("", limits::HOST_INSTANCES);
    form.optional_whole(ui, fields::MOST_HOST_INSTANCES, count, lens!(max_host_instances_per_computer));
    form.flag(ui, fields::SHADOW_COPIES, lens!(volume_shadow_copy_as_ha));
    form.flag(ui, fields::NO_REVERSE_PROXY_RECORDED, lens!(no_reverse_proxy_recorded));
}
