//! When a computer is down, and when the services that every computer leans on are.

use super::{Builder, Span, cited};
use crate::availability::Term;
use crate::dependency::event::Because;
use crate::model::{ComputerId, Element, PhysicalHostId, Role};

impl Builder<'_> {
    /// The computer is down, or its physical host, or its whole site.
    pub(super) fn computer(&mut self, id: ComputerId) -> Term {
        if let Some(term) = self.computers.get(&id) {
            return *term;
        }
        let document = self.document;
        let own = self.part(Element::Computer(id).into(), cited::PLANNING);
        let mut causes = Vec::new();
        if self.restarts_elsewhere(id) {
            causes.push(self.host_cluster(id));
        } else {
            causes.push(own);
        }
        if let Some(computer) = document.computers.get(&id) {
            if let Some(host) = computer.physical_host.filter(|_| !self.restarts_elsewhere(id)) {
                let host = self.physical_host(host);
                causes.extend(host);
            }
            if let Some(tier) = document.tiers.get(&computer.slot.tier) {
                causes.push(self.part(Element::Site(tier.site).into(), Because::Drawing));
            }
        }
        let together = self.common_causes_of(id);
        causes.extend(together);
        let term = self.logic.or(causes);
        let text = [&*Element::Computer(id).called(document), " is down"].concat();
        let term = self.note(term, id.into(), cited::PLANNING, text);
        self.computers.insert(id, term);
        term
    }

    /// Whether a virtual machine is started again on another physical host. Estimates do not count on that.
    fn restarts_elsewhere(&self, id: ComputerId) -> bool {
        self.span == Span::Left && self.index.restarts_elsewhere(id)
    }

    /// No physical host is left on which a virtual machine could be started again.
    fn host_cluster(&mut self, id: ComputerId) -> Term {
        let document = self.document;
        let own = document.computers.get(&id).and_then(|it| it.physical_host);
        let hosts: Vec<PhysicalHostId> = own.into_iter().chain(self.index.restart_hosts(id)).collect();
        let terms: Vec<Term> =
            hosts.into_iter().map(|host| self.part(Element::PhysicalHost(host).into(), Because::Drawing)).collect();
        let term = self.logic.and(terms);
        let text = format!("no physical host is left for {}", Element::Computer(id).name(document));
        self.note(term, id.into(), Because::Drawing, text)
    }

    /// A virtual machine is away until the failover cluster of physical hosts has started it again.
    pub(super) fn computer_restarts(&mut self, id: ComputerId) -> Term {
        if !self.restarts_elsewhere(id) {
            return Term::NEVER;
        }
        let own = self.part(Element::Computer(id).into(), cited::PLANNING);
        let host = self.document.computers.get(&id).and_then(|it| it.physical_host);
        let host = host.map_or(Term::NEVER, |host| self.part(Element::PhysicalHost(host).into(), Because::Drawing));
        self.logic.or([own, host])
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
            let text = "no domain controller is left";
            self.note(term, Element::Environment, cited::PLANNING, text)
        };
        self.controllers = Some(term);
        term
    }
}
