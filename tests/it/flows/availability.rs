//! The availability estimate: off until asked for, computed beside the window, always that of the newest design.

use std::thread;
use std::time::Duration;

use egui_kittest::kittest::Queryable as _;
use tierwright::edit::history::Revision;

use super::Window;

impl Window {
    /// Runs until the estimate is that of the design as it is.
    fn wait_for_estimate(&mut self) {
        for _ in 0..4_000 {
            self.0.run_steps(1);
            let app = self.0.state();
            let newest: Revision = app.session().history().revision();
            if app.estimated().is_some_and(|it| it.revision == newest) {
                self.0.run_steps(2);
                return;
            }
            thread::park_timeout(Duration::from_millis(5));
        }
        panic!("the estimate did not come");
    }

    fn type_into(&mut self, label: &str, text: &str) {
        let role = egui::accesskit::Role::TextInput;
        self.0.get_by_role_and_label(role, label).focus();
        self.0.run_steps(2);
        self.0.get_by_role_and_label(role, label).type_text(text);
        self.0.run_steps(2);
        self.0.key_press(egui::Key::Enter);
        self.0.run_steps(2);
    }
}

#[test]
fn the_estimate_is_off_until_asked_for_and_follows_the_design() {
    let mut window = Window::on("two-computer");
    window.0.set_size(egui::vec2(1280.0, 3000.0));
    window.0.get_by_label("Availability").click();
    window.0.run_steps(3);
    assert!(window.0.state().estimated().is_none(), "nobody has asked");
    window.0.get_by_label("Estimate availability").click();
    window.wait_for_estimate();
    window.0.get_by_label("Range of Whole");
    assert!(window.0.query_all_by_label_contains("planned work").count() > 1);
    let before = window.0.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;

    window.type_into("Accepted downtime a year", "500000");
    window.wait_for_estimate();
    assert!(window.0.query_all_by_label("Target met").count() > 1);
    assert_eq!(window.undo_label().as_deref(), Some("Set the availability target"));

    window.0.get_by_label("Apply: Cluster the master secret server on MSS1 and MSS2").click();
    window.wait_for_estimate();
    let after = window.0.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;
    assert!(after < before, "{before} {after}");

    window.0.get_by_label_contains("Failure and repair data").click();
    window.0.run_steps(3);
    window.type_into("Server hardware: repair", "100");
    window.wait_for_estimate();
    let entered = window.0.state().document().availability.figure("server-repair", None).cloned().unwrap();
    assert_eq!((entered.value.value, entered.value.provenance.word()), (100.0, "entered"));
    let slower = window.0.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;
    assert!(slower > after, "{after} {slower}");

    window.0.get_by_label("Put the estimate into the checklist PDF").click();
    window.wait_for_estimate();
    assert!(window.0.state().document().availability.in_report);
}
