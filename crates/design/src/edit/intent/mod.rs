//! What a person means, turned into commands: each function reads the design and returns an [`Edit`](super::Edit).

pub mod answer;
pub mod assumed;
pub mod attribute;
pub mod availability;
pub mod availability_groups;
pub mod clip;
pub mod clusters;
pub mod connections;
pub mod databases;
pub mod drills;
pub mod examples;
pub mod hosts;
pub mod ids;
pub mod movement;
pub mod notes;
pub mod palette;
pub mod remove;
pub mod rename;
pub mod slots;
pub mod tiers;
pub mod waivers;

use crate::model::{Document, Element};

/// "BTS1" for one element, "3 elements" for several.
fn counted(document: &Document, elements: &[Element]) -> String {
    match elements {
        [one] => one.name(document),
        several => format!("{} elements", several.len()),
    }
}
