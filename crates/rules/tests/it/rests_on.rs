//! A rule does not judge by what an import assumes while the truth may be another one: it asks.

use std::collections::BTreeSet;

use tierwright_design::document::templates;
use tierwright_design::edit::intent::answer::{Answer, answer};
use tierwright_design::edit::intent::assumed::asked;
use tierwright_design::edit::intent::attribute::AnswerForm;
use tierwright_design::edit::{Draft, Edit, preview};
use tierwright_design::model::{
    BizTalkGroupId, ClusterResourceGroup, Computer, ComputerId, Database, DatabaseKind, Document, Element,
    FailoverCluster, FailoverClusterId, Host, HostFunction, HostId, HostInstance, HostKind, Imported, LoadBalancer,
    LoadBalancerKind, Property, ResourceGroupId, ResourceKind, Role, SqlInstance, SqlInstanceId, SqlPlacement,
    SqlService, Storage, held,
};
use tierwright_design::sources::Provenance;
use tierwright_rules::rules::{RuleContext, RuleId, catalog, evaluate};
use tierwright_rules::testing::fixture::Fixture;

/// Designs of imports, in which many rules have something to say.
const FIXTURES: &[&str] = &[
    "computer A biztalk
    computer B biztalk
    isolated-host W receive on A B
    host N receive on A B
    handler N wcf-nettcp receive
    host T tracking on A
    sql S on A
    databases S management messagebox(master) tracking sso",
    "computer N1
    computer N2
    cluster CL nodes N1
    fci S on CL
    databases S management messagebox(master) tracking sso
    computer A biztalk
    cluster BC nodes A
    resource-group G on BC
    clustered-host Q receive in G on A
    handler Q msmq receive queue=Local
    host T tracking on A",
    "feature bre
    feature edi
    computer A biztalk
    computer B biztalk bam-portal
    host P process on A B
    handler P office365-mail receive
    sql S on A
    databases S management messagebox(master) MB2=messagebox tracking sso",
];

type Details = BTreeSet<(Element, Property)>;

/// What rules rest on of the elements of a design, one of each kind.
fn details(document: &Document) -> Details {
    let properties: BTreeSet<Property> = catalog().rows().iter().flat_map(|it| it.rests_on.iter().copied()).collect();
    let sql = document.sql_instances.keys().take(1).map(|id| Element::from(*id));
    let groups = document.biztalk_groups.keys().take(1).map(|id| Element::from(*id));
    let computers = document.computers.keys().take(1).map(|id| Element::from(*id));
    let clusters = document.failover_clusters.keys().take(1).map(|id| Element::from(*id));
    let hosts = document.hosts.keys().take(1).map(|id| Element::from(*id));
    let all = sql.chain(groups).chain(computers).chain(clusters).chain(hosts).chain([Element::Environment]);
    let of = |element| properties.iter().map(move |property| (element, *property)).collect::<Vec<_>>();
    let is_assumed = |it: &(Element, Property)| asked(it.0, it.1).is_some() && held(document, it.0, it.1).is_some();
    all.flat_map(of).filter(is_assumed).collect()
}

/// The design as an import has it that leaves a detail open.
fn assuming(document: &Document, (element, property): (Element, Property)) -> Document {
    let mut design = document.clone();
    let value = held(document, element, property).unwrap();
    design.imported.retain(|it| (it.element, it.property) != (element, property));
    design.imported.push(Imported { element, property, value, file: String::new(), line: 0 });
    design.imported.sort();
    design
}

/// The designs that the detail may really be of: every answer that is offered, and what would have to be drawn.
fn alternatives(document: &Document, (element, property): (Element, Property)) -> Vec<Document> {
    let attribute = asked(element, property).unwrap();
    let AnswerForm::Choice(words) = attribute.form(document, element) else { return Vec::new() };
    let answers = (0..words.len()).map(|at| {
        let edit = answer(document, attribute, &[element], &Answer::Choice(at), &Provenance::entered()).unwrap();
        preview(document, &edit.commands).unwrap()
    });
    let drawn = drawn(document, element, property).map(|it| preview(document, &it.commands).unwrap());
    answers.chain(drawn).collect()
}

fn drawn(document: &Document, element: Element, property: Property) -> Option<Edit> {
    let mut draft = Draft::of(document);
    match (element, property) {
        (Element::BizTalkGroup(id), Property::Instances) => {
            let hosts: Vec<HostId> = hosts_of(document, id).collect();
            let computers: Vec<ComputerId> = computers_of(document, id).collect();
            run(&mut draft, &hosts, &computers);
        }
        (Element::BizTalkGroup(id), Property::Hosts) => {
            let working = |it: &HostFunction| Host::new(it.label(), id, HostKind::InProcess, [*it]);
            let hosts = HostFunction::ALL.iter().map(working).chain([Host::tracking("Other tracking", id)]);
            let hosts: Vec<HostId> = hosts.map(|it| draft.add(it)).collect();
            let computers: Vec<ComputerId> = computers_of(document, id).collect();
            run(&mut draft, &hosts, &computers);
        }
        (Element::BizTalkGroup(id), Property::Computers) => {
            let slot = document.computers.values().next()?.slot;
            let computers = ["Other 1", "Other 2"].map(|name| {
                let roles = [Role::BizTalkRuntime, Role::EntSso, Role::Iis];
                draft.add(Computer { biztalk_groups: [id].into(), ..Computer::new(name, slot).with_roles(roles) })
            });
            let hosts: Vec<HostId> = hosts_of(document, id).collect();
            run(&mut draft, &hosts, &computers);
        }
        (Element::BizTalkGroup(id), Property::Databases) => {
            // With one MessageBox another rule says of it what SQL-001 has said: MBX-004.
            let mut boxes = document.databases.values().filter(|it| it.kind == DatabaseKind::MessageBox);
            let model = boxes.next().filter(|_| boxes.next().is_some())?;
            for name in ["Other box 1", "Other box 2"] {
                let other = Database::beside(model, DatabaseKind::MessageBox, Some(id));
                draft.add(Database { name: name.to_owned(), is_master: false, publication_disabled: false, ..other });
            }
        }
        (Element::Computer(id), Property::Configured) => {
            let configured = [Role::BamPortal, Role::RuleEngineUpdate, Role::BizTalkTms];
            draft.change(id, |it: &mut Computer| it.roles.extend(configured));
        }
        (Element::BizTalkGroup(_), Property::LoadBalancers) => {
            let slot = document.computers.values().next()?.slot;
            let all = document.computers.keys().copied();
            draft.add(LoadBalancer::new("Other", slot, LoadBalancerKind::Other, all));
        }
        (Element::FailoverCluster(id), Property::Cluster) => complete(&mut draft, document, id)?,
        (Element::SqlInstance(id), Property::Host) => cluster(&mut draft, document, id)?,
        _ => return None,
    }
    Some(draft.finish("Draw it"))
}

fn hosts_of(document: &Document, group: BizTalkGroupId) -> impl Iterator<Item = HostId> + '_ {
    document.hosts.iter().filter(move |(_, it)| it.biztalk_group == group).map(|(id, _)| *id)
}

fn computers_of(document: &Document, group: BizTalkGroupId) -> impl Iterator<Item = ComputerId> + '_ {
    document.computers.iter().filter(move |(_, it)| it.biztalk_groups.contains(&group)).map(|(id, _)| *id)
}

/// Runs hosts on computers that do not run them.
fn run(draft: &mut Draft<'_>, hosts: &[HostId], computers: &[ComputerId]) {
    for host in hosts {
        for computer in computers {
            let mut instances = draft.document().host_instances.values();
            if !instances.any(|it| it.host == *host && it.computer == *computer) {
                draft.add(HostInstance::new(*host, *computer));
            }
        }
    }
}

/// Adds a node that may run what is clustered, and every kind of resource, to a failover cluster.
fn complete(draft: &mut Draft<'_>, document: &Document, id: FailoverClusterId) -> Option<()> {
    let first = document.failover_clusters.get(&id)?.computers().next()?;
    let like = document.computers.get(&first)?.clone();
    let node: ComputerId = draft.add(Computer { name: "Other node".to_owned(), ..like });
    draft.add_node(id, node);
    let is_clustered = |it: &HostId| document.hosts.get(it).is_some_and(|it| it.clustered_in.is_some());
    for instance in document.host_instances.values().filter(|it| it.computer == first && is_clustered(&it.host)) {
        draft.add(HostInstance::new(instance.host, node));
    }
    let groups: Vec<ResourceGroupId> =
        document.resource_groups.iter().filter(|(_, it)| it.failover_cluster == id).map(|(id, _)| *id).collect();
    let nodes: Vec<ComputerId> = document.failover_clusters.get(&id)?.computers().chain([node]).collect();
    for group in groups {
        draft.change(group, |it: &mut ClusterResourceGroup| {
            *it = it.clone().with(ResourceKind::ALL);
            it.possible_owners.clone_from(&nodes);
        });
    }
    for storage in document.storages.iter().filter(|(_, it)| it.attached.contains(&first)).map(|(id, _)| *id) {
        draft.change(storage, |it: &mut Storage| {
            it.attached.insert(node);
        });
    }
    let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk, ResourceKind::Msdtc];
    draft.add(ClusterResourceGroup::new("Other MSDTC", id, &nodes, &kinds));
    Some(())
}

/// Makes a SQL instance a failover cluster instance on two nodes of their own.
fn cluster(draft: &mut Draft<'_>, document: &Document, id: SqlInstanceId) -> Option<()> {
    let slot = document.computers.values().next()?.slot;
    let nodes: Vec<ComputerId> = ["Other 1", "Other 2"].map(|it| draft.add(Computer::new(it, slot))).into();
    let cluster: FailoverClusterId = draft.add(FailoverCluster::new("Other", &nodes));
    let group = draft.add(ClusterResourceGroup::sql("Other SQL", cluster, &nodes, &[SqlService::Engine].into()));
    let kinds = [ResourceKind::IpAddress, ResourceKind::NetworkName, ResourceKind::PhysicalDisk, ResourceKind::Msdtc];
    draft.add(ClusterResourceGroup::new("Other MSDTC", cluster, &nodes, &kinds));
    draft.add(Storage::disk_array("Other", nodes));
    draft.change(id, |it: &mut SqlInstance| it.placement = SqlPlacement::Clustered(group));
    Some(())
}

/// The rules that find something, with its subject.
fn found(document: &Document) -> BTreeSet<(RuleId, Element)> {
    let report = evaluate(&RuleContext::new(document));
    report.findings.iter().chain(&report.folded).map(|it| (it.rule, it.subject())).collect()
}

#[test]
fn a_rule_that_another_truth_would_silence_asks_for_the_truth() {
    let fixtures = FIXTURES.iter().map(|text| Fixture::parse(text).unwrap().document);
    // Large ones say nothing that small ones do not, and take minutes.
    let small = templates().iter().map(|it| it.document.clone()).filter(|it| it.computers.len() <= 10);
    let designs: Vec<Document> = small.chain(fixtures).collect();
    let mut judges: BTreeSet<(Property, RuleId)> = BTreeSet::new();
    let mut waits = 0;
    for design in &designs {
        let plain = found(design);
        for detail in details(design) {
            let open = found(&assuming(design, detail));
            waits += plain.difference(&open).count();
            for truth in alternatives(design, detail) {
                let true_findings = found(&truth);
                let silenced = open.iter().filter(|it| it.1.exists(&truth) && !true_findings.contains(it));
                judges.extend(silenced.map(|(rule, _)| (detail.1, *rule)));
            }
        }
    }
    assert!(waits > 50, "hardly any rule waits: {waits}");
    assert!(judges.is_empty(), "these judge by what is assumed:\n{judges:#?}");
}
