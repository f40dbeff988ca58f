//! Severity and state marks: each severity has its own shape.

use super::pen::Pen;
use crate::scene::ink::Ink;

/// Filled octagon with a bar: no entry.
pub(super) fn blocker(pen: &mut Pen) {
    let (near, far) = (7.6, 16.4);
    pen.fill(&[(near, 1.5), (far, 1.5), (22.5, near), (22.5, far), (far, 22.5), (near, 22.5), (1.5, far), (1.5, near)]);
    pen.ink(Ink::OnSeverity);
    pen.block(6.0, 10.2, 18.0, 13.8, 0.8);
}

/// Filled circle with a cross.
pub(super) fn error(pen: &mut Pen) {
    pen.dot(12.0, 12.0, 10.5);
    pen.ink(Ink::OnSeverity);
    pen.width(2.6);
    pen.line(&[(8.2, 8.2), (15.8, 15.8)]);
    pen.line(&[(15.8, 8.2), (8.2, 15.8)]);
}

/// Filled triangle with an exclamation mark.
pub(super) fn warning(pen: &mut Pen) {
    pen.fill(&[(11.0, 1.8), (13.0, 1.8), (23.4, 20.4), (22.4, 22.2), (1.6, 22.2), (0.6, 20.4)]);
    pen.ink(Ink::OnSeverity);
    pen.width(2.5);
    pen.line(&[(12.0, 8.4), (12.0, 14.8)]);
    pen.dot(12.0, 18.4, 1.5);
}

/// Filled diamond with a bulb.
pub(super) fn advice(pen: &mut Pen) {
    pen.fill(&[(12.0, 0.6), (23.4, 12.0), (12.0, 23.4), (0.6, 12.0)]);
    pen.ink(Ink::OnSeverity);
    pen.dot(12.0, 10.6, 4.0);
    pen.block(10.2, 13.6, 13.8, 15.6, 0.0);
    pen.block(10.2, 16.5, 13.8, 17.9, 0.6);
}

/// Filled rounded square with an i.
pub(super) fn info(pen: &mut Pen) {
    pen.block(2.0, 2.0, 22.0, 22.0, 4.0);
    pen.ink(Ink::OnSeverity);
    pen.width(2.5);
    pen.dot(12.0, 7.4, 1.6);
    pen.line(&[(12.0, 10.8), (12.0, 17.6)]);
}

/// Outlined circle with a question mark.
pub(super) fn question(pen: &mut Pen) {
    pen.ring(12.0, 12.0, 9.6);
    pen.width(2.1);
    pen.arc((12.0, 9.8), (3.1, 3.0), -180.0, 60.0);
    pen.line(&[(13.7, 12.3), (12.0, 13.4), (12.0, 14.6)]);
    pen.dot(12.0, 17.6, 1.3);
}

/// A sheet with a folded corner and two lines.
pub(super) fn note(pen: &mut Pen) {
    pen.outline(&[(3.5, 3.0), (20.5, 3.0), (20.5, 15.0), (14.5, 21.0), (3.5, 21.0)]);
    pen.line(&[(20.5, 15.0), (14.5, 15.0), (14.5, 21.0)]);
    pen.line(&[(7.5, 8.2), (16.5, 8.2)]);
    pen.line(&[(7.5, 12.6), (12.5, 12.6)]);
}

/// A check mark.
pub(super) fn check(pen: &mut Pen) {
    pen.width(3.0);
    pen.line(&[(3.8, 12.8), (9.4, 18.4), (20.4, 6.2)]);
}

/// Filled circle with a triangle to the right.
pub(super) fn active(pen: &mut Pen) {
    pen.dot(12.0, 12.0, 10.0);
    pen.ink(Ink::OnSeverity);
    pen.fill(&[(9.2, 7.0), (17.4, 12.0), (9.2, 17.0)]);
}

/// Outlined circle with two bars.
pub(super) fn passive(pen: &mut Pen) {
    pen.ring(12.0, 12.0, 9.2);
    pen.width(2.4);
    pen.line(&[(9.6, 8.0), (9.6, 16.0)]);
    pen.line(&[(14.4, 8.0), (14.4, 16.0)]);
}

/// A tick box, ticked or not.
pub(super) fn tick_box(pen: &mut Pen, ticked: bool) {
    pen.frame(3.0, 3.0, 21.0, 21.0, 2.5);
    if ticked {
        pen.width(2.8);
        pen.line(&[(7.0, 12.4), (10.8, 16.2), (17.4, 8.2)]);
    }
}
