//! Runs a drill: every failure and every recovery in turn, each with what follows from it.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::data::DataLoss;
use super::phases::PLANNING;
use super::result::{Answer, CapacityLeft, OperatorStep, ResultCard, ServiceResult};
use super::settling::Passed;
use super::stage::Stage;
use super::time::When;
use super::timeline::{Condition, Drill, DrillRow, RowKind, ServiceState};
use crate::availability::logic::Lanes;
use crate::capacity::{Estimate, Interval};
use crate::dependency::{Because, CauseEffect, Effect, Loss, Outcome, Service, ServiceKind, Structure, Subject};
use crate::model::{
    BizTalkGroupId, ComputerId, Document, DrillAction, DrillStep, Element, HostId, HostInstanceId, HostKind, Part,
};

/// The rate where no message passes.
const NOTHING: Interval = Interval { p10: 0.0, p50: 0.0, p90: 0.0, sigma: 0.0 };

/// Plays a drill on the failure logic of a design. Steps that name what the design no longer holds are left out.
pub fn simulate(document: &Document, structure: &Structure, steps: &[DrillStep]) -> Drill {
    Stage::new(document, structure).simulate(steps)
}

/// When full service is back, as far as the rows so far say.
#[derive(Clone, Debug, Default)]
pub(super) struct Back {
    pub(super) when: Option<When>,
    pub(super) strict_by_hand: bool,
}

/// Everything that a drill has come to so far.
pub(super) struct Engine<'s, 'a> {
    pub(super) stage: &'s Stage<'a>,
    /// Whether somebody looks at the picture, so that rows name whatever takes over.
    pub(super) is_shown: bool,
    pub(super) document: &'a Document,
    pub(super) structure: &'a Structure,
    pub(super) loss: Loss,
    pub(super) rows: Vec<DrillRow>,
    pub(super) steps: Vec<OperatorStep>,
    pub(super) messages: Vec<String>,
    pub(super) lost_data: Vec<DataLoss>,
    pub(super) back: Back,
    /// Since when the databases of hosts have been away.
    pub(super) databases_away_since: Option<When>,
    /// In-process hosts ended and nothing started them.
    pub(super) hosts_stopped: bool,
    /// Every moment so far, in order.
    pub(super) moments: Vec<Passed>,
    /// Parts that are started again, each with the time from which it is no longer lost.
    pub(super) restarting: Vec<(Part, When)>,
    /// Services that wait for a person, whatever has moved by itself: by position, each with the text of the step.
    pub(super) waiting: Vec<(usize, String)>,
}

/// One moment at which something fails or comes back, with everything evaluated before and after.
pub(super) struct Moment<'b> {
    pub(super) at: When,
    pub(super) parts: &'b [Part],
    pub(super) before: Arc<Lanes>,
    pub(super) after: Arc<Lanes>,
    /// Computers that go down now.
    pub(super) computers: Vec<ComputerId>,
    /// Virtual machines that are away now until a failover cluster of physical hosts has started them again.
    pub(super) restarting: Vec<ComputerId>,
}

impl Moment<'_> {
    pub(super) fn when(&self) -> When {
        self.at.clone()
    }

    /// What a person looks at: the first part that it is about.
    pub(super) fn element(&self) -> Element {
        self.parts.first().map_or(Element::Environment, |part| part.element())
    }

    /// Whether only load balancers change: what they lead to runs on, it cannot be reached.
    pub(super) fn is_only_an_address(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Element(Element::LoadBalancer(_))))
    }
}

impl<'s, 'a> Engine<'s, 'a> {
    fn new(stage: &'s Stage<'a>, is_shown: bool) -> Self {
        Self {
            stage,
            is_shown,
            document: stage.document,
            structure: stage.structure,
            loss: Loss::none(),
            rows: Vec::new(),
            steps: Vec::new(),
            messages: Vec::new(),
            lost_data: Vec::new(),
            back: Back::default(),
            databases_away_since: None,
            hosts_stopped: false,
            moments: Vec::new(),
            restarting: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// What the failure logic says while everything is lost that is lost now.
    pub(super) fn lanes(&self) -> Arc<Lanes> {
        self.stage.lanes(&self.loss)
    }

    /// What is lost now by its smallest parts.
    pub(super) fn spelled(&self) -> Rc<Loss> {
        self.stage.spelled(&self.loss)
    }

    fn fail(&mut self, at: When, parts: &[Part]) {
        self.restart_until(&at);
        let before = self.lanes();
        let down_before = self.computers_down();
        self.loss.parts.extend(parts);
        let after = self.lanes();
        let down: Vec<ComputerId> = self.computers_down().difference(&down_before).copied().collect();
        let (mut restarting, computers): (Vec<_>, Vec<_>) =
            down.into_iter().partition(|id| self.stage.index.restarts_elsewhere(*id));
        restarting.extend(self.leaving_their_hosts(parts));
        let moment = Moment { at, parts, before, after, computers, restarting };
        for part in parts {
            let name = part.name(self.document);
            let element = part.element();
            let condition = if *part == Part::Element(element) { Condition::Failed } else { Condition::Normal };
            let row = DrillRow::new(moment.when(), RowKind::Failure, element, format!("{name} fails"));
            let event = self.structure.event_of(*part).and_then(|event| self.structure.events.get(event.index()));
            let unread = if matches!(part, Part::Service(..)) { PLANNING } else { Because::Drawing };
            let row = row.says("", event.map_or(unread, |it| it.because));
            self.rows.push(row.turning([element].into_iter().filter(|_| condition != Condition::Normal), condition));
        }
        let services = self.immediate(&moment);
        if let Some(row) = self.rows.last_mut() {
            row.services.extend(services);
            let carried = moment.computers.iter().map(|id| (Element::Computer(*id), Condition::Failed));
            row.elements.extend(carried);
        }
        self.parts_phase(&moment);
        // Nothing in a lost site is repaired one by one where its databases are gone: its runbook says what to do.
        let of_site = parts.iter().any(|part| matches!(part, Part::Element(Element::Site(_))));
        if !(of_site && self.databases_gone(&moment.after)) {
            self.computers_phase(&moment);
            self.sql_phase(&moment);
            self.secret_phase(&moment);
            self.tracking_phase(&moment);
            self.endpoints_phase(&moment);
        }
        self.rest_goes_on(&moment);
        self.machines_restart(&moment);
        self.pass(moment.at);
    }

    /// What was to be started again by now has been. Until then it is lost: what fails meanwhile may forbid its start.
    fn restart_until(&mut self, at: &When) {
        let (due, later) =
            std::mem::take(&mut self.restarting).into_iter().partition(|(_, when)| when.order() <= at.order());
        self.restarting = later;
        for (part, _) in due as Vec<(Part, When)> {
            self.loss.parts.remove(&part);
        }
    }

    /// What people have to do after some parts have failed at once.
    pub(super) fn steps_after(stage: &'s Stage<'a>, parts: &[Part]) -> Vec<OperatorStep> {
        let mut engine = Self::new(stage, false);
        engine.fail(When::at(0.0), parts);
        engine.steps
    }

    fn recover(&mut self, at: When, parts: &[Part]) {
        self.restart_until(&at);
        let before = self.lanes();
        for part in parts {
            self.loss.parts.remove(part);
        }
        let after = self.lanes();
        let moment = Moment { at, parts, before, after, computers: Vec::new(), restarting: Vec::new() };
        for part in parts {
            let element = part.element();
            let text = format!("{} is back", part.name(self.document));
            let row = DrillRow::new(moment.when(), RowKind::Recovery, element, text).says("", Because::Drawing);
            self.rows.push(row.turning([element], Condition::Normal));
        }
        self.recovery_phase(&moment);
        self.pass(moment.at);
    }

    /// The computers that are down now.
    fn computers_down(&self) -> BTreeSet<ComputerId> {
        let spelled = self.spelled();
        let computer = |part: &Part| match part {
            Part::Element(Element::Computer(id)) => Some(*id),
            _ => None,
        };
        spelled.parts.iter().filter_map(computer).collect()
    }

    /// What a service does in the very moment of a failure, before anything reacts.
    fn immediate(&self, moment: &Moment<'_>) -> Vec<(usize, ServiceState)> {
        let mut changes = Vec::new();
        for (index, service) in self.structure.services.iter().enumerate() {
            if service.kind == ServiceKind::Whole {
                continue;
            }
            let (was, is) = (service.outcome(&moment.before), service.outcome(&moment.after));
            if was == is {
                if is.effect == Effect::Works && self.has_fewer_for_a_while(service, moment) {
                    changes.push((index, ServiceState::Degraded));
                }
                continue;
            }
            let state = match is.effect {
                Effect::Stops if is_patient(service, &moment.after) => ServiceState::Works,
                Effect::Stops if self.ends_by_restart(service, &moment.after) => ServiceState::Interrupted,
                Effect::Works | Effect::Degraded if is.interrupted && !was.interrupted => ServiceState::Interrupted,
                _ => settled(is),
            };
            changes.push((index, state));
        }
        changes
    }

    /// Whether a host instance of the service is being started again while others go on.
    fn has_fewer_for_a_while(&self, service: &Service, moment: &Moment<'_>) -> bool {
        let instances = moment.parts.iter().filter_map(|part| HostInstanceId::try_from(part.element()).ok());
        let mut hosts = instances.filter_map(|id| self.document.host_instances.get(&id)).map(|it| it.host);
        hosts.any(|host| service.element == Some(Element::Host(host)))
    }

    /// Whether a service stops because its host instances have to restart and cannot, while its databases are there.
    pub(super) fn ends_by_restart(&self, service: &Service, lanes: &Lanes) -> bool {
        let holds = |term| lanes.of(term) & 1 == 1;
        let database_lost = service.causes.iter().any(|cause| {
            cause.effect == CauseEffect::Stops && matches!(cause.subject, Subject::Database(_)) && holds(cause.term)
        });
        let secret_lost = self.structure.holds(Subject::MasterSecret, CauseEffect::Stops, lanes);
        service.kind.carries_messages() && holds(service.interrupts) && !database_lost && secret_lost
    }

    /// The services of a host by position, each with what is left for it in the end.
    pub(super) fn settled_services(
        &self,
        lanes: &Lanes,
        wanted: impl Fn(&Service) -> bool,
    ) -> Vec<(usize, ServiceState)> {
        let services = self.structure.services.iter().enumerate();
        services
            .filter(|(_, it)| it.kind != ServiceKind::Whole && wanted(it))
            .map(|(index, it)| (index, settled(it.outcome(lanes))))
            .collect()
    }

    /// The kind of the host that carries a service; `None` for services without a host.
    pub(super) fn host_kind(&self, service: &Service) -> Option<HostKind> {
        let host = HostId::try_from(service.element?).ok()?;
        self.document.hosts.get(&host).map(|it| it.kind)
    }

    /// Whether the host of a service is clustered.
    pub(super) fn is_clustered(&self, service: &Service) -> bool {
        let host = service.element.and_then(|it| HostId::try_from(it).ok());
        host.and_then(|it| self.document.hosts.get(&it)).is_some_and(|it| it.clustered_in.is_some())
    }

    pub(super) fn by_hand(&mut self, text: impl Into<String>, because: Because) {
        self.step(text.into(), because, false);
    }

    pub(super) fn by_hand_if_strict(&mut self, text: impl Into<String>, because: Because) {
        self.step(text.into(), because, true);
    }

    fn step(&mut self, text: String, because: Because, only_strict: bool) {
        match self.steps.iter_mut().find(|it| it.text == text) {
            Some(known) => known.only_strict &= only_strict,
            None => self.steps.push(OperatorStep { text, because, only_strict }),
        }
    }

    pub(super) fn fate(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.messages.contains(&text) {
            self.messages.push(text);
        }
    }

    /// Data is lost, or may be.
    pub(super) fn lose(&mut self, data: DataLoss) {
        self.fate(data.sentence(self.document));
        if !self.lost_data.contains(&data) {
            self.lost_data.push(data);
        }
    }

    /// Full service is not back before this.
    pub(super) fn back_at(&mut self, when: &When) {
        self.back.when = Some(self.back.when.as_ref().map_or_else(|| when.clone(), |known| known.max(when)));
    }

    /// All steps, carried out in their order.
    pub(super) fn played(stage: &'s Stage<'a>, steps: &[DrillStep], is_shown: bool) -> Self {
        let mut engine = Self::new(stage, is_shown);
        let mut steps: Vec<&DrillStep> = steps.iter().filter(|it| it.part.exists(stage.document)).collect();
        steps.sort_by(|a, b| (a.after.len().cmp(&b.after.len())).then(a.at_secs.total_cmp(&b.at_secs)));
        let mut rest = steps.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|it| it.is_with(first)).count();
            let (now, later) = rest.split_at(same);
            let parts: Vec<Part> = now.iter().map(|it| it.part).collect();
            let at = When { after_unknown: first.after.clone(), ..When::at(first.at_secs) };
            match first.action {
                DrillAction::Fail => engine.fail(at, &parts),
                DrillAction::Recover => engine.recover(at, &parts),
            }
            rest = later;
        }

        engine
    }

    pub(super) fn finish(&mut self) -> Drill {
        self.decide_again();
        self.repair_what_failed();
        self.backlog_phase();
        self.work_by_hand();
        self.rows.sort_by_key(|row| row.when.order());
        self.say_once();
        self.add_whole();
        let names = self.structure.services.iter().map(|it| it.name.clone()).collect();
        let result = self.result();
        Drill { services: names, rows: std::mem::take(&mut self.rows), result }
    }

    /// Services are away until people act, and nothing else says what they do: what failed has to be there again.
    fn repair_what_failed(&mut self) {
        let is_away = self.takes_away(&self.states().1);
        if !is_away || self.steps.iter().any(|it| !it.only_strict) {
            return;
        }
        for part in self.loss.parts.clone() {
            self.by_hand(format!("Repair or replace {}", part.name(self.document)), PLANNING);
        }
    }

    /// A service is back with the last of what it waited for: earlier rows that say the same of it say it too soon.
    fn say_once(&mut self) {
        let mut said: Vec<Vec<ServiceState>> = vec![Vec::new(); self.structure.services.len()];
        for (service, state) in self.rows.iter().rev().flat_map(|row| row.services.iter().rev()) {
            if let Some(said) = said.get_mut(*service) {
                said.push(*state);
            }
        }
        let mut now = self.stage.before.clone();
        for row in &mut self.rows {
            row.services.retain(|(service, state)| {
                let (Some(left), Some(now)) = (said.get_mut(*service), now.get_mut(*service)) else { return true };
                left.pop();
                let is_too_soon = *state < *now && left.last() == Some(state);
                if !is_too_soon {
                    *now = *state;
                }
                !is_too_soon
            });
        }
    }

    /// A row for everything that people have to do in any case; when they do it is for them to say. What waits for it is
    /// as the failure logic leaves it from then on.
    fn work_by_hand(&mut self) {
        let sure = self.steps.iter().filter(|it| !it.only_strict);
        let left = |service: usize| self.moments.last().and_then(|it| it.left.get(service)).copied();
        let row = |step: &OperatorStep| {
            let waiting = self.waiting.iter().filter(|(_, text)| *text == step.text);
            let back = waiting.filter_map(|(service, _)| Some((*service, left(*service)?)));
            DrillRow::new(When::by_hand(), RowKind::Operator, Element::Environment, step.text.clone())
                .says("", step.because)
                .serving(back.filter(|(_, state)| *state != ServiceState::Stopped).collect())
        };
        self.rows.extend(sure.map(row).collect::<Vec<_>>());
    }

    /// The whole follows the worst of the others, row by row, and is never better than the failure logic leaves it.
    fn add_whole(&mut self) {
        let Some(whole) = self.structure.services.iter().position(|it| it.kind == ServiceKind::Whole) else { return };
        let mut states = self.stage.before.clone();
        // Of parts that fail at once, the last row says what all of them do.
        let next_fails = |(row, next): (&DrillRow, &DrillRow)| {
            row.kind == RowKind::Failure && next.kind == RowKind::Failure && row.when.order() == next.when.order()
        };
        let mut unfinished: Vec<bool> = self.rows.iter().zip(self.rows.iter().skip(1)).map(next_fails).collect();
        unfinished.push(false);
        for (row, unfinished) in self.rows.iter_mut().zip(unfinished) {
            if unfinished {
                continue;
            }
            let moment = self.moments.iter().rev().find(|it| it.at.order() <= row.when.order());
            let floor = moment.and_then(|it| it.left.get(whole).copied()).unwrap_or_default();
            let floor = if self.structure.carries_messages() { floor.min(ServiceState::Degraded) } else { floor };
            for (service, state) in &row.services {
                if let Some(slot) = states.get_mut(*service) {
                    *slot = *state;
                }
            }
            let others = self.structure.services.iter().zip(&states).filter(|(it, _)| it.kind != ServiceKind::Whole);
            let worst = others
                .map(
                    |(service, state)| {
                        if service.kind.carries_messages() { *state } else { (*state).min(ServiceState::Degraded) }
                    },
                )
                .max()
                .unwrap_or_default()
                .max(floor);
            if states.get(whole) != Some(&worst) {
                row.services.push((whole, worst));
                if let Some(slot) = states.get_mut(whole) {
                    *slot = worst;
                }
            }
        }
    }

    /// Whether a service is away that worked before anything failed.
    fn takes_away(&self, states: &[ServiceState]) -> bool {
        let is_away =
            |(state, before): (&ServiceState, &ServiceState)| state > before && *state >= ServiceState::Interrupted;
        states.iter().zip(&self.stage.before).any(is_away)
    }

    /// The worst and the last state of each service, by the rows so far, which are in order.
    pub(super) fn states(&self) -> (Vec<ServiceState>, Vec<ServiceState>) {
        let (mut worst, mut last) = (self.stage.before.clone(), self.stage.before.clone());
        for (service, state) in self.rows.iter().flat_map(|row| &row.services) {
            if let (Some(most), Some(now)) = (worst.get_mut(*service), last.get_mut(*service)) {
                *most = (*most).max(*state);
                *now = *state;
            }
        }
        (worst, last)
    }

    /// Why no message passes in the end; `None` while some pass. `group` limits it to a BizTalk group.
    pub(super) fn nothing_passes(&self, group: Option<BizTalkGroupId>) -> Option<String> {
        self.structure.nothing_passes(&self.lanes(), group)
    }

    fn result(&self) -> ResultCard {
        let (worst, last) = self.states();
        let services: Vec<ServiceResult> = self
            .structure
            .services
            .iter()
            .zip(&self.stage.before)
            .zip(worst.iter().zip(&last))
            .map(|((service, before), (worst, last))| ServiceResult {
                name: service.name.clone(),
                kind: service.kind,
                before: *before,
                worst: *worst,
                last: *last,
                reasons: Vec::new(),
            })
            .collect();
        let (was_away, is_away) = (self.takes_away(&worst), self.takes_away(&last));
        let full_service = match &self.back.when {
            _ if is_away || self.steps.iter().any(|it| !it.only_strict) && was_away => Answer::ByHand,
            _ if !was_away && self.stage.before.contains(&ServiceState::Stopped) => Answer::NothingTaken,
            _ if !was_away => Answer::NeverAway,
            Some(when) if self.back.strict_by_hand => Answer::Band(when.clone()),
            Some(when) => Answer::ByItself(when.clone()),
            None => Answer::ByHand,
        };
        ResultCard {
            services,
            full_service,
            messages: self.messages.clone(),
            lost_data: self.lost_data.clone(),
            steps: self.steps.clone(),
            capacity: Vec::new(),
        }
    }

    /// Adds to a result what takes longer than all else: why services are as they are, and what capacity is left.
    pub(super) fn explain(&self, result: &mut ResultCard) {
        let lanes = self.lanes();
        for (of, service) in result.services.iter_mut().zip(&self.structure.services) {
            of.reasons = self.structure.reasons(service, &lanes);
        }
        result.capacity = self.capacity_left();
    }

    /// What each BizTalk group can still take, the one that lost most first.
    fn capacity_left(&self) -> Vec<CapacityLeft> {
        let normal = self.stage.rates().estimates(&Loss::none());
        let left = self.stage.rates().estimates(&self.loss);
        let is_one = left.len() == 1;
        let of_group = |(normal, left): (Estimate, Estimate)| {
            let none_left = self.nothing_passes(left.biztalk_group);
            CapacityLeft {
                biztalk_group: left.biztalk_group,
                name: self.name_of_many(left.biztalk_group),
                load_share: left.used(),
                left: if none_left.is_some() { Some(NOTHING) } else { left.rate },
                none_left,
                normal: normal.rate,
            }
        };
        let mut all: Vec<CapacityLeft> = normal.into_iter().zip(left).map(of_group).collect();
        // Of several, one that carries nothing has nothing to lose.
        all.retain(|it| is_one || it.left.is_some());
        all.sort_by(|a, b| a.share_left().total_cmp(&b.share_left()));
        all
    }

    /// The name of a BizTalk group where the design has several.
    pub(super) fn name_of_many(&self, group: Option<BizTalkGroupId>) -> Option<String> {
        let groups = &self.document.biztalk_groups;
        group.filter(|_| groups.len() > 1).and_then(|id| groups.get(&id)).map(|it| it.name.clone())
    }
}

/// Whether a service stops only because Enterprise SSO has lost its database, which it bears for a while.
pub(super) fn is_patient(service: &Service, lanes: &Lanes) -> bool {
    let mut stops = service.causes.iter().filter(|cause| cause.effect == CauseEffect::Stops);
    let of_sso = |because| because == Because::Document("core/single-sign-on-event-10590");
    service.kind.carries_messages() && stops.all(|cause| lanes.of(cause.term) & 1 == 0 || of_sso(cause.because))
}

/// What an outcome is once everything that happens by itself has happened.
pub(super) const fn settled(outcome: Outcome) -> ServiceState {
    match outcome.effect {
        Effect::Works => ServiceState::Works,
        Effect::Degraded => ServiceState::Degraded,
        Effect::Stops => ServiceState::Stopped,
    }
}
