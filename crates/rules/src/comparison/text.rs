//! A comparison for people: the list of changes that a consultant would write, and what they buy.

use super::{Change, ChangeKind, Comparison, Outcome};
use crate::model::Element;

/// The comparison as text. `layout` lists changes of the drawing as well.
pub fn text(comparison: &Comparison, layout: bool) -> String {
    let (before, after) = &comparison.titles;
    let mut lines = vec![format!("From “{before}” to “{after}”"), String::new()];
    if comparison.is_empty() {
        lines.push("Nothing changes but, maybe, the drawing.".to_owned());
    }
    let shown: Vec<&Change> = comparison.changes.iter().filter(|it| layout || !it.is_layout).collect();
    for (title, group) in grouped(&shown, layout) {
        lines.push(title);
        lines.extend(group.iter().flat_map(|it| it.entry().broken()));
    }
    if !layout && comparison.num_layout() > 0 {
        lines.push(format!("({} changes of the drawing alone are not listed.)", comparison.num_layout()));
    }
    lines.extend([String::new(), "What it buys".to_owned()]);
    let width = comparison.benefits.iter().map(|it| it.label.chars().count()).max().unwrap_or(0);
    for it in &comparison.benefits {
        let same = it.before == it.after;
        let then = if same { " (the same)".to_owned() } else { format!(" -> {}", it.after) };
        lines.push(format!("  {:width$}  {}{then}", it.label, it.before));
    }
    lines.push(String::new());
    for outcome in [Outcome::Gone, Outcome::New, Outcome::Changed] {
        let of: Vec<_> = comparison.findings.iter().filter(|it| it.outcome == outcome).collect();
        lines.push(format!("Findings {}: {}", outcome.word(), of.len()));
        lines.extend(of.iter().map(|it| format!("  {:8} {:9} {}", it.severity.word(), it.rule, it.message)));
    }
    lines.join("\n")
}

/// What happens to one element, or to several alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Who it is, with the sign of what happens: `~ BTS1, BTS2 (Receive)`.
    pub head: String,
    /// What changes of it, detail by detail; empty for what comes or goes.
    pub details: Vec<String>,
}

impl Entry {
    /// A line without details.
    pub fn plain(head: String) -> Self {
        Self { head, details: Vec::new() }
    }

    /// All of it in one line.
    pub fn words(&self) -> String {
        if self.details.is_empty() { self.head.clone() } else { format!("{}: {}", self.head, self.details.join("; ")) }
    }

    /// The same, each detail in a line of its own, further in, where they do not fit into one.
    pub fn broken(&self) -> Vec<String> {
        let whole = format!("  {}", self.words());
        if self.details.len() < 2 || whole.chars().count() <= 100 {
            return vec![whole];
        }
        let details = self.details.iter().map(|it| format!("      {it}"));
        std::iter::once(format!("  {}:", self.head)).chain(details).collect()
    }
}

/// The changes under the title of their kind: what happens to several elements of one place alike is one entry. `layout`
/// names details of the drawing as well.
pub(crate) fn sections(changes: &[&Change], layout: bool) -> Vec<(String, Vec<Entry>)> {
    let entries = |group: Vec<Line<'_>>| group.iter().map(Line::entry).collect();
    grouped(changes, layout).into_iter().map(|(title, group)| (title, entries(group))).collect()
}

/// Whether the name of a part says where it is: `Receive host on BTS1`.
fn has_place(name: &str, place: &str) -> bool {
    name.strip_suffix(place).is_some_and(|it| it.ends_with(" on ") || it.ends_with(" of "))
}

/// What happens alike to one element or several.
#[derive(Debug, PartialEq)]
struct Line<'a> {
    kind: ChangeKind,
    names: Vec<&'a str>,
    place: &'a str,
    /// Whether they are parts of what stands at the place, which comes first then.
    are_parts: bool,
    /// Whether they come or go as what does not run.
    is_disabled: bool,
    details: Vec<String>,
}

impl<'a> Line<'a> {
    fn of(change: &'a Change, layout: bool) -> Self {
        let is_part = matches!(change.element(), Element::HostInstance(_) | Element::Handler(_));
        let are_parts = is_part && change.kind != ChangeKind::Changed;
        let end = |word: &str| change.name.strip_suffix(&change.place)?.strip_suffix(word);
        let name = if are_parts { end(" on ").or_else(|| end(" of ")) } else { None };
        Self {
            kind: change.kind,
            names: vec![name.unwrap_or(&change.name)],
            place: &change.place,
            are_parts,
            is_disabled: change.is_disabled,
            details: details_of(change, layout),
        }
    }

    /// Whether the same happens at the same place.
    fn is_like(&self, other: &Self) -> bool {
        (self.kind, self.place, self.are_parts, self.is_disabled)
            == (other.kind, other.place, other.are_parts, other.is_disabled)
            && self.details == other.details
    }

    /// Who it is, with the sign of what happens: `~ BTS1, BTS2 (Receive)`.
    fn head(&self) -> String {
        let (sign, names) = (self.kind.sign(), self.names.join(", "));
        let state = if self.is_disabled { " (disabled)" } else { "" };
        match self.place {
            "" => format!("{sign} {names}{state}"),
            place if self.are_parts => format!("{sign} {place}: {names}{state}"),
            // A changed part has its place in its name already.
            place if self.names.iter().all(|it| has_place(it, place)) => format!("{sign} {names}"),
            place => format!("{sign} {names} ({place})"),
        }
    }

    fn entry(&self) -> Entry {
        Entry { head: self.head(), details: self.details.clone() }
    }
}

fn grouped<'a>(changes: &[&'a Change], layout: bool) -> Vec<(String, Vec<Line<'a>>)> {
    let mut sections: Vec<(String, Vec<Line<'a>>)> = Vec::new();
    for change in changes {
        let (title, line) = (title_of(change.element()), Line::of(change, layout));
        match sections.last_mut() {
            Some((last, lines)) if *last == title => match lines.iter_mut().find(|it| it.is_like(&line)) {
                Some(known) => known.names.extend(line.names),
                None => lines.push(line),
            },
            _ => sections.push((title, vec![line])),
        }
    }
    sections
}

/// The plural of an element's kind, with a capital.
fn title_of(element: Element) -> String {
    match element.kind() {
        "environment" => "Environment".to_owned(),
        "biztalk-group" => "BizTalk groups".to_owned(),
        "sql-instance" => "SQL instances".to_owned(),
        "storage" => "Storage".to_owned(),
        other => crate::prose::capitalized(&format!("{}s", other.replace('-', " "))),
    }
}

/// What changes of an element, without the sign: `BTS1: operating system: Windows Server 2016 -> Windows Server 2019`.
/// `layout` names details of the drawing as well.
pub fn change_words(change: &Change, layout: bool) -> String {
    let place = if change.place.is_empty() || has_place(&change.name, &change.place) {
        String::new()
    } else {
        format!(" ({})", change.place)
    };
    let details = details_of(change, layout);
    let details = if details.is_empty() { String::new() } else { format!(": {}", details.join("; ")) };
    let state = if change.is_disabled { " (disabled)" } else { "" };
    format!("{}{place}{state}{details}", change.name)
}

fn details_of(change: &Change, layout: bool) -> Vec<String> {
    change.details.iter().filter(|it| layout || !it.is_layout).map(detail).collect()
}

fn detail(detail: &super::Detail) -> String {
    let known = |text: &str| if text.is_empty() { detail.absent.to_owned() } else { text.to_owned() };
    if detail.is_list {
        let part = |(word, text): &(&str, &String)| format!("{word} {text}");
        let parts = [("remove", &detail.before), ("add", &detail.after)];
        let parts: Vec<String> = parts.iter().filter(|(_, text)| !text.is_empty()).map(part).collect();
        return format!("{}: {}", detail.label, parts.join(", "));
    }
    format!("{}: {} -> {}", detail.label, known(&detail.before), known(&detail.after))
}
