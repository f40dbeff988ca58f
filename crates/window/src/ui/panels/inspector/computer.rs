//! Computers: roles, software, hardware, and what runs on them.

use egui::Ui;

use super::computer_parts as parts;
use super::data::{names, worded};
use super::form::{Form, lens, set_lens};
use super::page::{Page, form};
use crate::edit::Draft;
use crate::model::{BizTalkEdition, Computer, ComputerId, DtcAuthentication, PhysicalHost, Role, WindowsVersion};
use crate::ui::widgets::fields::{NOT_STATED, NumberRange};

type ComputerForm<'a> = Form<'a, ComputerId, Computer>;

/// Fields of the part that starts folded which a rule may ask for.
const SERVICES: &[&str] = &[
    "MSDTC log on a disk of its own",
    "MSDTC authentication",
    "Prerequisites of MSDTC with availability groups",
    "Message Queuing 4.0 or later",
];

/// Shows the fields.
pub(super) fn ui(page: &Page<'_>, ui: &mut Ui) {
    let form: ComputerForm<'_> = form!(page, Computer, computers);
    if let Some((id, _)) = form.single() {
        parts::host_instances_ui(page, ui, id);
        parts::sql_ui(page, ui, id);
    }
    page.section(ui, "Roles", |ui| {
        form.set(ui, "Installed", &worded(Role::ALL, Role::label), set_lens!(roles));
        let groups = names!(page.view.document, biztalk_groups);
        form.set(ui, "Member of BizTalk group", &groups, set_lens!(biztalk_groups));
    });
    if let Some((id, _)) = form.single() {
        page.section(ui, "Failover cluster", |ui| parts::membership_ui(page, ui, id));
    }
    page.section(ui, "Hardware", |ui| hardware_ui(page, &form, ui));
    page.section(ui, "System", |ui| system_ui(&form, ui));
    page.folded(ui, "MSDTC and messaging services", SERVICES, |ui| services_ui(&form, ui));
}

fn hardware_ui(page: &Page<'_>, form: &ComputerForm<'_>, ui: &mut Ui) {
    let document = page.view.document;
    form.whole_figure(ui, "Cores", NumberRange::whole("", 1.0, 1024.0), NOT_STATED, lens!(hardware.cores));
    form.figure(ui, "Clock", NumberRange::any("GHz", 0.1, 20.0), NOT_STATED, lens!(hardware.clock_ghz));
    let times = NumberRange::any("times", 0.05, 20.0);
    form.figure(ui, "Core speed against the published lab", times, NOT_STATED, lens!(hardware.core_speed));
    form.figure(ui, "Memory", NumberRange::any("GB", 0.5, 65_536.0), NOT_STATED, lens!(hardware.ram_gb));
    let disk = NumberRange::any("GB", 1.0, 10_000_000.0);
    form.figure(ui, "Disk space", disk, NOT_STATED, lens!(hardware.disk_gb));
    let percent = NumberRange::any("%", 0.0, 100.0);
    form.figure(ui, "Normal processor load", percent, NOT_STATED, lens!(load_percent));
    form.optional_pick(ui, "Physical host", NOT_STATED, names!(document, physical_hosts), lens!(physical_host));
    if ui.button("New physical host").on_hover_text("Adds one and puts the virtual machine on it").clicked() {
        let name = format!("Physical host {}", document.physical_hosts.len() + 1);
        let mut draft = Draft::of(document);
        let host = draft.add(PhysicalHost::new(name.clone()));
        for (computer, _) in form.items() {
            draft.change(*computer, |it| it.physical_host = Some(host));
        }
        page.view.outbox.edit(draft.finish(format!("Add {name}")));
    }
    let cores = NumberRange::whole("", 1.0, 1024.0);
    let label = "Cores that a physical computer would need";
    form.whole_figure(ui, label, cores, NOT_STATED, lens!(hardware.physical_cores_needed));
    let label = "Disk space that a physical computer would need";
    form.figure(ui, label, disk, NOT_STATED, lens!(hardware.physical_disk_gb_needed));
}

fn system_ui(form: &ComputerForm<'_>, ui: &mut Ui) {
    form.optional_choice(ui, "Operating system", WindowsVersion::ALL, WindowsVersion::label, lens!(os));
    form.optional_text(ui, "Domain", "None or not stated", lens!(domain));
    let options = worded(BizTalkEdition::ALL, BizTalkEdition::label);
    form.optional_pick(ui, "BizTalk edition here", "As the environment", options, lens!(biztalk_edition));
    form.flag(ui, "Windows NLB", lens!(windows_nlb));
    form.flag(ui, "Serves other applications", lens!(serves_other_applications));
    form.flag(ui, "SQL alias for each listener", lens!(sql_alias));
}

fn services_ui(form: &ComputerForm<'_>, ui: &mut Ui) {
    form.tri(ui, "MSDTC log on a disk of its own", lens!(dtc_log_on_own_disk));
    let port = NumberRange::whole("", 1.0, 65_535.0);
    form.optional_whole(ui, "Fixed MSDTC port", port, lens!(dtc_fixed_port));
    let all = DtcAuthentication::ALL;
    form.optional_choice(ui, "MSDTC authentication", all, DtcAuthentication::label, lens!(dtc_authentication));
    form.tri(ui, "Prerequisites of MSDTC with availability groups", lens!(ag_os_prerequisite));
    form.tri(ui, "Message Queuing 4.0 or later", lens!(msmq_4_or_later));
    form.flag(ui, "BizTalk TMS is active here", lens!(tms_active));
}
