//! What the loss of each element does, as marks for the drawing.

use std::collections::BTreeMap;

use crate::dependency::{Failures, ImpactRow, LossKind};
use crate::model::{Element, Part};
use crate::scene::{LossLook, LossMark};

/// What the loss of each element does. A service on a computer counts where it does what the loss of the whole
/// computer does not: a computer that fails over without trouble is marked when its MSDTC alone stops everything.
pub fn loss_marks(failures: &Failures) -> BTreeMap<Element, LossMark> {
    let mut marks: BTreeMap<Element, (&ImpactRow, LossMark)> = BTreeMap::new();
    // Where nothing carries messages, no loss is without effect: there is nothing to have one on.
    let works = failures.structure.carries_messages();
    for row in failures.impact.iter().filter(|it| works || it.kind != LossKind::Harmless) {
        let whole = row.part == Part::Element(row.element);
        let words = row.words(&failures.structure);
        let says = if whole { words } else { format!("{}: {words}", row.name) };
        let service = match row.part {
            Part::Service(_, service) => service.label().to_owned(),
            Part::SqlAgent(_) => "SQL Server Agent".to_owned(),
            Part::Element(_) => String::new(),
        };
        let mark = LossMark { look: look(row.kind), service, says };
        match marks.get(&row.element) {
            Some((known, _)) if known.kind > row.kind || (known.kind == row.kind && !whole) => {}
            _ => {
                marks.insert(row.element, (row, mark));
            }
        }
    }
    marks.into_iter().map(|(element, (_, mark))| (element, mark)).collect()
}

const fn look(kind: LossKind) -> LossLook {
    match kind {
        LossKind::Harmless => LossLook::Harmless,
        LossKind::FailsOver => LossLook::FailsOver,
        LossKind::Degrades => LossLook::Degrades,
        LossKind::Stops => LossLook::Stops,
        LossKind::SinglePoint => LossLook::SinglePoint,
    }
}
