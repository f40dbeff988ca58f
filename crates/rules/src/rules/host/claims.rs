//! What hosts are said to be, against what is drawn of them.

use std::collections::BTreeSet;

use crate::edit::intent::hosts::make_default;
use crate::edit::{Edit, Record};
use crate::model::{Element, Host, HostFunction, HostId, HostKind};
use crate::rules::value::{elements, labels, text};
use crate::rules::{Attribute, Report, RuleContext, Value};

/// HOST-028: one finding per host with handlers or orchestrations of a function that it is not said to have.
pub(super) fn work_is_said(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        let work: Vec<(HostFunction, Value)> = work_of(context, id, host).collect();
        looked |= !work.is_empty();
        let unsaid = |function: &HostFunction| !host.functions.contains(function);
        let missing: BTreeSet<HostFunction> = work.iter().map(|(it, _)| *it).filter(unsaid).collect();
        if missing.is_empty() {
            continue;
        }
        let work = work.into_iter().filter(|(it, _)| missing.contains(it)).map(|(_, it)| it);
        let handlers = context.handlers_of(id).filter(|(_, it)| missing.contains(&it.direction.function()));
        report
            .finding([id])
            .involving(handlers.map(|(handler, _)| handler))
            .with("functions", labels(missing.iter().copied()))
            .with("stated", labels(host.functions.iter().copied()))
            .with("work", Value::List(work.collect()))
            .fix(say(context, id, host, &missing));
    }
    if !looked {
        report.idle("no-handler-or-orchestration");
    }
}

/// The handlers and orchestrations of a host, each with what a host does with it.
fn work_of<'c>(
    context: &'c RuleContext<'_>,
    id: HostId,
    host: &'c Host,
) -> impl Iterator<Item = (HostFunction, Value)> + 'c {
    let handlers = context.handlers_of(id).map(|(handler, it)| (it.direction.function(), elements([handler])));
    handlers.chain(host.orchestrations.iter().map(|it| (HostFunction::Process, text(&it.name))))
}

/// States functions of a host. `None` for an isolated host, which only receives (HOST-017), and for one that would be the
/// next single point of failure: its work belongs elsewhere, or on more computers first.
fn say(context: &RuleContext<'_>, id: HostId, host: &Host, missing: &BTreeSet<HostFunction>) -> Option<Edit> {
    let only_receives = missing.iter().all(|it| *it == HostFunction::Receive);
    let is_redundant = !host.functions.is_empty() || context.servers(id).len() >= 2;
    if !is_redundant || (host.kind == HostKind::Isolated && !only_receives) {
        return None;
    }
    let functions = host.functions.union(missing).copied().collect();
    let label = format!("State what host {} does", host.name);
    Some(Edit::put(label, Record::Host(id, Host { functions, ..host.clone() })))
}

/// HOST-029: one finding per BizTalk group with several default hosts. Asks for the default host of one that has none and
/// an in-process host that could be it.
pub(super) fn group_has_one_default_host(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.is_empty() {
        return report.idle("no-host");
    }
    for group in context.document.biztalk_groups.keys() {
        let hosts = context.hosts_of(*group).iter().filter_map(|id| Some((*id, context.document.hosts.get(id)?)));
        let hosts: Vec<(HostId, &Host)> = hosts.collect();
        let defaults: Vec<HostId> = hosts.iter().filter(|(_, it)| it.is_default).map(|(id, _)| *id).collect();
        let in_process = |id: &HostId| context.document.hosts.get(id).is_some_and(|it| it.kind == HostKind::InProcess);
        match defaults.as_slice() {
            [_] => {}
            [] if hosts.iter().any(|(id, _)| in_process(id)) => report.ask(*group, Attribute::DefaultHost),
            [] => {}
            several => {
                let kept = several.iter().copied().find(in_process);
                report
                    .finding([Element::from(*group)])
                    .involving(several.iter().copied())
                    .with("hosts", several)
                    .fix(kept.and_then(|it| make_default(context.document, it).ok()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const TWO: &str = "
        computer C1 biztalk
        computer C2 biztalk";

    #[test]
    fn host_028_fires_on_work_of_a_function_that_the_host_is_not_said_to_have() {
        let wrong = format!("{TWO}\nhost H receive on C1 C2 #! HOST-028\nhandler H file receive\nhandler H file send");
        check_rule("HOST-028", &wrong);
        check_fix("HOST-028", &wrong);
        check_says(
            "HOST-028",
            &wrong,
            &["Host H is not said to send, but has work of this kind | Functions that are not stated: Send | Stated \
               functions: Receive | Handlers and orchestrations of this kind: File send handler of H"],
        );
        let nothing = format!("{TWO}\nhost H tracking on C1 C2 #! HOST-028\nhandler H file receive");
        check_rule("HOST-028", &nothing);
        check_fix("HOST-028", &nothing);
        let orchestration = "attr H orchestrations=[{\"name\":\"Order\"}]";
        check_rule("HOST-028", &format!("{TWO}\nhost H send on C1 C2 #! HOST-028\n{orchestration}"));
        check_rule("HOST-028", &format!("{TWO}\nhost H process on C1 C2\n{orchestration}"));
        check_rule("HOST-028", &format!("{TWO}\nhost H receive send on C1 C2\nhandler H file send"));
        check_rule("HOST-028", &format!("{TWO}\nhost H tracking on C1 C2"));
    }

    #[test]
    fn host_029_wants_one_default_host_in_each_biztalk_group() {
        let hosts = format!("{TWO}\nhost A receive DEFAULT on C1 C2\nhost B send on C1 C2");
        let two = format!("{}\nattr B is_default=true\ngroup Group1 #! HOST-029", hosts.replace("DEFAULT", "default"));
        check_rule("HOST-029", &two);
        check_fix("HOST-029", &two);
        check_says("HOST-029", &two, &["Group1 has several default hosts: A and B | Default hosts: A and B"]);
        let none = hosts.replace("DEFAULT", "");
        check_rule("HOST-029", &format!("{none}\ngroup Group1 #? HOST-029"));
        check_rule("HOST-029", &hosts.replace("DEFAULT", "default"));
        check_rule("HOST-029", "computer C1 biztalk iis\nisolated-host W receive on C1");
        check_rule("HOST-029", TWO);
    }
}
