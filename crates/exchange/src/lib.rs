//! What comes in from a running BizTalk group: `load` finds the files, `readers` turns each into facts, `facts` brings
//! them together with file and line, `landing` makes one edit of them, `told` says what was read. What goes out to
//! builders: `code`.
//!
//! Nothing secret gets past the readers: they take what they know and count what they leave behind.

use tierwright_design::{cells, document, edit, jobs, model, prose, sources};

pub mod code;
pub mod facts;
pub mod landing;
pub mod load;
pub mod readers;
pub mod told;
