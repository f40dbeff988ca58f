//! A comparison as a page that a browser shows and prints.

use std::fmt::Write as _;

use crate::availability::xml::text as escape;

use super::text::{Entry, sections};
use super::{Change, Comparison};

const STYLE: &str = "body{font:15px/1.45 sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#1b1b1b}\
h2{margin-top:1.6em}h3{margin-bottom:.2em}table{border-collapse:collapse;width:100%}\
th,td{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}th{background:#eee}\
li{list-style:none}ul{padding-left:0}.s{display:inline-block;width:1.2em;font-weight:bold}";

/// The comparison as HTML, complete in one file. `layout` lists changes of the drawing as well.
pub fn html(comparison: &Comparison, layout: bool) -> String {
    let (before, after) = (escape(&comparison.titles.0), escape(&comparison.titles.1));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{before} and {after}</title>\
         <style>{STYLE}</style></head><body>\n<h1>From {before} to {after}</h1>\n<h2>Changes</h2>\n"
    );
    let shown: Vec<&Change> = comparison.changes.iter().filter(|it| layout || !it.is_layout).collect();
    if shown.is_empty() {
        page.push_str("<p>Nothing changes.</p>\n");
    }
    for (title, lines) in sections(&shown, layout) {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "<h3>{}</h3>\n<ul>", escape(&title));
        for line in lines.iter().map(Entry::words) {
            let (sign, words) = line.split_once(' ').unwrap_or(("", &line));
            let _ = writeln!(page, "<li><span class=\"s\">{}</span>{}</li>", escape(sign), escape(words));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("<h2>What it buys</h2>\n<table><tr><th></th><th>Before</th><th>After</th></tr>\n");
    for it in &comparison.benefits {
        let (label, was, is) = (escape(&it.label), escape(&it.before), escape(&it.after));
        let _ = writeln!(page, "<tr><th>{label}</th><td>{was}</td><td>{is}</td></tr>");
    }
    page.push_str(
        "</table>\n<h2>Findings</h2>\n<table><tr><th></th><th>Severity</th><th>Rule</th><th>What</th></tr>\n",
    );
    for it in &comparison.findings {
        let (word, severity) = (it.outcome.word(), it.severity.word());
        let _ = writeln!(
            page,
            "<tr><td>{word}</td><td>{severity}</td><td>{}</td><td>{}</td></tr>",
            escape(&it.rule),
            escape(&it.message)
        );
    }
    page.push_str("</table>\n</body></html>\n");
    page
}
