//! The texts in English, room by room.

pub(crate) mod canvas;
pub(crate) mod common;
pub(crate) mod dependency_map;
pub(crate) mod dialogs;
pub(crate) mod drill;
pub(crate) mod frame;
pub(crate) mod gallery;
pub(crate) mod hosts;
pub(crate) mod kinds;
pub(crate) mod notices;
pub(crate) mod start;
