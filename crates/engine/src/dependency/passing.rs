//! Whether messages pass after each of many losses, asked of the failure logic 64 at a time.

use super::structure::{ServiceKind, Structure};
use crate::availability::logic::Lanes;
use crate::availability::{EventId, Logic, Term};
use crate::model::BizTalkGroupId;

/// What the failure logic says about messages where only some events can happen: as [`Structure::nothing_passes`], without
/// its words.
pub(crate) struct Passing {
    logic: Logic,
    stopped: Term,
    /// The event of the confined logic that stands for each event of the structure, by its index.
    able: Vec<Option<EventId>>,
}

impl Passing {
    /// Reads the structure for losses of nothing but `events`. `group` limits it to a BizTalk group.
    pub(crate) fn new(structure: &Structure, group: Option<BizTalkGroupId>, events: &[EventId]) -> Self {
        let mut able = vec![None; structure.logic.event_count()];
        let mut named: Vec<EventId> = Vec::new();
        for event in events {
            if let Some(it @ None) = able.get_mut(event.index()) {
                *it = Some(EventId(named.len() as u32));
                named.push(*event);
            }
        }
        let kinds = [ServiceKind::Receive, ServiceKind::Process, ServiceKind::Send];
        let stops = kinds.map(|kind| structure.stops_of(kind, group));
        let (mut logic, terms) = structure.logic.confined(&stops.concat(), &named);
        let mut terms = terms.into_iter();
        let of_kinds: Vec<Vec<Term>> =
            stops.iter().filter(|it| !it.is_empty()).map(|it| terms.by_ref().take(it.len()).collect()).collect();
        let all_of_a_kind: Vec<Term> = of_kinds.into_iter().map(|it| logic.and(it)).collect();
        let stopped = logic.or(all_of_a_kind);
        Self { logic, stopped, able }
    }

    /// Whether each loss lets no message pass. `events` are those of a loss, all of which are named to [`Self::new`].
    pub(crate) fn stopped<'a, L, E>(
        &'a self,
        losses: &'a [L],
        events: impl Fn(&'a L) -> E + 'a,
    ) -> impl Iterator<Item = bool> + 'a
    where
        E: IntoIterator<Item = EventId>,
    {
        let mut masks = vec![0; self.logic.event_count()];
        let mut lanes = Lanes::default();
        losses.chunks(64).flat_map(move |chunk| {
            masks.fill(0);
            for (lane, loss) in chunk.iter().enumerate() {
                for event in events(loss).into_iter().filter_map(|it| *self.able.get(it.index())?) {
                    if let Some(mask) = masks.get_mut(event.index()) {
                        *mask |= 1_u64 << lane;
                    }
                }
            }
            self.logic.evaluate_into(|event| masks.get(event.index()).copied().unwrap_or(0), &mut lanes);
            let stopped = lanes.of(self.stopped);
            (0..chunk.len()).map(move |lane| stopped >> lane & 1 == 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::templates;

    #[test]
    fn it_says_of_every_pair_what_the_whole_logic_says() {
        for template in templates() {
            let structure = Structure::of(&template.document);
            let events: Vec<EventId> = (0..structure.events.len() as u32).step_by(3).map(EventId).collect();
            let group = template.document.biztalk_groups.keys().next().copied();
            let passing = Passing::new(&structure, group, &events);
            let pairs: Vec<[EventId; 2]> = events.iter().flat_map(|a| events.iter().map(|b| [*a, *b])).collect();
            for (pair, stopped) in pairs.iter().zip(passing.stopped(&pairs, |pair| *pair)) {
                let lanes = structure.logic.evaluate(|event| u64::from(pair.contains(&event)));
                let said = structure.nothing_passes(&lanes, group);
                assert_eq!(stopped, said.is_some(), "{pair:?} in {}", template.key);
            }
        }
    }
}
