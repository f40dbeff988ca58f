//! Whether a host may and should be clustered, and how it behaves then.

use crate::edit::{Edit, EditCommand};
use crate::model::{BizTalkEdition, Direction, Environment, Handler, HandlerId, Host, HostFunction, HostId, HostKind};
use crate::rules::fixes::splitting::{Work, move_out};
use crate::rules::value::{elements, label, word};
use crate::rules::{Report, RuleContext};

/// Every clustered host; says so when there is none.
pub(super) fn clustered_hosts<'a>(context: &RuleContext<'a>, report: &mut Report) -> Vec<(HostId, &'a Host)> {
    let found: Vec<_> = context.hosts().filter(|(_, it)| it.clustered_in.is_some()).collect();
    if found.is_empty() {
        report.idle("no-clustered-host");
    }
    found
}

/// CLU-001: one finding per clustered host in an edition without host clustering.
pub(super) fn edition_allows_it(context: &RuleContext<'_>, report: &mut Report) {
    let environment = &context.document.environment;
    let allowed = [BizTalkEdition::Enterprise, BizTalkEdition::Developer, BizTalkEdition::Evaluation];
    for (id, _) in clustered_hosts(context, report) {
        if allowed.contains(&environment.biztalk_edition) {
            continue;
        }
        let enterprise = Environment { biztalk_edition: BizTalkEdition::Enterprise, ..environment.clone() };
        report
            .finding([id])
            .with("edition", label(environment.biztalk_edition))
            .fix(Edit::one("Change the edition to Enterprise", EditCommand::SetEnvironment(enterprise)));
    }
}

/// CLU-007: tells per clustered host what the failover cluster does when it fails.
pub(super) fn restart_policy_is_told(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        let group = host.clustered_in.as_ref().map(|it| it.resource_group);
        report
            .finding([id])
            .involving(group)
            .with("restarts", word("once-in-15-minutes"))
            .with("next-series", word("after-1-hour"))
            .with("time-out", word("three-minutes"))
            .with("failed", word("start-by-hand"));
    }
}

/// CLU-008: one finding per clustered host that has a reason to be clustered and also does work which loses load
/// balancing there. Where Enterprise SSO is clustered on its computers, all work belongs there (SSO-005).
pub(super) fn other_work_is_elsewhere(context: &RuleContext<'_>, report: &mut Report) {
    for (id, host) in clustered_hosts(context, report) {
        if context.moves_with_sso(id) || !context.handlers_of(id).any(|(_, it)| context.document.gains_from_cluster(it))
        {
            continue;
        }
        let is_other = |it: &Handler| !context.document.gains_from_cluster(it) && it.may_run_on_several() == Some(true);
        let others: Vec<HandlerId> =
            context.handlers_of(id).filter(|(_, it)| is_other(it)).map(|(handler, _)| handler).collect();
        let processes = host.functions.contains(&HostFunction::Process);
        if others.is_empty() && !processes {
            continue;
        }
        report
            .finding([id])
            .involving(others.iter().copied())
            .with("orchestrations", processes)
            .with("handlers", elements(others))
            .fix(move_other_work(context, id, host, &is_other));
    }
}

/// Moves the work that gains nothing from clustering to unclustered hosts, one for each function.
fn move_other_work(
    context: &RuleContext<'_>,
    id: HostId,
    host: &Host,
    is_other: &dyn Fn(&Handler) -> bool,
) -> Option<Edit> {
    let handlers = |direction: Direction| -> Vec<HandlerId> {
        let others = context.handlers_of(id).filter(|(_, it)| it.direction == direction && is_other(it));
        others.map(|(handler, _)| handler).collect()
    };
    let mut works = vec![
        Work { suffix: "receive".to_owned(), handlers: handlers(Direction::Receive), ..Work::default() },
        Work { suffix: "send".to_owned(), handlers: handlers(Direction::Send), ..Work::default() },
    ];
    works.retain(|it| !it.handlers.is_empty());
    if host.functions.contains(&HostFunction::Process) {
        works.push(Work {
            suffix: "process".to_owned(),
            functions: [HostFunction::Process].into(),
            orchestrations: host.orchestrations.clone(),
            ..Work::default()
        });
    }
    move_out(context, id, HostKind::InProcess, &works)
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const CLUSTER: &str = "
        computer C1 biztalk
        computer C2 biztalk
        cluster CL nodes C1 C2
        resource-group G on CL resources ip-address network-name";

    #[test]
    fn clu_001_fires_where_the_edition_has_no_host_clustering() {
        let host = "clustered-host F receive in G on C1 C2";
        let standard = format!("environment biztalk_edition=Standard{CLUSTER}\n{host}     #! CLU-001");
        check_rule("CLU-001", &standard);
        check_says("CLU-001", &standard, &["Host F is clustered, which Standard edition cannot | Edition: Standard"]);
        check_fix("CLU-001", &standard);
        check_rule("CLU-001", &format!("environment biztalk_edition=Developer{CLUSTER}\n{host}"));
        check_rule("CLU-001", &format!("environment biztalk_edition=Standard{CLUSTER}\nhost F receive on C1"));
    }

    #[test]
    fn clu_007_tells_the_restart_policy_of_clustered_hosts() {
        check_rule("CLU-007", &format!("{CLUSTER}\nclustered-host F receive in G on C1 C2     #! CLU-007"));
        check_rule("CLU-007", &format!("{CLUSTER}\nhost F receive on C1 C2"));
    }

    #[test]
    fn clu_008_fires_on_other_work_beside_the_reason_to_cluster() {
        let text = format!(
            "{CLUSTER}
                clustered-host A receive process in G on C1 C2     #! CLU-008
                handler A ftp receive
                clustered-host B receive in G on C1 C2             #! CLU-008
                handler B ftp receive
                handler B file receive
                clustered-host C receive send in G on C1 C2        #! CLU-008
                handler C ftp receive
                handler C file send
                clustered-host D receive send in G on C1 C2
                handler D ftp receive
                handler D msmq send
                clustered-host P process in G on C1 C2"
        );
        check_rule("CLU-008", &text);
        let told = |host: &str, processes: &str, others: &str| {
            let work = "also does work that could run on several computers";
            format!("Clustered host {host} {work} | Orchestrations: {processes} | Other handlers: {others}")
        };
        let (a, b) = (told("A", "yes", "none"), told("B", "no", "File receive handler of B"));
        check_says("CLU-008", &text, &[&a, &b, &told("C", "no", "File send handler of C")]);
        check_fix("CLU-008", &text);
    }
}
