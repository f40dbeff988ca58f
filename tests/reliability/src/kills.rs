//! Kills a program at random moments while it edits, keeps, saves, recovers and exports, and looks at what is left.
//!
//! The victim says what it is about to do and what is done, as the window says it to a person. What it has said to be
//! done must be there; what it was about to do may be; anything else is lost or corrupt.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tierwright_design::document::{Journal, OnConflict, from_text, open, recovery, save, template, to_text};
use tierwright_design::edit::History;
use tierwright_design::testing::{Lcg, any_edit};
use tierwright_papers::export::run::run as export;
use tierwright_papers::export::{ExportRequest, Format};
use tierwright_rules::analysis::analyze;

use crate::watch::LONGEST;

/// What the kills came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kills {
    /// Programs that were killed.
    pub kills: u64,
    /// Kills between "about to" and "done", by what was under way: keeping, saving, exporting, recovering.
    pub in_the_middle: [u64; 4],
    /// Acknowledged states that were found nowhere; each is told on standard error with what was there instead.
    pub lost: u64,
    /// Acknowledged states that were found only a second later.
    pub late: u64,
    /// Designs, journals and exports that could not be read.
    pub corrupt: u64,
    /// Victims that did not start again, or not in time.
    pub dead: u64,
    /// Files besides design, backup, journals and exports that were left at the end.
    pub leftovers: u64,
}

/// Stands for the design before it is saved for the first time.
const NO_FILE: &str = "no file";

/// Stands for the work before any of it is kept for the first time: nothing need be there.
const NOTHING: &str = "nothing";

/// What a victim says first. How long it takes until then is the machine's business: the clock of its death starts here.
const STARTED: &str = "started";

/// What was being done.
const DOING: [&str; 4] = ["keeping", "saving", "exporting", "recovering"];

fn design_of(folder: &Path) -> PathBuf {
    folder.join("design.ron")
}

fn digest(text: &str) -> String {
    let hash =
        text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, it| (hash ^ u64::from(it)).wrapping_mul(0x100_0000_01b3));
    format!("{hash:016x}")
}

/// Works until it is killed; says on standard output what it does.
pub fn victim(folder: &Path, seed: u64) -> Result<(), Box<dyn Error>> {
    say(STARTED, "now")?;
    let mut dice = Lcg::new(seed);
    let (design, journals, out) = (design_of(folder), folder.join("journals"), folder.join("out"));
    fs::create_dir_all(&journals)?;
    fs::create_dir_all(&out)?;
    let mut found = recovery::find(&journals)?;
    found.sort_by_key(|it| it.modified);
    let mut stamp = None;
    let document = match found.last() {
        Some(newest) => {
            say("recovering", &digest(&newest.text))?;
            from_text(&newest.text)?
        }
        None if design.exists() => {
            let opened = open(&design)?;
            stamp = Some(opened.stamp);
            opened.document
        }
        None => template("small").ok_or("no template")?.document.clone(),
    };
    let mut journal = Journal::start(&journals, Some(&design), "victim", stamp.as_ref());
    if !found.is_empty() {
        // The old journals go only when the new one holds the work.
        journal.append(&to_text(&document), "recovered")?;
        say("kept", &digest(&to_text(&document)))?;
        for old in found {
            recovery::remove(&old.journal)?;
        }
    }
    let mut history = History::new(document, false);
    loop {
        let edit = any_edit(history.document(), &mut dice);
        if !edit.and_then(|edit| history.edit(&edit)).unwrap_or(false) {
            continue;
        }
        if history.document().computers.len() > 40 {
            history = History::new(template("small").ok_or("no template")?.document.clone(), false);
        }
        let text = to_text(history.document());
        say("keeping", &digest(&text))?;
        journal.append(&text, "edit")?;
        say("kept", &digest(&text))?;
        if dice.one_in(4) {
            say("saving", &digest(&text))?;
            let stamp = save(&design, &text, None, OnConflict::Overwrite)?;
            journal.saved(&design, "victim", &stamp)?;
            say("saved", &digest(&text))?;
        }
        if dice.one_in(6) {
            say("exporting", "files")?;
            let usual = ExportRequest::usual(out.clone(), "design".to_owned(), "2026-01-31".to_owned());
            let request = ExportRequest { formats: BTreeSet::from([Format::Svg]), ..usual };
            let exported = export(history.document(), &analyze(history.document()), &request);
            if let Some((_, problem)) = exported.failed.into_iter().next() {
                return Err(problem.into());
            }
            say("exported", "files")?;
        }
    }
}

fn say(what: &str, which: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{what} {which}")?;
    out.flush()
}

/// Kills so many victims, one after the other on the same files; `program` starts one in a folder with a seed.
pub fn kill(times: u64, seed: u64, folder: &Path, program: impl Fn(&Path, u64) -> Command) -> io::Result<Kills> {
    let mut dice = Lcg::new(seed);
    let mut kills = Kills::default();
    // States that must be found: the last one acknowledged, or the one after it.
    let (mut newest, mut saved) = (BTreeSet::from([NOTHING.to_owned()]), BTreeSet::from([NO_FILE.to_owned()]));
    for number in 0..times {
        let mut victim = program(folder, seed.wrapping_mul(1_000_003).wrapping_add(number));
        let victim = victim.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let said = said_until_killed(victim, Duration::from_micros(dice.below(150_000) as u64))?;
        kills.kills += 1;
        if said.complaint.is_some() {
            kills.dead += 1;
        }
        if let Some(complaint) = &said.complaint {
            complain(&format!("a victim ended by itself: {complaint}"));
        }
        remember(&said.lines, &mut newest, &mut saved, &mut kills);
        let mut found = Found::in_folder(folder)?;
        if !found.misses(&newest, &saved).is_empty() {
            // Whatever a dead program still held would be free by now: then it was found too late, and not lost.
            thread::sleep(Duration::from_secs(1));
            found = Found::in_folder(folder)?;
            kills.late += u64::from(found.misses(&newest, &saved).is_empty());
        }
        let missed = found.misses(&newest, &saved);
        kills.lost += missed.len() as u64;
        kills.corrupt += found.corrupt;
        if !missed.is_empty() || found.corrupt > 0 {
            let lines = &said.lines;
            complain(&format!("kill {number} of seed {seed}: {missed:?}; {found:?}; the victim had said {lines:?}"));
        }
    }
    kills.leftovers = leftovers(folder)?;
    Ok(kills)
}

fn complain(what: &str) {
    // Where nobody reads it, the figures say it as well.
    let _ = writeln!(io::stderr(), "{what}");
}

/// What a victim said before it died.
struct Said {
    lines: Vec<(String, String)>,
    /// What it complained about when it ended by itself.
    complaint: Option<String>,
}

fn said_until_killed(mut victim: Child, after: Duration) -> io::Result<Said> {
    let out = victim.stdout.take().map(BufReader::new);
    let (started, has_started) = mpsc::channel();
    let reader = thread::spawn(move || -> Vec<String> {
        let lines = out.into_iter().flat_map(|it| it.lines().map_while(Result::ok));
        let lines = lines.inspect(|line| {
            if line.starts_with(STARTED) {
                // Nobody listens any more where it took too long.
                let _ = started.send(());
            }
        });
        lines.collect()
    });
    // A victim that never starts ends by itself, which is seen below, or is killed all the same.
    let _ = has_started.recv_timeout(LONGEST);
    let start = Instant::now();
    let mut ended = false;
    while start.elapsed() < after.min(LONGEST) && !ended {
        thread::sleep(Duration::from_micros(500).min(after));
        ended = victim.try_wait()?.is_some();
    }
    victim.kill()?;
    let output = victim.wait_with_output()?;
    let lines = reader.join().unwrap_or_default();
    let lines =
        lines.iter().filter_map(|line| line.split_once(' ')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    let complaint = ended.then(|| String::from_utf8_lossy(&output.stderr).into_owned());
    Ok(Said { lines, complaint })
}

fn remember(
    lines: &[(String, String)],
    newest: &mut BTreeSet<String>,
    saved: &mut BTreeSet<String>,
    kills: &mut Kills,
) {
    for (what, which) in lines {
        match what.as_str() {
            "keeping" => drop(newest.insert(which.clone())),
            "kept" => *newest = BTreeSet::from([which.clone()]),
            "saving" => drop(saved.insert(which.clone())),
            "saved" => *saved = BTreeSet::from([which.clone()]),
            _ => {}
        }
    }
    if let Some((last, _)) = lines.last()
        && let Some(at) = DOING.iter().position(|it| it == last)
    {
        kills.in_the_middle[at] += 1;
    }
}

/// What a kill left behind.
#[derive(Debug, Default)]
struct Found {
    /// The design file; `None` where there is none.
    design: Option<String>,
    /// The last design of each journal.
    journals: Vec<String>,
    /// Every file of the folder of journals with its size, read or not.
    files: Vec<(String, u64)>,
    /// Files that cannot be read.
    corrupt: u64,
}

impl Found {
    fn in_folder(folder: &Path) -> io::Result<Self> {
        let mut found = Self::default();
        let design = design_of(folder);
        if design.exists() {
            match fs::read_to_string(&design).ok().filter(|text| from_text(text).is_ok()) {
                Some(text) => found.design = Some(digest(&text)),
                None => found.corrupt += 1,
            }
        }
        let journals = folder.join("journals");
        if journals.exists() {
            for entry in fs::read_dir(&journals)? {
                let entry = entry?;
                found.files.push((entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.len()));
            }
            for journal in recovery::find(&journals).map_err(io::Error::other)? {
                found.corrupt += u64::from(from_text(&journal.text).is_err());
                found.journals.push(digest(&journal.text));
            }
        }
        let svg = folder.join("out/design-diagram.svg");
        found.corrupt += u64::from(svg.exists() && !fs::read_to_string(&svg)?.trim_end().ends_with("</svg>"));
        Ok(found)
    }

    /// Which of the states that must be there are not: of `newest` one in the file or a journal, of `saved` the file.
    fn misses(&self, newest: &BTreeSet<String>, saved: &BTreeSet<String>) -> Vec<String> {
        let mut missed = Vec::new();
        // A design is only replaced, never away; one that cannot be read is counted as that.
        let design = self.design.as_deref().unwrap_or(NO_FILE);
        if self.corrupt == 0 && !saved.contains(design) {
            missed.push(format!("the design is {design} and none of {saved:?}"));
        }
        let is_there = |it: &String| it == NOTHING || self.journals.contains(it) || self.design.as_ref() == Some(it);
        if !newest.iter().any(is_there) {
            missed.push(format!("none of {newest:?} is kept"));
        }
        missed
    }
}

fn leftovers(folder: &Path) -> io::Result<u64> {
    let known = ["design.ron", "design.ron.bak", "design-diagram.svg", "journals", "out"];
    let mut left = 0;
    for folder in [folder.to_path_buf(), folder.join("out")] {
        for entry in fs::read_dir(folder)? {
            left += u64::from(!known.iter().any(|it| entry.as_ref().is_ok_and(|entry| entry.file_name() == *it)));
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missed(said: &[(&str, &str)], found: &Found) -> Vec<String> {
        let lines: Vec<(String, String)> = said.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let (mut newest, mut saved) = (BTreeSet::from([NOTHING.to_owned()]), BTreeSet::from([NO_FILE.to_owned()]));
        remember(&lines, &mut newest, &mut saved, &mut Kills::default());
        found.misses(&newest, &saved)
    }

    #[test]
    fn what_nobody_said_to_be_kept_is_not_lost_and_what_somebody_did_is() {
        let empty = Found::default();
        assert_eq!(missed(&[("started", "now"), ("keeping", "a")], &empty), [""; 0], "the first state was on its way");
        assert_eq!(missed(&[("keeping", "a"), ("kept", "a"), ("keeping", "b")], &empty).len(), 1);
        let first = Found { journals: vec!["a".to_owned()], ..Found::default() };
        assert_eq!(missed(&[("keeping", "a"), ("kept", "a"), ("keeping", "b")], &first), [""; 0]);
        assert_eq!(missed(&[("kept", "a"), ("kept", "b")], &first).len(), 1);
        assert_eq!(missed(&[("kept", "a"), ("saving", "a"), ("saved", "a")], &first).len(), 1, "the file is not there");
    }
}
