//! A person with a pointer, who types only what has to be typed.

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use super::super::Window;
use super::hands::{Counted, Hands, Step, is_called};

const NONE: Modifiers = Modifiers::NONE;

/// Things that are pressed.
const PRESSED: [Role; 4] = [Role::Button, Role::MenuItem, Role::RadioButton, Role::CheckBox];

/// A hand on the mouse.
pub(super) struct Pointer {
    window: Window,
    counted: Counted,
}

impl Pointer {
    /// A window on the empty design.
    pub(super) fn new() -> Self {
        Self { window: Window::on("empty"), counted: Counted::default() }
    }

    /// Clicks what is called so, once it is in sight.
    fn click(&mut self, roles: &[Role], start: &str, part: &str) {
        self.counted.gestures += 1;
        let is_it = |it: &AccessKitNode<'_>| roles.contains(&it.role()) && is_called(it, start, part);
        let found = self.window.harness.query_all_by(is_it).next();
        found
            .unwrap_or_else(|| panic!("nothing is called {start} … {part}; {:?}", self.window.selected()))
            .scroll_to_me();
        self.window.settle();
        self.window.harness.query_all_by(is_it).next().unwrap().click();
        self.window.settle();
    }

    /// Where an element is taken: at the upper edge of its card or frame.
    fn grip(&self, name: &str) -> Pos2 {
        let starts = [format!("{name}, "), format!("Failover cluster {name}")];
        let is_it = |it: &AccessKitNode<'_>| {
            it.label().is_some_and(|label| starts.iter().any(|start| label.starts_with(start.as_str())))
        };
        let all = self.window.harness.query_all_by(is_it);
        let drawn = all.filter(|it| it.accesskit_node().bounding_box().is_some()).map(|it| it.rect());
        let edge = drawn.max_by(|a, b| a.area().total_cmp(&b.area()));
        edge.unwrap_or_else(|| panic!("{name} is not drawn")).center_top() + egui::vec2(0.0, 8.0)
    }

    /// Shows the whole drawing, where something of it is out of sight.
    fn see(&mut self, names: &[&str]) {
        let palette = self.window.harness.query_by_label("Add BizTalk server").map(|it| it.rect().right());
        let panel = self.window.place("Width of the side panel").left();
        let sight = palette.map(|it| egui::Rect::from_x_y_ranges(it..=panel, 40.0..=700.0));
        if sight.is_some_and(|sight| names.iter().any(|it| !sight.contains(self.grip(it)))) {
            self.counted.gestures += 1;
            self.window.click("Zoom to fit");
        }
    }

    fn select(&mut self, names: &[&str]) {
        self.see(names);
        for (at, name) in names.iter().enumerate() {
            self.counted.gestures += 1;
            self.window.click_at(self.grip(name), if at == 0 { NONE } else { Modifiers::SHIFT });
        }
    }

    /// Opens the context menu of what is selected.
    fn open_menu(&mut self, name: &str) {
        self.see(&[name]);
        self.counted.gestures += 1;
        let pos = self.grip(name);
        self.window.harness.hover_at(pos);
        for pressed in [true, false] {
            let button = PointerButton::Secondary;
            self.window.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers: NONE });
            self.window.harness.run_steps(2);
        }
        self.window.settle();
    }

    /// Takes a building block to a failover cluster, onto its last node, which makes room.
    fn add_to(&mut self, block: &str, cluster: &str) {
        self.counted.gestures += 1;
        let label = format!("Add {block}");
        let from = self.window.harness.get_by_role_and_label(Role::Button, &label).rect().center();
        let document = self.window.document();
        let of = document.failover_clusters.values().find(|it| it.name == cluster).unwrap();
        let last = of.nodes.last().and_then(|it| document.computers.get(&it.computer)).unwrap().name.clone();
        self.see(&[&last]);
        let to = self.grip(&last);
        self.window.drag_and_drop(from, to);
    }

    /// Shows the list, in which what the canvas does not draw has its row.
    fn show_list(&mut self) {
        let is_shown = self.window.harness.query_by_label("Add BizTalk server").is_none();
        if !is_shown {
            self.window.click("List");
            self.counted.gestures += 1;
        }
    }

    fn select_row(&mut self, name: &str) {
        self.show_list();
        self.click(&[Role::TreeItem], &format!("{name}, "), "");
    }
}

impl Hands for Pointer {
    fn perform(&mut self, step: &Step) {
        match step {
            Step::Add(count, what) => (0..*count).for_each(|_| self.click(&PRESSED, &format!("Add {what}"), "")),
            Step::AddTo(what, cluster) => self.add_to(what, cluster),
            Step::Menu(name, path) => {
                self.open_menu(name);
                path.iter().for_each(|it| self.click(&PRESSED, it, ""));
            }
            Step::Hosts(servers, kinds) => {
                self.select(servers);
                self.open_menu(servers[0]);
                self.click(&PRESSED, "Host instances", "");
                kinds.iter().for_each(|it| self.click(&PRESSED, &format!("Add {it} host"), ""));
                self.counted.gestures += 1;
                let corner = self.window.place("Tier Clients").right_bottom() - egui::vec2(6.0, 6.0);
                self.window.click_at(corner, NONE);
            }
            Step::Delete(name) => {
                self.select_row(name);
                self.open_menu(name);
                self.click(&PRESSED, "Delete", "");
            }
            Step::Open(name) => {
                self.select_row(name);
                if self.window.harness.query_by_label("Related").is_none() {
                    self.window.click("Inspector");
                    self.counted.gestures += 1;
                }
            }
            Step::Press(start, part) => self.click(&PRESSED, start, part),
            Step::Enter(field, text) => {
                self.click(&[Role::TextInput], field, "");
                self.counted.gestures += 1;
                self.window.type_text(text);
                self.window.key(NONE, Key::Enter);
            }
        }
    }

    fn window(&self) -> &Window {
        &self.window
    }

    fn counted(&self) -> Counted {
        self.counted
    }
}
