//! The texts in English, room by room.

pub(crate) mod common;
pub(crate) mod dialogs;
pub(crate) mod frame;
pub(crate) mod gallery;
pub(crate) mod kinds;
pub(crate) mod notices;
pub(crate) mod start;
