//! Sees what goes wrong while something is tried: panics, hangs, memory.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing that is tried may take longer.
pub const LONGEST: Duration = Duration::from_secs(10);

/// What is being tried, and since when.
type Current = Arc<Mutex<Option<(Instant, String)>>>;

/// Watches what is tried one after the other, and keeps what did harm in a folder.
pub struct Watch {
    current: Current,
    found: PathBuf,
    /// How many panicked.
    pub panics: u64,
    /// The longest that anything took.
    pub slowest: Duration,
}

impl Watch {
    /// Starts to watch; a hang ends the program with the input kept.
    pub fn start(found: &Path) -> Self {
        let current = Current::default();
        let (watched, folder) = (Arc::clone(&current), found.to_path_buf());
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(500));
                let Ok(current) = watched.lock() else { return };
                if let Some((since, text)) = &*current
                    && since.elapsed() > LONGEST
                {
                    keep(&folder, "hang", text);
                    std::process::exit(99);
                }
            }
        });
        Self { current, found: found.to_path_buf(), panics: 0, slowest: Duration::ZERO }
    }

    /// Tries something; `None` = it panicked, and `text` is kept.
    pub fn tries<T>(&mut self, text: &str, work: impl FnOnce() -> T) -> Option<T> {
        let start = Instant::now();
        if let Ok(mut current) = self.current.lock() {
            *current = Some((start, text.to_owned()));
        }
        let result = panic::catch_unwind(AssertUnwindSafe(work));
        if let Ok(mut current) = self.current.lock() {
            *current = None;
        }
        self.slowest = self.slowest.max(start.elapsed());
        if result.is_err() {
            self.panics += 1;
            if self.panics <= 50 {
                keep(&self.found, "panic", text);
            }
        }
        result.ok()
    }
}

/// Keeps an input that did harm under a name of its own.
pub fn keep(folder: &Path, what: &str, text: &str) {
    let hash =
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| (hash ^ u64::from(it)).wrapping_mul(0x100_0000_01b3));
    // Nothing is left to say where it cannot be kept.
    let _ = fs::create_dir_all(folder).and_then(|()| fs::write(folder.join(format!("{what}-{hash:016x}")), text));
}

/// The most memory that this process has held, in megabytes; `None` where the system does not tell.
pub fn peak_memory_mb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_024)
}
