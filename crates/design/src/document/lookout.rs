//! Looks at the file of the open design from time to time: whether somebody changed it, and who else has it open.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::lock::{Claim, Holder, Other, claim};
use super::stamp::FileStamp;
use super::synced::sync_service;
use super::temporary::{folder_of, sweep};

/// The file as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It is there with this content.
    There(FileStamp),
    /// It is gone, or its drive is.
    Gone,
}

/// What one look brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The file; `None` when it could not be looked at, which says nothing about it.
    pub file: Option<Seen>,
    /// Who else has it open.
    pub other: Option<Other>,
    /// The service that copies its folder to other computers.
    pub service: Option<&'static str>,
}

/// Watches one file and announces to others that it is open here, for as long as it lives.
#[derive(Debug)]
pub struct Lookout {
    path: PathBuf,
    me: Holder,
    claim: Claim,
    service: Option<&'static str>,
    /// Time and size of the content that was read last.
    looked_at: Option<(Option<SystemTime>, u64)>,
    file: Option<Seen>,
    was_missing: bool,
}

impl Lookout {
    /// Starts to watch a file, and removes what killed saves have left in its folder.
    pub fn new(path: &Path, me: Holder) -> Self {
        sweep(folder_of(path));
        let (claim, service) = (claim(path, &me), sync_service(path));
        Self { path: path.to_path_buf(), me, claim, service, looked_at: None, file: None, was_missing: false }
    }

    /// Looks now. Content is only read when time or size of the file have changed.
    pub fn look(&mut self) -> Sight {
        self.look_at_file();
        let is_announced = matches!(&self.claim, Claim::Ours(lock) if lock.is_in_place());
        if !is_announced {
            self.claim = Claim::Nowhere;
            self.claim = claim(&self.path, &self.me);
        }
        let other = match &self.claim {
            Claim::Theirs(other) => Some(other.clone()).filter(|it| !self.is_this_process(it)),
            Claim::Ours(_) | Claim::Nowhere => None,
        };
        Sight { file: self.file.clone(), other, service: self.service }
    }

    /// Another watch of this window, which ends in a moment.
    fn is_this_process(&self, other: &Other) -> bool {
        other.is_here && other.holder.as_ref().is_some_and(|it| it.process == self.me.process)
    }

    fn look_at_file(&mut self) {
        match fs::metadata(&self.path) {
            Ok(metadata) => {
                self.was_missing = false;
                let now = (metadata.modified().ok(), metadata.len());
                if self.looked_at.as_ref() != Some(&now)
                    && let Ok(stamp) = FileStamp::of(&self.path)
                {
                    self.looked_at = Some(now);
                    self.file = Some(Seen::There(stamp));
                }
            }
            Err(err) if matches!(err.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                // A service that replaces a file may take it away for a moment.
                if self.was_missing {
                    self.file = Some(Seen::Gone);
                }
                self.was_missing = true;
                self.looked_at = None;
            }
            Err(err) => log::debug!("{} could not be looked at: {err}", self.path.display()),
        }
    }
}
