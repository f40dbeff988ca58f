//! What a person means, turned into commands: each function reads the design and returns an [`Edit`](super::Edit).

pub mod answer;
pub mod attribute;
pub mod availability;
pub mod clip;
pub mod clusters;
mod draft;
pub mod drills;
pub mod hosts;
pub mod ids;
pub mod movement;
pub mod palette;
mod parts;
pub mod remove;
pub mod rename;
pub mod slots;
pub mod tiers;
pub mod waivers;
