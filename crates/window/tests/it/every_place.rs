//! The places of the window beside panels and dialogs: views, menus, and what is asked over the canvas.

use egui_kittest::kittest::Queryable as _;
use tierwright_design::model::{Element, Part};
use tierwright_session::command::AppCommand;
use tierwright_session::comparing::With;
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
    step(desk);
    desk.send(Message::Compare(With::Step(0)));
    desk.wait_for("Close");
    for tab in ["Steps", "Theirs", "Changes"] {
        desk.harness.get_by_label(tab).click();
        desk.harness.run_steps(3);
        for _ in 0..1_000 {
            if !desk.harness.state().is_pending() {
                break;
            }
            desk.harness.run_steps(1);
        }
        desk.harness.run_steps(3);
        look(desk, &format!("comparison, {tab}"));
    }
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
