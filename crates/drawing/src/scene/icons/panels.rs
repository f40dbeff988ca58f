//! Marks of the panels beside the canvas that have no thing or state to stand for them.

use super::pen::Pen;

/// A card with lines of text: what is known about something.
pub(super) fn details(pen: &mut Pen) {
    pen.frame(3.5, 3.0, 20.5, 21.0, 2.2);
    pen.width(2.0);
    pen.line(&[(7.5, 8.4), (16.5, 8.4)]);
    pen.line(&[(7.5, 12.4), (16.5, 12.4)]);
    pen.line(&[(7.5, 16.4), (13.0, 16.4)]);
}

/// Three bars that grow: an amount.
pub(super) fn bars(pen: &mut Pen) {
    pen.block(3.0, 13.0, 7.6, 21.0, 0.8);
    pen.block(9.7, 8.0, 14.3, 21.0, 0.8);
    pen.block(16.4, 3.0, 21.0, 21.0, 0.8);
}

/// A clock: time that something is there or away.
pub(super) fn clock(pen: &mut Pen) {
    pen.width(2.0);
    pen.ring(12.0, 12.0, 9.4);
    pen.line(&[(12.0, 6.4), (12.0, 12.4), (16.0, 14.8)]);
}

/// Three sliders: what is put in.
pub(super) fn sliders(pen: &mut Pen) {
    pen.width(2.0);
    for (y, knob) in [(5.5, 15.5), (12.0, 7.5), (18.5, 13.0)] {
        pen.line(&[(3.0, y), (21.0, y)]);
        pen.dot(knob, y, 3.1);
    }
}
