//! Sees what goes wrong while something is tried: panics, hangs, memory.

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing that is tried may take longer of the processor.
pub const LONGEST: Duration = Duration::from_secs(10);
/// Nor longer by the clock, which runs on while other programs have the processor: what waits for ever takes none of it.
const LONGEST_BY_CLOCK: Duration = Duration::from_mins(2);

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
            // What was tried when the thread last looked, and the processor time then.
            let mut seen: Option<(Instant, Option<Duration>)> = None;
            loop {
                thread::sleep(Duration::from_millis(500));
                let Ok(current) = watched.lock() else { return };
                let Some((since, text)) = &*current else { continue };
                let (start, before) = *seen.get_or_insert((*since, processor_time()));
                if start != *since {
                    seen = None;
                } else if hangs(since.elapsed(), spent_since(before)) {
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

/// Whether what has taken so long by the clock, and so much of the processor where that is known, hangs.
fn hangs(by_clock: Duration, of_processor: Option<Duration>) -> bool {
    match of_processor {
        Some(of_processor) => of_processor > LONGEST || by_clock > LONGEST_BY_CLOCK,
        None => by_clock > LONGEST,
    }
}

/// What this process has had of the processors since `before`.
fn spent_since(before: Option<Duration>) -> Option<Duration> {
    Some(processor_time()?.saturating_sub(before?))
}

/// What this process has had of the processors; `None` where the system does not tell.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold blanks.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map_while(|it| it.parse::<u64>().ok());
    let ticks = ticks.next()? + ticks.next()?;
    // Linux counts a hundred ticks a second there, whatever its own clock does.
    Some(Duration::from_millis(ticks * 10))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_waits_for_the_processor_does_not_hang() {
        let (short, long) = (Duration::from_secs(2), Duration::from_secs(30));
        assert!(!hangs(long, Some(short)));
        assert!(hangs(long, Some(long)) && hangs(long, None) && hangs(LONGEST_BY_CLOCK * 2, Some(short)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_takes_processor_time() {
        let before = processor_time().unwrap();
        // Nearly all of what follows is work; the clock of the processor ticks a hundred times a second.
        let mut after = before;
        while after == before {
            after = processor_time().unwrap();
        }
        assert!(after > before);
    }
}
