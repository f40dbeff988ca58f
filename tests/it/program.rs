//! The program itself, as a person starts it: what its environment tells it about the day.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Writes the diagram of an empty design to a folder, in an environment with this day or zone.
fn export(folder: &Path, (name, value): (&str, &str)) -> Output {
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_tierwright"));
        program.current_dir(folder).env_remove("SOURCE_DATE_EPOCH").env_remove("TZ").env(name, value);
        program.args(args).output().unwrap()
    };
    if !folder.join("a.ron").exists() {
        let new = run(&["new", "--template", "empty", "--output", "a.ron"]);
        if !new.status.success() {
            return new;
        }
    }
    run(&["export", "a.ron", "--to", "svg"])
}

/// The diagram of an empty design, which bears the day.
fn diagram(environment: (&str, &str)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let output = export(folder.path(), environment);
    assert!(output.status.success(), "{output:?}");
    std::fs::read_to_string(folder.path().join("a-diagram.svg")).unwrap()
}

#[test]
fn exports_bear_the_day_of_the_place_where_the_computer_stands() {
    // The clocks of these places are 26 hours apart, so they never show the same day.
    let (west, east) = (diagram(("TZ", "WEST12")), diagram(("TZ", "EAST-14")));
    assert_ne!(west, east);
}

#[test]
fn exports_bear_the_day_of_source_date_epoch_in_utc() {
    assert!(diagram(("SOURCE_DATE_EPOCH", "1769817600")).contains("2026-01-31"));
}

#[test]
fn a_wrong_source_date_epoch_stops_the_program_with_words_about_it() {
    let folder = tempfile::tempdir().unwrap();
    let output = export(folder.path(), ("SOURCE_DATE_EPOCH", "yesterday"));
    assert_eq!(output.status.code(), Some(2));
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.starts_with("tierwright: the environment variable SOURCE_DATE_EPOCH is “yesterday”"), "{words}");
    assert!(!folder.path().join("a.ron").exists(), "nothing was done");
}

#[cfg(target_os = "linux")]
#[test]
fn a_mistyped_command_is_told_whatever_follows_it() {
    for words in
        [&["chekc"][..], &["chekc", "design.ron"], &["chekc", "--format", "json"], &["exprot", "-", "--to", "svg"]]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_tierwright")).args(words).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(&format!("unrecognized subcommand '{}'", words[0])), "{told}");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_tierwright")).args(["check", "--frmat"]).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("'--frmat'"), "a command is none that is mistyped");
}

#[test]
fn a_result_that_cannot_be_written_is_an_error_and_a_reader_who_leaves_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let design = folder.path().join("small.ron");
    let program = env!("CARGO_BIN_EXE_tierwright");
    let made = Command::new(program).args(["new", "--template", "small", "-o"]).arg(&design).status().unwrap();
    assert!(made.success());
    for call in [["--help"].as_slice(), &["--version"], &["rules", "list"], &["check", "--help"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(program).args(call).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{call:?}");
        let whole = Command::new(program).args(call).output().unwrap();
        assert!(whole.status.success() && !whole.stdout.is_empty() && whole.stderr.is_empty(), "{call:?}");
    }
    for command in ["check", "sweep", "capacity", "downtime"] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = Command::new(program).arg(command).arg(&design).stdout(full).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(words.contains("could not be written") && words.contains("incomplete"), "{command}: {words}");
        let mut gone = Command::new(program).arg(command).arg(&design).stdout(Stdio::piped()).spawn().unwrap();
        drop(gone.stdout.take());
        assert_ne!(gone.wait().unwrap().code(), Some(2), "{command}");
    }
}

#[test]
fn of_an_export_what_is_written_is_listed_and_what_failed_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("a-diagram.svg")).unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_tierwright")).current_dir(folder.path()).args(args).output().unwrap()
    };
    assert!(run(&["new", "--template", "small", "--output", "a.ron"]).status.success());
    let output = run(&["export", "a.ron", "--to", "svg,pdf"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(Path::new(String::from_utf8(output.stdout).unwrap().trim()), Path::new("./a-diagram.pdf"));
    assert!(String::from_utf8(output.stderr).unwrap().contains("a-diagram.svg was not written: that is a folder"));
}

#[test]
fn a_design_comes_out_of_a_document_and_through_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str], input: Option<&str>| {
        let input = input.map_or_else(Stdio::null, |it| std::fs::File::open(folder.path().join(it)).unwrap().into());
        let mut program = Command::new(env!("CARGO_BIN_EXE_tierwright"));
        program.current_dir(folder.path()).args(args).stdin(input).output().unwrap()
    };
    let export = ["export", "-", "--to", "svg", "--output", "-", "--date", "2026-03-01"];
    assert!(run(&["new", "--template", "small", "--output", "a.ron"], None).status.success());
    let svg = run(&export, Some("a.ron"));
    assert!(svg.status.success() && svg.stdout.starts_with(b"<svg"), "{svg:?}");
    std::fs::write(folder.path().join("a.svg"), &svg.stdout).unwrap();
    assert!(run(&export, Some("a.svg")).stdout == svg.stdout, "what was taken out of it gives it again");
    let [of_file, of_svg] = ["a.ron", "a.svg"].map(|it| run(&["check", it, "--format", "json"], None).stdout);
    let words = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("a.svg", "a.ron");
    assert_eq!(words(of_file), words(of_svg));
    let cut = run(
        &["check", "-"],
        Some("a-cut.svg")
            .filter(|it| std::fs::write(folder.path().join(it), &svg.stdout[..svg.stdout.len() / 2]).is_ok()),
    );
    assert_eq!(cut.status.code(), Some(3));
    assert!(String::from_utf8(cut.stderr).unwrap().contains("The design in this SVG picture cannot be used"));
}

#[test]
fn a_drill_takes_its_design_before_and_behind_the_parts_that_fail() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_tierwright")).current_dir(folder.path()).args(args).output().unwrap()
    };
    assert!(run(&["new", "--template", "large", "--output", "a.ron"]).status.success());
    let before = run(&["simulate", "a.ron", "--fail", "BTS1", "BTS2"]);
    assert!(before.status.success() && !before.stdout.is_empty(), "{before:?}");
    for args in [
        ["simulate", "a.ron", "--fail", "BTS1", "--fail", "BTS2"].as_slice(),
        &["simulate", "--fail", "BTS1", "--fail", "BTS2", "a.ron"],
        &["simulate", "--fail", "BTS1", "BTS2", "a.ron"],
    ] {
        let other = run(args);
        assert!(other.status.success() && other.stdout == before.stdout, "{args:?}: {other:?}");
    }
    let without = run(&["simulate", "--fail", "BTS1"]);
    assert_eq!(without.status.code(), Some(2));
    assert!(String::from_utf8(without.stderr).unwrap().contains("simulate FILE --fail"));
}

#[test]
fn files_for_builders_come_back_as_the_design_that_they_were_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_tierwright")).current_dir(folder.path()).args(args).output().unwrap()
    };
    assert!(run(&["new", "--template", "two-computer", "-o", "now.ron"]).status.success());
    assert!(run(&["new", "--template", "medium-receive-complete", "-o", "then.ron"]).status.success());
    let written = run(&["code", "then.ron", "--present", "now.ron", "-o", "builders"]);
    assert!(written.status.success(), "{written:?}");
    let told = String::from_utf8(written.stdout).unwrap();
    for name in ["README.txt", "hosts.ps1", "firewall.csv", "SettingsMap.xml", "UpdateInfo.xml"] {
        assert!(told.contains(name) && folder.path().join("builders").join(name).is_file(), "{name}: {told}");
    }
    let again =
        run(&["import", "builders/BTS3.configuration.xml", "builders/configuration.tokens.csv", "builders/hosts.tsv"]);
    let again = String::from_utf8(again.stdout).unwrap();
    assert!(again.contains("4 hosts, 16 host instances") && !again.contains("conflict"), "{again}");
    assert_eq!(run(&["code", "nowhere.ron", "-o", "builders"]).status.code(), Some(3));
    assert_eq!(run(&["code", "then.ron", "-o", "now.ron"]).status.code(), Some(2));
}

#[test]
fn a_result_goes_to_the_file_that_is_asked_for_as_it_would_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_tierwright")).current_dir(folder.path()).args(args).output().unwrap()
    };
    assert!(run(&["new", "--template", "small", "--output", "a.ron"]).status.success());
    let design = std::fs::read(folder.path().join("a.ron")).unwrap();
    let calls = [
        ["check", "a.ron"].as_slice(),
        &["capacity", "a.ron", "--format", "json"],
        &["downtime", "a.ron"],
        &["simulate", "a.ron", "--fail", "BTS1"],
        &["sweep", "a.ron"],
        &["diff", "a.ron", "a.ron"],
    ];
    for call in calls {
        let printed = run(call);
        std::fs::write(folder.path().join("out.txt"), "older and to be replaced").unwrap();
        let written = run(&[call, &["-o", "out.txt"]].concat());
        assert_eq!(written.status.code(), printed.status.code(), "{call:?}");
        assert!(written.stdout.is_empty() && !printed.stdout.is_empty(), "{call:?}");
        assert_eq!(std::fs::read(folder.path().join("out.txt")).unwrap(), printed.stdout, "{call:?}");
        let refused = run(&[call, &["-o", "./a.ron"]].concat());
        assert_eq!(refused.status.code(), Some(2), "{call:?}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains("name another file"), "{call:?}");
        let nowhere = run(&[call, &["-o", "missing/out.txt"]].concat());
        assert_eq!(nowhere.status.code(), Some(2), "{call:?}");
        assert!(String::from_utf8(nowhere.stderr).unwrap().contains("does not exist"), "{call:?}");
    }
    assert_eq!(std::fs::read(folder.path().join("a.ron")).unwrap(), design, "the design is untouched");
    let unreadable = run(&["check", "gone.ron", "-o", "none.txt"]);
    assert_eq!(unreadable.status.code(), Some(3));
}
