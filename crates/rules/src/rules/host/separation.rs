//! Whether work that should be apart shares a host.

use std::collections::BTreeSet;

use crate::edit::intent::ids::continued_name;
use crate::edit::{Edit, Record};
use crate::model::{Direction, Element, Handler, Host, HostFunction, HostId, HostInstance, HostKind};
use crate::rules::fixes::FixDraft;
use crate::rules::fixes::splitting::{Work, move_out};
use crate::rules::value::{labels, texts};
use crate::rules::{Attribute, Report, RuleContext};

/// HOST-005: one finding per in-process host with several functions. Receive with processing is HOST-006.
pub(super) fn functions_have_hosts_of_their_own(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.is_empty() {
        return report.idle("no-host");
    }
    let receive_and_process = BTreeSet::from([HostFunction::Receive, HostFunction::Process]);
    for (id, host) in context.hosts() {
        if host.kind != HostKind::InProcess || host.functions.len() <= 1 || host.functions == receive_and_process {
            continue;
        }
        let moved: Vec<HostFunction> = host.functions.iter().copied().skip(1).collect();
        report
            .finding([id])
            .with("functions", labels(host.functions.iter().copied()))
            .fix(split(context, id, host, &moved));
    }
}

/// HOST-006: one finding per in-process host that both receives and runs orchestrations.
pub(super) fn orchestrations_are_apart_from_receive_adapters(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.is_empty() {
        return report.idle("no-host");
    }
    for (id, host) in context.hosts() {
        let does = |function| host.functions.contains(&function);
        if host.kind != HostKind::InProcess || !does(HostFunction::Receive) || !does(HostFunction::Process) {
            continue;
        }
        report.finding([id]).with("functions", labels(host.functions.iter().copied())).fix(split(
            context,
            id,
            host,
            &[HostFunction::Process],
        ));
    }
}

/// Moves functions out of a host, each into a new host on the same computers. Only for a host that runs on two
/// computers and is not clustered: the new hosts must not be single points of failure.
fn split(context: &RuleContext<'_>, id: HostId, host: &Host, moved: &[HostFunction]) -> Option<Edit> {
    if host.clustered_in.is_some() || context.servers(id).len() < 2 {
        return None;
    }
    let mut draft = FixDraft::new(context);
    let mut rest = host.clone();
    for function in moved {
        rest.functions.remove(function);
        let mut orchestrations = Vec::new();
        if *function == HostFunction::Process {
            orchestrations = std::mem::take(&mut rest.orchestrations);
        }
        let wanted = format!("{} {}", host.name, function.label().to_lowercase());
        let taken = context.hosts().any(|(_, it)| it.name == wanted);
        let name = if taken { continued_name(context.document, &wanted) } else { wanted };
        let part = Host {
            name,
            functions: BTreeSet::from([*function]),
            orchestrations,
            allow_tracking: false,
            is_default: false,
            ..host.clone()
        };
        let part_id: HostId = draft.id();
        draft.put(Record::Host(part_id, part));
        copy_instances(context, &mut draft, id, part_id);
        move_handlers(context, &mut draft, id, part_id, *function);
    }
    draft.put(Record::Host(id, rest));
    let words: Vec<String> = moved.iter().map(|it| it.label().to_lowercase()).collect();
    let hosts = if moved.len() == 1 { "a host of its own" } else { "hosts of their own" };
    draft.says(format!("move {} of host {} to {hosts}", words.join(" and "), host.name));
    draft.finish()
}

fn copy_instances(context: &RuleContext<'_>, draft: &mut FixDraft<'_, '_>, from: HostId, to: HostId) {
    let mut seen = BTreeSet::new();
    for id in context.all_instances(from) {
        let Some(instance) = context.document.host_instances.get(id) else { continue };
        if seen.insert(instance.computer) {
            let new = draft.id();
            draft.put(Record::HostInstance(new, HostInstance { host: to, ..instance.clone() }));
        }
    }
}

fn move_handlers(
    context: &RuleContext<'_>,
    draft: &mut FixDraft<'_, '_>,
    from: HostId,
    to: HostId,
    function: HostFunction,
) {
    let direction = match function {
        HostFunction::Receive => Direction::Receive,
        HostFunction::Send => Direction::Send,
        HostFunction::Process => return,
    };
    for (id, handler) in context.handlers_of(from).filter(|(_, it)| it.direction == direction) {
        draft.put(Record::Handler(id, Handler { host: to, ..handler.clone() }));
    }
}

/// HOST-016: one finding per host with trusted and untrusted work. Asks for the trust of work that is not marked, where
/// a host has several pieces of it.
pub(super) fn trusted_and_untrusted_are_apart(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        let handlers = context.handlers_of(id).map(|(handler, it)| (Element::from(handler), it.trusted));
        let orchestrations = host.orchestrations.iter().map(|it| (Element::from(id), it.trusted));
        let work: Vec<(Element, Option<bool>)> = handlers.chain(orchestrations).collect();
        if work.len() < 2 {
            continue;
        }
        looked = true;
        let count = |trust: Option<bool>| work.iter().filter(|(_, it)| *it == trust).count();
        let (trusted, untrusted) = (count(Some(true)), count(Some(false)));
        if trusted > 0 && untrusted > 0 {
            report
                .finding([id])
                .with("trusted", trusted)
                .with("untrusted", untrusted)
                .fix(move_trust(context, id, host));
            continue;
        }
        for (element, _) in work.iter().filter(|(_, trust)| trust.is_none()) {
            report.ask(*element, Attribute::Trusted);
        }
    }
    if !looked {
        report.idle("no-host-with-several-pieces-of-work");
    }
}

/// Moves the untrusted work to a host of its own, or the trusted work where that must stay together.
fn move_trust(context: &RuleContext<'_>, id: HostId, host: &Host) -> Option<Edit> {
    [("untrusted", false), ("trusted", true)].into_iter().find_map(|(suffix, trust)| {
        let handlers = context.handlers_of(id).filter(|(_, it)| it.trusted == Some(trust));
        let orchestrations = host.orchestrations.iter().filter(|it| it.trusted == Some(trust));
        let work = Work {
            suffix: suffix.to_owned(),
            handlers: handlers.map(|(handler, _)| handler).collect(),
            orchestrations: orchestrations.cloned().collect(),
            ..Work::default()
        };
        move_out(context, id, host.kind, &[work])
    })
}

/// Moves the handlers of all partners but the first to hosts of their own.
fn move_partners(context: &RuleContext<'_>, id: HostId, host: &Host, partners: &[&str]) -> Option<Edit> {
    let of = |partner: &str| Work {
        suffix: partner.to_owned(),
        handlers: context
            .handlers_of(id)
            .filter(|(_, it)| it.partner.as_deref() == Some(partner))
            .map(|(handler, _)| handler)
            .collect(),
        ..Work::default()
    };
    let works: Vec<Work> = partners.iter().skip(1).map(|it| of(it)).collect();
    move_out(context, id, host.kind, &works)
}

/// HOST-023: one finding per host whose handlers serve several partners. Asks for the partner of handlers without one,
/// where a host has several handlers.
pub(super) fn partners_are_apart(context: &RuleContext<'_>, report: &mut Report) {
    let mut looked = false;
    for (id, host) in context.hosts() {
        let handlers: Vec<_> = context.handlers_of(id).collect();
        if handlers.len() < 2 {
            continue;
        }
        looked = true;
        let partners: BTreeSet<&str> = handlers.iter().filter_map(|(_, it)| it.partner.as_deref()).collect();
        if partners.len() > 1 {
            let names: Vec<&str> = partners.into_iter().collect();
            report
                .finding([id])
                .with("partners", texts(names.iter().copied()))
                .fix(move_partners(context, id, host, &names));
            continue;
        }
        for (handler, _) in handlers.iter().filter(|(_, it)| it.partner.is_none()) {
            report.ask(*handler, Attribute::Partner);
        }
    }
    if !looked {
        report.idle("no-host-with-several-handlers");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    #[test]
    fn host_005_fires_on_hosts_with_several_functions() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host ALL receive process send on BTS1 BTS2   #! HOST-005
            handler ALL file receive
            handler ALL smtp send
            host RS receive send on BTS1                 #! HOST-005
            host RP receive process on BTS1 BTS2
            host S send on BTS1 BTS2
            host T tracking on BTS1 BTS2";
        check_rule("HOST-005", text);
        check_fix("HOST-005", text);
        let found = findings_of("HOST-005", text);
        assert_eq!(found[0].fixes[0].label, "Move process and send of host ALL to hosts of their own");
        assert!(found[1].fixes.is_empty(), "splitting a host that stands alone makes more single points of failure");
    }

    #[test]
    fn host_006_fires_on_hosts_that_receive_and_process() {
        let text = r#"
            computer BTS1 biztalk
            computer BTS2 biztalk
            host RP receive process on BTS1 BTS2 orchestrations=[{"name":"Order"}]  #! HOST-006
            host ALL receive process send on BTS1 BTS2                              #! HOST-006
            host PS process send on BTS1 BTS2
            isolated-host W receive on BTS1"#;
        check_rule("HOST-006", text);
        check_fix("HOST-006", text);
    }

    #[test]
    fn host_016_fires_when_trusted_and_untrusted_work_share_a_host() {
        check_rule(
            "HOST-016",
            r#"
            host R receive                               #! HOST-016
            handler R file receive trusted=true
            handler R smtp send trusted=false
            host P process orchestrations=[{"name":"A","trusted":true},{"name":"B","trusted":true}]
            host Q receive
            handler Q file receive trusted=true
            handler Q pop3 receive                       #? HOST-016
            host O process orchestrations=[{"name":"A"},{"name":"B"}]   #? HOST-016
            host S send
            handler S file send"#,
        );
        let two = "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive send on BTS1 BTS2\n";
        check_fix("HOST-016", &format!("{two}handler R file receive trusted=true\nhandler R smtp send trusted=false"));
        let ftp = "handler R ftp receive trusted=false\nhandler R smtp send trusted=true";
        check_fix("HOST-016", &format!("{}{ftp}", two.replace("on BTS1 BTS2", "on BTS1")));
    }

    #[test]
    fn host_023_fires_when_handlers_of_several_partners_share_a_host() {
        check_rule(
            "HOST-023",
            "
            host R receive                               #! HOST-023
            handler R file receive partner=Contoso
            handler R pop3 receive partner=Fabrikam
            host Q receive
            handler Q file receive partner=Contoso
            handler Q pop3 receive                       #? HOST-023
            host S send
            handler S file send partner=Contoso
            handler S smtp send partner=Contoso
            host O send
            handler O file send",
        );
        let partners = "handler R file receive partner=Contoso\nhandler R mqseries receive partner=Fabrikam";
        check_fix("HOST-023", &format!("computer BTS1 biztalk\nhost R receive on BTS1\n{partners}"));
    }
}
