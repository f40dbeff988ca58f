//! What is drawn, pixel by pixel.

use eframe::egui::{self, Color32, Context, Pos2, RawInput, Rect, Shape, pos2, vec2};

use super::super::texture::Textures;
use super::*;
use crate::ui::theme;

const SIZE: usize = 40;
const GROUND: u32 = 0x0020_4060;

/// Draws shapes of `egui` without softened edges on a ground.
fn drawn(scale: f32, paint: impl Fn(&egui::Painter)) -> Vec<u32> {
    let ctx = Context::default();
    theme::install(&ctx);
    ctx.options_mut(|options| options.tessellation_options.feathering = false);
    let mut textures = Textures::default();
    let screen = Rect::from_min_size(Pos2::ZERO, vec2(SIZE as f32, SIZE as f32) / scale);
    let mut raw = RawInput { screen_rect: Some(screen), ..RawInput::default() };
    raw.viewports.entry(egui::ViewportId::ROOT).or_default().native_pixels_per_point = Some(scale);
    let output = ctx.run_ui(raw, |ui| paint(&ui.ctx().debug_painter()));
    textures.apply(output.textures_delta);
    let mut pixels = vec![GROUND; SIZE * SIZE];
    let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
    Picture::new(&mut pixels, SIZE).draw(&primitives, &textures, output.pixels_per_point);
    pixels
}

fn at(pixels: &[u32], x: usize, y: usize) -> u32 {
    pixels[y * SIZE + x]
}

/// Every pixel of the rectangle has the one colour, every other that of the ground.
fn is_rectangle(pixels: &[u32], [left, top, right, bottom]: [usize; 4], color: u32) {
    for y in 0..SIZE {
        for x in 0..SIZE {
            let is_in = (left..right).contains(&x) && (top..bottom).contains(&y);
            let expected = if is_in { color } else { GROUND };
            assert_eq!(at(pixels, x, y), expected, "{x}, {y}");
        }
    }
}

#[test]
fn an_opaque_rectangle_covers_its_pixels_and_no_other_at_any_scale() {
    let rect = Rect::from_min_max(pos2(4.0, 6.0), pos2(20.0, 12.0));
    let fill = |painter: &egui::Painter| {
        painter.rect_filled(rect, 0.0, Color32::from_rgb(1, 2, 3));
    };
    is_rectangle(&drawn(1.0, fill), [4, 6, 20, 12], 0x0001_0203);
    is_rectangle(&drawn(1.5, fill), [6, 9, 30, 18], 0x0001_0203);
}

#[test]
fn triangles_that_share_an_edge_leave_neither_gap_nor_seam() {
    // Half-transparent, so that what is drawn twice would be seen, and with an inner edge at every angle.
    let color = Color32::from_rgba_premultiplied(50, 60, 70, 128);
    let expected = over(color, GROUND);
    for step in 0..60 {
        let middle = pos2(10.0 + 0.37 * step as f32, 31.0 - 0.41 * step as f32);
        let corners = [pos2(3.0, 3.0), pos2(37.0, 3.0), pos2(37.0, 35.0), pos2(3.0, 35.0)];
        let pixels = drawn(1.0, |painter| {
            let mut mesh = egui::Mesh::default();
            mesh.colored_vertex(middle, color);
            for corner in corners {
                mesh.colored_vertex(corner, color);
            }
            for it in 0..4 {
                mesh.add_triangle(0, 1 + it, 1 + (it + 1) % 4);
            }
            painter.add(Shape::mesh(mesh));
        });
        is_rectangle(&pixels, [3, 3, 37, 35], expected);
    }
}

#[test]
fn nothing_is_drawn_beyond_the_clip_or_the_picture_and_odd_numbers_do_no_harm() {
    let clip = Rect::from_min_max(pos2(5.0, 5.0), pos2(9.0, 8.0));
    let pixels = drawn(1.0, |painter| {
        painter.with_clip_rect(clip).rect_filled(Rect::EVERYTHING, 0.0, Color32::WHITE);
        let far = Rect::from_min_max(pos2(-9e8, -9e8), pos2(9e8, 9e8));
        painter.with_clip_rect(clip).rect_filled(far, 0.0, Color32::RED);
        for odd in [f32::NAN, f32::INFINITY, -1e30] {
            let mut mesh = egui::Mesh::default();
            for corner in [pos2(odd, 0.0), pos2(30.0, odd), pos2(20.0, 30.0)] {
                mesh.colored_vertex(corner, Color32::WHITE);
            }
            mesh.add_triangle(0, 1, 2);
            painter.with_clip_rect(Rect::NOTHING).add(Shape::mesh(mesh.clone()));
            painter.with_clip_rect(clip).add(Shape::mesh(mesh));
        }
    });
    for (index, pixel) in pixels.iter().enumerate() {
        let (x, y) = (index % SIZE, index / SIZE);
        assert!(*pixel == GROUND || ((5..9).contains(&x) && (5..8).contains(&y)), "{x}, {y}");
    }
    assert_ne!(at(&pixels, 6, 6), GROUND);
}

#[test]
fn colours_run_evenly_between_corners() {
    let pixels = drawn(1.0, |painter| {
        let mut mesh = egui::Mesh::default();
        for (x, y, color) in [
            (0.0, 0.0, Color32::BLACK),
            (40.0, 0.0, Color32::WHITE),
            (40.0, 40.0, Color32::WHITE),
            (0.0, 40.0, Color32::BLACK),
        ] {
            mesh.colored_vertex(pos2(x, y), color);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        painter.add(Shape::mesh(mesh));
    });
    for y in 0..SIZE {
        for x in 0..SIZE {
            let expected = (x as f32 + 0.5) / 40.0 * 255.0;
            let red = at(&pixels, x, y).to_be_bytes()[1];
            assert!((f32::from(red) - expected).abs() <= 1.0, "{x}, {y}: {red} for {expected}");
        }
    }
}

#[test]
fn letters_are_drawn_in_their_colour() {
    let pixels = drawn(1.0, |painter| {
        let font = egui::FontId::proportional(30.0);
        painter.text(pos2(20.0, 20.0), egui::Align2::CENTER_CENTER, "I", font, Color32::from_rgb(0, 255, 0));
    });
    let green = pixels.iter().filter(|it| **it == 0x0000_ff00).count();
    let ground = pixels.iter().filter(|it| **it == GROUND).count();
    assert!(green > 20 && ground > SIZE * SIZE / 2, "{green} whole, {ground} untouched");
}
