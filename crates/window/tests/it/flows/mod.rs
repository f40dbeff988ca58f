//! What a person does in the window, without a screen: everything is found by its accessible label.

mod availability;
mod canvas;
mod comparing;
mod connections;
mod design;
mod dialogs;
mod examples;
mod failures;
mod files;
mod importing;
mod keyboard;
mod large;
mod list;
mod menus;
mod notes;
mod plan;
mod pointing;
mod rail;
mod reading;
mod rebuild;
mod regions;
mod room;
mod safety;
mod search;
mod shortcuts;
pub(crate) mod window;

use window::Window;
