//! What a person does in the window, without a screen: everything is found by its accessible label.

mod availability;
mod canvas;
mod design;
mod failures;
mod files;
mod plan;
mod window;

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tierwright::app::jobs::SystemPicker;
use tierwright::app::queue::Message;
use tierwright::app::{App, StartOptions};
use tierwright::clock::Clock;
use tierwright::model::{Element, check_invariants};

/// A window on a design made from a template.
struct Window(Harness<'static, App>);

impl Window {
    fn on(template: &str) -> Self {
        let harness = Harness::builder().with_size([1280.0, 800.0]).with_max_steps(12).build_eframe(|cc| {
            let picker = Arc::new(SystemPicker);
            let clock = Clock::Fixed("2026-03-01".to_owned());
            App::new(&cc.egui_ctx, StartOptions { file: None, folders: None, picker, clock })
        });
        let mut window = Self(harness);
        let outbox = window.0.state().outbox().clone();
        outbox.send(Message::CloseDialog);
        outbox.send(Message::ApplyTemplate(template.to_owned()));
        window.settle();
        window
    }

    /// Runs until nothing repaints any more, which every window must reach, and checks the design.
    fn settle(&mut self) {
        self.0.run();
        assert_eq!(check_invariants(self.0.state().document()), []);
    }

    fn undo_label(&self) -> Option<String> {
        self.0.state().session().history().undo_label().map(str::to_owned)
    }

    /// The element with this name.
    fn element(&self, name: &str) -> Element {
        let document = self.0.state().document();
        let placed = document.placed_elements().into_iter().map(|(_, it)| it);
        let clusters = document.failover_clusters.keys().map(|id| Element::from(*id));
        let tiers = document.tiers.keys().map(|id| Element::from(*id));
        let mut all = placed.chain(clusters).chain(tiers);
        all.find(|it| it.name(document) == name).unwrap_or_else(|| panic!("no {name} in the design"))
    }

    /// The names of what stands in a tier, in order.
    fn names_in(&self, tier: &str) -> Vec<String> {
        let document = self.0.state().document();
        let Element::Tier(tier) = self.element(tier) else { panic!("{tier} is no tier") };
        let placed = document.placed_elements();
        placed.iter().filter(|(slot, _)| slot.tier == tier).map(|(_, it)| it.name(document)).collect()
    }

    /// The names of what is selected.
    fn selected(&self) -> Vec<String> {
        let session = self.0.state().session();
        session.selection.iter().map(|it| it.name(session.document())).collect()
    }

    /// Where a card, a box or the title of a tier is.
    fn place(&self, label_start: &str) -> egui::Rect {
        let starts = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.label().is_some_and(|label| label.starts_with(label_start))
        };
        self.0.get_by(starts).rect()
    }

    fn click(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.press(at, modifiers);
        self.release(at, modifiers);
        self.settle();
    }

    fn press(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.0.hover_at(at);
        self.0.run_steps(2);
        self.button(at, true, modifiers);
    }

    fn release(&mut self, at: egui::Pos2, modifiers: egui::Modifiers) {
        self.button(at, false, modifiers);
    }

    fn button(&mut self, pos: egui::Pos2, pressed: bool, modifiers: egui::Modifiers) {
        let button = egui::PointerButton::Primary;
        self.0.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        self.0.run_steps(1);
    }

    /// Drags in steps, as a hand does; stays there with the button down.
    fn drag(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.press(from, egui::Modifiers::NONE);
        for step in 1..=4_u8 {
            self.0.hover_at(from.lerp(to, f32::from(step) / 4.0));
            self.0.run_steps(1);
        }
        self.0.run_steps(1);
    }

    fn drag_and_drop(&mut self, from: egui::Pos2, to: egui::Pos2) {
        self.drag(from, to);
        self.release(to, egui::Modifiers::NONE);
        self.settle();
    }

    fn key(&mut self, modifiers: egui::Modifiers, key: egui::Key) {
        self.0.key_press_modifiers(modifiers, key);
        self.settle();
    }
}
