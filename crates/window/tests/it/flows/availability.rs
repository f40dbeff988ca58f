//! The availability estimate: off until asked for, computed beside the window, always that of the newest design.

use egui_kittest::kittest::Queryable as _;
use tierwright_session::queue::Message;

use super::Window;

impl Window {
    /// Runs until the estimate is that of the design as it is.
    fn wait_for_estimate(&mut self) {
        self.wait_until("estimating", |window| {
            let app = window.harness.state();
            app.estimated().is_some_and(|it| it.revision == app.session().history().revision())
        });
        self.harness.run_steps(2);
    }

    fn type_into(&mut self, label: &str, text: &str) {
        let role = egui::accesskit::Role::TextInput;
        self.harness.get_by_role_and_label(role, label).focus();
        self.harness.run_steps(2);
        self.harness.get_by_role_and_label(role, label).type_text(text);
        self.harness.run_steps(2);
        self.harness.key_press(egui::Key::Enter);
        self.harness.run_steps(2);
    }
}

#[test]
fn the_estimate_is_off_until_asked_for_and_follows_the_design() {
    let mut window = Window::on("two-computer");
    window.harness.set_size(egui::vec2(1280.0, 3000.0));
    window.harness.get_by_label("Availability").click();
    window.harness.run_steps(3);
    assert!(window.harness.state().estimated().is_none(), "nobody has asked");
    window.harness.get_by_label("Estimate availability").click();
    window.wait_for_estimate();
    window.harness.get_by_label("Range of Whole");
    assert!(window.harness.query_all_by_label_contains("planned work").count() > 1);
    let before = window.harness.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;

    window.type_into("Accepted downtime a year", "500000");
    window.wait_for_estimate();
    assert!(window.harness.query_all_by_label("Target met").count() > 1);
    assert_eq!(window.undo_label().as_deref(), Some("Set the availability target"));

    window.harness.get_by_label("Apply: Cluster the master secret server on MSS1 and MSS2").click();
    window.wait_for_estimate();
    let after = window.harness.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;
    assert!(after < before, "{before} {after}");

    window.harness.get_by_label_contains("Failure and repair data").click();
    window.harness.run_steps(3);
    window.type_into("Server hardware: repair", "100");
    window.wait_for_estimate();
    let entered = window.document().availability.figure("server-repair", None).cloned().unwrap();
    assert_eq!((entered.value.value, entered.value.provenance.word()), (100.0, "entered"));
    let slower = window.harness.state().estimated().unwrap().availability.estimate.whole().unwrap().at_figures;
    assert!(slower > after, "{after} {slower}");

    window.harness.get_by_label("Put the estimate into the documents").click();
    window.wait_for_estimate();
    assert!(window.document().availability.in_report);
}

#[test]
fn the_estimate_of_another_design_is_never_shown() {
    let mut window = Window::on("two-computer");
    window.harness.get_by_label("Availability").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("Estimate availability").click();
    window.wait_for_estimate();
    window.harness.get_by_label("Range of Whole");
    window.harness.state().outbox().send(Message::ApplyTemplate("empty".to_owned()));
    window.harness.run_steps(2);
    assert!(window.harness.query_by_label("Range of Whole").is_none(), "an empty design has no service");
    window.wait_for_estimate();
    assert!(window.harness.query_by_label("Range of Whole").is_none(), "an empty design has no service");
}

#[test]
fn an_estimate_that_was_given_up_can_be_asked_for_again() {
    let mut window = Window::on("large");
    window.harness.get_by_label("Availability").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("Estimate availability").click();
    window.harness.run_steps(2);
    let work = window.harness.state().estimate_under_way().cloned().expect("it is on its way");
    window.harness.state().outbox().send(Message::GiveUp(work));
    window.harness.run_steps(3);
    assert!(!window.shows("Estimating"));
    assert!(window.harness.state().estimated().is_none(), "nobody wants it any more");
    window.harness.get_by_label("Estimate availability").click();
    window.wait_for_estimate();
}
