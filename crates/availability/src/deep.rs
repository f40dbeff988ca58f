//! Room for deep recursion: diagrams are walked one level per event, and a fault tree may have 200,000 of them.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// So many levels fit on any stack.
const ALWAYS_FIT: usize = 1_000;
/// What a level takes at most, of the functions here; more without optimization.
const BYTES_PER_LEVEL: usize = if cfg!(debug_assertions) { 4_096 } else { 1_024 };

/// Runs `work`, which calls itself through so many levels, on a stack that is large enough. `None` = there is no room
/// for such a stack.
pub(super) fn with_stack<T: Send>(levels: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    if levels < ALWAYS_FIT {
        return Some(work());
    }
    let work = Mutex::new(Some(work));
    let run = || work.lock().ok().and_then(|mut it| it.take()).map(|work| work());
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(levels.saturating_mul(BYTES_PER_LEVEL));
        match builder.spawn_scoped(scope, run).ok()?.join() {
            Ok(result) => result,
            Err(panic) => resume_unwind(panic),
        }
    })
}
