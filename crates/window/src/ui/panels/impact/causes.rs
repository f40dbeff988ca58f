//! What stops each service, in sentences; causes that are no components; what is taken for granted.

use std::time::{Duration, Instant};

use egui::{Label, Ui};

use crate::dependency::{Patience, ServiceCuts, Triples};
use crate::edit::history::Revision;
use crate::memo::Memo;
use crate::model::Element;
use crate::scene::{IconKind, Ink};
use crate::session::queue::Message;
use crate::text::impact as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{chip_ui, clickable_label_ui, icon_ui, muted, words};

/// The most parts of a design whose losses of three are tried in the window; `tierwright sweep --order 3` tries more.
const MOST_FOR_TRIPLES: usize = 150;
/// How long they may hold up a frame.
const LONGEST: Duration = Duration::from_millis(250);

/// What stops each service, and where the search was given up.
type Found = (Vec<ServiceCuts>, Option<String>);

/// What stops each service by the loss of up to three parts, once somebody has asked for it.
#[derive(Debug, Default)]
pub(super) struct Stops {
    triples_wanted: bool,
    found: Memo<Revision, Found>,
}

impl Stops {
    /// A sentence per service; a click selects what stops it alone.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &mut Ui) {
        let failures = &view.analysis.failures;
        let found = self.triples_wanted.then(|| {
            self.found.get(view.revision, |_| {
                let start = Instant::now();
                let patience = Patience::until(move || start.elapsed() > LONGEST);
                let triples = Triples::new(&failures.structure, &failures.sweep, &patience);
                let stopped = triples.is_stopped().then(|| text::stopped_at(triples.tried, triples.all));
                (ServiceCuts::all(view.document, &failures.structure, &failures.sweep, Some(&triples)), stopped)
            })
        });
        for cuts in found.as_ref().map_or_else(|| failures.cuts(view.document), |found| found.0.as_slice()) {
            sentence_ui(view, ui, cuts);
        }
        if let Some(stopped) = found.as_ref().and_then(|found| found.1.as_ref()) {
            ui.add(Label::new(muted(view, stopped).size(12.0)).wrap());
        }
        let num_parts = failures.sweep.events().len();
        if num_parts <= MOST_FOR_TRIPLES {
            ui.checkbox(&mut self.triples_wanted, text::TRY_THREE_PARTS);
        }
        if !failures.sweep.has_pairs() {
            ui.add(Label::new(muted(view, text::TOO_LARGE_FOR_PAIRS).size(12.0)).wrap());
        }
    }
}

fn sentence_ui(view: &ViewContext<'_>, ui: &mut Ui, cuts: &ServiceCuts) {
    let structure = &view.analysis.failures.structure;
    let single: Vec<Element> = cuts.single_points(structure).into_iter().collect();
    let (icon, ink) = match (cuts.never_works, single.is_empty()) {
        (true, _) => (IconKind::Warning, Ink::Warning),
        (_, false) => (IconKind::Stops, Ink::Error),
        _ => (IconKind::Check, Ink::Ok),
    };
    ui.horizontal_top(|ui| {
        icon_ui(view, ui, icon, ink, 15.0, "");
        if clickable_label_ui(view, ui, words(cuts.sentence(structure))).clicked() && !single.is_empty() {
            view.outbox.send(Message::Select(single));
        }
    });
}

/// Windows, common causes and people: nothing that can be drawn, so nothing that a sweep takes away.
pub(super) fn others_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    ui.add(Label::new(muted(view, text::COUNTED_IN_ESTIMATE).size(12.0)).wrap());
    for event in view.analysis.failures.structure.events.iter().filter(|it| !it.class.is_component()) {
        // In a wrapping row each line of a text would be a stop of its own.
        ui.horizontal_top(|ui| {
            chip_ui(view, ui, event.class.label(), Ink::Info, Ink::InfoSoft);
            if clickable_label_ui(view, ui, words(&event.name)).on_hover_text(event.because.label()).clicked() {
                view.outbox.send(Message::Select(vec![event.element]));
            }
        });
    }
}

/// What the drawing does not say.
pub(super) fn granted_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    for assumption in &view.analysis.failures.structure.assumptions {
        ui.add(Label::new(words(assumption.to_string())).wrap());
    }
}
