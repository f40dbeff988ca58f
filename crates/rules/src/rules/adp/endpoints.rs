//! What adapters talk to: servers, shares and partners outside the BizTalk group.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::{Edit, Record};
use crate::model::{Adapter, Direction, Endpoint, EndpointId, EndpointKind, FolderKind, Handler, HandlerId};
use crate::rules::value::label;
use crate::rules::{Attribute, Report, RuleContext};

/// The endpoints of matching handlers, each with those handlers.
fn endpoints_of<'a>(
    context: &RuleContext<'a>,
    matches: impl Fn(&Handler) -> bool,
) -> Vec<(EndpointId, &'a Endpoint, Vec<HandlerId>)> {
    let mut handlers: BTreeMap<EndpointId, Vec<HandlerId>> = BTreeMap::new();
    for (id, handler) in context.document.handlers.iter().filter(|(_, it)| matches(it)) {
        if let Some(endpoint) = handler.endpoint {
            handlers.entry(endpoint).or_default().push(*id);
        }
    }
    handlers.into_iter().filter_map(|(id, it)| Some((id, context.document.endpoints.get(&id)?, it))).collect()
}

/// Records that an endpoint is highly available: no more on the one computer that is drawn for it.
pub(super) fn make_available(id: EndpointId, endpoint: &Endpoint, label: String) -> Edit {
    let changed = Endpoint { highly_available: Some(true), computer: None, cluster_role: None, ..endpoint.clone() };
    Edit::put(label, Record::Endpoint(id, changed))
}

/// Those endpoints that are not highly available; asks about those of which nobody has said it.
pub(super) fn single<'a, T>(
    context: &RuleContext<'a>,
    report: &mut Report,
    endpoints: Vec<(EndpointId, &'a Endpoint, T)>,
) -> Vec<(EndpointId, &'a Endpoint, T)> {
    let available = |it: &Endpoint| context.document.is_highly_available(it);
    for (id, ..) in endpoints.iter().filter(|(_, it, _)| available(it).is_none()) {
        report.ask(*id, Attribute::HighlyAvailable);
    }
    endpoints.into_iter().filter(|(_, it, _)| available(it) == Some(false)).collect()
}

/// ADP-016: one finding per MQ server of an MQSeries handler that is not highly available.
pub(super) fn mq_server_is_highly_available(context: &RuleContext<'_>, report: &mut Report) {
    let servers = endpoints_of(context, |it| it.adapter == Adapter::MqSeries);
    if servers.is_empty() {
        return report.idle("no-mq-server-of-an-mqseries-handler");
    }
    for (id, server, handlers) in single(context, report, servers) {
        let label = format!("Cluster {} with its queue managers", server.name);
        report
            .finding([id])
            .involving(handlers.iter().copied())
            .with("handlers", handlers.len())
            .fix(make_available(id, server, label));
    }
}

/// Whether a handler receives files from a share.
fn receives_from_share(handler: &Handler) -> bool {
    handler.adapter == Adapter::File
        && handler.direction == Direction::Receive
        && matches!(handler.folder, None | Some(FolderKind::Unc))
}

/// ADP-023: one finding per share of a File receive handler that is not highly available.
pub(super) fn file_share_is_highly_available(context: &RuleContext<'_>, report: &mut Report) {
    let shares = endpoints_of(context, receives_from_share);
    if shares.is_empty() {
        return report.idle("no-share-of-a-file-receive-handler");
    }
    for (id, share, handlers) in single(context, report, shares) {
        let label = format!("Put {} on a clustered file server", share.name);
        report
            .finding([id])
            .involving(handlers.iter().copied())
            .with("handlers", handlers.len())
            .fix(make_available(id, share, label));
    }
}

/// ADP-029: one finding per partner, server or target share outside the BizTalk group that is not highly available.
pub(super) fn partner_is_highly_available(context: &RuleContext<'_>, report: &mut Report) {
    let ids_of = |found: Vec<(EndpointId, &Endpoint, Vec<HandlerId>)>| -> BTreeSet<EndpointId> {
        found.into_iter().map(|(id, ..)| id).collect()
    };
    let targets = ids_of(endpoints_of(context, |it| it.adapter == Adapter::File && it.direction == Direction::Send));
    let elsewhere = ids_of(endpoints_of(context, |it| {
        receives_from_share(it) || matches!(it.adapter, Adapter::MqSeries | Adapter::Msmq | Adapter::SharePoint)
    }));
    let counts = |id: EndpointId, endpoint: &Endpoint| match endpoint.kind {
        EndpointKind::FtpServer
        | EndpointKind::MailServer
        | EndpointKind::SapSystem
        | EndpointKind::ExternalDatabase
        | EndpointKind::PartnerSystem => !elsewhere.contains(&id),
        EndpointKind::FileShare => targets.contains(&id) && !elsewhere.contains(&id),
        _ => false,
    };
    let partners = context.document.endpoints.iter().filter(|(id, it)| counts(**id, it));
    let partners: Vec<_> = partners.map(|(id, it)| (*id, it, ())).collect();
    if partners.is_empty() {
        return report.idle("no-partner-outside-the-biztalk-group");
    }
    for (id, partner, ()) in single(context, report, partners) {
        let fix = make_available(id, partner, format!("Make {} highly available", partner.name));
        report.finding([id]).with("kind", label(partner.kind)).fix(fix);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule};

    const BASE: &str = "
        computer C1 biztalk
        computer C2 biztalk
        host R receive on C1 C2
        host S send on C1 C2";

    #[test]
    fn adp_016_fires_on_an_mq_server_that_is_not_clustered() {
        let text = format!(
            "{BASE}
            endpoint MQ1 mq-server highly_available=false     #! ADP-016
            endpoint MQ2 mq-server highly_available=true
            endpoint MQ3 mq-server                            #? ADP-016
            handler R mqseries receive endpoint=@MQ1
            handler S mqseries send endpoint=@MQ2
            handler S mqseries send endpoint=@MQ3"
        );
        check_rule("ADP-016", &text);
        check_fix("ADP-016", &text);
        check_rule("ADP-016", &format!("{BASE}\nendpoint MQ1 mq-server highly_available=false"));
    }

    #[test]
    fn endpoints_say_by_where_they_are_drawn_whether_they_are_highly_available() {
        let drawn = |mark: &str| {
            format!(
                "{BASE}
                computer M1
                computer M2
                computer M3
                cluster CL nodes M1 M2
                resource-group Q on CL
                endpoint A mq-server computer=@M1
                endpoint B mq-server computer=@M3     {mark}
                endpoint C mq-server cluster_role=@Q
                handler R mqseries receive endpoint=@A
                handler R mqseries receive endpoint=@B
                handler R mqseries receive endpoint=@C"
            )
        };
        check_rule("ADP-016", &drawn("#! ADP-016"));
        check_fix("ADP-016", &drawn(""));
        let one_owner = drawn("").replace("on CL", "on CL owners M1").replace("endpoint C", "endpoint D");
        let marked = one_owner.replace("cluster_role=@Q", "cluster_role=@Q     #! ADP-016").replace("@C", "@D");
        let marked = marked.replace("computer=@M1", "computer=@M1     #! ADP-016").replace("@M3", "@M3     #! ADP-016");
        check_rule("ADP-016", &marked);
        let files = "endpoint F file-share     #? ADP-023\nhandler R file receive endpoint=@F";
        check_rule("ADP-023", &format!("{BASE}\n{files}"));
        let clustered =
            "computer M1\ncomputer M2\ncluster CL nodes M1 M2\nresource-group Q on CL resources file-server";
        let share = "endpoint F file-share computer=@M2\nhandler R file receive endpoint=@F";
        check_rule("ADP-023", &format!("{BASE}\n{clustered}\n{share}"));
        let said = share.replace("@M2", "@M2 highly_available=true");
        check_rule("ADP-023", &format!("{BASE}\n{clustered}\n{said}"));
        let alone = said.replace("=true", "=true     #! ADP-023");
        check_rule("ADP-023", &format!("{BASE}\ncomputer M2\n{alone}"));
        check_fix("ADP-023", &format!("{BASE}\ncomputer M2\n{alone}"));
        check_rule("ADP-023", &format!("{BASE}\ncomputer M2\n{}", share.replace("@M2", "@M2     #! ADP-023")));
    }

    #[test]
    fn adp_023_fires_on_a_receive_share_that_is_not_highly_available() {
        let text = format!(
            "{BASE}
            endpoint A file-share highly_available=false     #! ADP-023
            endpoint B file-share highly_available=true
            endpoint C file-share highly_available=false
            handler R file receive endpoint=@A
            handler R file receive endpoint=@B folder=Unc
            handler S file send endpoint=@C"
        );
        check_rule("ADP-023", &text);
        check_fix("ADP-023", &text);
    }

    #[test]
    fn adp_029_asks_about_partners_and_fires_on_single_machines() {
        let text = format!(
            "{BASE}
            endpoint A ftp-server highly_available=false       #! ADP-029
            endpoint B sap-system highly_available=true
            endpoint C partner-system                          #? ADP-029
            endpoint D file-share highly_available=false       #! ADP-029
            endpoint E file-share highly_available=false
            endpoint F mq-server highly_available=false
            endpoint G internet-client
            handler S file send endpoint=@D
            handler R file receive endpoint=@E"
        );
        check_rule("ADP-029", &text);
        check_fix("ADP-029", &text);
    }
}
