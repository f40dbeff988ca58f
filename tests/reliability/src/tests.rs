//! The same as for hours, for seconds.

use std::process::Command;

use tierwright_design::testing::Lcg;

use crate::inputs::{Kind, Target};
use crate::kills;
use crate::steps::{Counts, Editing};

#[test]
fn mutated_inputs_of_every_kind_are_read_or_refused_with_words() {
    // Calls write where they stand; `destroy` tries them in a folder of its own.
    for (kind, word) in Kind::ALL.into_iter().filter(|(kind, _)| *kind != Kind::CommandLine) {
        let folder = tempfile::tempdir().unwrap();
        let (target, mut dice) = (Target::new(kind, folder.path()), Lcg::new(7));
        let count = match kind {
            Kind::Design => 60,
            Kind::Import | Kind::FaultTree => 1_000,
            Kind::Baseline | Kind::CommandLine => 10,
        };
        for number in 0..count {
            let text = target.next(&mut dice);
            let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| target.read(&text, &mut dice)));
            assert!(tried.is_ok(), "{word} {number}:\n{text}");
        }
    }
}

#[test]
fn random_steps_keep_every_state_and_contradict_nothing() {
    let (mut dice, mut counts) = (Lcg::new(3), Counts::default());
    let mut editing = Editing::start(&mut dice);
    for _ in 0..400 {
        assert_eq!(editing.step(&mut dice, &mut counts, 100), None);
    }
    assert!(counts.edits > 60 && counts.undone > 30 && counts.redone > 3 && counts.compared > 2, "{counts:?}");
}

/// Tells the test to be the program that dies: its folder and its seed.
const VICTIM: &str = "TIERWRIGHT_TEST_VICTIM";

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    if let Some(told) = std::env::var(VICTIM).ok().filter(|it| !it.is_empty()) {
        let (seed, folder) = told.split_once(' ').unwrap();
        kills::victim(folder.as_ref(), seed.parse().unwrap()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let kills = kills::kill(6, 5, folder.path(), |folder, seed| {
        let mut command = Command::new(&program);
        command.args(["--exact", "--nocapture", "tests::nothing_acknowledged_is_lost_when_the_program_is_killed"]);
        command.env(VICTIM, format!("{seed} {}", folder.display()));
        command
    });
    let kills = kills.unwrap();
    assert_eq!((kills.kills, kills.lost, kills.late, kills.corrupt, kills.dead), (6, 0, 0, 0, 0), "{kills:?}");
}
