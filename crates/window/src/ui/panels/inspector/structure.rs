//! Sites, tiers, BizTalk groups and physical hosts, and the lists of them in the environment.

use egui::Ui;

use super::data::names;
use super::form::lens;
use super::page::{Page, form, row_ui};
use crate::edit::intent::answer::{Answer, answer};
use crate::edit::intent::attribute::{AnswerForm, Attribute};
use crate::edit::intent::databases::place_of;
use crate::edit::intent::hosts::{self, NewHost};
use crate::edit::intent::tiers;
use crate::edit::{Content, Draft, EditCommand};
use crate::model::{BizTalkGroup, Element, FaultDomain, PhysicalHost, Site, SiteKind, TierKind, Zone};
use crate::text::{common, fields, inspector as text};
use crate::ui::widgets::entered_now;
use crate::ui::widgets::fields::{FieldLabel, add_menu_ui, choice_field};

/// Fields of sites.
pub(super) fn site_ui(page: &Page<'_>, ui: &mut Ui) {
    let form = form!(page, Site, sites);
    form.choice(ui, fields::PURPOSE, SiteKind::ALL, SiteKind::label, lens!(kind));
}

/// Fields of tiers.
pub(super) fn tier_ui(page: &Page<'_>, ui: &mut Ui) {
    let form = form!(page, Tier, tiers);
    form.choice(ui, fields::HOLDS, TierKind::ALL, TierKind::label, lens!(kind));
    form.pick(ui, fields::SITE, &names!(page.view.document, sites), lens!(site));
    form.optional_choice(ui, fields::SECURITY_ZONE, Zone::ALL, Zone::label, lens!(zone));
}

/// Fields of BizTalk groups.
pub(super) fn biztalk_group_ui(page: &Page<'_>, ui: &mut Ui) {
    let form = form!(page, BizTalkGroup, biztalk_groups);
    form.tri(ui, fields::RECEIVE_LOCATION_FAULT_TOLERANCE, lens!(receive_location_fault_tolerance));
    if let Some((id, _)) = form.single() {
        let document = page.view.document;
        for attribute in document.undrawn_databases(id).into_iter().filter_map(place_of) {
            let label = form.label(place_label(attribute));
            choice_ui(page, attribute, id.into(), label, None, ui);
        }
        let without = document.biztalk_groups.get(&id).map(|it| &it.without_databases).into_iter().flatten();
        for attribute in without.copied().filter_map(place_of) {
            let label = form.label(place_label(attribute));
            choice_ui(page, attribute, id.into(), label, Some(Attribute::NO_SUCH_DATABASE), ui);
        }
        let default = document.hosts.values().find(|it| it.biztalk_group == id && it.is_default);
        let label = form.label(fields::DEFAULT_HOST);
        choice_ui(page, Attribute::DefaultHost, id.into(), label, default.map(|it| it.name.as_str()), ui);
        let kinds: Vec<(NewHost, String)> = NewHost::ALL.iter().map(|it| (*it, it.label().to_owned())).collect();
        if let Some(kind) = add_menu_ui(ui, text::ADD_A_HOST, &kinds) {
            page.view.outbox.try_edit(hosts::add(page.view.document, kind, Some(id), &[]));
        }
    }
}

/// The field for the place of a database that is not drawn.
const fn place_label(attribute: Attribute) -> &'static str {
    match attribute {
        Attribute::BamImportDatabase => fields::SQL_OF_BAM_PRIMARY_IMPORT,
        Attribute::EsbExceptionDatabase => fields::SQL_OF_ESB_EXCEPTION,
        Attribute::EsbItineraryDatabase => fields::SQL_OF_ESB_ITINERARY,
        Attribute::ManagementDatabase => fields::SQL_OF_MANAGEMENT,
        Attribute::MessageBoxDatabase => fields::SQL_OF_MESSAGEBOX,
        Attribute::RuleEngineDatabase => fields::SQL_OF_RULE_ENGINE,
        Attribute::SsoDatabase => fields::SQL_OF_SSO,
        _ => fields::SQL_OF_TRACKING,
    }
}

/// Chooses an answer about a BizTalk group: where a database lies that is not drawn, or which host is the default one.
fn choice_ui(
    page: &Page<'_>,
    attribute: Attribute,
    group: Element,
    label: FieldLabel<'_>,
    now: Option<&str>,
    ui: &mut Ui,
) {
    let document = page.view.document;
    let AnswerForm::Choice(choices) = attribute.form(document, group) else { return };
    let now = choices.iter().position(|it| Some(it.as_str()) == now);
    let choices: Vec<(usize, String)> = choices.into_iter().enumerate().collect();
    if let Some(chosen) = choice_field(page.view, ui, label, &choices, now.as_ref()) {
        let given = Answer::Choice(chosen);
        page.view.outbox.try_edit(answer(document, attribute, &[group], &given, &entered_now(page.view)));
    }
}

/// What there is to say about physical hosts.
pub(super) fn physical_host_ui(page: &Page<'_>, ui: &mut Ui) {
    let form = form!(page, PhysicalHost, physical_hosts);
    page.note(ui, text::ABOUT_PHYSICAL_HOSTS);
    form.choice(ui, fields::KIND, FaultDomain::ALL, FaultDomain::label, lens!(domain));
    if form.items().iter().any(|(_, it)| it.domain == FaultDomain::PhysicalHost) {
        form.optional_text(ui, fields::CLUSTER_OF_PHYSICAL_HOSTS, common::NOT_STATED, lens!(host_cluster));
        if form.items().iter().all(|(_, it)| it.cluster_name().is_none()) {
            form.flag(ui, fields::IN_NO_FAILOVER_CLUSTER, lens!(stands_alone));
        }
        page.note(ui, text::ABOUT_CLUSTERS_OF_PHYSICAL_HOSTS);
    }
    if let [one] = page.elements[..] {
        row_ui(ui, |ui| {
            if page.remove_button(ui, text::THIS_PHYSICAL_HOST) {
                page.edit(text::REMOVE_A_PHYSICAL_HOST, EditCommand::Remove(one));
            }
        });
    }
}

/// The lists of sites, tiers, BizTalk groups, hosts and physical hosts, each with a way to add one.
pub(super) fn lists_ui(page: &Page<'_>, ui: &mut Ui) {
    let document = page.view.document;
    page.section(ui, text::PARTS, |ui| {
        page.chip_row(ui, text::SITES, &page.named(document.sites.keys().copied()));
        page.chip_row(ui, text::TIERS, &page.named(document.tiers.keys().copied()));
        page.chip_row(ui, text::BIZTALK_GROUPS, &page.named(document.biztalk_groups.keys().copied()));
        page.chip_row(ui, text::HOSTS, &page.named(document.hosts.keys().copied()));
        page.chip_row(ui, text::PHYSICAL_HOSTS, &page.named(document.physical_hosts.keys().copied()));
        page.chip_row(ui, text::DISKS, &page.named(document.storages.keys().copied()));
        page.chip_row(ui, text::FIREWALLS, &page.named(document.firewalls.keys().copied()));
        row_ui(ui, |ui| {
            if ui.button(text::ADD_A_SITE).clicked() {
                let name = text::site(document.sites.len() + 1);
                add(page, text::added_site(&name), Site::new(name, SiteKind::DisasterRecovery));
            }
            let kinds: Vec<(TierKind, String)> = super::data::worded(TierKind::ALL, TierKind::label);
            if let Some(kind) = add_menu_ui(ui, text::ADD_A_TIER, &kinds) {
                page.view.outbox.try_edit(tiers::add(document, kind));
            }
            if ui.button(text::ADD_A_BIZTALK_GROUP).clicked() {
                let name = text::biztalk_group(document.biztalk_groups.len() + 1);
                add(page, text::add(&name), BizTalkGroup::new(name));
            }
            let kinds: Vec<(NewHost, String)> = NewHost::ALL.iter().map(|it| (*it, it.label().to_owned())).collect();
            if let Some(kind) = add_menu_ui(ui, text::ADD_A_HOST, &kinds) {
                page.view.outbox.try_edit(hosts::add(document, kind, None, &[]));
            }
            if ui.button(text::ADD_A_PHYSICAL_HOST).clicked() {
                let name = text::physical_host(document.physical_hosts.len() + 1);
                add(page, text::add(&name), PhysicalHost::new(name));
            }
        });
    });
}

/// Adds an element and selects it.
fn add<C: Content>(page: &Page<'_>, label: String, content: C) {
    let mut draft = Draft::of(page.view.document);
    let element: Element = draft.add(content).into();
    page.view.outbox.edit(draft.finish(label).selecting([element]));
}
