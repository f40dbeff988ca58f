//! How long an import and a comparison take: a large BizTalk group, and one of 1,000 computers.

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use tierwright_design::document::template;
use tierwright_design::model::Document;
use tierwright_exchange::landing::{land, new_design};
use tierwright_exchange::load::Source;
use tierwright_exchange::readers::{Import, Options, read_all};
use tierwright_rules::comparison::{Pairing, changes, compare};

fn main() {
    divan::main();
}

/// Groups by number of computers: one like the large template, and the largest.
const COMPUTERS: &[usize] = &[26, 1000];

/// What our collector writes about a group with so many computers, 20 hosts on each, and its exported settings.
fn sources(num_computers: usize) -> Vec<Source> {
    let (mut servers, mut hosts, mut instances, mut handlers) =
        (String::new(), String::new(), String::new(), String::new());
    let mut settings = String::from("<Settings><HostInstanceSettings>");
    for computer in 0..num_computers {
        let _ = write!(servers, "{{\"name\": \"APP{computer:04}\", \"cores\": 8, \"memoryGB\": 32}},");
    }
    for host in 0..20 {
        let _ = write!(hosts, "{{\"name\": \"Host{host}\", \"type\": \"InProcess\", \"tracking\": false}},");
        let _ = write!(handlers, "{{\"adapter\": \"FILE\", \"direction\": \"receive\", \"host\": \"Host{host}\"}},");
        let _ = write!(settings, "<Host Name=\"Host{host}\">");
        for computer in 0..num_computers {
            let _ = write!(instances, "{{\"host\": \"Host{host}\", \"server\": \"APP{computer:04}\"}},");
            let _ = write!(settings, "<Server Name=\"APP{computer:04}\"/>");
        }
        settings.push_str("</Host>");
    }
    settings.push_str("</HostInstanceSettings></Settings>");
    let list = |text: &str| text.trim_end_matches(',').to_owned();
    let json = format!(
        "{{\"schema\": \"tierwright-topology-1\", \"servers\": [{}], \"hosts\": [{}], \"hostInstances\": [{}], \
         \"handlers\": [{}], \"databases\": [{{\"kind\": \"BizTalk Management\", \"name\": \"BizTalkMgmtDb\", \
         \"server\": \"SQL1\"}}]}}",
        list(&servers),
        list(&hosts),
        list(&instances),
        list(&handlers),
    );
    let source = |name: &str, text: String| Source { name: name.to_owned(), bytes: Ok(text.into_bytes()) };
    vec![source("collected.json", json), source("settings.xml", settings)]
}

fn import(num_computers: usize) -> Import {
    read_all(sources(num_computers), Options::default())
}

fn imported(import: &Import) -> Document {
    new_design(import).map(|it| it.0).unwrap_or_default()
}

#[divan::bench(args = COMPUTERS)]
fn read(bencher: Bencher<'_, '_>, num_computers: usize) {
    let sources = sources(num_computers);
    bencher.bench(|| read_all(black_box(sources.clone()), Options::default()));
}

#[divan::bench(args = COMPUTERS)]
fn land_in_a_new_design(bencher: Bencher<'_, '_>, num_computers: usize) {
    let import = import(num_computers);
    bencher.bench(|| new_design(black_box(&import)));
}

#[divan::bench(args = COMPUTERS)]
fn land_in_the_same_again(bencher: Bencher<'_, '_>, num_computers: usize) {
    let import = import(num_computers);
    let document = imported(&import);
    bencher.bench(|| land(black_box(&document), &import));
}

#[divan::bench]
fn compare_templates(bencher: Bencher<'_, '_>) {
    let of = |key: &str| template(key).map(|it| it.document.clone()).unwrap_or_default();
    let (before, after) = (of("large"), of("large-complete"));
    bencher.bench(|| compare(black_box(&before), &after, None, false));
}

/// Without judging either: pairing and details alone.
#[divan::bench(args = COMPUTERS)]
fn changes_of_an_import(bencher: Bencher<'_, '_>, num_computers: usize) {
    let import = import(num_computers);
    let document = imported(&import);
    bencher.bench(|| changes(black_box(&document), &document, &Pairing::of(&document, &document)));
}
