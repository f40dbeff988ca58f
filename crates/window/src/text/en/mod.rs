//! The texts in English, room by room.

pub(crate) mod assumptions;
pub(crate) mod availability;
pub(crate) mod calibration;
pub(crate) mod canvas;
pub(crate) mod capacity;
pub(crate) mod checklist;
pub(crate) mod common;
pub(crate) mod dependency_map;
pub(crate) mod dialogs;
pub(crate) mod drill;
pub(crate) mod fields;
pub(crate) mod findings;
pub(crate) mod frame;
pub(crate) mod gallery;
pub(crate) mod hosts;
pub(crate) mod impact;
pub(crate) mod inspector;
pub(crate) mod kinds;
pub(crate) mod load;
pub(crate) mod notices;
pub(crate) mod related;
pub(crate) mod search;
pub(crate) mod start;
pub(crate) mod units;
pub(crate) mod widgets;
pub(crate) mod work;
