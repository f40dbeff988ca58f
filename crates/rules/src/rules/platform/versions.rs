//! Operating systems, hardware and what a release no longer supports.

use super::features::do_without;
use super::upgrades::{
    REMOVED_ADAPTERS, REMOVED_FEATURES, install_update, is_concerned, move_to_last_version, needs_other_windows,
    supports, windows_to_install,
};
use crate::edit::{Edit, Record};
use crate::lifecycle::{CumulativeUpdate, Version};
use crate::model::{
    Adapter, BizTalkRelease, Computer, ComputerId, Deployment, Element, Feature, Handler, Hardware, Role,
};
use crate::prose;
use crate::rules::value::{figure, label, phrase, text, word};
use crate::rules::{Attribute, Report, RuleContext, Value};
use crate::sources::{Sourced, stated};

/// How many findings of VER-001 offer to upgrade everything: doing so once removes all of them, and the edit is large.
const MOST_UPGRADES: usize = 10;

/// VER-001: one finding per computer with BizTalk Server, Enterprise SSO or BizTalk tools on an unsupported operating
/// system. Asks for the operating system, and for the cumulative update where that decides.
pub(super) fn windows_is_supported(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    let mut looked = false;
    let mut upgrades = std::iter::repeat_with(|| move_to_last_version(context, None)).take(MOST_UPGRADES);
    for (id, computer) in context.document.computers.iter().filter(|(_, it)| is_concerned(it)) {
        looked = true;
        let Some(os) = computer.os else {
            report.ask(*id, Attribute::OperatingSystem);
            continue;
        };
        match supports(environment, os) {
            Some(true) => continue,
            None => {
                report.ask(Element::Environment, Attribute::BizTalkUpdate);
                continue;
            }
            Some(false) => {}
        }
        let update = CumulativeUpdate::adding(Version::Windows(os), environment.biztalk_release);
        let edit = match update {
            Some(_) => install_update(context, Version::Windows(os)),
            None => install_windows(context, *id, computer, &mut upgrades),
        };
        let mut finding =
            report.finding([*id]).with("os", label(os)).with("biztalk-server", label(environment.biztalk_release));
        finding = match update {
            Some(update) => {
                finding.case("needs-update").with("update", text(update.label())).with("build", text(&update.build))
            }
            None => finding.case("unsupported"),
        };
        finding.fix(edit);
    }
    if !looked {
        report.idle("no-computer-with-biztalk-software");
    }
}

/// Installs a supported Windows on a computer that needs one: for BizTalk Server as it is, else with an upgrade of that.
fn install_windows(
    context: &RuleContext<'_>,
    id: ComputerId,
    computer: &Computer,
    upgrades: &mut impl Iterator<Item = Option<Edit>>,
) -> Option<Edit> {
    if !needs_other_windows(context, computer) {
        return None;
    }
    let Some(better) = windows_to_install(context, &context.document.environment) else {
        return upgrades.next().flatten();
    };
    let changed = Computer { os: Some(better), ..computer.clone() };
    Some(Edit::put(format!("Install {} on {}", better.label(), computer.name), Record::Computer(id, changed)))
}

/// VER-002: one finding per BizTalk computer whose entered clock, memory or disk is below the documented minimum.
pub(super) fn hardware_meets_the_minimum(context: &RuleContext<'_>, report: &mut Report) {
    let release = context.document.environment.biztalk_release;
    let memory = if release == BizTalkRelease::V2020 { 4.0 } else { 2.0 };
    let disk = 10.0;
    let mut looked = false;
    for (id, computer) in &context.document.computers {
        if !computer.roles.contains(&Role::BizTalkRuntime) {
            continue;
        }
        let hardware = &computer.hardware;
        let clock = minimum_clock(release, hardware);
        let figures = [
            ("clock", "processor clock in GHz", stated(hardware.clock_ghz.as_ref()), clock),
            ("memory", "memory in GB", stated(hardware.ram_gb.as_ref()), memory),
            ("disk", "disk space in GB", stated(hardware.disk_gb.as_ref()), disk),
        ];
        looked |= figures.iter().any(|(_, _, value, _)| value.is_some());
        let below: Vec<_> = figures
            .iter()
            .filter_map(|(part, what, value, least)| Some((*part, *what, value.as_ref()?.value, *least)))
            .filter(|(_, _, value, least)| value < least)
            .collect();
        if below.is_empty() {
            continue;
        }
        let what: Vec<&str> = below.iter().map(|(_, what, ..)| *what).collect();
        let parts = below.iter().map(|(part, ..)| word(part)).collect();
        let mut finding =
            report.finding([*id]).with("biztalk-server", label(release)).with("parts", Value::List(parts));
        for (part, _, value, least) in below {
            finding = finding.with_about("figure", word(part), phrase("at-least", [figure(value), figure(least)]));
        }
        let mut larger = computer.clone();
        let own = &mut larger.hardware;
        for (value, least) in [(&mut own.clock_ghz, clock), (&mut own.ram_gb, memory), (&mut own.disk_gb, disk)] {
            raise(value, least);
        }
        finding.fix(Edit::put(
            format!("Give {} the minimum: {}", computer.name, prose::list(&what)),
            Record::Computer(*id, larger),
        ));
    }
    if !looked {
        report.idle("no-hardware-of-a-biztalk-computer");
    }
}

/// Raises an entered figure to the least one; what is not entered stays so.
fn raise(value: &mut Option<Sourced<f64>>, least: f64) {
    if stated(value.as_ref()).is_some_and(|it| it.value < least) {
        *value = Some(Sourced::entered(least));
    }
}

/// The lowest clock in GHz: before BizTalk Server 2020 it depends on the number of processors.
fn minimum_clock(release: BizTalkRelease, hardware: &Hardware) -> f64 {
    match (release, stated(hardware.cores.as_ref()).map(|it| it.value)) {
        (BizTalkRelease::V2020, _) => 1.4,
        (_, Some(0 | 1)) => 1.0,
        (_, Some(2 | 3)) => 0.9,
        _ => 0.7,
    }
}

/// The adapter that replaces another one as it stands.
const fn successor_of(adapter: Adapter) -> Option<Adapter> {
    match adapter {
        Adapter::SqlLegacy => Some(Adapter::WcfSql),
        Adapter::Soap => Some(Adapter::WcfBasicHttp),
        _ => None,
    }
}

/// What the list of deprecated and removed features names in place of an adapter.
fn replacement_of_adapter(adapter: Adapter) -> Value {
    match (successor_of(adapter), adapter) {
        (Some(successor), _) => label(successor),
        (None, Adapter::Pop3 | Adapter::Smtp) => word("office-365-adapters"),
        (None, _) => word("none-named"),
    }
}

/// What the list names in place of a feature.
fn replacement_of_feature(feature: Feature) -> Value {
    match feature {
        Feature::AcsAuthentication => word("shared-access-signatures"),
        _ => word("none-named"),
    }
}

/// Findings about handlers with some adapters and about some features.
fn used(context: &RuleContext<'_>, report: &mut Report, adapters: &[Adapter], features: &[Feature]) {
    let release = context.document.environment.biztalk_release;
    if release != BizTalkRelease::V2020 {
        return report.idle("not-biztalk-server-2020");
    }
    for (id, handler) in context.document.handlers.iter().filter(|(_, it)| adapters.contains(&it.adapter)) {
        let name = context.name(*id);
        let replaced = successor_of(handler.adapter).map(|adapter| Handler { adapter, ..handler.clone() });
        let title = |it: &Handler| format!("Use {} in the {name}", it.adapter_label());
        report
            .finding([Element::from(*id), handler.host.into()])
            .case("adapter")
            .with("adapter", label(handler.adapter))
            .with("replacement", replacement_of_adapter(handler.adapter))
            .fix(replaced.map(|it| Edit::put(title(&it), Record::Handler(*id, it))));
    }
    let in_use: Vec<Feature> = features.iter().copied().filter(|it| context.uses(*it)).collect();
    for feature in &in_use {
        report
            .finding([Element::Environment])
            .case("feature")
            .with("feature", label(*feature))
            .with("replacement", replacement_of_feature(*feature))
            .fix(do_without(context, &in_use));
    }
}

/// VER-003: one finding per handler and feature that is deprecated.
pub(super) fn nothing_deprecated_is_used(context: &RuleContext<'_>, report: &mut Report) {
    let adapters = [Adapter::Pop3, Adapter::Smtp, Adapter::Soap, Adapter::WcfNetTcpRelay, Adapter::JdeOneWorld];
    used(context, report, &adapters, &[Feature::BamPortal, Feature::Bpel]);
}

/// VER-004: one finding per handler and feature that is removed.
pub(super) fn nothing_removed_is_used(context: &RuleContext<'_>, report: &mut Report) {
    used(context, report, &REMOVED_ADAPTERS, &REMOVED_FEATURES);
}

/// VER-007: one finding per virtual machine with less than 110 % of the processors or 105 % of the disk space that a
/// physical computer would need. Asks for the physical needs of BizTalk and SQL Server computers.
pub(super) fn virtual_machines_have_room(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.environment.deployment != Some(Deployment::Virtual) {
        return report.idle("not-virtual-on-own-hardware");
    }
    for (id, computer) in &context.document.computers {
        if !context.carries_biztalk_or_sql(*id) {
            continue;
        }
        let hardware = &computer.hardware;
        let cores = stated(hardware.cores.as_ref()).zip(stated(hardware.physical_cores_needed.as_ref()));
        let disk = stated(hardware.disk_gb.as_ref()).zip(stated(hardware.physical_disk_gb_needed.as_ref()));
        let few = cores.is_some_and(|(own, needed)| f64::from(own.value) < 1.1 * f64::from(needed.value));
        let little = disk.is_some_and(|(own, needed)| own.value < 1.05 * needed.value);
        if !few && !little {
            let missing = [
                (stated(hardware.cores.as_ref()).is_none(), Attribute::ProcessorCores),
                (stated(hardware.physical_cores_needed.as_ref()).is_none(), Attribute::PhysicalCoresNeeded),
                (stated(hardware.disk_gb.as_ref()).is_none(), Attribute::DiskSpace),
                (stated(hardware.physical_disk_gb_needed.as_ref()).is_none(), Attribute::DiskSpaceNeeded),
            ];
            missing.into_iter().filter(|(it, _)| *it).for_each(|(_, attribute)| report.ask(*id, attribute));
            continue;
        }
        report
            .finding([*id])
            .case(match (few, little) {
                (true, true) => "processors-and-disk",
                (true, false) => "processors",
                _ => "disk",
            })
            .with("cores", cores.map(|(own, needed)| Value::List(vec![own.value.into(), needed.value.into()])))
            .with("disk", disk.map(|(own, needed)| Value::List(vec![figure(own.value), figure(needed.value)])))
            .fix(give_room(*id, computer, few, little));
    }
}

/// 110 % of the processors and 105 % of the disk space that a physical computer would need, where there is less.
fn give_room(id: ComputerId, computer: &Computer, few: bool, little: bool) -> Edit {
    let mut larger = computer.clone();
    let hardware = &mut larger.hardware;
    if let Some(needed) = hardware.physical_cores_needed.as_ref().filter(|_| few) {
        hardware.cores =
            Some(Sourced::entered((u64::from(needed.value) * 11).div_ceil(10).try_into().unwrap_or(u32::MAX)));
    }
    if let Some(needed) = hardware.physical_disk_gb_needed.as_ref().filter(|_| little) {
        hardware.disk_gb = Some(Sourced::entered((1.05 * needed.value).ceil()));
    }
    Edit::put(format!("Give {} room for virtualization", computer.name), Record::Computer(id, larger))
}

#[cfg(test)]
mod tests {
    use crate::rules::{RuleId, RuleState};
    use crate::testing::rules::{check_fix, check_rule, check_says, evaluate_fixture, findings_of};

    #[test]
    fn ver_001_follows_the_hardware_pages() {
        for (release, os) in [
            ("biztalk_release=V2020", "Server2012R2"),
            ("biztalk_release=V2020 biztalk_cumulative_update=5", "Server2022"),
            ("biztalk_release=V2016", "Server2019"),
            ("biztalk_release=V2013R2", "Server2016"),
            ("biztalk_release=V2013", "Server2012R2"),
        ] {
            let text = format!("environment {release}\ncomputer A biztalk os={os} #! VER-001");
            check_rule("VER-001", &text);
            check_fix("VER-001", &text);
        }
        for (release, os) in [
            ("biztalk_release=V2020 biztalk_cumulative_update=6", "Windows11"),
            ("biztalk_release=V2016", "Server2012R2"),
        ] {
            check_rule("VER-001", &format!("environment {release}\ncomputer A biztalk os={os}"));
        }
        check_rule("VER-001", "computer S os=Server2012");
    }

    #[test]
    fn ver_001_asks_for_the_cumulative_update_on_which_an_operating_system_depends() {
        let text = "environment production=true #? VER-001\ncomputer A biztalk os=Server2022";
        check_rule("VER-001", text);
        check_rule("VER-001", "computer A biztalk os=null #? VER-001\ncomputer S os=null");
        let state = |text: &str| evaluate_fixture(text).states[&RuleId::new("VER-001")].clone();
        let stated = "environment biztalk_cumulative_update=6\ncomputer A biztalk os=Server2022";
        assert_eq!(state(stated), RuleState::Passed);
        assert_eq!(state("computer A biztalk os=Server2019"), RuleState::Passed);
    }

    #[test]
    fn ver_001_offers_the_update_that_adds_an_operating_system() {
        let early = "environment biztalk_cumulative_update=3\ncomputer A biztalk os=Server2022";
        check_says(
            "VER-001",
            early,
            &["A has Windows Server 2022, for which BizTalk Server 2020 needs CU6 (KB5043408) | Operating system: \
                 Windows Server 2022 | BizTalk Server: BizTalk Server 2020 | Cumulative update of BizTalk Server: CU6 \
                 (KB5043408) | Version of BizTalk Server with it: 3.13.895.0"],
        );
        assert_eq!(findings_of("VER-001", early)[0].fixes[0].label, "Install CU6 (KB5043408) of BizTalk Server 2020");
    }

    #[test]
    fn ver_001_never_offers_what_is_out_of_support_itself() {
        let text = "environment biztalk_release=V2013R2\ncomputer A biztalk os=Server2016";
        check_fix("VER-001", text);
        let label = |text: &str| findings_of("VER-001", text)[0].fixes[0].label.clone();
        assert_eq!(label(text), "Upgrade to BizTalk Server 2020 with CU6 (KB5043408)");
        assert_eq!(label(&format!("#day 2023-01-01\n{text}")), "Install Windows Server 2012 R2 on A");
    }

    #[test]
    fn ver_002_compares_entered_hardware_with_the_minimum() {
        check_rule("VER-002", "computer A biztalk hardware.ram_gb=3 #! VER-002");
        check_rule("VER-002", "computer A biztalk hardware.clock_ghz=1.3 #! VER-002");
        check_fix("VER-002", "computer A biztalk hardware.ram_gb=3 hardware.clock_ghz=1.3 hardware.disk_gb=9");
        check_says(
            "VER-002",
            "computer A biztalk hardware.ram_gb=3 hardware.clock_ghz=1.3 hardware.disk_gb=9",
            &[
                "A is below the minimum of BizTalk Server 2020: processor clock in GHz, memory in GB and disk space in GB \
                 | processor clock in GHz: 1.3, at least 1.4 | memory in GB: 3, at least 4 | disk space in GB: 9, at \
                 least 10",
            ],
        );
        check_rule("VER-002", "computer A biztalk hardware.ram_gb=4 hardware.clock_ghz=1.4 hardware.disk_gb=10");
        check_rule(
            "VER-002",
            "environment biztalk_release=V2016\ncomputer A biztalk hardware.clock_ghz=0.8 hardware.cores=2 #! VER-002",
        );
        check_rule(
            "VER-002",
            "environment biztalk_release=V2016\ncomputer A biztalk hardware.clock_ghz=0.8 hardware.cores=4",
        );
        check_rule("VER-002", "environment biztalk_release=V2013R2\ncomputer A biztalk hardware.ram_gb=1.5 #! VER-002");
        check_rule("VER-002", "environment biztalk_release=V2013\ncomputer A biztalk hardware.clock_ghz=1.0");
        check_rule("VER-002", "computer A biztalk");
    }

    #[test]
    fn ver_003_and_ver_004_know_what_2020_no_longer_supports() {
        let host = "computer A biztalk\nhost R receive on A\n";
        check_rule("VER-003", &format!("{host}handler R pop3 receive #! VER-003"));
        check_rule("VER-003", "feature bpel #! VER-003");
        check_fix("VER-003", "feature bpel");
        check_says(
            "VER-003",
            &format!("{host}handler R pop3 receive"),
            &["POP3 receive handler of R uses an adapter that is deprecated in BizTalk Server 2020 | Adapter: POP3 | \
                 Named replacement: Office 365 adapters"],
        );
        check_fix("VER-003", "computer A biztalk\nisolated-host W receive on A\nhandler W soap receive");
        check_rule("VER-003", &format!("{host}handler R file receive"));
        check_rule("VER-003", "environment biztalk_release=V2016\nfeature bpel");
        let old = format!("{host}handler R sql-legacy receive #! VER-004");
        check_rule("VER-004", &old);
        check_fix("VER-004", &old);
        check_says(
            "VER-004",
            &old,
            &["SQL (old adapter) receive handler of R uses an adapter that is removed in BizTalk Server 2020 | \
                 Adapter: SQL (old adapter) | Named replacement: WCF-SQL"],
        );
        check_says(
            "VER-004",
            "feature office-web-components",
            &["Office Web Components is removed in BizTalk Server 2020 | Feature: Office Web Components | Named \
                 replacement: none"],
        );
        check_fix("VER-004", "feature office-web-components");
        let both = "feature office-web-components acs-authentication";
        check_fix("VER-004", both);
        let label = &findings_of("VER-004", both)[1].fixes[0].label;
        assert_eq!(label, "Do without ACS authentication and Office Web Components");
        check_rule("VER-004", &format!("{host}handler R wcf-sql receive"));
    }

    #[test]
    fn ver_007_wants_room_for_virtualization_and_asks() {
        let machine = "environment deployment=Virtual\ncomputer A biztalk hardware.cores=8 hardware.disk_gb=100";
        let needs = |cores: u32, disk: u32| {
            format!("{machine} hardware.physical_cores_needed={cores} hardware.physical_disk_gb_needed={disk}")
        };
        check_rule("VER-007", &format!("{} #! VER-007", needs(8, 90)));
        check_rule("VER-007", &format!("{} #! VER-007", needs(7, 100)));
        check_fix("VER-007", &needs(8, 90));
        check_fix("VER-007", &needs(7, 100));
        check_says(
            "VER-007",
            &needs(8, 90),
            &["Virtual machine A has no room for virtualization in processors | Cores, and cores of a physical \
                 computer: 8, 8 | Disk, and disk of a physical computer in GB: 100, 90"],
        );
        check_says(
            "VER-007",
            &needs(9, 99),
            &["Virtual machine A has no room for virtualization in processors and disk space | Cores, and cores of a \
                 physical computer: 8, 9 | Disk, and disk of a physical computer in GB: 100, 99"],
        );
        let disk = format!("{machine} hardware.physical_disk_gb_needed=100.5");
        check_says(
            "VER-007",
            &disk,
            &["Virtual machine A has no room for virtualization in disk space | Cores, and cores of a physical \
                 computer: not entered | Disk, and disk of a physical computer in GB: 100, 100.5"],
        );
        check_rule("VER-007", &needs(7, 95));
        check_rule("VER-007", &format!("{machine} #? VER-007"));
        check_rule("VER-007", &needs(8, 100).replace("deployment=Virtual", "deployment=Physical"));
    }
}
