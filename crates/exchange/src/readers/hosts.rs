//! Lists of hosts, separated by tabs, with or without quotes: hosts, their computers and their adapters.

use csv::{ReaderBuilder, StringRecord, Trim};

use super::reading::{Dropped, Reading};
use super::xml::{Lines, flag};
use crate::facts::{Property, Subject, is_placeholder};
use crate::model::Direction;

/// Whether a line is the header of such a list.
pub(super) fn is_header(line: &str) -> bool {
    let columns: Vec<&str> = line.trim_end().split('\t').map(|it| it.trim().trim_matches('"')).collect();
    columns.contains(&"HostName") && columns.contains(&"HostType")
}

/// Reads a file.
pub(super) fn read(text: &str, reading: &mut Reading) {
    let lines = Lines::of(text);
    let mut rows = ReaderBuilder::new();
    let mut rows = rows.delimiter(b'\t').has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut header: Option<StringRecord> = None;
    for row in rows.records() {
        let Ok(row) = row else { return reading.problem(None, "is no list of hosts from here on") };
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = lines.line(start_of(&row, text));
        match &header {
            None => header = Some(row),
            Some(header) if row.len() == header.len() => of_host(header, &row, line, reading),
            // Which of its cells is the account or the password cannot be told any more.
            Some(header) => {
                let what = format!("has {} columns, the header {}: the row is not taken", row.len(), header.len());
                reading.problem(Some((line, 1)), what);
            }
        }
    }
}

/// The byte at which a row starts, behind the empty lines before it.
fn start_of(row: &StringRecord, text: &str) -> usize {
    let before = row.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or_default();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.len() - rest.trim_start_matches(['\r', '\n']).len()
}

fn of_host(header: &StringRecord, row: &StringRecord, line: u32, reading: &mut Reading) {
    let cell = |name: &str| header.iter().position(|it| it == name).and_then(|at| row.get(at)).unwrap_or_default();
    let Some(name) = reading.host(cell("HostName"), line) else {
        return reading.leaves_open("a host without a name", line);
    };
    let host = Subject::Host(name.clone());
    match cell("HostType") {
        kind @ ("InProcess" | "Isolated") => reading.says(&host, Property::Kind, kind, line),
        other => reading.leaves_open(format!("the type of host {} (“{other}”)", cell("HostName")), line),
    }
    let flags = [
        ("AuthTrusted", Property::Trusted),
        ("IsTrackingHost", Property::Tracking),
        ("Is32BitOnly", Property::Only32Bit),
    ];
    for (column, property) in flags {
        if let Some(yes) = flag(cell(column)) {
            reading.says(&host, property, yes, line);
        }
    }
    let intervals = [
        ("MessagingMaxReceiveInterval", Property::MessagingPolling),
        ("XlangMaxReceiveInterval", Property::OrchestrationPolling),
    ];
    for (column, property) in intervals {
        if let Ok(number) = cell(column).parse::<u64>() {
            reading.says(&host, property, number, line);
        }
    }
    for server in cell("InstanceServer").split('|').filter(|it| !it.trim().is_empty()) {
        if let Some(computer) = reading.computer(server, line) {
            let instance = Subject::HostInstance { host: name.clone(), computer };
            reading.found(&instance, "", line);
            if reading.options.accounts && !cell("InstanceUser").is_empty() && !is_placeholder(cell("InstanceUser")) {
                reading.says(&instance, Property::Account, cell("InstanceUser"), line);
            }
        }
    }
    handlers(&name, Direction::Receive, cell("ReceiveHandler"), line, reading);
    handlers(&name, Direction::Send, cell("SendHandler"), line, reading);
    let kept = reading.options.accounts;
    reading.drops(Dropped::Accounts, usize::from(!kept && !cell("InstanceUser").is_empty()));
    reading.drops(Dropped::Passwords, usize::from(!cell("InstanceUserPwd").is_empty()));
    reading.drops(Dropped::WindowsGroups, usize::from(!cell("GroupName").is_empty()));
}

/// Notes the handlers of a host; a star marks the default one of a send adapter.
fn handlers(host: &str, direction: Direction, list: &str, line: u32, reading: &mut Reading) {
    for adapter in list.split('|').map(str::trim).filter(|it| !it.is_empty()) {
        let (adapter, is_default) = adapter.strip_prefix('*').map_or((adapter, false), |it| (it.trim(), true));
        let handler = Subject::Handler { adapter: adapter.to_uppercase(), direction, host: host.to_owned() };
        reading.found(&handler, adapter, line);
        if direction == Direction::Send {
            reading.says(&handler, Property::IsDefault, is_default, line);
        }
    }
}
