//! What BAM, the Business Rule Engine, EDI and AS2 ask for.

use std::collections::BTreeSet;

use crate::edit::{Edit, EditCommand, Record};
use crate::model::{
    BizTalkGroupId, BizTalkRelease, Computer, ComputerId, Database, DatabaseId, DatabaseKind, Element, Feature,
    HostFunction, HostId, Role,
};
use crate::rules::fixes::FixDraft;
use crate::rules::tracking::add_tracking_host;
use crate::rules::value::{elements, label, labels, word};
use crate::rules::{Report, RuleContext, evaluate_rule};

/// BAM-001: one finding per BizTalk group without a tracking instance although BAM is in use, while global tracking is
/// off (TRK-001 looks where it is on).
pub(super) fn bam_events_are_moved(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses_bam() || context.document.environment.global_tracking {
        return report.idle("bam-not-in-use-or-global-tracking");
    }
    let groups = groups_with_hosts(context);
    if groups.is_empty() {
        return report.idle("no-host");
    }
    for group in groups.into_iter().filter(|group| context.tracking_instances(*group).is_empty()) {
        report
            .finding([group])
            .with("global-tracking", word("off"))
            .with("tracking-instances", 0_usize)
            .fix(add_tracking_host(context, group, |_| {}));
    }
}

fn groups_with_hosts(context: &RuleContext<'_>) -> Vec<BizTalkGroupId> {
    context.document.biztalk_groups.keys().copied().filter(|group| !context.hosts_of(*group).is_empty()).collect()
}

/// BAM-003: real-time aggregation costs write performance.
pub(super) fn real_time_aggregation_costs(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::BamRta) {
        return report.idle("bam-rta-not-in-use");
    }
    report
        .finding([Element::Environment])
        .with("feature", label(Feature::BamRta))
        .fix(do_without(context, &[Feature::BamRta]));
}

/// Takes features out of use.
pub(super) fn do_without(context: &RuleContext<'_>, features: &[Feature]) -> Edit {
    let mut without = context.document.environment.clone();
    without.features.retain(|it| !features.contains(it));
    let labels: Vec<&str> = features.iter().map(|it| it.label()).collect();
    Edit::one(format!("Do without {}", labels.join(" and ")), EditCommand::SetEnvironment(without))
}

/// BAM-006: BAM of BizTalk Server 2020 without the SSIS catalog that holds its packages. AG-014 looks at designs with
/// availability groups.
pub(super) fn packages_have_a_catalog(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses_bam() {
        return report.idle("bam-not-in-use");
    }
    if context.document.environment.biztalk_release != BizTalkRelease::V2020 {
        return report.idle("not-biztalk-server-2020");
    }
    if context.document.databases.values().any(|it| it.availability_group.is_some()) {
        return report.idle("ssis-catalog-of-an-availability-group");
    }
    let imports: Vec<_> = context.databases_of_kind(DatabaseKind::BamPrimaryImport).collect();
    let Some((import, _)) = imports.first() else { return report.idle("no-bam-primary-import-database") };
    if context.databases_of_kind(DatabaseKind::SsisCatalog).next().is_none() {
        report.finding([*import]).with("databases", elements(imports.iter().map(|(id, _)| *id))).fix(add_beside(
            context,
            *import,
            DatabaseKind::SsisCatalog,
        ));
    }
}

/// BAM-007: BAM alerts without their database.
pub(super) fn alerts_have_their_database(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::BamAlerts) {
        return report.idle("bam-alerts-not-in-use");
    }
    let mut imports = context.databases_of_kind(DatabaseKind::BamPrimaryImport);
    let Some((import, _)) = imports.next() else { return report.idle("no-bam-primary-import-database") };
    if context.databases_of_kind(DatabaseKind::BamAlertsApplication).next().is_none() {
        report.finding([Element::Environment]).with("feature", label(Feature::BamAlerts)).fix(add_beside(
            context,
            import,
            DatabaseKind::BamAlertsApplication,
        ));
    }
}

/// Draws a database of a kind where another one is: on the same SQL instance and in the same availability group.
fn add_beside(context: &RuleContext<'_>, beside: DatabaseId, kind: DatabaseKind) -> Option<Edit> {
    let model = context.document.databases.get(&beside)?;
    let taken = context.databases_on(model.sql_instance).any(|(_, it)| it.name == kind.default_name());
    if taken {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let database = Database::beside(model, kind, model.biztalk_group);
    let name = database.name.clone();
    draft.add(database);
    draft.says(format!("add {name} to {}", context.name(model.sql_instance)));
    draft.finish()
}

/// BRE-001: one finding per primary-site computer that processes without the Rule Engine Update Service.
pub(super) fn rule_engine_update_runs(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::Bre) {
        return report.idle("bre-not-in-use");
    }
    let processing: BTreeSet<ComputerId> = context
        .document
        .host_instances
        .values()
        .filter(|it| it.enabled && context.is_primary(it.computer) && context.does(it.host, HostFunction::Process))
        .map(|it| it.computer)
        .collect();
    if processing.is_empty() {
        return report.idle("no-processing-computer");
    }
    for id in processing {
        let Some(computer) = context.document.computers.get(&id) else { continue };
        if computer.roles.contains(&Role::RuleEngineUpdate) {
            continue;
        }
        let mut with = computer.clone();
        with.roles.insert(Role::RuleEngineUpdate);
        report.finding([id]).with("roles", labels(computer.roles.iter().copied())).fix(Edit::put(
            format!("Install the Rule Engine Update Service on {}", computer.name),
            Record::Computer(id, with),
        ));
    }
}

/// EDI-001: one finding per host with EDI or AS2 of which HOST-001 or NLB-002 says that it runs on one computer. A note
/// of that finding.
pub(super) fn edi_host_is_not_alone(context: &RuleContext<'_>, report: &mut Report) {
    if context.hosts().all(|(_, it)| !it.edi) {
        return report.idle("no-edi-host");
    }
    let lonely: BTreeSet<HostId> = ["HOST-001", "NLB-002"]
        .into_iter()
        .filter_map(|rule| evaluate_rule(context, rule))
        .flat_map(|(findings, ..)| findings)
        .filter_map(|finding| HostId::try_from(finding.subject()).ok())
        .collect();
    for (id, _) in context.hosts().filter(|(id, it)| it.edi && lonely.contains(id)) {
        report.finding([id]).with("servers", context.servers(id));
    }
}

/// EDI-002: EDI or AS2 without IIS in a BizTalk group, or AS2 or status reporting without BAM.
pub(super) fn edi_has_what_it_needs(context: &RuleContext<'_>, report: &mut Report) {
    let exchanges = context.uses(Feature::Edi) || context.uses(Feature::As2);
    let reports = context.uses(Feature::As2) || context.uses(Feature::StatusReporting);
    if !exchanges && !reports {
        return report.idle("edi-as2-and-status-reporting-not-in-use");
    }
    let groups = context.document.biztalk_groups.keys().copied();
    for group in groups.filter(|group| exchanges && !context.runtime_computers(*group).is_empty()) {
        let computers = context.runtime_computers(group);
        if computers.iter().any(|id| context.has_role(*id, Role::Iis)) {
            continue;
        }
        let commands = computers.iter().filter_map(|id| {
            let mut with: Computer = context.document.computers.get(id)?.clone();
            with.roles.insert(Role::Iis);
            Some(EditCommand::Put(Record::Computer(*id, with)))
        });
        let names = context.names(computers.iter().copied());
        report
            .finding([group])
            .involving(computers.iter().copied())
            .case("no-iis")
            .with("computers", computers)
            .fix(Edit::new(format!("Install IIS on {names}"), commands.collect()));
    }
    if reports && !context.uses_bam() && !report.asks_what_is_configured(context) {
        report.finding([Element::Environment]).case("no-bam").with("bam", word("not-in-use")).fix(use_bam(context));
    }
}

/// Uses BAM; `None` where that would ask for more (BAM-001, SQL-002). With global tracking on, a missing tracking host is
/// a fault already (TRK-001).
fn use_bam(context: &RuleContext<'_>) -> Option<Edit> {
    let tracks = context.document.environment.global_tracking
        || groups_with_hosts(context).iter().all(|group| !context.tracking_instances(*group).is_empty());
    let mut imports = context.databases_of_kind(DatabaseKind::BamPrimaryImport);
    let safe = imports.all(|(id, _)| context.is_highly_available(id));
    let mut with = context.document.environment.clone();
    with.features.insert(Feature::Bam);
    (tracks && safe).then(|| Edit::one("Use BAM", EditCommand::SetEnvironment(with)))
}

/// EDI-003: EDI depends on the BizTalk Tracking database.
pub(super) fn edi_depends_on_tracking(context: &RuleContext<'_>, report: &mut Report) {
    if !context.uses(Feature::Edi) {
        return report.idle("edi-not-in-use");
    }
    let databases: Vec<_> = context.databases_of_kind(DatabaseKind::Tracking).map(|(id, _)| id).collect();
    report.finding([Element::Environment]).involving(databases.iter().copied()).with("databases", databases);
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says, evaluate_fixture};

    const TWO: &str = "computer A biztalk\ncomputer B biztalk\n";

    #[test]
    fn bam_006_wants_the_ssis_catalog_from_biztalk_server_2020_on() {
        let without = "feature bam\ncomputer N\nsql ONE on N\ndatabases ONE bam-primary-import #! BAM-006";
        check_rule("BAM-006", without);
        check_fix("BAM-006", without);
        check_rule("BAM-006", &without.replace("bam-primary-import #! BAM-006", "bam-primary-import ssis-catalog"));
        let older = format!("environment biztalk_release=V2016\n{without}").replace("#! BAM-006", "");
        check_rule("BAM-006", &older);
    }

    #[test]
    fn bam_007_wants_the_database_of_the_alerts() {
        let without = "feature bam bam-alerts\ncomputer N\nsql ONE on N\ndatabases ONE bam-primary-import";
        check_rule("BAM-007", &format!("{without}\nenvironment #! BAM-007"));
        check_fix("BAM-007", &format!("{without}\nenvironment #! BAM-007"));
        check_rule("BAM-007", &format!("{without} bam-alerts-application"));
        check_rule("BAM-007", &without.replace("bam bam-alerts", "bam"));
    }

    #[test]
    fn bam_001_wants_a_tracking_host_without_global_tracking() {
        let bam = format!("feature bam\n{TWO}host P process on A B\n");
        let off = format!("{bam}environment global_tracking=false\nattr Group1 name=G #! BAM-001");
        check_rule("BAM-001", &off);
        check_fix("BAM-001", &off);
        check_says(
            "BAM-001",
            &off,
            &["No host of G moves BAM events: none tracks | Global tracking: off | Tracking instances: 0"],
        );
        check_rule("BAM-001", &bam);
        check_rule("BAM-001", &format!("{bam}environment global_tracking=false\nhost T tracking on A B"));
    }

    #[test]
    fn bam_003_weighs_real_time_aggregation() {
        check_rule("BAM-003", "feature bam-rta #! BAM-003");
        check_fix("BAM-003", "feature bam-rta");
        check_says(
            "BAM-003",
            "feature bam-rta",
            &["BAM real-time aggregation has no latency, but makes every write more expensive | Feature: BAM \
                 real-time aggregation"],
        );
        check_rule("BAM-003", "feature bam");
    }

    #[test]
    fn bre_001_wants_the_update_service_where_rules_run() {
        let text =
            "feature bre\ncomputer A biztalk #! BRE-001\ncomputer B biztalk\nhost P process on A\nhost R receive on B";
        check_rule("BRE-001", text);
        check_fix("BRE-001", text);
        check_rule("BRE-001", "feature bre\ncomputer A biztalk rule-engine-update\nhost P process on A");
        check_rule("BRE-001", "computer A biztalk\nhost P process on A");
    }

    #[test]
    fn edi_001_is_a_note_of_the_host_on_one_computer() {
        let text = format!("{TWO}host E receive on A edi=true\nhost R receive on A B\n");
        check_says("EDI-001", &text, &["EDI or AS2 stops with host E | Servers of the host: A"]);
        check_rule("EDI-001", &format!("{TWO}host E receive on A B edi=true"));
        check_rule("EDI-001", &format!("{TWO}host E receive on A"));
        let report = evaluate_fixture(&text);
        assert_eq!(report.of("EDI-001").count(), 0);
        let parents = report.findings.iter().chain(&report.folded).filter(|it| it.rule == *"HOST-001");
        assert!(parents.into_iter().any(|it| it.notes().any(|note| note.rule == *"EDI-001")), "{report:#?}");
    }

    #[test]
    fn edi_002_wants_iis_and_bam() {
        let edi = format!("feature edi\n{TWO}attr Group1 name=G #! EDI-002");
        check_rule("EDI-002", &edi);
        check_fix("EDI-002", &edi);
        check_says(
            "EDI-002",
            &edi,
            &["No BizTalk computer of G has IIS, which EDI and AS2 need | BizTalk computers: A and B"],
        );
        check_rule("EDI-002", "feature edi\ncomputer A biztalk iis");
        let as2 = "computer A biztalk iis\nfeature as2 #! EDI-002";
        check_rule("EDI-002", as2);
        check_fix("EDI-002", as2);
        check_says("EDI-002", as2, &["AS2 and status reporting need BAM, which is not in use | BAM: not in use"]);
        check_fix("EDI-002", "computer A biztalk iis\nhost P process on A\nfeature as2");
        check_rule("EDI-002", "feature as2 bam\ncomputer A biztalk iis");
        check_rule("EDI-002", TWO);
    }

    #[test]
    fn edi_003_tells_that_edi_depends_on_tracking() {
        check_rule("EDI-003", "feature edi #! EDI-003");
        check_says(
            "EDI-003",
            "feature edi",
            &["EDI keeps its tables in the BizTalk Tracking database and stops with it | BizTalk Tracking databases: \
                 none"],
        );
        check_rule("EDI-003", "feature as2");
    }
}
