//! Endpoints on cluster roles that move: what a person or a script has to start again on our side.

use crate::dependency::{Because, ServiceKind};
use crate::drill::engine::{Engine, Moment};
use crate::model::{Direction, Element, ResourceGroupId, Role};

impl Engine<'_, '_> {
    /// Endpoints whose cluster role moves now.
    pub(in crate::drill) fn endpoints_phase(&mut self, moment: &Moment<'_>) {
        let document = self.document;
        for handler in document.handlers.values().filter(|it| it.behavior().by_hand == Some(Role::MqsAgent)) {
            let Some(endpoint) = handler.endpoint.and_then(|id| document.endpoints.get(&id)) else { continue };
            let Some(role) = document.cluster_role_of(endpoint).filter(|it| self.leaves_its_node(*it, moment)) else {
                continue;
            };
            let place = self
                .next_owner(role)
                .map_or_else(String::new, |id| format!(" on {}", Element::Computer(id).name(document)));
            let because = Because::Document("support/adapter/adapter-mqseries-cannot-retrieves-messages");
            let name = &endpoint.name;
            let text = format!("Restart MQSAgent{place} after {name} has failed over, by hand or by a script");
            let kind = match handler.direction {
                Direction::Receive => ServiceKind::Receive,
                Direction::Send => ServiceKind::Send,
            };
            let services = self.structure.services.iter().enumerate();
            let waiting = services.filter(|(_, it)| it.kind == kind && it.element == Some(handler.host.into()));
            self.waiting.extend(waiting.map(|(index, _)| (index, text.clone())));
            self.by_hand(text, because);
        }
    }

    /// Whether a cluster resource group has to leave the node on which it runs now, and finds another.
    fn leaves_its_node(&self, group: ResourceGroupId, moment: &Moment<'_>) -> bool {
        let active = self.document.resource_groups.get(&group).and_then(|it| it.runs_on());
        let fails = moment.parts.iter().any(|part| part.element() == Element::ResourceGroup(group))
            || active.is_some_and(|active| moment.computers.contains(&active));
        fails && self.next_owner(group).is_some()
    }
}
