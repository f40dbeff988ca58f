//! Computers: roles, software, hardware, and what runs on them.

use egui::Ui;

use super::computer_parts as parts;
use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::edit::Draft;
use crate::model::limits;
use crate::model::{BizTalkEdition, Computer, ComputerId, DtcAuthentication, PhysicalHost, Role, WindowsVersion};
use crate::text::{common, fields, inspector as text, units};
use crate::ui::widgets::fields::NumberRange;

type ComputerForm<'a> = Form<'a, ComputerId, Computer>;

/// Fields of the part that starts folded which a rule may ask for.
const SERVICES: &[&str] =
    &[fields::MSDTC_LOG_DISK, fields::MSDTC_AUTHENTICATION, fields::MSDTC_PREREQUISITES, fields::MSMQ_4];

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: ComputerForm<'_> = form!(page, Computer, computers);
    if let Some((id, _)) = form.single() {
        parts::host_instances_ui(page, ui, id);
        parts::sql_ui(page, ui, id);
    }
    page.section(ui, text::ROLES, |ui| {
        form.set(ui, fields::INSTALLED, &worded(Role::ALL, Role::label), set_lens!(roles));
        let groups = names!(page.view.document, biztalk_groups);
        form.set(ui, fields::MEMBER_OF_BIZTALK_GROUP, &groups, set_lens!(biztalk_groups));
    });
    if let Some((id, _)) = form.single() {
        page.section(ui, text::FAILOVER_CLUSTER, |ui| parts::membership_ui(page, ui, id));
    }
    page.section(ui, text::HARDWARE, |ui| hardware_ui(page, &form, ui));
    page.section(ui, text::SYSTEM, |ui| system_ui(page, &form, ui));
    page.folded(ui, text::MSDTC_AND_MESSAGING_SERVICES, SERVICES, |ui| services_ui(&form, ui));
}

fn hardware_ui(page: &Page<'_>, form: &ComputerForm<'_>, ui: &mut Ui) {
    let document = page.view.document;
    form.whole_figure(
        ui,
        fields::CORES,
        NumberRange::whole("", limits::CORES),
        common::NOT_STATED,
        lens!(hardware.cores),
    );
    form.figure(
        ui,
        fields::CLOCK,
        NumberRange::any(units::GHZ, limits::CLOCK_GHZ),
        common::NOT_STATED,
        lens!(hardware.clock_ghz),
    );
    let times = NumberRange::any(units::TIMES, limits::CORE_SPEED);
    form.figure(ui, fields::CORE_SPEED, times, common::NOT_STATED, lens!(hardware.core_speed));
    form.figure(
        ui,
        fields::MEMORY,
        NumberRange::any(units::GB, limits::RAM_GB),
        common::NOT_STATED,
        lens!(hardware.ram_gb),
    );
    let disk = NumberRange::any(units::GB, limits::DISK_GB);
    form.figure(ui, fields::DISK_SPACE, disk, common::NOT_STATED, lens!(hardware.disk_gb));
    let percent = NumberRange::any(units::PERCENT, limits::PERCENT);
    form.figure(ui, fields::NORMAL_PROCESSOR_LOAD, percent, common::NOT_STATED, lens!(load_percent));
    form.optional_pick(
        ui,
        fields::PHYSICAL_HOST,
        common::NOT_STATED,
        names!(document, physical_hosts),
        lens!(physical_host),
    );
    if let Some((_, computer)) = form.single()
        && let Some(host) = computer.physical_host.and_then(|id| document.physical_hosts.get(&id))
        && let Some(cluster) = host.cluster_name()
    {
        page.note(ui, &text::is_in_failover_cluster(&host.name, cluster));
    }
    if ui.button(text::NEW_PHYSICAL_HOST).on_hover_text(text::ADDS_PHYSICAL_HOST).clicked() {
        let name = text::physical_host(document.physical_hosts.len() + 1);
        let mut draft = Draft::of(document);
        let host = draft.add(PhysicalHost::new(name.clone()));
        for (computer, _) in form.items() {
            draft.change(*computer, |it| it.physical_host = Some(host));
        }
        page.view.outbox.edit(draft.finish(text::add(&name)));
    }
    let cores = NumberRange::whole("", limits::CORES);
    form.whole_figure(ui, fields::PHYSICAL_CORES, cores, common::NOT_STATED, lens!(hardware.physical_cores_needed));
    form.figure(ui, fields::PHYSICAL_DISK_SPACE, disk, common::NOT_STATED, lens!(hardware.physical_disk_gb_needed));
}

fn system_ui(page: &Page<'_>, form: &ComputerForm<'_>, ui: &mut Ui) {
    form.optional_choice(ui, fields::OPERATING_SYSTEM, WindowsVersion::ALL, WindowsVersion::label, lens!(os));
    form.optional_text(ui, fields::DOMAIN, text::NONE_OR_NOT_STATED, lens!(domain));
    let options = worded(BizTalkEdition::ALL, BizTalkEdition::label);
    let none = text::as_the_environment(page.view.document.environment.biztalk_edition.label());
    form.optional_pick(ui, fields::BIZTALK_EDITION_HERE, &none, options, lens!(biztalk_edition));
    form.flag(ui, fields::WINDOWS_NLB, lens!(windows_nlb));
    form.flag(ui, fields::SERVES_OTHER_APPLICATIONS, lens!(serves_other_applications));
    form.flag(ui, fields::SQL_ALIAS_FOR_EACH_LISTENER, lens!(sql_alias));
}

fn services_ui(form: &ComputerForm<'_>, ui: &mut Ui) {
    form.tri(ui, fields::MSDTC_LOG_DISK, lens!(dtc_log_on_own_disk));
    let port = NumberRange::whole("", limits::PORT);
    form.optional_whole(ui, fields::FIXED_MSDTC_PORT, port, lens!(dtc_fixed_port));
    let all = DtcAuthentication::ALL;
    form.optional_choice(ui, fields::MSDTC_AUTHENTICATION, all, DtcAuthentication::label, lens!(dtc_authentication));
    form.tri(ui, fields::MSDTC_PREREQUISITES, lens!(ag_os_prerequisite));
    form.tri(ui, fields::MSMQ_4, lens!(msmq_4_or_later));
    form.flag(ui, fields::BIZTALK_TMS_IS_ACTIVE_HERE, lens!(tms_active));
}
