//! Lists of hosts, separated by tabs, with or without quotes: hosts, their computers and their adapters.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::reading::{Dropped, Reading};
use super::xml::{Lines, flag};
use crate::facts::{Property, Subject, computer_key, is_placeholder};
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
    let mut sends = Sends::new();
    for row in rows.records() {
        let Ok(row) = row else {
            reading.problem(None, "is no list of hosts from here on");
            break;
        };
        if row.iter().all(str::is_empty) {
            continue;
        }
        let line = lines.line(start_of(&row, text));
        match &header {
            None => header = Some(row),
            Some(header) if row.len() == header.len() => of_host(header, &row, line, &mut sends, reading),
            // Which of its cells is the account or the password cannot be told any more.
            Some(header) => {
                let what = format!("has {} columns, the header {}: the row is not taken", row.len(), header.len());
                reading.problem(Some((line, 1)), what);
            }
        }
    }
    defaults(&sends, reading);
}

/// The send handlers by their adapter, each with whether a star marks it, and its line.
type Sends = BTreeMap<String, Vec<(Subject, bool, u32)>>;

/// Notes which send handler of each adapter is the default one. There always is one: a list without a star for an adapter
/// does not say which.
fn defaults(sends: &Sends, reading: &mut Reading) {
    for all in sends.values().filter(|all| all.iter().any(|(_, is_default, _)| *is_default)) {
        for (handler, is_default, line) in all {
            reading.says(handler, Property::IsDefault, *is_default, *line);
        }
    }
}

/// The byte at which a row starts, behind the empty lines before it.
fn start_of(row: &StringRecord, text: &str) -> usize {
    let before = row.position().and_then(|it| usize::try_from(it.byte()).ok()).unwrap_or_default();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.len() - rest.trim_start_matches(['\r', '\n']).len()
}

fn of_host(header: &StringRecord, row: &StringRecord, line: u32, sends: &mut Sends, reading: &mut Reading) {
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
    // Only lists that were written here say it.
    let says_disabled = header.iter().any(|it| it == "DisabledOn");
    let disabled: Vec<String> = cell("DisabledOn").split('|').map(computer_key).collect();
    for server in cell("InstanceServer").split('|').filter(|it| !it.trim().is_empty()) {
        if let Some(computer) = reading.computer(server, line) {
            let key = computer.clone();
            let instance = Subject::HostInstance { host: name.clone(), computer };
            reading.found(&instance, "", line);
            if says_disabled {
                reading.says(&instance, Property::Enabled, !disabled.contains(&key), line);
            }
            if reading.options.accounts && !cell("InstanceUser").is_empty() && !is_placeholder(cell("InstanceUser")) {
                reading.says(&instance, Property::Account, cell("InstanceUser"), line);
            }
        }
    }
    for (_, handler, _) in handlers(&name, Direction::Receive, cell("ReceiveHandler")) {
        reading.found(&handler.0, &handler.1, line);
    }
    for (adapter, handler, is_default) in handlers(&name, Direction::Send, cell("SendHandler")) {
        reading.found(&handler.0, &handler.1, line);
        sends.entry(adapter).or_default().push((handler.0, is_default, line));
    }
    let kept = reading.options.accounts;
    reading.drops(Dropped::Accounts, usize::from(!kept && !cell("InstanceUser").is_empty()));
    reading.drops(Dropped::Passwords, usize::from(!cell("InstanceUserPwd").is_empty()));
    reading.drops(Dropped::WindowsGroups, usize::from(!cell("GroupName").is_empty()));
}

/// The handlers of a host with their adapters as they are spelled; a star marks the default one of a send adapter.
fn handlers(
    host: &str,
    direction: Direction,
    list: &str,
) -> impl Iterator<Item = (String, (Subject, String), bool)> + use<> {
    let host = host.to_owned();
    let all: Vec<String> = list.split('|').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect();
    all.into_iter().map(move |it| {
        let (adapter, is_default) = it.strip_prefix('*').map_or((it.as_str(), false), |it| (it.trim(), true));
        let key = adapter.to_uppercase();
        let subject = Subject::Handler { adapter: key.clone(), direction, host: host.clone() };
        (key, (subject, adapter.to_owned()), is_default)
    })
}
