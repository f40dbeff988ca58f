//! What all drills of a design share: who runs where, what carries databases, what the failure logic says of a loss.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::engine::{Engine, settled};
use super::phases::Carried;
use super::timeline::{Drill, ServiceState};
use crate::availability::logic::Lanes;
use crate::capacity::Rates;
use crate::dependency::{Asked, Loss, Structure};
use crate::model::index::Index;
use crate::model::queries::MasterSecretServer;
use crate::model::{Document, DrillStep};

/// A design on which many drills are played: each takes as long as what it touches, not as the whole design.
pub struct Stage<'a> {
    pub(super) document: &'a Document,
    pub(super) structure: &'a Structure,
    pub(super) index: Index<'a>,
    /// Each service before anything fails: what never works is not what a drill takes away.
    pub(super) before: Vec<ServiceState>,
    /// What carries databases.
    pub(super) carried: Vec<Carried<'a>>,
    /// The master secret server of the primary sites; `None` where none is drawn.
    pub(super) secret: Option<MasterSecretServer>,
    rates: OnceCell<Rates<'a>>,
    asked: Asked<'a>,
    /// The last loss by its smallest parts: a drill asks for the same one again and again.
    spelled: RefCell<(Loss, Rc<Loss>)>,
}

impl<'a> Stage<'a> {
    /// Reads a design with its failure logic.
    pub fn new(document: &'a Document, structure: &'a Structure) -> Self {
        Self {
            document,
            structure,
            index: Index::new(document),
            before: (0..structure.services.len()).map(|it| settled(structure.normal(it))).collect(),
            carried: Carried::all(document),
            secret: document.primary_secret_servers().into_iter().next(),
            rates: OnceCell::new(),
            asked: Asked::new(structure),
            spelled: RefCell::default(),
        }
    }

    /// Plays a drill. Steps that name what the design no longer holds are left out.
    pub fn simulate(&self, steps: &[DrillStep]) -> Drill {
        let mut engine = Engine::played(self, steps, true);
        let mut drill = engine.finish();
        engine.explain(&mut drill.result);
        drill
    }

    /// The same without what is left of the capacity and why services are as they are, which takes longer than all else.
    pub fn play(&self, steps: &[DrillStep]) -> Drill {
        Engine::played(self, steps, true).finish()
    }

    /// The same without the many elements that stop or take over when others fail, for those who draw nothing.
    pub fn outcome(&self, steps: &[DrillStep]) -> Drill {
        Engine::played(self, steps, false).finish()
    }

    /// What the failure logic says while a loss lasts.
    pub(super) fn lanes(&self, loss: &Loss) -> Arc<Lanes> {
        self.asked.lanes(&self.index, loss)
    }

    /// A loss by its smallest parts.
    pub(super) fn spelled(&self, loss: &Loss) -> Rc<Loss> {
        let mut last = self.spelled.borrow_mut();
        if last.0 != *loss {
            *last = (loss.clone(), Rc::new(loss.spelled_out(&self.index)));
        }
        Rc::clone(&last.1)
    }

    /// The rates that losses leave, read when a drill first asks for one.
    pub(super) fn rates(&self) -> &Rates<'a> {
        self.rates.get_or_init(|| Rates::new(self.document, self.structure))
    }
}
