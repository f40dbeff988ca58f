#!/usr/bin/env bash
# egui 0.36.2: a button with a stroke of its own, in a theme whose strokes get wider with the keyboard focus.
# Guess: Button::stroke sets what is painted at the edge, always the same; the room of the button does not depend on what
# the theme says of edges, which the button does not have.
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
use egui::{Button, Color32, Context, RawInput, Rect, Stroke, Vec2};

/// Width of the button without and with the focus.
fn widths(own: bool) -> [f32; 2] {
    let ctx = Context::default();
    ctx.all_styles_mut(|style| {
        let widgets = &mut style.visuals.widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
            state.bg_stroke = Stroke::new(0.0, Color32::GRAY);
            state.expansion = 0.0;
        }
        widgets.hovered.bg_stroke.width = 2.0;
        widgets.active.bg_stroke.width = 2.0;
    });
    [false, true].map(|focused| {
        let mut width = 0.0;
        for _ in 0..3 {
            let screen_rect = Some(Rect::from_min_size(egui::Pos2::ZERO, Vec2::splat(300.0)));
            let mut output = ctx.run_ui(RawInput { screen_rect, ..RawInput::default() }, |ui| {
                let button = Button::new("Send");
                let button = if own { button.stroke(Stroke::new(1.0, Color32::RED)) } else { button };
                let response = ui.horizontal(|ui| ui.add(button)).inner;
                if focused {
                    response.request_focus();
                }
                width = response.rect.width();
            });
            output.textures_delta.clear();
        }
        width
    })
}

fn main() {
    for (own, what) in [(false, "edge of the theme"), (true, "a stroke of its own")] {
        let [without, with] = widths(own);
        let change = with - without;
        println!("{what}: with the focus {change:+.1} points wide");
    }
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='edge of the theme: with the focus +0.0 points wide
a stroke of its own: with the focus -4.0 points wide'
echo "egui 0.36.2"
echo "The edge that the theme has for a state is taken out of the room inside a button, and is added again as its frame;"
echo "Button::stroke replaces the frame alone. So a button with a stroke of its own shrinks, by twice the width of an edge"
echo "that it does not show, when it is focused, hovered or pressed, and what stands beside it jumps. Whoever wants one edge"
echo "for all states sets the strokes of the style in a scope instead."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
