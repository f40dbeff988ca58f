//! Everything that the loss of one part or of two does to a design.

use std::collections::BTreeSet;

use super::impact::impact_rows;
use super::{ImpactRow, ServiceCuts, Structure, Sweep};
use crate::model::Element;
use crate::model::index::Index;

/// What a design survives and what it does not.
#[derive(Clone, Debug)]
pub struct Failures {
    /// The failure logic of the design.
    pub structure: Structure,
    /// Every loss of one part and, up to a size of the design, of two.
    pub sweep: Sweep,
    /// The smallest losses that stop each service.
    pub cuts: Vec<ServiceCuts>,
    /// What each loss of one part does, worst first.
    pub impact: Vec<ImpactRow>,
}

impl Failures {
    /// Tries every loss that an edit can wait for.
    pub fn new(index: &Index<'_>) -> Self {
        let (document, structure) = (index.document, Structure::new(index));
        let sweep = Sweep::live(&structure);
        let cuts = ServiceCuts::all(document, &structure, &sweep, None);
        let impact = impact_rows(document, &structure, &sweep);
        Self { structure, sweep, cuts, impact }
    }

    /// The drawn things whose loss alone stops a service that carries messages.
    pub fn single_points(&self) -> BTreeSet<Element> {
        let carrying = self.cuts.iter().filter(|cuts| {
            self.structure.services.get(cuts.service).is_some_and(|service| service.kind.carries_messages())
        });
        carrying.flat_map(|cuts| cuts.single_points(&self.structure)).collect()
    }
}
