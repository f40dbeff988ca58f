//! The design on disk: its text, safe saving, the journal of unsaved work, and the program's own small files.

mod error;
mod explain;
mod fitting;
mod folders;
mod format;
mod frame;
mod guard;
mod journal;
mod layout;
mod lock;
mod logo;
mod lookout;
mod migrate;
mod names;
mod numbered;
mod open;
mod own;
mod place;
pub mod recent;
pub mod recovery;
mod save;
mod scan;
pub mod settings;
mod since;
mod stamp;
mod steps;
mod synced;
mod template;
mod temporary;
mod trouble;

pub use error::{Damage, JournalError, OpenError, OutsideChange, SaveError};
pub use fitting::{file_name, fitting};
pub use folders::Folders;
pub use format::{ElementLines, MAX_TEXT_BYTES, from_text, line_of_element, to_text};
pub use guard::MAX_DEPTH;
pub use journal::{COMPACT_BYTES, Header, Journal};
pub use lock::{Claim, Holder, Lock, Other, claim};
pub use logo::{LogoError, read_logo};
pub use lookout::{Lookout, Seen, Sight};
pub use migrate::{FORMAT_VERSION, version_of};
pub use numbered::save_numbered;
pub use open::{
    Carriers, FileText, MAX_CARRIER_BYTES, Opened, backup_of, open, open_or_carried, open_stream, read_at_most,
    read_text,
};
pub use own::{OwnTemplates, own_templates, save_as_template};
pub use place::{Place, line_of};
pub use save::{OnConflict, save};
pub use since::{Release, Version, releases};
pub use stamp::FileStamp;
pub use steps::{Before, MOST_STEPS, keep_steps, kept_steps};
pub use synced::sync_service;
pub use template::{Template, TemplateGroup, template, templates};
pub use temporary::{replace, sweep};
pub use trouble::Trouble;

#[cfg(test)]
mod tests;
