//! Whether computers carry what runs on them, and survive the failover of SQL Server.

use std::collections::{BTreeMap, BTreeSet};

use super::fixes::{add_survivor, move_biztalk_away, reduce, relieve};
use crate::capacity::host_rates_without;
use crate::edit::{Edit, Record};
use crate::model::{ComputerId, Element, Host, HostId};
use crate::rules::fixes::FixDraft;
use crate::rules::value::{messages_per_second, percent, phrase, seconds};
use crate::rules::{Attribute, Report, RuleContext};
use crate::sources::{self, Sourced};

/// "Restart service after" of a host instance's service unless set: one minute
/// (`core/host-instance-service-properties-in-services`).
const DEFAULT_RESTART_SECS: f64 = 60.0;

/// The value of a figure somebody stated; our own defaults and the examples of templates do not count.
fn stated(value: Option<&Sourced<f64>>) -> Option<f64> {
    sources::stated(value).map(|it| it.value)
}

/// HOST-008: one finding per primary-site computer with more enabled host instances than the user allows.
pub(super) fn computer_has_few_instances(context: &RuleContext<'_>, report: &mut Report) {
    let Some(threshold) = context.document.environment.max_host_instances_per_computer else {
        return report.idle("no-limit");
    };
    for id in context.document.computers.keys().filter(|id| context.is_primary(**id)) {
        let count = context.instances_on(*id).filter(|(_, it)| it.enabled).count();
        if count > threshold as usize {
            report.finding([*id]).with("instances", count).with("limit", threshold).fix(relieve(
                context,
                *id,
                threshold as usize,
            ));
        }
    }
}

/// HOST-012: one finding per primary-site BizTalk computer whose load the other computers of its hosts cannot take over.
pub(super) fn survivors_carry_the_load(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    let mut shared: BTreeMap<Vec<HostId>, Sharing> = BTreeMap::new();
    for lost in context.all_runtime_computers() {
        let sharing = shared.entry(enabled_hosts(context, lost)).or_insert_with_key(|hosts| {
            let sharing = Sharing::of(context, hosts);
            for id in sharing.unknown.iter().filter(|_| sharing.computers.len() > 1) {
                report.ask(*id, Attribute::ProcessorLoad);
            }
            sharing
        });
        if sharing.computers.len() < 2 {
            continue;
        }
        looked = true;
        let Some(own) = sharing.loads.get(&lost).filter(|_| sharing.unknown.is_empty()) else { continue };
        let share = own / (sharing.computers.len() - 1) as f64;
        let after = |id: &ComputerId| sharing.loads.get(id).map_or(0.0, |load| load + share);
        let survivors = || sharing.computers.iter().copied().filter(|id| *id != lost);
        let overloaded: Vec<ComputerId> = survivors().filter(|id| after(id) > 100.0).collect();
        if overloaded.is_empty() {
            continue;
        }
        let worst = overloaded.iter().map(after).fold(0.0, f64::max);
        let survivors: BTreeSet<ComputerId> = survivors().collect();
        report
            .finding([lost])
            .involving(overloaded)
            .with("load", percent(*own))
            .with("survivors", &survivors)
            .with("worst", percent(worst))
            .fix(add_survivor(context, lost));
    }
    if !looked {
        report.idle("no-host-on-two-computers");
    }
}

/// The primary-site computers that share some hosts, with their normal load as far as it is stated.
struct Sharing {
    computers: BTreeSet<ComputerId>,
    loads: BTreeMap<ComputerId, f64>,
    unknown: Vec<ComputerId>,
}

impl Sharing {
    /// Those that run an enabled instance of at least one of the hosts.
    fn of(context: &RuleContext<'_>, hosts: &[HostId]) -> Self {
        let instances = hosts.iter().flat_map(|host| context.instances(*host));
        let computers: BTreeSet<ComputerId> =
            instances.filter_map(|id| Some(context.document.host_instances.get(id)?.computer)).collect();
        let load = |id: &ComputerId| stated(context.document.computers.get(id)?.load_percent.as_ref());
        let loads: BTreeMap<ComputerId, f64> = computers.iter().filter_map(|id| Some((*id, load(id)?))).collect();
        let unknown = computers.iter().copied().filter(|id| !loads.contains_key(id)).collect();
        Self { computers, loads, unknown }
    }
}

/// The hosts of which a computer runs an enabled host instance, in their order.
fn enabled_hosts(context: &RuleContext<'_>, computer: ComputerId) -> Vec<HostId> {
    let hosts = context.instances_on(computer).filter(|(_, it)| it.enabled).map(|(_, it)| it.host);
    hosts.collect::<BTreeSet<HostId>>().into_iter().collect()
}

/// HOST-013: one finding per unclustered in-process host whose services restart before SQL Server has failed over.
pub(super) fn restart_waits_for_sql_failover(context: &RuleContext<'_>, report: &mut Report) {
    let running = || context.hosts().filter(|(id, host)| context.is_plain(host) && !context.instances(*id).is_empty());
    if running().next().is_none() {
        return report.idle("no-unclustered-host-runs");
    }
    let Some(failover) = stated(context.document.environment.sql_failover_secs.as_ref()) else {
        return report.ask(Element::Environment, Attribute::SqlFailoverDuration);
    };
    for (id, host) in running() {
        let delay = host.restart_service_after_secs.as_ref().map_or(DEFAULT_RESTART_SECS, |it| it.value);
        if delay >= failover {
            continue;
        }
        let set = if host.restart_service_after_secs.is_some() { "entered" } else { "default" };
        report
            .finding([id])
            .with("delay", seconds(delay))
            .with("set", phrase(set, [seconds(delay)]))
            .with("failover", seconds(failover))
            .fix(wait_longer(context, id, host, failover));
    }
}

/// Raises the restart delay to the first whole minute above the failover time, because Windows counts in minutes.
fn wait_longer(context: &RuleContext<'_>, id: HostId, host: &Host, failover: f64) -> Option<Edit> {
    let minutes = (failover / 60.0).floor() + 1.0;
    let restart_service_after_secs = Some(Sourced::entered(minutes * 60.0));
    let mut draft = FixDraft::new(context);
    draft.put(Record::Host(id, Host { restart_service_after_secs, ..host.clone() }));
    draft.says(format!("restart the services of host {} after {minutes:.0} min", host.name));
    draft.finish()
}

/// HOST-014: one finding per primary-site computer that runs BizTalk Server and may run a SQL instance with BizTalk
/// databases.
pub(super) fn biztalk_and_sql_are_apart(context: &RuleContext<'_>, report: &mut Report) {
    let computers = context.all_runtime_computers();
    if computers.is_empty() || context.document.databases.is_empty() {
        return report.idle("no-biztalk-computer-or-database");
    }
    for id in computers {
        let sql: Vec<_> =
            context.sql_owned_by(id).iter().copied().filter(|sql| context.holds_databases(*sql)).collect();
        if sql.is_empty() {
            continue;
        }
        report.finding([id]).involving(sql.iter().copied()).with("sql", &sql).fix(move_biztalk_away(context, id));
    }
}

/// HOST-015: one finding per unclustered host, not a tracking host, that carries the entered peak rate with two of its
/// computers taken away: one spare computer is kept.
pub(super) fn host_has_no_surplus_computers(context: &RuleContext<'_>, report: &mut Report) {
    let Some(peak) = stated(context.document.workload.peak_messages_per_sec.as_ref()).filter(|peak| *peak > 0.0) else {
        return report.idle("no-peak-rate");
    };
    let judged = |(id, host): &(HostId, &Host)| {
        host.clustered_in.is_none() && !host.allow_tracking && context.servers(*id).len() > 2
    };
    let hosts: Vec<(HostId, &Host)> = context.hosts().filter(judged).collect();
    if hosts.is_empty() {
        return report.idle("no-host-on-more-than-two-computers");
    }
    let rates = host_rates_without(context.document, 2);
    for (id, host) in hosts {
        let Some(rate) = rates.get(&id).copied().filter(|rate| *rate >= peak) else { continue };
        let servers = context.servers(id);
        report
            .finding([id])
            .involving(servers.iter().copied())
            .with("peak", messages_per_second(peak))
            .with("rate", messages_per_second(rate))
            .with("computers", servers)
            .fix(reduce(context, id, host, peak));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, facts_of, findings_of, messages_of};

    #[test]
    fn host_008_counts_enabled_instances_against_the_entered_limit() {
        let hosts = "
            site DR
            computer BTS1 biztalk                #! HOST-008
            computer BTS2 biztalk
            computer DR1 biztalk in DR
            host R receive on BTS1 BTS2 DR1
            host P process on BTS1 !BTS2 DR1
            host S send on BTS1 BTS2 DR1";
        let limited = format!("environment max_host_instances_per_computer=2\n{hosts}");
        check_rule("HOST-008", &limited);
        check_fix("HOST-008", &limited);
        check_rule("HOST-008", &hosts.replace("#! HOST-008", ""));
    }

    #[test]
    fn host_012_fires_where_the_survivors_would_be_overloaded() {
        let text = "
            computer BTS1 biztalk load_percent=60      #! HOST-012
            computer BTS2 biztalk load_percent=50      #! HOST-012
            computer BTS3 biztalk load_percent=90
            host R receive on BTS1 BTS2
            host S send on BTS3";
        check_rule("HOST-012", text);
        check_fix("HOST-012", text);
        assert_eq!(messages_of("HOST-012", text)[0], "Without BTS1, BTS2 cannot carry the load");
        assert!(facts_of("HOST-012", text)[0].contains(&("Highest load afterwards".to_owned(), "110 %".to_owned())));
    }

    #[test]
    fn host_012_shares_the_load_between_all_survivors_and_accepts_exactly_full_computers() {
        check_rule(
            "HOST-012",
            "
            computer BTS1 biztalk load_percent=40
            computer BTS2 biztalk load_percent=80
            computer BTS3 biztalk load_percent=60
            host R receive on BTS1 BTS2
            host S send on BTS1 BTS3
            environment #! HOST-012 BTS2",
        );
        check_rule(
            "HOST-012",
            "
            computer BTS1 biztalk load_percent=50
            computer BTS2 biztalk load_percent=50
            host R receive on BTS1 BTS2",
        );
    }

    #[test]
    fn host_012_asks_for_the_loads_it_needs_and_for_no_others() {
        check_rule(
            "HOST-012",
            "
            computer BTS1 biztalk load_percent=50
            computer BTS2 biztalk                      #? HOST-012
            computer BTS3 biztalk
            host R receive on BTS1 BTS2
            host S send on BTS3",
        );
    }

    #[test]
    fn host_013_fires_on_hosts_that_restart_too_early() {
        let text = "
            environment sql_failover_secs=120
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on BTS1                             #! HOST-013
            host S send on BTS1 restart_service_after_secs=120
            host P process on BTS1 restart_service_after_secs=90   #! HOST-013
            host Q process on !BTS1
            isolated-host W receive on BTS1
            cluster CL nodes BTS1 BTS2
            resource-group G on CL
            clustered-host C receive in G on BTS1 BTS2";
        check_rule("HOST-013", text);
        check_fix("HOST-013", text);
        let label = &findings_of("HOST-013", text)[0].fixes[0].label;
        assert_eq!(label, "Restart the services of host R after 3 min");
    }

    #[test]
    fn host_013_asks_for_the_failover_time() {
        check_rule("HOST-013", "environment #? HOST-013\ncomputer BTS1 biztalk\nhost R receive on BTS1");
        check_rule("HOST-013", "computer BTS1 biztalk\nisolated-host W receive on BTS1");
    }

    /// Three computers with four cores each: two removed leave the rate of one.
    const THREE: &str = "
        computer BTS1 biztalk hardware.cores=4
        computer BTS2 biztalk hardware.cores=4
        computer BTS3 biztalk hardware.cores=4
        computer N1 hardware.cores=4
        sql SQL1 on N1
        databases SQL1 management messagebox(master) tracking sso
        host S send on BTS1 BTS2
        ";

    #[test]
    fn host_015_fires_where_two_computers_fewer_carry_the_entered_peak() {
        let all = format!("{THREE}workload peak_messages_per_sec=1\nhost R receive on BTS1 BTS2 BTS3");
        check_rule("HOST-015", &format!("{all} #! HOST-015"));
        check_fix("HOST-015", &all);
        check_rule("HOST-015", &all.replace("sec=1\n", "sec=100000\n"));
    }

    #[test]
    fn host_015_needs_an_entered_peak_and_leaves_tracking_and_clustered_hosts_alone() {
        check_rule("HOST-015", &format!("{THREE}host R receive on BTS1 BTS2 BTS3"));
        let peak = format!("{THREE}workload peak_messages_per_sec=1\n");
        check_rule("HOST-015", &format!("{peak}host T receive tracking on BTS1 BTS2 BTS3"));
        check_rule(
            "HOST-015",
            &format!("{peak}cluster CL nodes BTS1 BTS2 BTS3\nresource-group G on CL\nclustered-host C receive in G"),
        );
    }

    #[test]
    fn host_014_fires_on_computers_that_run_biztalk_and_may_run_its_databases() {
        let text = "
            computer NODE1 biztalk                             #! HOST-014
            computer NODE2 biztalk                             #! HOST-014
            computer BTS3 biztalk
            computer DB1
            cluster CL nodes NODE1 NODE2
            fci SQL1 on CL active NODE1
            databases SQL1 management
            sql SQL2 on BTS3
            sql SQL3 on DB1
            databases SQL3 tracking";
        check_rule("HOST-014", text);
        check_fix("HOST-014", text);
        check_fix("HOST-014", &format!("{text}\nhost R receive on NODE1 NODE2 BTS3\nlb LB members NODE1 BTS3"));
    }
}
