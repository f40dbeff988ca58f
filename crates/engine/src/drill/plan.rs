//! The test plan: saved drills, the four availability tests of BizTalk Server and the nine drills per SQL Server
//! cluster, each with the result that the simulation expects.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::play;
use super::result::{Answer, ResultCard, ServiceResult};
use super::timeline::Drill;
use crate::dependency::{Because, ServiceKind, Structure};
use crate::model::{
    ComputerId, Document, DrillStep, Element, FailoverClusterId, Part, Role, SiteKind, SqlInstanceId, SqlPlacement,
};
use crate::prose::{list, uncapitalized};

/// Where a test comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestSource {
    /// One of the four availability tests of BizTalk Server.
    Availability,
    /// One of the nine drills of a SQL Server cluster.
    Cluster,
    /// A drill that is saved with the design.
    Saved,
}

impl TestSource {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Availability => "Availability tests of BizTalk Server",
            Self::Cluster => "Drills of each SQL Server cluster",
            Self::Saved => "Saved drills",
        }
    }
}

/// One test to be carried out, with what the simulation expects.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedTest {
    /// A stable id: that of the checklist row, such as `GO-6` or `DRILL-1/failover-cluster-34`, or `D1` for a saved drill.
    pub id: String,
    /// What to do, in short.
    pub name: String,
    /// What it is for.
    pub note: String,
    /// Where it comes from.
    pub source: TestSource,
    /// The failover cluster it is about; `None` for tests that are about no particular one.
    pub cluster: Option<FailoverClusterId>,
    /// Which rule or document asks for it.
    pub because: Because,
    /// What fails; empty when the design draws nothing that would.
    pub steps: Vec<DrillStep>,
    /// What the simulation expects, line by line.
    pub expected: Vec<String>,
}

impl PlannedTest {
    /// The same with a line before what the simulation expects.
    fn preceded_by(mut self, line: &str) -> Self {
        self.expected.insert(0, line.to_owned());
        self
    }
}

const AVAILABILITY: Because = Because::Document("tg/performing-availability-testing");
const NINE: Because =
    Because::Document("tg/reviewing-and-testing-sql-server-cluster-configuration-for-failover-scenarios");

const REDUNDANT: &str = "The storage is redundant in itself, so the simulation does not lose it as a whole.";

/// Every test of a design: always the four and the nine per SQL Server cluster, then the saved ones. `structure` is the
/// failure logic of the design.
pub fn test_plan(document: &Document, structure: &Structure) -> Vec<PlannedTest> {
    let mut planner = Planner { document, structure, known: BTreeMap::new() };
    let mut plan = planner.availability_tests();
    for cluster in document.failover_clusters.keys() {
        plan.extend(planner.cluster_drills(*cluster));
    }
    for (index, drill) in document.drills.iter().enumerate() {
        let expected = expectation(&play(document, structure, &drill.steps));
        plan.push(PlannedTest {
            id: format!("D{}", index + 1),
            name: drill.name.clone(),
            note: drill.note.clone(),
            source: TestSource::Saved,
            cluster: None,
            because: Because::Drawing,
            steps: drill.steps.clone(),
            expected,
        });
    }
    plan
}

/// Plays each failure once, however many tests it stands in.
struct Planner<'a> {
    document: &'a Document,
    structure: &'a Structure,
    /// What the simulation expects of the failures played so far.
    known: BTreeMap<Vec<Part>, Vec<String>>,
}

impl Planner<'_> {
    fn planned(&mut self, id: String, name: String, note: &str, parts: &[Part]) -> PlannedTest {
        let steps: Vec<DrillStep> = parts.iter().map(|part| DrillStep::fail(*part)).collect();
        let (document, structure) = (self.document, self.structure);
        let expect = || match steps.as_slice() {
            [] => vec!["The design draws nothing to simulate it with.".to_owned()],
            steps => expectation(&play(document, structure, steps)),
        };
        let expected = self.known.entry(parts.to_vec()).or_insert_with(expect).clone();
        PlannedTest {
            id,
            name,
            note: note.to_owned(),
            source: TestSource::Availability,
            cluster: None,
            because: AVAILABILITY,
            steps,
            expected,
        }
    }

    fn availability_tests(&mut self) -> Vec<PlannedTest> {
        let document = self.document;
        // What is redundant in itself is not lost as a whole.
        let storage = document.storages.keys().find(|id| document.storage_is_redundant(**id) != Some(true));
        let storage = storage.map(|id| Part::Element((*id).into()));
        let biztalk = document
            .computers
            .iter()
            .find(|(id, it)| {
                it.roles.contains(&Role::BizTalkRuntime)
                    && document.is_primary(**id)
                    && document.host_instances_on(**id).next().is_some()
            })
            .map(|(id, _)| Element::Computer(*id));
        let node = document
            .sql_instances
            .iter()
            .filter(|(_, it)| matches!(it.placement, SqlPlacement::Clustered(_)))
            .find_map(|(id, _)| document.active_computer_of_sql(*id))
            .map(Element::Computer);
        let site = document.sites.iter().find(|(_, it)| it.kind == SiteKind::Primary).map(|(id, _)| Element::Site(*id));
        let ships = document.databases.values().any(|it| it.dr_transport.is_some())
            || !document.disaster_recovery.ships_to.is_empty();
        let shipping = if ships { "Databases are recovered through log shipping" } else { "A whole site is lost" };
        let named =
            |element: Option<Element>| element.map_or_else(String::new, |it| format!(": {}", it.name(document)));
        let parts = |element: Option<Element>| element.map(Part::Element).into_iter().collect::<Vec<_>>();
        let lost = storage.map_or("", |_| "; the simulation loses the storage as a whole");
        let mut component = self.planned(
            "GO-5".to_owned(),
            format!("A single hardware component fails{}", named(storage.map(Part::element))),
            &format!("A network adapter and a disk of each computer{lost}."),
            &storage.into_iter().collect::<Vec<_>>(),
        );
        if storage.is_none() && !document.storages.is_empty() {
            component.expected = vec![REDUNDANT.to_owned()];
        }
        vec![
            component.preceded_by("A redundant network adapter or disk: every service goes on (our inference)."),
            self.planned(
                "GO-6".to_owned(),
                format!("One BizTalk server is lost{}", named(biztalk)),
                "Repeat for each BizTalk server; messages keep flowing and none is lost.",
                &parts(biztalk),
            ),
            self.planned(
                "GO-7".to_owned(),
                format!("A cluster node fails over{}", named(node)),
                "Repeat for each cluster node that is active.",
                &parts(node),
            ),
            self.planned(
                "GO-8".to_owned(),
                format!("{shipping}{}", named(site)),
                "The whole primary site is lost; record how long the recovery took and what was lost.",
                &parts(site),
            ),
        ]
    }

    /// The nine drills of a failover cluster that runs SQL Server; none for any other.
    fn cluster_drills(&mut self, cluster: FailoverClusterId) -> Vec<PlannedTest> {
        let document = self.document;
        let in_cluster = |sql: &SqlInstanceId| match document.sql_instances.get(sql).map(|it| it.placement) {
            Some(SqlPlacement::Clustered(group)) => {
                document.resource_groups.get(&group).is_some_and(|it| it.failover_cluster == cluster)
            }
            _ => false,
        };
        let instances: Vec<SqlInstanceId> = document.sql_instances.keys().copied().filter(in_cluster).collect();
        let Some(first) = instances.first().copied() else { return Vec::new() };
        let active: BTreeSet<ComputerId> =
            instances.iter().filter_map(|sql| document.active_computer_of_sql(*sql)).collect();
        let nodes = document.failover_clusters.get(&cluster).map(|it| it.nodes.as_slice()).unwrap_or_default();
        let passive = nodes.iter().map(|node| node.computer).find(|computer| !active.contains(computer));
        let busy = document.active_computer_of_sql(first);
        let storage = document.sql_instances.get(&first).and_then(|it| it.storage);
        let redundant = storage.is_some_and(|it| document.storage_is_redundant(it) == Some(true));
        let disks = format!("SQL Server stops until its disks are connected again. {REDUNDANT}");
        let computer = |id: Option<ComputerId>| id.map(|id| Part::Element(id.into())).into_iter().collect::<Vec<_>>();
        let second_path =
            "Nothing, as long as the other network carries the heartbeat as its second path (our inference).";
        let no_passive = "Every node is active: the survivor has to carry both; check its processor, memory, network and disk first.";
        let mut on_active: Vec<Element> = Vec::new();
        for node in instances.iter().filter_map(|sql| document.active_computer_of_sql(*sql)).map(Element::Computer) {
            if !on_active.contains(&node) {
                on_active.push(node);
            }
        }
        let on_passive: Vec<Element> = passive.map(Element::Computer).into_iter().collect();
        let on_disks: Vec<Element> = storage.map(Element::Storage).into_iter().collect();
        let on_sql: Vec<Element> = instances.iter().copied().map(Element::SqlInstance).collect();
        let drills = [
            ("Cut the power of the active cluster node", &on_active, computer(busy), None),
            (
                "Cut the power of the passive cluster node",
                &on_passive,
                computer(passive),
                passive.is_none().then_some(no_passive),
            ),
            (
                "Disconnect the disks",
                &on_disks,
                storage.filter(|_| !redundant).map(|id| Part::Element(id.into())).into_iter().collect(),
                redundant.then_some(disks.as_str()),
            ),
            ("Break the public network of the active cluster node", &on_active, computer(busy), None),
            ("Break the private network of the active cluster node", &on_active, Vec::new(), Some(second_path)),
            (
                "Break the public network of the passive cluster node",
                &on_passive,
                computer(passive),
                passive.is_none().then_some(no_passive),
            ),
            ("Break the private network of the passive cluster node", &on_passive, Vec::new(), Some(second_path)),
            ("Make the SQL Server service fail", &on_sql, vec![Part::Element(first.into())], None),
            ("Make the SQL Server Agent service fail", &on_sql, vec![Part::SqlAgent(first)], None),
        ];
        let numbered = drills.into_iter().enumerate();
        numbered
            .map(|(index, (what, at, parts, said))| {
                let id = format!("DRILL-{}/{}", index + 1, Element::FailoverCluster(cluster));
                let (name, again) = named(what, at, document);
                let mut test = self.planned(id, name, &again, &parts);
                test.source = TestSource::Cluster;
                test.cluster = Some(cluster);
                test.because = NINE;
                if let Some(said) = said {
                    test.expected = vec![said.to_owned()];
                }
                test
            })
            .collect()
    }
}

/// What a drill is called with the element on which it is carried out first, and on which others after that.
fn named(what: &str, elements: &[Element], document: &Document) -> (String, String) {
    let names: Vec<String> = elements.iter().map(|it| it.name(document)).collect();
    match names.as_slice() {
        [] => (what.to_owned(), String::new()),
        [one] => (format!("{what}: {one}"), String::new()),
        [first, others @ ..] => (format!("{what}: {first}"), format!("Repeat for {}.", list(others))),
    }
}

/// The result of a simulation in a few lines.
pub(super) fn expectation(drill: &Drill) -> Vec<String> {
    let card = &drill.result;
    // The whole is said by its services.
    let list = |services: Vec<&ServiceResult>| {
        let named = services.iter().filter(|it| it.kind != ServiceKind::Whole).map(|it| it.name.as_str());
        named.collect::<Vec<_>>().join(", ")
    };
    let lost = list(card.lost().collect());
    let degraded = list(card.degraded().collect());
    let away = list(card.interrupted().collect());
    let mut lines = Vec::new();
    if !lost.is_empty() {
        lines.push(format!("Stops: {lost}."));
    }
    if !away.is_empty() {
        lines.push(format!("Away for a time: {away}."));
    }
    if !degraded.is_empty() {
        lines.push(format!("Works with less: {degraded}."));
    }
    if lines.is_empty() {
        lines.push("Every service goes on.".to_owned());
    }
    if card.full_service != Answer::NeverAway {
        lines.push(format!("Full service: {}.", uncapitalized(&card.full_service.label())));
    }
    lines.extend(by_hand(card));
    lines
}

fn by_hand(card: &ResultCard) -> Vec<String> {
    let strict = |only_strict: bool| if only_strict { " (if they stay stopped)" } else { "" };
    card.steps.iter().map(|step| format!("By hand{}: {}.", strict(step.only_strict), step.text)).collect()
}
