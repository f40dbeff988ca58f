//! The work between two designs as steps, in the documented order.

use std::collections::{BTreeMap, BTreeSet};

use super::phases::{self, CautionRow, OutageRow, Phase, Stops};
use super::text::verb;
use super::work::{Deed, Ends, Work, is_other};
use super::{Outage, Stands};
use crate::comparison::text::sections;
use crate::comparison::{Change, Pairing, changes};
use crate::dependency::{Effect, Outcome, Part, outcomes_in_words};
use crate::model::queries::MasterSecretServer;
use crate::model::{AccountKind, Document, Element, Role};
use crate::sources::SourceId;

/// A step that is planned.
pub(super) struct Planned {
    pub(super) phase: Phase,
    pub(super) work: Vec<Work>,
    /// What is done, in words.
    pub(super) lines: Vec<(String, Vec<String>)>,
}

/// Every step in the documented order.
pub(super) struct Plan {
    pub(super) ends: Ends,
    pub(super) steps: Vec<Planned>,
}

impl Planned {
    pub(super) fn title(&self) -> String {
        self.phase.row().map_or_else(String::new, |it| it.title.clone())
    }

    /// Title, who does it, the document, and what nobody forgets.
    pub(super) fn words(&self, ends: &Ends) -> (String, String, Option<SourceId>, Vec<(String, SourceId)>) {
        let row = self.phase.row();
        let who = row.map_or_else(String::new, |it| it.who.clone());
        let cautions = self.phase.cautions().filter(|it| self.is_about(it, ends));
        let cautions = cautions.map(|it| (it.words.clone(), it.source.clone())).collect();
        (self.title(), who, row.and_then(|it| it.source.clone()), cautions)
    }

    fn is_about(&self, row: &CautionRow, ends: &Ends) -> bool {
        let Some(kind) = &row.kind else { return true };
        self.work.iter().filter(|it| it.element.kind() == kind).any(|it| match (&it.deed, &row.field) {
            (Deed::Set(set), Some(field)) => {
                set == field && row.becomes.is_none_or(|becomes| becomes.is(ends.field(it.element, field).1))
            }
            (Deed::Add | Deed::Remove, None) => true,
            _ => false,
        })
    }

    pub(super) fn elements(&self, document: &Document) -> Vec<Element> {
        let all: BTreeSet<Element> = self.work.iter().map(|it| it.element).collect();
        all.into_iter().filter(|it| it.exists(document)).collect()
    }
}

impl Plan {
    /// Plans the way between two designs in the same numbers.
    pub(super) fn new(before: &Document, after: &Document) -> Result<Self, String> {
        let ends = Ends::new(before, after)?;
        let changes = changes(before, after, &Pairing::of_same_numbers(before, after));
        let mut phases: BTreeMap<Phase, Vec<Work>> = BTreeMap::new();
        for work in ends.work(before, after) {
            phases.entry(work.phase).or_default().push(work);
        }
        let accounts = new_accounts(before, after);
        if !accounts.is_empty() {
            phases.entry(Phase::Accounts).or_default();
        }
        let (mut steps, mut unseen) = (Vec::<Planned>::new(), Vec::new());
        for (phase, work) in phases {
            let mut lines = lines(&changes, &work);
            let joining = joining(&work, before, after);
            if !joining.is_empty() {
                lines.insert(0, ("BizTalk Server".to_owned(), joining));
            }
            if let Some(line) = moved_secret(before, after).filter(|_| phase == Phase::MasterSecret) {
                lines.insert(0, ("Enterprise SSO".to_owned(), vec![line]));
            }
            if phase == Phase::Accounts {
                lines.insert(0, ("Service accounts".to_owned(), accounts.clone()));
            }
            unseen.extend(work);
            // What only concerns the drawing goes along with the next step that does something.
            if !lines.is_empty() {
                steps.push(Planned { phase, work: std::mem::take(&mut unseen), lines });
            }
        }
        if let Some(last) = steps.last_mut() {
            last.work.extend(unseen);
        }
        Ok(Self { ends, steps })
    }

    /// What stops while a step is made: what stands before it, not what stood in the beginning, says what runs where.
    pub(super) fn outages(&self, step: &Planned, before: &Stands<'_>) -> Vec<Outage> {
        // An element is away once, whatever is changed of it: the first row says why.
        let mut seen = BTreeSet::new();
        let mut of_row = |row: &'static OutageRow| {
            let set =
                step.work.iter().filter(|it| matches!(&it.deed, Deed::Set(field) if row.is_for(it.element, field)));
            let elements: Vec<Element> = set
                .filter(|it| self.is_other(it.element, row))
                .map(|it| it.element)
                .filter(|it| seen.insert(*it))
                .collect();
            (!elements.is_empty()).then_some((row, elements))
        };
        let found: Vec<(&OutageRow, Vec<Element>)> = phases::outages().filter_map(&mut of_row).collect();
        let outage = |(row, elements): (&OutageRow, Vec<Element>)| {
            let names: Vec<String> = elements.iter().map(|it| it.name(before.document)).collect();
            let one_by_one = row.stops == Stops::InTurn && elements.len() > 1;
            let one_by_one = if one_by_one { "one after the other " } else { "" };
            let words = format!("{}: {one_by_one}{}", names.join(", "), row.words);
            let (stops, meanwhile) = match row.stops {
                Stops::Nothing => stopping(Vec::new()),
                Stops::Everything => stopping(before.standing.working()),
                Stops::Part | Stops::InTurn => without_each(&elements, before),
            };
            Outage { words, stops, meanwhile, source: row.source.clone(), ours: row.ours }
        };
        found.into_iter().map(outage).collect()
    }

    /// Whether a field that is set becomes another one, rather than being stated for the first time.
    fn is_other(&self, element: Element, row: &OutageRow) -> bool {
        let (was, is) = self.ends.field(element, &row.field);
        row.becomes.is_none_or(|it| it.is(is))
            && is_other(was, is, row.from_nothing)
            && (row.field != "slot" || self.moves_to_another_site(element))
    }

    fn moves_to_another_site(&self, element: Element) -> bool {
        self.ends.site_of(element, false) != self.ends.site_of(element, true)
    }
}

/// Services that stop, with that in words.
fn stopping(services: Vec<String>) -> (Vec<String>, String) {
    let words = if services.is_empty() { "no service stops".to_owned() } else { verb(&services, "stops", "stop") };
    (services, words)
}

/// What stops while each of these is away, one at a time, and what becomes of all services meanwhile, as their losses say.
fn without_each(elements: &[Element], before: &Stands<'_>) -> (Vec<String>, String) {
    let Stands { document, analysis, .. } = before;
    let structure = &analysis.failures.structure;
    let mut worst = vec![Outcome::default(); structure.services.len()];
    for element in elements {
        let part = match element {
            Element::SqlInstance(id) => document.active_computer_of_sql(*id).map_or(*element, Element::Computer),
            other => *other,
        };
        let rows = analysis.failures.impact.iter().filter(|it| it.part == Part::Element(part));
        for row in rows {
            worst.iter_mut().zip(&row.outcomes).for_each(|(worst, outcome)| *worst = (*worst).max(*outcome));
        }
        for (service, worst) in structure.services.iter().zip(&mut worst) {
            if service.element == Some(*element) && service.kind.carries_messages() {
                worst.effect = Effect::Stops;
            }
        }
    }
    let services = || structure.services.iter().zip(&worst).enumerate();
    let stops = services().filter(|(_, (it, worst))| it.kind.carries_messages() && worst.effect == Effect::Stops);
    let stops: Vec<String> = stops.map(|(_, (it, _))| it.name.clone()).collect();
    let is_news = services().any(|(at, (_, worst))| *worst > structure.normal(at));
    if is_news { (stops, outcomes_in_words(structure, &worst)) } else { stopping(stops) }
}

/// What a step does, in words.
fn lines(all: &[Change], work: &[Work]) -> Vec<(String, Vec<String>)> {
    let mut deeds: BTreeMap<Element, Vec<&Deed>> = BTreeMap::new();
    for it in work {
        deeds.entry(it.element).or_default().push(&it.deed);
    }
    let part = |change: &Change| {
        let deeds = deeds.get(&change.element())?;
        if deeds.iter().any(|it| matches!(it, Deed::Add | Deed::Remove)) {
            return (!change.is_layout).then(|| change.clone());
        }
        let mut change = change.clone();
        let is_set = |field: &str| deeds.iter().any(|it| matches!(it, Deed::Set(set) if set == field));
        // What nobody has stated of the target is as it was.
        change.details.retain(|it| !it.is_layout && !it.says_less && is_set(&it.field));
        // Another release begins without service packs: there is none to take away.
        let another = change.details.iter().any(|it| it.field == "release");
        change.details.retain(|it| !(another && it.field == "service_pack" && it.after == "0"));
        (!change.details.is_empty() && !change.is_layout).then_some(change)
    };
    let changes: Vec<Change> = all.iter().filter_map(part).collect();
    sections(&changes.iter().collect::<Vec<_>>(), false)
}

/// That the master secret moves, where it does.
fn moved_secret(before: &Document, after: &Document) -> Option<String> {
    let holders = |document: &Document| {
        let element = |it| match it {
            MasterSecretServer::Computer(id) => Element::from(id),
            MasterSecretServer::Clustered(id) => Element::from(id),
        };
        document.master_secret_servers().into_iter().map(element).collect::<BTreeSet<Element>>()
    };
    let names = |all: &BTreeSet<Element>, document: &Document| {
        all.iter().map(|it| it.name(document)).collect::<Vec<_>>().join(", ")
    };
    let (was, is) = (holders(before), holders(after));
    let moves = was != is && !was.is_empty() && !is.is_empty();
    moves.then(|| format!("  ~ the master secret: {} -> {}", names(&was, before), names(&is, after)))
}

/// What is installed on computers that have come, and what they join.
fn joining(work: &[Work], before: &Document, after: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for it in work.iter().filter(|it| !it.element.exists(before)) {
        let (element, Deed::Set(field)) = (it.element, &it.deed) else { continue };
        let Element::Computer(id) = element else { continue };
        let Some(computer) = after.computers.get(&id) else { continue };
        let words: Vec<String> = if field == "biztalk_groups" {
            let groups = computer.biztalk_groups.iter().map(|it| Element::from(*it).name(after));
            groups.map(|it| format!("joins the BizTalk group {it}")).collect()
        } else {
            let comes_now = |it: &&Role| phases::later(element).any(|row| row.holds(&format!("{it:?}")));
            let install = computer.roles.iter().filter(comes_now).map(|it| it.label());
            let joins = computer.roles.contains(&Role::EntSso).then(|| "joins the SSO system".to_owned());
            install.map(|it| format!("install {it}")).chain(joins).collect()
        };
        lines.push(format!("  + {}: {}", computer.name, words.join(", ")));
    }
    lines
}

/// The domain accounts that host instances run under afterwards and none did before.
fn new_accounts(before: &Document, after: &Document) -> Vec<String> {
    let accounts = |document: &Document| {
        let all = document.host_instances.values().filter_map(|it| it.account.as_ref());
        let domain = all.filter(|it| it.kind == AccountKind::Domain && !it.name.is_empty());
        domain.map(|it| it.name.clone()).collect::<BTreeSet<String>>()
    };
    accounts(after).difference(&accounts(before)).map(|it| format!("  + {it}")).collect()
}
