//! A person with a keyboard alone: what has the focus, and what stands where, is all that leads the keys.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};

use super::super::Window;
use super::hands::{Counted, Hands, Step, is_called};

const NONE: Modifiers = Modifiers::NONE;

/// A pair of hands on the keyboard.
pub(super) struct Keys {
    window: Window,
    counted: Counted,
}

impl Keys {
    /// A window on the list of the empty design: it holds everything, also what the canvas folds away.
    pub(super) fn new() -> Self {
        let mut hands = Self { window: Window::on("empty"), counted: Counted::default() };
        hands.choose(Modifiers::COMMAND, Key::Num4);
        hands
    }

    /// Presses a key on the way to something: what it leads to is there after few frames.
    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.counted.keys += 1;
        self.window.harness.key_press_modifiers(modifiers, key);
        self.window.harness.run_steps(3);
    }

    /// Presses a key that does something.
    fn choose(&mut self, modifiers: Modifiers, key: Key) {
        self.counted.gestures += 1;
        self.press(modifiers, key);
        self.window.settle();
    }

    fn write(&mut self, text: &str) {
        self.counted.keys += text.chars().count();
        self.window.type_text(text);
    }

    /// Presses a key until what has the focus is called so.
    fn walk(&mut self, key: Key, start: &str) {
        for _ in 0..200 {
            if self.window.focused().starts_with(start) {
                return;
            }
            self.press(NONE, key);
        }
        panic!("no way to {start} from {}", self.window.focused());
    }

    /// Walks the regions of the window until the focus is in the panel, or on a row of the list.
    fn go(&mut self, to_list: bool) {
        for step in 0..7 {
            if self.is_on_list() == to_list && (to_list || self.is_in_panel()) {
                self.counted.gestures += usize::from(step > 0);
                return;
            }
            self.press(NONE, Key::F6);
        }
        panic!("F6 does not lead there, but to {}", self.window.focused());
    }

    fn place_of_focus(&self) -> Option<Rect> {
        self.window.harness.root().children_recursive().into_iter().find(|it| it.is_focused()).map(|it| it.rect())
    }

    fn is_on_list(&self) -> bool {
        let all = self.window.harness.root().children_recursive();
        let focused = all.into_iter().find(|it| it.is_focused());
        focused.is_some_and(|it| it.accesskit_node().role() == Role::TreeItem)
    }

    /// Whether the focus is beside the edge of the side panel, and before the rail.
    fn is_in_panel(&self) -> bool {
        let edge = self.window.place("Width of the side panel").center().x;
        let rail = self.window.harness.get_by_label("Findings").rect().left();
        self.place_of_focus().is_some_and(|it| (edge..rail).contains(&it.center().x))
    }

    /// Leads the focus to a row of the list, up or down as it stands.
    fn row(&mut self, name: &str) {
        self.go(true);
        let start = format!("{name}, ");
        let all = self.window.harness.root().children_recursive();
        let rows: Vec<_> = all.into_iter().filter(|it| it.accesskit_node().role() == Role::TreeItem).collect();
        let here = rows.iter().position(|it| it.is_focused());
        let there = rows.iter().position(|it| is_called(&it.accesskit_node(), &start, ""));
        assert!(there.is_some(), "{name} has no row");
        let key = if there < here { Key::ArrowUp } else { Key::ArrowDown };
        self.walk(key, &start);
    }

    fn select(&mut self, names: &[&str]) {
        self.press(NONE, Key::Escape);
        for name in names {
            self.row(name);
            self.choose(NONE, Key::Space);
        }
    }

    fn open_menu(&mut self) {
        self.choose(Modifiers::SHIFT, Key::F10);
    }

    fn choose_entry(&mut self, start: &str) {
        self.walk(Key::ArrowDown, start);
        self.choose(NONE, Key::Enter);
    }

    /// Leads the focus to something of the panel, with the arrow that points there.
    fn walk_panel(&mut self, start: &str, part: &str) {
        self.go(false);
        for _ in 0..300 {
            let place = self.place_of_focus().expect("something has the focus");
            let is_it = |it: &AccessKitNode<'_>| is_called(it, start, part);
            let wanted: Vec<_> = self.window.harness.query_all_by(is_it).collect();
            assert!(!wanted.is_empty(), "nothing is called {start} … {part}");
            if wanted.iter().any(|it| it.is_focused()) {
                return;
            }
            let at = wanted.iter().map(|it| it.rect()).find(|it| it.y_range().contains(place.center().y));
            let is_above = wanted.iter().all(|it| it.rect().center().y < place.top());
            let key = match at {
                Some(it) if it.center().x < place.left() => Key::ArrowLeft,
                Some(it) if it.center().x > place.right() => Key::ArrowRight,
                _ if is_above => Key::ArrowUp,
                _ => Key::ArrowDown,
            };
            let before = self.place_of_focus();
            self.press(NONE, key);
            if self.place_of_focus() == before {
                // At the end of what the arrows walk.
                self.press(if is_above { Modifiers::SHIFT } else { NONE }, Key::Tab);
            }
        }
        panic!("no way to {start} … {part} from {}", self.window.focused());
    }

    fn letter(what: &str) -> Key {
        match what {
            "BizTalk server" => Key::B,
            "SQL Server node" => Key::S,
            "SQL Server cluster" => Key::C,
            "Master secret cluster" => Key::K,
            "Domain controller" => Key::D,
            "Internet clients" => Key::I,
            _ => panic!("{what} has no letter here"),
        }
    }

    /// Adds a building block where it belongs.
    fn add(&mut self, what: &str) {
        self.go(true);
        self.counted.gestures += 1;
        for key in [Key::P, Self::letter(what), Key::Num0] {
            self.press(NONE, key);
        }
    }
}

impl Hands for Keys {
    fn perform(&mut self, step: &Step) {
        match step {
            Step::Add(count, what) => (0..*count).for_each(|_| self.add(what)),
            Step::AddTo(what, cluster) => {
                self.go(true);
                self.counted.gestures += 1;
                self.press(NONE, Key::P);
                self.press(NONE, Self::letter(what));
                self.choose_entry(&format!("Failover cluster {cluster}"));
            }
            Step::Menu(name, path) => {
                self.row(name);
                self.open_menu();
                path.iter().for_each(|it| self.choose_entry(it));
            }
            Step::Hosts(servers, kinds) => {
                self.select(servers);
                self.open_menu();
                self.choose_entry("Host instances");
                kinds.iter().for_each(|it| self.choose_entry(&format!("Add {it} host")));
                self.choose(NONE, Key::Escape);
            }
            Step::Delete(name) => {
                self.row(name);
                self.choose(NONE, Key::Delete);
            }
            Step::Open(name) => {
                self.row(name);
                self.choose(NONE, Key::Enter);
            }
            Step::Press(start, part) => {
                self.walk_panel(start, part);
                self.choose(NONE, Key::Space);
            }
            Step::Enter(field, text) => {
                self.walk_panel(field, "");
                self.write(text);
                self.choose(NONE, Key::Enter);
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
