#!/usr/bin/env bash
# egui 0.36.2: what Context::read_response does to a widget that has the keyboard focus.
# Guess: it reads. Whoever asks for the response of a widget, from wherever, changes nothing: what has the focus has it
# afterwards, whether anybody has asked or not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "trial"
version = "0.0.0"
edition = "2024"
[dependencies]
egui = { version = "=0.36.2", default-features = false, features = ["default_fonts"] }
TOML
cat >"$folder/src/main.rs" <<'RUST'
use egui::{Context, Event, Id, Modifiers, PointerButton, Pos2, RawInput, Rect, Sense, Ui, Vec2, pos2};

/// A drawing that shall keep the keyboard when one clicks on the empty part beside it.
fn frame(ctx: &Context, events: Vec<Event>, asks: bool) {
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::splat(200.0)));
    let input = RawInput { screen_rect, events, ..RawInput::default() };
    let mut output = ctx.run_ui(input, |ui: &mut Ui| {
        let drawing = Id::new("drawing");
        let beside = Rect::from_min_size(pos2(100.0, 100.0), Vec2::splat(50.0));
        ui.interact(beside, Id::new("beside"), Sense::click());
        let place = Rect::from_min_size(pos2(10.0, 10.0), Vec2::splat(40.0));
        let response = ui.interact(place, drawing, Sense::click());
        if ui.input(|it| it.pointer.any_released()) {
            // The program decides that the click beside it leaves the keyboard where it was.
            response.request_focus();
            if asks {
                let _ = ui.ctx().read_response(drawing);
            }
        }
    });
    output.textures_delta.clear();
}

fn has_focus_after_a_click_beside(asks: bool) -> bool {
    let ctx = Context::default();
    let drawing = Id::new("drawing");
    frame(&ctx, Vec::new(), asks);
    ctx.memory_mut(|it| it.request_focus(drawing));
    frame(&ctx, Vec::new(), asks);
    let pos = pos2(120.0, 120.0);
    let button = |pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    frame(&ctx, vec![Event::PointerMoved(pos)], asks);
    frame(&ctx, vec![button(true)], asks);
    frame(&ctx, vec![button(false)], asks);
    frame(&ctx, Vec::new(), asks);
    ctx.memory(|it| it.has_focus(drawing))
}

fn main() {
    for asks in [false, true] {
        let word = if asks { "read_response is called" } else { "nobody asks" };
        println!("{word}: focus kept: {}", has_focus_after_a_click_beside(asks));
    }
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='nobody asks: focus kept: true
read_response is called: focus kept: false'
echo "egui 0.36.2"
echo "Context::read_response is no mere look: it works the response out anew, and in the frame in which something else is"
echo "clicked that takes the keyboard focus from the widget, even where the program has just given it back. Only the place"
echo "and the layer of a widget are read without that from the rectangles of the viewport."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
