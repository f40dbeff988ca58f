//! The side panels in a window without a screen, found by their accessible labels.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use tierwright::app::jobs::SystemPicker;
use tierwright::app::queue::Message;
use tierwright::app::{App, StartOptions};
use tierwright::clock::Clock;

fn window(template: &str) -> Harness<'static, App> {
    let mut harness = Harness::builder().with_size([1280.0, 2400.0]).build_eframe(|cc| {
        let picker = Arc::new(SystemPicker);
        let clock = Clock::Fixed("2026-03-01".to_owned());
        App::new(&cc.egui_ctx, StartOptions { file: None, folders: None, picker, clock })
    });
    let outbox = harness.state().outbox().clone();
    outbox.send(Message::CloseDialog);
    outbox.send(Message::ApplyTemplate(template.to_owned()));
    harness.run_steps(3);
    harness
}

#[test]
fn an_opened_finding_says_why_and_what_its_fix_would_change() {
    let mut harness = window("two-computer");
    let before = harness.state().document().hosts.len();
    harness.get_by_label_contains("(TRK-001)").click();
    harness.run_steps(3);
    harness.get_by_label("Why it matters");
    assert!(harness.query_by_label_contains("no new ones").is_some(), "the fix says what it changes");
    assert_eq!(harness.state().document().hosts.len(), before, "looking at a fix changes nothing");
}
