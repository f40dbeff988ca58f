//! Templates built again from the empty design, with the pointer alone and with the keyboard alone: what that means is what
//! the template means, and what hands do is counted.

use std::collections::BTreeMap;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::{AccessKitNode, Queryable as _};
use tierwright_design::document::template;
use tierwright_design::model::{Document, Part};
use tierwright_engine::capacity::Interval;
use tierwright_rules::analysis::analyze;

use super::Window;

const NONE: Modifiers = Modifiers::NONE;

/// What a design means, without its names: how many findings of each rule, what each loss of one and of two parts does, and
/// what rates are left.
#[derive(Debug, Default, PartialEq)]
struct Meaning {
    findings: BTreeMap<String, usize>,
    losses: BTreeMap<String, usize>,
    rates: Vec<String>,
}

fn kind_of(part: Part) -> String {
    match part {
        Part::Element(it) => it.kind().to_owned(),
        Part::Service(_, it) => format!("{it:?}"),
        Part::SqlAgent(_) => "SQL Server Agent".to_owned(),
    }
}

fn meaning(document: &Document) -> Meaning {
    let analysis = analyze(document);
    let mut meaning = Meaning::default();
    for it in &analysis.rules.findings {
        *meaning.findings.entry(format!("{} {:?} of {}", it.rule, it.severity, it.elements.len())).or_default() += 1;
    }
    let (failures, sweep) = (&analysis.failures, &analysis.failures.sweep);
    let mut services: Vec<(String, usize)> =
        failures.structure.services.iter().enumerate().map(|(at, it)| (format!("{:?}", it.kind), at)).collect();
    services.sort();
    let outcomes = |of: &dyn Fn(usize) -> String| -> String {
        services.iter().map(|(kind, at)| format!("{kind} {}", of(*at))).collect::<Vec<_>>().join(", ")
    };
    for row in &failures.impact {
        let does = outcomes(&|at| format!("{:?}", row.outcomes.get(at)));
        *meaning.losses.entry(format!("{}: {does}", kind_of(row.part))).or_default() += 1;
    }
    let count = sweep.events().len();
    for (first, second) in (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second))) {
        let does = outcomes(&|at| format!("{:?}", sweep.pair(first, second, at)));
        *meaning.losses.entry(format!("two parts: {does}")).or_default() += 1;
    }
    // The middle of each range: what a person has stated is surer than the same figure as the example of a template.
    let middle = |rate: &Option<Interval>| rate.as_ref().map(|it| format!("{:.3}", it.p50));
    meaning.rates.push(format!("normal {:?}", middle(&analysis.capacity.normal.rate)));
    for mode in &analysis.capacity.modes {
        meaning.rates.push(format!("{:?} {:?}", mode.rate.mode, middle(&mode.sustains())));
    }
    meaning
}

/// What two designs do not share of their meaning, for the message of a test.
fn differences(wanted: &Meaning, got: &Meaning) -> Vec<String> {
    let counts = |one: &BTreeMap<String, usize>, other: &BTreeMap<String, usize>, sign: &str| -> Vec<String> {
        let differs = one.iter().filter(|(it, count)| other.get(*it) != Some(count));
        differs.map(|(it, count)| format!("{sign} {count} x {it}")).collect()
    };
    let rates = |one: &[String], other: &[String], sign: &str| -> Vec<String> {
        one.iter().filter(|it| !other.contains(it)).map(|it| format!("{sign} {it}")).collect()
    };
    [
        counts(&wanted.findings, &got.findings, "-"),
        counts(&got.findings, &wanted.findings, "+"),
        counts(&wanted.losses, &got.losses, "-"),
        counts(&got.losses, &wanted.losses, "+"),
        rates(&wanted.rates, &got.rates, "-"),
        rates(&got.rates, &wanted.rates, "+"),
    ]
    .concat()
}

/// Hands that count what they do.
struct Hands {
    window: Window,
    by_keys: bool,
    /// Clicks, drags, chosen keys and typed texts: keys that only walk to something belong to what is chosen there.
    gestures: usize,
    /// Every key that is pressed.
    keys: usize,
}

impl Hands {
    fn new(by_keys: bool) -> Self {
        let mut hands = Self { window: Window::on("empty"), by_keys, gestures: 0, keys: 0 };
        if by_keys {
            // The list holds everything, also what the canvas folds away.
            hands.press(Modifiers::COMMAND, Key::Num4);
            hands.gestures += 1;
        }
        hands
    }

    fn press(&mut self, modifiers: Modifiers, key: Key) {
        self.keys += 1;
        self.window.key(modifiers, key);
    }

    /// Presses a key until what has the focus begins with some words.
    fn walk(&mut self, key: Key, start: &str) {
        for _ in 0..300 {
            if self.window.focused().starts_with(start) {
                return;
            }
            self.press(NONE, key);
        }
        panic!("no way to {start} from {}", self.window.focused());
    }

    fn click(&mut self, label: &str) {
        self.gestures += 1;
        self.window.click(label);
    }

    /// Adds something where it belongs.
    fn add(&mut self, letter: Key, label: &str) {
        if self.by_keys {
            for key in [Key::P, letter, Key::Num0] {
                self.press(NONE, key);
            }
            self.gestures += 1;
        } else {
            self.click(&format!("Add {label}"));
        }
    }

    /// Where an element can be taken.
    fn grip(&self, start: &str) -> Pos2 {
        self.window.place(start).center_top() + egui::vec2(0.0, 8.0)
    }

    /// Selects elements and nothing else.
    fn select(&mut self, starts: &[&str]) {
        for (at, start) in starts.iter().enumerate() {
            self.gestures += 1;
            if self.by_keys {
                if at == 0 {
                    self.press(NONE, Key::Escape);
                }
                self.press(NONE, Key::Home);
                self.walk(Key::ArrowDown, start);
                self.press(if at == 0 { NONE } else { Modifiers::SHIFT }, Key::Space);
            } else {
                let modifiers = if at == 0 { NONE } else { Modifiers::SHIFT };
                self.window.click_at(self.grip(start), modifiers);
            }
        }
    }

    /// Chooses from the context menu of what is selected, of which `on` is one.
    fn menu(&mut self, on: &str, path: &[&str]) {
        self.gestures += 1 + path.len();
        if self.by_keys {
            self.press(Modifiers::SHIFT, Key::F10);
            for label in path {
                self.walk(Key::ArrowDown, label);
                self.press(NONE, Key::Enter);
            }
        } else {
            let at = self.grip(on);
            self.window.harness.hover_at(at);
            for pressed in [true, false] {
                let button = egui::PointerButton::Secondary;
                self.window.harness.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
                self.window.harness.run_steps(2);
            }
            self.window.settle();
            for label in path {
                let entry = |node: &AccessKitNode<'_>| {
                    let is_entry = matches!(node.role(), Role::Button | Role::MenuItem);
                    is_entry && node.label().is_some_and(|it| it.starts_with(label))
                };
                self.window.harness.get_by(entry).click();
                self.window.settle();
            }
        }
    }

    /// Closes a menu that stays open.
    fn close_menu(&mut self) {
        self.gestures += 1;
        if self.by_keys {
            self.press(NONE, Key::Escape);
        } else {
            let place = self.window.place("Tier Clients");
            self.window.click_at(place.right_bottom() - egui::vec2(6.0, 6.0), NONE);
        }
    }

    /// An element as it begins to be called on the canvas, or in the list.
    fn name(&self, kind: &str, name: &str) -> String {
        if self.by_keys { name.to_owned() } else { format!("{kind} {name}") }
    }

    /// New hosts on some servers.
    fn hosts(&mut self, servers: &[&str], kinds: &[&str]) {
        self.select(servers);
        self.menu(servers[0], &["Host instances", kinds[0]]);
        for kind in &kinds[1..] {
            self.gestures += 1;
            if self.by_keys {
                self.walk(Key::ArrowDown, kind);
                self.press(NONE, Key::Enter);
            } else {
                self.window.click(kind);
            }
        }
        self.close_menu();
    }

    /// A site for disaster recovery like production, from the finding that asks for one.
    fn add_recovery_site(&mut self) {
        self.work(Role::Button, "Warning: The design has no disaster-recovery site", "");
        self.work(Role::Button, "Add a disaster-recovery site", "for each of production");
    }

    /// Brings what can be worked into sight, and clicks it or leads the keyboard there: one gesture, with the turn of the
    /// wheel or the keys that walk there.
    fn work(&mut self, role: Role, starts: &str, part: &str) {
        self.gestures += 1;
        let is_it = |node: &AccessKitNode<'_>| {
            let label = node.label().unwrap_or_default();
            node.role() == role && label.starts_with(starts) && label.contains(part)
        };
        let first = |window: &Window| window.harness.query_all_by(is_it).next().map(|it| it.scroll_to_me());
        assert!(first(&self.window).is_some(), "there is no {role:?} {starts} … {part}");
        self.window.settle();
        let node = self.window.harness.query_all_by(is_it).next().unwrap();
        if self.by_keys {
            node.focus();
        } else {
            node.click();
        }
        self.window.settle();
        if self.by_keys && role != Role::TextInput {
            self.press(NONE, Key::Space);
        }
    }

    /// Answers a question of the findings panel by a choice: `RAID level`, `: RAID 1+0`.
    fn choose(&mut self, question: &str, answer: &str) {
        self.work(Role::Button, question, answer);
    }

    /// Answers one with a number.
    fn enter(&mut self, question: &str, number: &str) {
        self.work(Role::TextInput, question, "");
        self.gestures += 1;
        self.window.type_text(number);
        self.press(NONE, Key::Enter);
    }
}

fn medium(hands: &mut Hands) {
    for _ in 0..4 {
        hands.add(Key::B, "BizTalk server");
    }
    hands.add(Key::C, "SQL Server cluster");
    for _ in 0..2 {
        hands.add(Key::D, "Domain controller");
    }
    let cluster = hands.name("Failover cluster", "SQLCL1");
    hands.select(&[&cluster]);
    hands.menu(&cluster, &["Cluster the master secret server in SQLINST1 group"]);
    hands.hosts(&["BTS1, ", "BTS2, "], &["Add receive host"]);
    hands.hosts(&["BTS3, ", "BTS4, "], &["Add processing host", "Add send host", "Add tracking host"]);
    hands.add(Key::I, "Internet clients");
    hands.add_recovery_site();
    hands.choose("Physical host of all 4", "All computers are physical");
    hands.choose("Quorum witness of SQLCL1", "Disk");
    hands.choose("RAID level of", "Choose…");
    hands.choose("RAID 1+0", "RAID 1+0");
    hands.choose("Redundant controllers of", "Yes");
    hands.enter("Processor cores of all", "8");
    hands.enter("Processor cores of", "8");
}

fn assert_means(hands: &Hands, key: &str) {
    let wanted = meaning(&template(key).unwrap().document);
    let differences = differences(&wanted, &meaning(hands.window.document()));
    let labels: Vec<String> = hands.window.harness.state().session().history().labels().map(str::to_owned).collect();
    assert!(
        differences.is_empty(),
        "{} gestures, {} keys, steps {labels:#?}\n{}",
        hands.gestures,
        hands.keys,
        differences.join("\n")
    );
}

#[test]
fn the_completed_medium_deployment_is_built_with_the_pointer_alone() {
    let mut hands = Hands::new(false);
    medium(&mut hands);
    assert_means(&hands, "medium-receive-complete");
    assert!(hands.gestures <= 40, "{} gestures", hands.gestures);
}

#[test]
fn the_completed_medium_deployment_is_built_with_the_keyboard_alone() {
    let mut hands = Hands::new(true);
    medium(&mut hands);
    assert_means(&hands, "medium-receive-complete");
    assert!(hands.gestures <= 40, "{} gestures, {} keys", hands.gestures, hands.keys);
}
