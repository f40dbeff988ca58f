//! Everything that the loss of one part or of two does to a design.

use super::impact::impact_rows;
use super::{Effect, ImpactRow, Outcome, ServiceCuts, ServiceKind, Structure, Sweep};
use crate::memo::OnDemand;
use crate::model::index::Index;
use crate::model::{Document, Element, Part};

/// What a design survives and what it does not.
#[derive(Clone, Debug)]
pub struct Failures {
    /// The failure logic of the design.
    pub structure: Structure,
    /// Every loss of one part and, up to a size of the design, of two.
    pub sweep: Sweep,
    /// What each loss of one part does, worst first.
    pub impact: Vec<ImpactRow>,
    /// Worked out when somebody asks: no verdict and no picture needs them.
    cuts: OnDemand<Vec<ServiceCuts>>,
}

impl Failures {
    /// Tries every loss that an edit can wait for.
    pub fn new(index: &Index<'_>) -> Self {
        let (document, structure) = (index.document, Structure::new(index));
        let sweep = Sweep::live(&structure);
        let impact = impact_rows(document, &structure, &sweep);
        Self { structure, sweep, impact, cuts: OnDemand::default() }
    }

    /// The smallest losses that stop each service; `document` is the design that all of this is about.
    pub fn cuts(&self, document: &Document) -> &[ServiceCuts] {
        self.cuts.get(|| ServiceCuts::all(document, &self.structure, &self.sweep, None))
    }

    /// How many services survive the loss of any one computer, of how many. One that does not even work when nothing is
    /// lost survives nothing; the whole is not counted beside its services.
    pub fn survivors(&self) -> (usize, usize) {
        let is_computer = |it: &&ImpactRow| matches!(it.part, Part::Element(Element::Computer(_)));
        let computers: Vec<&ImpactRow> = self.impact.iter().filter(is_computer).collect();
        let services = self.structure.services.iter().enumerate().filter(|(_, it)| it.kind != ServiceKind::Whole);
        let stops = |outcome: Option<&Outcome>| outcome.is_some_and(|it| it.effect == Effect::Stops);
        let (mut survive, mut all) = (0, 0);
        for (at, _) in services {
            all += 1;
            let works = !self.structure.never_works(at);
            survive += usize::from(works && !computers.iter().any(|row| stops(row.outcomes.get(at))));
        }
        (survive, all)
    }
}
