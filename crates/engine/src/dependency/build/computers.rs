//! When a computer is down, and when the services that every computer leans on are.

use super::{Builder, cited};
use crate::availability::Term;
use crate::dependency::event::Because;
use crate::model::{ComputerId, Element, Role};

impl Builder<'_> {
    /// The computer is down, or its physical host, or its whole site.
    pub(super) fn computer(&mut self, id: ComputerId) -> Term {
        if let Some(term) = self.computers.get(&id) {
            return *term;
        }
        let document = self.document;
        let mut causes = vec![self.part(Element::Computer(id).into(), cited::PLANNING)];
        if let Some(computer) = document.computers.get(&id) {
            if let Some(host) = computer.physical_host {
                causes.push(self.part(Element::PhysicalHost(host).into(), Because::Drawing));
            }
            if let Some(tier) = document.tiers.get(&computer.slot.tier) {
                causes.push(self.part(Element::Site(tier.site).into(), Because::Drawing));
            }
        }
        let term = self.logic.or(causes);
        let text = format!("{} is down", Element::Computer(id).name(document));
        let term = self.note(term, id.into(), cited::PLANNING, text);
        self.computers.insert(id, term);
        term
    }

    /// Every drawn domain controller of the primary site is down; never when none is drawn.
    pub(super) fn domain_controllers(&mut self) -> Term {
        if let Some(term) = self.controllers {
            return term;
        }
        let document = self.document;
        let drawn: Vec<ComputerId> = document
            .computers
            .iter()
            .filter(|(id, it)| it.roles.contains(&Role::DomainController) && document.is_primary(**id))
            .map(|(id, _)| *id)
            .collect();
        let term = if drawn.is_empty() {
            Term::NEVER
        } else {
            let terms: Vec<Term> = drawn.iter().map(|id| self.computer(*id)).collect();
            let term = self.logic.and(terms);
            let text = "no domain controller is left".to_owned();
            self.note(term, Element::Environment, cited::PLANNING, text)
        };
        self.controllers = Some(term);
        term
    }
}
