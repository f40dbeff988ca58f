//! The test plan: saved drills, the four availability tests of BizTalk Server and the nine drills per SQL Server
//! cluster, each with the result that the simulation expects.

use std::collections::BTreeMap;

use super::names::Names;
use super::result::{ResultCard, ServiceResult};
use super::stage::Stage;
use super::timeline::Drill;
use crate::dependency::{Because, ServiceKind, Structure};
use crate::model::{
    ComputerId, Document, DrillStep, Element, FailoverClusterId, FaultDomain, Part, Role, SiteKind, SqlInstanceId,
    SqlPlacement,
};
use crate::prose::{list_most, uncapitalized};

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
    /// What is expected without a simulation, line by line.
    pub said: Vec<String>,
    /// What is tried and simulated; empty when the design draws nothing that would fail.
    pub tries: Vec<Try>,
}

/// Failures of a test, each by itself, after which the simulation expects the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    /// What fails, in words, each by itself; empty for a saved drill.
    pub of: Vec<String>,
    /// What fails in the simulation: the first of them.
    pub steps: Vec<DrillStep>,
    /// What the simulation expects, line by line.
    pub expected: Vec<String>,
}

impl PlannedTest {
    /// Everything that is expected, paragraph by paragraph. Where several things are tried, or something is said of others,
    /// each says of what it speaks.
    pub fn expected(&self) -> Vec<String> {
        /// So many names are read at once.
        const NAMES: usize = 8;
        let is_one = self.said.is_empty() && self.tries.len() == 1;
        let of = |it: &Try| {
            let expected = it.expected.join(" ");
            let is_named = !is_one && !it.of.is_empty();
            if is_named { format!("{}: {expected}", list_most(&it.of, NAMES)) } else { expected }
        };
        self.said.iter().cloned().chain(self.tries.iter().map(of)).collect()
    }
}

const AVAILABILITY: Because = Because::Document("tg/performing-availability-testing");
const NINE: Because =
    Because::Document("tg/reviewing-and-testing-sql-server-cluster-configuration-for-failover-scenarios");

const REDUNDANT: &str = "The storage is redundant in itself, so the simulation does not lose it as a whole.";
const NOTHING_DRAWN: &str = "The design draws nothing to simulate it with.";
const SECOND_PATH: &str =
    "Nothing, as long as the other network carries the heartbeat as its second path (our inference).";
const NO_PASSIVE: &str = "Does not apply: every node is active, so the survivor has to carry both; check its processor, memory, network and disk first.";
/// How a line begins that names services which stop.
const STOPS: &str = "Stops: ";
/// How a line begins that names services which come back by themselves.
const AWAY: &str = "Away for a time: ";

/// Every test of a design: always the four and the nine per SQL Server cluster, then the saved ones. `structure` is the
/// failure logic of the design.
pub fn test_plan(document: &Document, structure: &Structure) -> Vec<PlannedTest> {
    let stage = &Stage::new(document, structure);
    let names = Names::new(structure.events.iter().map(|it| it.name.as_str()));
    let mut planner = Planner { document, stage, names, known: BTreeMap::new() };
    let mut plan = planner.availability_tests();
    for cluster in document.failover_clusters.keys() {
        plan.extend(planner.cluster_drills(*cluster));
    }
    for (index, drill) in document.drills.iter().enumerate() {
        let expected = expectation(&stage.outcome(&drill.steps));
        let tries = vec![Try { of: Vec::new(), steps: drill.steps.clone(), expected }];
        plan.push(PlannedTest {
            id: format!("D{}", index + 1),
            name: drill.name.clone(),
            note: drill.note.clone(),
            source: TestSource::Saved,
            cluster: None,
            because: Because::Drawing,
            said: Vec::new(),
            tries,
        });
    }
    plan
}

/// Plays each failure once, however many tests it stands in.
struct Planner<'a> {
    document: &'a Document,
    stage: &'a Stage<'a>,
    /// Of everything that can be lost.
    names: Names<'a>,
    /// What the simulation expects of the failures played so far.
    known: BTreeMap<Part, Vec<String>>,
}

impl Planner<'_> {
    /// A test that breaks some parts one after the other.
    fn planned(&mut self, id: String, what: &str, note: &str, parts: &[Part]) -> PlannedTest {
        let names: Vec<String> = parts.iter().map(|it| it.name(self.document)).collect();
        let (name, again) = named(what, &names);
        let tries = self.tried(parts);
        let said = if tries.is_empty() { vec![NOTHING_DRAWN.to_owned()] } else { Vec::new() };
        let note = [again.as_str(), note].join(" ").trim().to_owned();
        let (source, because) = (TestSource::Availability, AVAILABILITY);
        PlannedTest { id, name, note, source, cluster: None, because, said, tries }
    }

    /// The failures of some parts, those with the same result together.
    fn tried(&mut self, parts: &[Part]) -> Vec<Try> {
        let mut tries: Vec<Try> = Vec::new();
        // Where each stands, in the words of whichever of them it is.
        let mut alike: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for part in parts.iter().copied() {
            let name = part.name(self.document);
            let steps = vec![DrillStep::fail(part)];
            let stage = self.stage;
            let played = || expectation(&stage.outcome(&steps));
            let expected = self.known.entry(part).or_insert_with(played).clone();
            let of_any = self.names.of_any(&expected, &name, "it");
            match alike.get(&of_any).and_then(|at| tries.get_mut(*at)) {
                Some(known) => {
                    known.of.push(name);
                    known.expected = of_any;
                }
                None => {
                    alike.insert(of_any, tries.len());
                    tries.push(Try { of: vec![name], steps, expected });
                }
            }
        }
        tries
    }

    fn availability_tests(&mut self) -> Vec<PlannedTest> {
        let document = self.document;
        let biztalk = document.computers.iter().filter(|(id, it)| {
            it.roles.contains(&Role::BizTalkRuntime)
                && document.is_primary(**id)
                && document.host_instances_on(**id).next().is_some()
        });
        let biztalk: Vec<Part> = biztalk.map(|(id, _)| Element::Computer(*id).into()).collect();
        let sites = document.sites.iter().filter(|(id, it)| {
            let is_used = || {
                document
                    .computers
                    .values()
                    .any(|it| document.tiers.get(&it.slot.tier).is_some_and(|it| it.site == **id))
            };
            it.kind == SiteKind::Primary && is_used()
        });
        let sites: Vec<Part> = sites.map(|(id, _)| Element::Site(*id).into()).collect();
        let ships = document.databases.values().any(|it| it.dr_transport.is_some())
            || !document.disaster_recovery.ships_to.is_empty();
        let shipping = if ships { "Databases are recovered through log shipping" } else { "A whole site is lost" };
        let nodes = self.active_nodes();
        let mut servers = self.planned("GO-6".to_owned(), "One BizTalk server is lost", "", &biztalk);
        if let Some(flow) = flow_after(&servers.tries) {
            servers.note = [servers.note.as_str(), flow].join(" ").trim().to_owned();
        }
        vec![
            self.hardware_test(),
            servers,
            self.planned("GO-7".to_owned(), "A cluster node fails over", "", &nodes),
            self.planned(
                "GO-8".to_owned(),
                shipping,
                "The whole primary site is lost; record how long the recovery took and what was lost.",
                &sites,
            ),
        ]
    }

    /// Network adapters and disks, which are redundant; storage as a whole, which may not be, and physical hosts.
    fn hardware_test(&mut self) -> PlannedTest {
        let document = self.document;
        // What is redundant in itself is not lost as a whole.
        let storages = document.storages.keys().filter(|id| document.storage_is_redundant(**id) != Some(true));
        let storages: Vec<Part> = storages.map(|id| Element::Storage(*id).into()).collect();
        let mut test = PlannedTest {
            id: "GO-5".to_owned(),
            name: "A single hardware component fails".to_owned(),
            note: "A network adapter and a disk of each computer.".to_owned(),
            source: TestSource::Availability,
            cluster: None,
            because: AVAILABILITY,
            said: vec!["A redundant network adapter or disk: every service goes on (our inference).".to_owned()],
            tries: self.tried(&storages),
        };
        for it in &mut test.tries {
            if let Some(last) = it.of.last_mut() {
                last.push_str(" as a whole");
            }
        }
        if !test.tries.is_empty() {
            test.note.push_str(" The simulation loses storage as a whole.");
        } else if !document.storages.is_empty() {
            test.said.push(REDUNDANT.to_owned());
        }
        let hosts = document.physical_hosts.iter().filter(|(_, it)| it.domain == FaultDomain::PhysicalHost);
        let hosts: Vec<Part> = hosts.map(|(id, _)| Element::PhysicalHost(*id).into()).collect();
        if !hosts.is_empty() {
            test.note.push_str(" Each physical host.");
            test.tries.extend(self.tried(&hosts));
        }
        test
    }

    /// The computers of primary sites on which something runs that failover clusters or availability groups move.
    fn active_nodes(&self) -> Vec<Part> {
        let document = self.document;
        let roles = document.resource_groups.values().filter_map(|it| it.runs_on());
        let groups = document.availability_groups.values().filter_map(|it| it.replicas.first());
        let primaries = groups.filter_map(|it| document.active_computer_of_sql(it.sql_instance));
        let mut nodes: Vec<ComputerId> = Vec::new();
        for node in roles.chain(primaries).filter(|id| document.is_primary(*id)) {
            if !nodes.contains(&node) {
                nodes.push(node);
            }
        }
        nodes.into_iter().map(|id| Element::Computer(id).into()).collect()
    }

    /// The nine drills of a failover cluster that runs SQL Server; none for any other.
    fn cluster_drills(&mut self, cluster: FailoverClusterId) -> Vec<PlannedTest> {
        let Some(parts) = Drilled::new(self.document, cluster) else { return Vec::new() };
        let Drilled { active, passive, disks, redundant, sql, agents } = parts;
        let lost_disks = format!("SQL Server stops until its disks are connected again. {REDUNDANT}");
        let no_passive = passive.is_empty().then_some(NO_PASSIVE);
        let on_disks = redundant.then_some(lost_disks.as_str());
        let drills = [
            ("Cut the power of the active cluster node", &active, None),
            ("Cut the power of the passive cluster node", &passive, no_passive),
            ("Disconnect the disks", &disks, on_disks),
            ("Break the public network of the active cluster node", &active, None),
            ("Break the private network of the active cluster node", &active, Some(SECOND_PATH)),
            ("Break the public network of the passive cluster node", &passive, no_passive),
            (
                "Break the private network of the passive cluster node",
                &passive,
                Some(no_passive.unwrap_or(SECOND_PATH)),
            ),
            ("Make the SQL Server service fail", &sql, None),
            ("Make the SQL Server Agent service fail", &agents, None),
        ];
        let numbered = (1..).zip(drills);
        numbered
            .map(|(number, (what, parts, said))| {
                let id = format!("DRILL-{number}/{}", Element::FailoverCluster(cluster));
                let mut test = self.planned(id, what, "", parts);
                (test.source, test.cluster, test.because) = (TestSource::Cluster, Some(cluster), NINE);
                if let Some(said) = said {
                    (test.said, test.tries) = (vec![said.to_owned()], Vec::new());
                }
                test
            })
            .collect()
    }
}

/// What the drills of a failover cluster that runs SQL Server break.
struct Drilled {
    active: Vec<Part>,
    passive: Vec<Part>,
    disks: Vec<Part>,
    redundant: bool,
    sql: Vec<Part>,
    agents: Vec<Part>,
}

impl Drilled {
    /// `None` where the failover cluster runs no SQL Server.
    fn new(document: &Document, cluster: FailoverClusterId) -> Option<Self> {
        let in_cluster = |sql: &SqlInstanceId| match document.sql_instances.get(sql).map(|it| it.placement) {
            Some(SqlPlacement::Clustered(group)) => {
                document.resource_groups.get(&group).is_some_and(|it| it.failover_cluster == cluster)
            }
            _ => false,
        };
        let instances: Vec<SqlInstanceId> = document.sql_instances.keys().copied().filter(in_cluster).collect();
        let mut active: Vec<ComputerId> = Vec::new();
        for node in instances.iter().filter_map(|sql| document.active_computer_of_sql(*sql)) {
            if !active.contains(&node) {
                active.push(node);
            }
        }
        let nodes = document.failover_clusters.get(&cluster)?.computers();
        let passive: Vec<ComputerId> = nodes.filter(|computer| !active.contains(computer)).collect();
        let storage = document.sql_instances.get(instances.first()?).and_then(|it| it.storage);
        let of_computers = |ids: Vec<ComputerId>| ids.into_iter().map(|id| Element::Computer(id).into()).collect();
        Some(Self {
            active: of_computers(active),
            passive: of_computers(passive),
            disks: storage.map(|id| Element::Storage(id).into()).into_iter().collect(),
            redundant: storage.is_some_and(|it| document.storage_is_redundant(it) == Some(true)),
            sql: instances.iter().map(|id| Element::SqlInstance(*id).into()).collect(),
            agents: instances.iter().map(|id| Part::SqlAgent(*id)).collect(),
        })
    }
}

/// What becomes of messages, as the simulation has it; `None` where something stops until people act, or nothing is tried.
fn flow_after(tries: &[Try]) -> Option<&'static str> {
    let says = |start: &str| tries.iter().flat_map(|it| &it.expected).any(|line| line.starts_with(start));
    match (says(STOPS), says(AWAY)) {
        _ if tries.is_empty() => None,
        (true, _) => None,
        (false, true) => Some("Messages wait until then, and none is lost."),
        (false, false) => Some("Messages keep flowing and none is lost."),
    }
}

/// What a test is called with what it breaks first, and for what others it is repeated.
fn named(what: &str, names: &[String]) -> (String, String) {
    match names {
        [] => (what.to_owned(), String::new()),
        [one] => (format!("{what}: {one}"), String::new()),
        [first, others @ ..] => (format!("{what}: {first}"), format!("Repeat for {}.", list_most(others, 12))),
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
    let never = list(card.never().collect());
    let lost = list(card.lost().collect());
    let degraded = list(card.degraded().collect());
    let away = list(card.interrupted().collect());
    let mut lines = Vec::new();
    if !lost.is_empty() {
        lines.push(format!("{STOPS}{lost}."));
    }
    if !away.is_empty() {
        lines.push(format!("{AWAY}{away}."));
    }
    if !degraded.is_empty() {
        lines.push(format!("Works with less: {degraded}."));
    }
    if lines.is_empty() {
        let which = if never.is_empty() { "" } else { " that works before" };
        lines.push(format!("Every service{which} goes on."));
    }
    if !never.is_empty() {
        lines.push(format!("Does not work before the test either: {never}."));
    }
    if !card.full_service.took_nothing() {
        lines.push(format!("Full service: {}.", uncapitalized(&card.full_service.label())));
    }
    lines.extend(by_hand(card));
    lines
}

fn by_hand(card: &ResultCard) -> Vec<String> {
    // What waits for the strict reading only says so itself.
    card.steps.iter().map(|step| format!("By hand: {}.", step.text)).collect()
}
