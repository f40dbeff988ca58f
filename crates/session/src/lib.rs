//! What the window knows and what can be asked of it: the open design with all that follows from it, messages, commands,
//! dialogs, jobs and preferences. Nothing here draws; the screen reads it and sends messages.

use tierwright_design::{calendar, document, edit, geometry, memo, model, prose};
use tierwright_drawing::{overlay, scene};
use tierwright_engine::{dependency, drill};
use tierwright_exchange as exchange;
use tierwright_papers::{badges, bundle, carried, export, import as filled_in};
use tierwright_rules::{analysis, comparison, downtime, migration, rules};

pub mod command;
pub mod comparing;
mod derived;
mod dialog;
pub mod estimating;
mod handed;
pub mod importing;
pub mod jobs;
pub mod queue;
pub mod rehearsal;
pub mod safety;
mod session;
pub mod settings;
pub mod shortcuts;
mod text;
pub mod work;

pub use derived::{Derived, Drawing, Losses};
pub use dialog::{Acceptance, After, Conflict, Dialog, FailedExport, Imported, SearchFor};
pub use handed::Handed;
pub use session::{OpenFile, Session, is_large, work_out};
