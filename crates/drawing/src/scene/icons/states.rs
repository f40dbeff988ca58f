//! Marks of failure drills: what a loss does, and the buttons of a player. Each has its own shape.

use super::pen::Pen;
use crate::scene::ink::Ink;

/// Filled square with a cross: it stops.
pub(super) fn stops(pen: &mut Pen) {
    pen.block(2.0, 2.0, 22.0, 22.0, 3.0);
    pen.ink(Ink::OnSeverity);
    pen.width(3.0);
    pen.line(&[(7.6, 7.6), (16.4, 16.4)]);
    pen.line(&[(16.4, 7.6), (7.6, 16.4)]);
}

/// Circle whose lower half is filled: it works with less.
pub(super) fn degraded(pen: &mut Pen) {
    pen.width(2.2);
    pen.ring(12.0, 12.0, 9.6);
    let half: Vec<(f32, f32)> = (0..=12u8)
        .map(|step| {
            let angle = (f32::from(step) * 15.0).to_radians();
            (12.0 + 9.6 * libm::cosf(angle), 12.0 + 9.6 * libm::sinf(angle))
        })
        .collect();
    pen.fill(&half);
}

/// An arrow that turns back: away for a time, then here again.
pub(super) fn fails_over(pen: &mut Pen) {
    pen.width(2.6);
    pen.arc((12.0, 13.0), (8.4, 8.4), -215.0, 45.0);
    pen.fill(&[(1.4, 9.6), (4.6, 17.6), (10.6, 11.6)]);
}

/// A bolt: it fails now.
pub(super) fn bolt(pen: &mut Pen) {
    pen.fill(&[(13.6, 1.6), (5.0, 13.8), (12.6, 13.0)]);
    pen.fill(&[(10.4, 22.4), (19.0, 10.2), (11.4, 11.0)]);
}

/// A triangle to the right.
pub(super) fn play(pen: &mut Pen) {
    pen.fill(&[(6.0, 3.0), (20.5, 12.0), (6.0, 21.0)]);
}

/// Two bars.
pub(super) fn pause(pen: &mut Pen) {
    pen.block(5.5, 3.5, 10.0, 20.5, 1.0);
    pen.block(14.0, 3.5, 18.5, 20.5, 1.0);
}

/// A triangle to the right that meets a bar.
pub(super) fn step_on(pen: &mut Pen) {
    pen.fill(&[(4.0, 4.0), (15.5, 12.0), (4.0, 20.0)]);
    pen.block(16.5, 4.0, 19.8, 20.0, 0.8);
}

/// A bar that a triangle to the left meets.
pub(super) fn step_back(pen: &mut Pen) {
    pen.block(4.2, 4.0, 7.5, 20.0, 0.8);
    pen.fill(&[(20.0, 4.0), (8.5, 12.0), (20.0, 20.0)]);
}
