//! The places of the window beside panels and dialogs: views, menus, and what is asked over the canvas.

use egui_kittest::kittest::Queryable as _;
use tierwright_design::document::{template, to_text};
use tierwright_design::edit::intent::rename::rename;
use tierwright_design::edit::preview;
use tierwright_design::model::{Element, Part};
use tierwright_session::command::AppCommand;
use tierwright_session::comparing::With;
use tierwright_session::jobs::Purpose;
use tierwright_session::queue::Message;
use tierwright_session::rehearsal::DrillCommand;

use crate::every_dialog::step;
use crate::legible::Desk;

/// Shows every view, the comparison with each of its tabs.
pub(crate) fn views(desk: &mut Desk, mut look: impl FnMut(&mut Desk, &str)) {
    for view in [AppCommand::ShowHosts, AppCommand::ShowDependencyMap, AppCommand::ShowList] {
        desk.send(Message::Command(view));
        look(desk, &format!("{view:?}"));
    }
    comparisons(desk, &mut look);
}

/// Shows the comparison with a step, with another design, and with what somebody else made of that: each tab, side by side
/// and as an overlay.
pub(crate) fn comparisons(desk: &mut Desk, mut look: impl FnMut(&mut Desk, &str)) {
    step(desk);
    let [present, theirs] = ["present-state-of-production.ron", "theirs.ron"].map(|it| desk.folder.path().join(it));
    let other = template("large").unwrap().document.clone();
    let first = *other.computers.keys().next().unwrap();
    let renamed = preview(&other, &rename(&other, first.into(), "THEIRS01").unwrap().commands).unwrap();
    std::fs::write(&present, to_text(&other)).unwrap();
    std::fs::write(&theirs, to_text(&renamed)).unwrap();
    desk.send(Message::Compare(With::Step(0)));
    desk.wait_for("Close");
    look(desk, "comparison with a step");
    desk.send(Message::Compare(With::File(present)));
    desk.wait_for("Close");
    for shown in ["Steps", "Theirs", "Changes", "Overlay", "Side by side"] {
        desk.harness.get_by_label(shown).click();
        desk.settle();
        look(desk, &format!("comparison with a file, {shown}"));
    }
    desk.send(Message::Picked(Purpose::Theirs, theirs));
    desk.wait_for("Leave theirs out");
    desk.settle();
    look(desk, "comparison with theirs");
    desk.send(Message::EndComparison);
    desk.send(Message::Command(AppCommand::ShowCanvas));
}

/// Opens every menu, and everything that is asked over the canvas.
pub(crate) fn menus(desk: &mut Desk, mut look: impl FnMut(&mut Desk, &str)) {
    for menu in ["File", "Edit", "View", "Drill", "Help"] {
        desk.harness.get_by_label(menu).click();
        desk.harness.run_steps(3);
        look(desk, &format!("menu {menu}"));
        desk.harness.key_press(egui::Key::Escape);
        desk.harness.run_steps(3);
    }
    let document = desk.harness.state().document().clone();
    let computer = document.computers.keys().next().map(|it| Element::from(*it));
    let kinds = [
        computer,
        document.failover_clusters.keys().next().map(|it| (*it).into()),
        document.tiers.keys().next().map(|it| (*it).into()),
        document.endpoints.keys().next().map(|it| (*it).into()),
        document.host_instances.keys().next().map(|it| (*it).into()),
    ];
    let asks = [AppCommand::ContextMenu, AppCommand::MoveTo, AppCommand::Connect, AppCommand::Rename];
    for element in kinds.into_iter().flatten() {
        for ask in asks {
            desk.send(Message::Select(vec![element]));
            desk.send(Message::Command(ask));
            desk.harness.run_steps(2);
            look(desk, &format!("{ask:?} of a {}", element.kind()));
            desk.harness.key_press(egui::Key::Escape);
            desk.harness.run_steps(3);
        }
    }
    desk.send(Message::Command(AppCommand::AddElement));
    look(desk, "what to add");
    desk.harness.key_press(egui::Key::B);
    desk.harness.run_steps(3);
    look(desk, "to which tier");
    desk.harness.key_press(egui::Key::Num1);
    desk.harness.run_steps(3);
    look(desk, "in which slot");
    for _ in 0..3 {
        desk.harness.key_press(egui::Key::Escape);
        desk.harness.run_steps(3);
    }
    let parts = computer.map(Part::Element).into_iter().collect();
    desk.send(Message::Drill(DrillCommand::Toggle(parts)));
    desk.send(Message::Drill(DrillCommand::ShowRows(1000)));
    look(desk, "drill");
    desk.send(Message::Drill(DrillCommand::End));
}
