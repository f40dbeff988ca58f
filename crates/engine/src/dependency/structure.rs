//! The services of a design, each with the failure logic that says when it stops, degrades or fails over.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::assumption::Assumption;
use super::event::{Because, Event};
use super::loss::Loss;
use crate::availability::logic::Lanes;
use crate::availability::{EventId, GateId, Logic, Term};
use crate::model::index::Index;
use crate::model::{BizTalkGroupId, ComputerId, DatabaseId, Document, Element, Part, SqlInstanceId};
use crate::prose;

/// What a service does for its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ServiceKind {
    /// Takes messages in.
    Receive,
    /// Runs orchestrations.
    Process,
    /// Sends messages.
    Send,
    /// Moves tracking data.
    Track,
    /// Changes the configuration and deploys.
    Configure,
    /// Shows what was tracked.
    Report,
    /// All of them.
    Whole,
}

impl ServiceKind {
    /// One of `receive`, `process`, `send`, `track`, `configure`, `report`, `whole`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Process => "process",
            Self::Send => "send",
            Self::Track => "track",
            Self::Configure => "configure",
            Self::Report => "report",
            Self::Whole => "whole",
        }
    }

    /// Whether messages wait when it stops.
    pub const fn carries_messages(self) -> bool {
        matches!(self, Self::Receive | Self::Process | Self::Send)
    }
}

/// What a loss does to a service once everything that happens by itself has happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It works as before.
    #[default]
    Works,
    /// It works with less: reduced capacity, delayed tracking, no configuration.
    Degraded,
    /// It stops.
    Stops,
}

impl Effect {
    /// The words a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Works => "Works",
            Self::Degraded => "Degraded",
            Self::Stops => "Stops",
        }
    }

    /// One of `works`, `degraded`, `stops`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Works => "works",
            Self::Degraded => "degraded",
            Self::Stops => "stops",
        }
    }
}

/// What a loss does to a service, for a while and for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outcome {
    /// What is left when everything that happens by itself has happened.
    pub effect: Effect,
    /// Whether the service is away for a while first, because something fails over.
    pub interrupted: bool,
}

impl Outcome {
    /// The words a person reads: `Works`, `Fails over`, `Degraded`, `Fails over, then degraded`, `Stops`.
    pub const fn label(self) -> &'static str {
        match (self.effect, self.interrupted) {
            (Effect::Works, false) => "Works",
            (Effect::Works, true) => "Fails over",
            (Effect::Degraded, false) => "Degraded",
            (Effect::Degraded, true) => "Fails over, then degraded",
            (Effect::Stops, _) => "Stops",
        }
    }
}

/// What a cause does to its service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseEffect {
    /// The service stops.
    Stops,
    /// The service works with less.
    Degrades,
    /// The service is away until a failover is through.
    Interrupts,
}

/// What a cause is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A database that is away or moves.
    Database(DatabaseId),
    /// The clustered MSDTC that a SQL instance uses.
    Msdtc(SqlInstanceId),
    /// The master secret.
    MasterSecret,
    /// The address of a computer that callers know.
    Address(ComputerId),
    /// What lies on a computer itself: local queues, local folders.
    Stranded(ComputerId),
    /// Anything else.
    #[default]
    Other,
}

/// One way in which a service can suffer.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// What it does.
    pub effect: CauseEffect,
    /// When it is so.
    pub term: Term,
    /// The words a person reads.
    pub text: Cow<'static, str>,
    /// Which rule or document says so.
    pub because: Because,
    /// What it is about.
    pub subject: Subject,
}

/// A service with everything that can happen to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// A stable key, such as `receive-host-14` or `receive-handler-30`.
    pub key: String,
    /// The words a person reads, such as `Receive over HTTP`.
    pub name: String,
    /// What it does.
    pub kind: ServiceKind,
    /// The BizTalk group; `None` for the whole.
    pub biztalk_group: Option<BizTalkGroupId>,
    /// The name of that BizTalk group where the name of the service ends with it, because there are several.
    pub group_name: Option<String>,
    /// The host that carries it, where one does.
    pub element: Option<Element>,
    /// Everything that can happen to it.
    pub causes: Vec<Cause>,
    /// When it stops.
    pub stops: Term,
    /// When it degrades; meaningful while it does not stop.
    pub degrades: Term,
    /// When it is interrupted.
    pub interrupts: Term,
}

/// A gate in words.
#[derive(Clone, Debug, PartialEq)]
pub struct GateNote {
    /// What is lost, such as `SQL MessageBox has no computer left to run on`.
    pub text: Cow<'static, str>,
    /// Which rule or document says so.
    pub because: Because,
    /// The element it is about.
    pub element: Element,
}

/// A redundant set whose members fail from one cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonCause {
    /// What the key of its event ends with, such as `common-cause`.
    pub ending: &'static str,
    /// What makes it a set: a failover cluster, an availability group, a load balancer, a host; the environment for
    /// domain controllers.
    pub element: Element,
    /// The words a person reads.
    pub name: String,
    /// Its computers, or its physical hosts.
    pub members: BTreeSet<Element>,
}

/// The failure logic of a design.
#[derive(Clone, Debug)]
pub struct Structure {
    /// Events and gates.
    pub logic: Logic,
    /// Every event, by its index in the logic.
    pub events: Vec<Event>,
    /// The event of each part that has one.
    pub(super) by_part: FxHashMap<Part, EventId>,
    /// What gates mean, where that can be said in words.
    pub notes: BTreeMap<GateId, GateNote>,
    /// Every service; the whole is the last one.
    pub services: Vec<Service>,
    /// What each of them does when nothing is lost.
    pub(super) normal: Vec<Outcome>,
    /// The redundant sets that fail from one cause, for estimates; otherwise empty.
    pub common: Vec<CommonCause>,
    /// What the drawing does not say and is taken for granted, in the order of its words.
    pub assumptions: Vec<Assumption>,
    /// The causes of all services by what they are about and what they do.
    pub(super) about: FxHashMap<(Subject, CauseEffect), Vec<Term>>,
}

impl Structure {
    /// Reads a design: what is left of it after a loss, once everything that happens by itself has happened. Only
    /// primary sites run services.
    pub fn new(index: &Index<'_>) -> Self {
        super::build::structure(index, super::build::Span::Left)
    }

    /// The same for those who hold no index.
    pub fn of(document: &Document) -> Self {
        Self::new(&Index::new(document))
    }

    /// Reads a design for an estimate: what is away at any moment, so that a host instance that is being started again
    /// counts as well.
    pub fn at_any_moment(index: &Index<'_>) -> Self {
        super::build::structure(index, super::build::Span::Moment)
    }

    /// Whether anything in the design receives, processes or sends messages: without that nothing can be good news.
    pub fn carries_messages(&self) -> bool {
        self.services.iter().any(|it| it.kind.carries_messages())
    }

    /// What a service does when nothing is lost.
    pub fn normal(&self, service: usize) -> Outcome {
        self.normal.get(service).copied().unwrap_or_default()
    }

    /// Whether a service does not even work when nothing is lost.
    pub fn never_works(&self, service: usize) -> bool {
        self.normal(service).effect == Effect::Stops
    }

    /// The event of a part; `None` when nothing depends on it.
    pub(crate) fn event_of(&self, part: Part) -> Option<EventId> {
        self.by_part.get(&part).copied()
    }

    /// Everything evaluated while a loss lasts; parts without an event change nothing.
    pub fn evaluate(&self, document: &Document, loss: &Loss) -> Lanes {
        let mut lost = vec![0; self.logic.event_count()];
        for event in self.events_in(document, loss) {
            if let Some(it) = lost.get_mut(event.index()) {
                *it = u64::MAX;
            }
        }
        self.logic.evaluate(|event| lost.get(event.index()).copied().unwrap_or(0))
    }

    /// Whether each of some losses stops a service that carries messages and works while nothing is lost.
    pub fn stop_messages(&self, document: &Document, losses: &[Loss]) -> Vec<bool> {
        let normal = self.logic.evaluate(|_| 0);
        let carrying = self.services.iter().filter(|it| it.kind.carries_messages());
        let working: Vec<Term> = carrying.map(|it| it.stops).filter(|stops| normal.of(*stops) == 0).collect();
        let mut lanes = normal;
        let mut masks: Vec<u64> = Vec::new();
        let mut found = Vec::with_capacity(losses.len());
        for chunk in losses.chunks(64) {
            masks.clear();
            masks.resize(self.logic.event_count(), 0);
            for (lane, loss) in chunk.iter().enumerate() {
                for event in self.events_in(document, loss) {
                    if let Some(mask) = masks.get_mut(event.index()) {
                        *mask |= 1 << lane;
                    }
                }
            }
            self.logic.evaluate_into(|event| masks.get(event.index()).copied().unwrap_or(0), &mut lanes);
            let stopped = working.iter().fold(0, |any, stops| any | lanes.of(*stops));
            found.extend((0..chunk.len()).map(|lane| stopped >> lane & 1 == 1));
        }
        found
    }

    /// The events that a loss consists of: what the logic knows of a part with an event of its own, the sweep and every
    /// other way to ask know alike. A part without one, such as a tier, is lost with what it consists of.
    pub(crate) fn events_of(&self, index: &Index<'_>, loss: &Loss) -> BTreeSet<EventId> {
        let mut events = BTreeSet::new();
        for part in &loss.parts {
            match self.event_of(*part) {
                Some(event) => drop(events.insert(event)),
                None => {
                    let spelled = Loss::of(*part).spelled_out(index);
                    events.extend(spelled.parts.iter().filter_map(|it| self.event_of(*it)));
                }
            }
        }
        events
    }

    /// The same for those who hold no index.
    fn events_in(&self, document: &Document, loss: &Loss) -> BTreeSet<EventId> {
        let events: Option<BTreeSet<EventId>> = loss.parts.iter().map(|part| self.event_of(*part)).collect();
        events.unwrap_or_else(|| self.events_of(&Index::new(document), loss))
    }

    /// What a loss does to each service.
    pub fn outcomes(&self, document: &Document, loss: &Loss) -> Vec<Outcome> {
        let lanes = self.evaluate(document, loss);
        self.services.iter().map(|service| service.outcome(&lanes)).collect()
    }

    /// Why no message passes: every service of a kind that messages need has stopped. `None` while each kind that is
    /// drawn has a service left. `group` limits it to a BizTalk group.
    pub fn nothing_passes(&self, lanes: &Lanes, group: Option<BizTalkGroupId>) -> Option<String> {
        let kinds =
            [(ServiceKind::Receive, "receives"), (ServiceKind::Process, "processes"), (ServiceKind::Send, "sends")];
        let stopped = |kind| {
            let stops = self.stops_of(kind, group);
            !stops.is_empty() && stops.iter().all(|stops| lanes.of(*stops) & 1 == 1)
        };
        let words: Vec<&str> = kinds.into_iter().filter(|(kind, _)| stopped(*kind)).map(|(_, word)| word).collect();
        (!words.is_empty()).then(|| format!("nothing {} any more", words.join(" or ")))
    }

    /// When each service of a kind stops; empty where none is drawn.
    pub(super) fn stops_of(&self, kind: ServiceKind, group: Option<BizTalkGroupId>) -> Vec<Term> {
        let of_kind = |it: &&Service| it.kind == kind && (group.is_none() || it.biztalk_group == group);
        self.services.iter().filter(of_kind).map(|it| it.stops).collect()
    }

    /// Why a service is as it is: the causes that hold, the worst kind only, each with what is behind it.
    pub fn reasons(&self, service: &Service, lanes: &Lanes) -> Vec<String> {
        let outcome = service.outcome(lanes);
        let wanted = match outcome.effect {
            Effect::Stops => CauseEffect::Stops,
            Effect::Degraded => CauseEffect::Degrades,
            Effect::Works => CauseEffect::Interrupts,
        };
        let holds = |cause: &&Cause| cause.effect == wanted && lanes.of(cause.term) & 1 == 1;
        let mut reasons: Vec<String> = Vec::new();
        for cause in service.causes.iter().filter(holds) {
            let mut text = cause.text.clone().into_owned();
            let ruled = self.ruled(cause.term, lanes).filter(|_| !self.databases_lost(service, lanes));
            if let Some(behind) = ruled.or_else(|| self.behind(cause.term, lanes, &text)) {
                text = format!("{text}: {behind}");
            }
            if !reasons.contains(&text) {
                reasons.push(text);
            }
        }
        reasons
    }

    /// Whether databases that a service, or any of its BizTalk group, cannot do without are lost themselves: then there
    /// is no failover after which anything could restart.
    fn databases_lost(&self, service: &Service, lanes: &Lanes) -> bool {
        let group = service.biztalk_group;
        let services = self.services.iter().filter(|it| group.is_none() || it.biztalk_group == group);
        let mut causes = services.filter(|it| it.kind.carries_messages()).flat_map(|it| &it.causes);
        causes.any(|cause| {
            cause.effect == CauseEffect::Stops
                && matches!(cause.subject, Subject::Database(_))
                && lanes.of(cause.term) & 1 == 1
        })
    }

    /// The first note below a term that holds and rests on a rule: what a person would not guess.
    fn ruled(&self, term: Term, lanes: &Lanes) -> Option<String> {
        let Term::Gate(gate) = term else { return None };
        if lanes.of(term) & 1 == 0 {
            return None;
        }
        match self.notes.get(&gate) {
            Some(note) if matches!(note.because, Because::Rule(_)) => Some(note.text.clone().into_owned()),
            _ => {
                let below = lanes.failed_inputs(&self.logic, gate);
                below.into_iter().find_map(|input| self.ruled(input, lanes))
            }
        }
    }

    /// The first note or event below a term that holds and says more than `said`.
    fn behind(&self, term: Term, lanes: &Lanes, said: &str) -> Option<String> {
        match term {
            Term::Constant(_) => None,
            Term::Event(event) => {
                let name = &self.events.get(event.index())?.name;
                (!said.contains(name.as_str())).then(|| format!("{name} is down"))
            }
            Term::Gate(gate) => {
                if let Some(note) = self.notes.get(&gate).filter(|note| note.text != said) {
                    return Some(note.text.clone().into_owned());
                }
                let below = lanes.failed_inputs(&self.logic, gate);
                below.into_iter().find_map(|input| self.behind(input, lanes, said))
            }
        }
    }

    /// Whether a cause of this effect that is about `subject` holds for any service.
    pub fn holds(&self, subject: Subject, effect: CauseEffect, lanes: &Lanes) -> bool {
        self.about.get(&(subject, effect)).is_some_and(|terms| terms.iter().any(|term| lanes.of(*term) & 1 == 1))
    }

    /// The service with this key.
    pub fn service(&self, key: &str) -> Option<&Service> {
        self.services.iter().find(|it| it.key == key)
    }
}

impl Service {
    /// Several services as a list in a sentence, each BizTalk group said once: `Receive, Process and Send of Group two`.
    pub fn list<'s>(services: impl IntoIterator<Item = &'s Self>) -> String {
        let mut by_group: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
        for service in services {
            let group = service.group_name.as_deref();
            let own = |group| service.name.strip_suffix(group).and_then(|it| it.strip_suffix(", "));
            let name = group.and_then(own).unwrap_or(&service.name);
            match by_group.iter_mut().find(|(it, _)| *it == group) {
                Some((_, names)) => names.push(name),
                None => by_group.push((group, vec![name])),
            }
        }
        let said = by_group.into_iter().map(|(group, names)| match group {
            Some(group) => format!("{} of {group}", prose::list(&names)),
            None => prose::list(&names),
        });
        match said.collect::<Vec<_>>().as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
        }
    }

    /// What holds for it in the first lane.
    pub fn outcome(&self, lanes: &Lanes) -> Outcome {
        let holds = |term| lanes.of(term) & 1 == 1;
        let effect = if holds(self.stops) {
            Effect::Stops
        } else if holds(self.degrades) {
            Effect::Degraded
        } else {
            Effect::Works
        };
        Outcome { effect, interrupted: effect != Effect::Stops && holds(self.interrupts) }
    }
}
