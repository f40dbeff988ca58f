//! The documents read back: text, pages, bookmarks.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Drawings, Paperwork, review_blocks, write};
use crate::analysis::{analyze, analyze_on};
use crate::dependency::sentences;
use crate::document::template;
use crate::edit::intent::rename::rename;
use crate::edit::{EditCommand, preview};
use crate::export::pdf::flow::{Block, Flow};
use crate::export::run::render;
use crate::export::{ExportMeta, ExportRequest, Format, Paper};
use crate::model::{ChecklistEntry, ChecklistStatus, Document, Waiver};
use crate::report;
use crate::rules::fingerprint;

const DOCUMENTS: [Format; 4] = [Format::Review, Format::Checklist, Format::BuildBook, Format::Evidence];

fn of(document: &Document, format: Format, paper: Paper) -> Vec<u8> {
    let request = ExportRequest { paper, ..ExportRequest::usual("".into(), "x".into(), "2024-03-05".into()) };
    render(document, &analyze(document), &request, format).unwrap()
}

fn pdf(document: &Document, paper: Paper) -> Vec<u8> {
    of(document, Format::Review, paper)
}

fn checklist(document: &Document) -> Vec<u8> {
    of(document, Format::Checklist, Paper::A4)
}

/// The text of all documents together.
fn all_text(document: &Document) -> String {
    DOCUMENTS.map(|format| text(&of(document, format, Paper::A4))).join(" ")
}

fn design(key: &str) -> Document {
    template(key).unwrap().document.clone()
}

fn read(bytes: &[u8]) -> lopdf::Document {
    lopdf::Document::load_mem(bytes).unwrap()
}

fn text(bytes: &[u8]) -> String {
    let file = read(bytes);
    let pages: Vec<u32> = file.get_pages().keys().copied().collect();
    file.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn outline(bytes: &[u8]) -> Vec<String> {
    let contents = read(bytes).get_toc().unwrap();
    contents.toc.into_iter().map(|it| it.title).collect()
}

fn with_entry(document: &Document, row: &str, entry: ChecklistEntry) -> Document {
    preview(document, &[EditCommand::SetChecklistEntry { row: row.to_owned(), entry }]).unwrap()
}

#[test]
fn every_section_of_every_document_is_there_and_has_a_bookmark() {
    let small = design("small");
    let sections: [(Format, &[&str]); 4] = [
        (
            Format::Review,
            &[
                "Document control",
                "1  Summary",
                "2  Diagram",
                "3  Targets and message flows",
                "4  What each failure does",
                "5  Recovery",
                "6  Capacity",
                "7  Findings",
                "8  Decisions and accepted risks",
                "9  Open questions",
            ],
        ),
        (
            Format::Checklist,
            &[
                "High-availability checklist",
                "Disaster-recovery checklist",
                "Go-live checklist",
                "Configuration and operations checklist",
            ],
        ),
        (
            Format::BuildBook,
            &[
                "1  Bill of materials",
                "2  Hosts and databases",
                "3  Firewall ports",
                "4  Jobs, logins and accounts",
                "5  Build order",
                "6  Test plan",
                "7  Runbook",
            ],
        ),
        (Format::Evidence, &["1  Figures and where they come from", "2  Capacity estimate in detail"]),
    ];
    for (format, sections) in sections {
        let bytes = of(&small, format, Paper::A4);
        let outline = outline(&bytes);
        for section in sections {
            assert!(outline.iter().any(|it| it.starts_with(section)), "{section} is not in {outline:?}");
        }
        let total = read(&bytes).get_pages().len();
        assert!(text(&bytes).contains(&format!("Page {total} of {total}")), "{format:?}");
    }
    let text = all_text(&small);
    for words in
        ["Not ready to build", "TRK-001", "HA-9", "DR-B14", "DR-R12", "GO-8", "DRILL-9", "is proven by the tests"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn the_summary_takes_one_page_and_a_design_without_computers_one_page_in_all() {
    let papers = [Paper::A4, Paper::Letter].into_iter().cycle();
    for (template, paper) in crate::document::templates().iter().step_by(3).zip(papers) {
        let file = read(&pdf(&template.document, paper));
        if template.document.computers.is_empty() {
            assert_eq!(file.get_pages().len(), 1, "{}", template.key);
            continue;
        }
        let page = |number: u32| file.extract_text(&[number]).unwrap();
        assert!(page(3).contains("Decision asked for"), "{}: {}", template.key, page(3));
        assert!(!page(4).contains("What to do first"), "{}", template.key);
        assert!(file.get_pages().len() <= 20, "{}: {} pages", template.key, file.get_pages().len());
    }
}

#[test]
fn a_large_completed_design_takes_no_more_pages_than_a_reader_bears() {
    let large = design("large-complete");
    for paper in [Paper::A4, Paper::Letter] {
        let pages = DOCUMENTS.map(|format| read(&of(&large, format, paper)).get_pages().len());
        assert!(pages[0] <= 14 && pages.iter().sum::<usize>() <= 32, "{paper:?}: {pages:?}");
    }
}

#[test]
fn what_several_losses_cost_alike_is_said_once_before_their_table() {
    let document = design("large-complete");
    let report = report::build(&document, &analyze(&document), "2024-03-05");
    let blocks = review_blocks(&report, &Drawings::default(), &ExportMeta::default(), Paper::A4).unwrap();
    let said = format!("{blocks:?}");
    let lost = "What was written after the last usable log mark is lost if the disks are lost.";
    assert_eq!(said.matches(lost).count(), 1, "{said}");
    let line = said.split(lost).nth(1).unwrap().split('"').next().unwrap();
    for name in ["BizTalkMgmtDb", "SSODB", "BizTalkDTADb"] {
        assert!(line.starts_with(" This is so after the loss of ") && line.contains(name), "{line}");
    }
}

#[test]
fn no_word_breaks_in_a_table_of_any_document() {
    for template in crate::document::templates() {
        let report = report::build(&template.document, &analyze(&template.document), "2024-03-05");
        // Each on the paper on which it is narrower.
        let kinds = [
            (Paperwork::Review, Paper::A4),
            (Paperwork::Evidence, Paper::A4),
            (Paperwork::Checklist, Paper::Letter),
            (Paperwork::BuildBook, Paper::Letter),
        ];
        for (kind, paper) in kinds {
            let mut flow = Flow::new(ExportMeta::default(), paper, ("", "")).transcribed();
            write(&mut flow, kind, &report, &Drawings::default()).unwrap();
            let width = flow.content_width();
            for block in flow.into_transcript() {
                let Block::Table(table) = block else { continue };
                let broken = table.broken_words(width);
                assert!(broken.is_empty(), "{} {kind:?}: {broken:?} in {:?}", template.key, table.columns);
            }
        }
    }
}

/// Computers of a large design with names of more than fifty characters.
fn crowded() -> Document {
    let plain = design("distributed-large");
    plain.computers.iter().fold(plain.clone(), |document, (id, computer)| {
        let name = format!("{} of the integration platform of the northern region", computer.name);
        preview(&document, &rename(&document, (*id).into(), &name).unwrap().commands).unwrap()
    })
}

#[test]
fn a_crowded_design_has_a_review_of_at_most_fourteen_pages_that_names_every_finding() {
    let crowded = crowded();
    let analysis = analyze(&crowded);
    for paper in [Paper::A4, Paper::Letter] {
        let review = pdf(&crowded, paper);
        let (pages, text) = (read(&review).get_pages().len(), text(&review));
        assert!(pages <= 14, "{paper:?}: {pages}");
        for finding in &analysis.rules.findings {
            assert!(text.contains(finding.rule.as_str()), "{} is not in {text}", finding.rule.as_str());
        }
    }
}

#[test]
fn a_heading_stands_on_the_page_of_what_it_leads_to() {
    let leads =
        [(Format::BuildBook, "6 Test plan", "GO-5"), (Format::Evidence, " Capacity estimate in", "Tier Normal")];
    for key in ["small", "availability-group-azure", "distributed-large", "large-complete"] {
        for (format, heading, first) in leads {
            let file = read(&of(&design(key), format, Paper::A4));
            let pages = file.get_pages();
            let page =
                |number: &u32| file.extract_text(&[*number]).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
            let page = pages.keys().map(page).find(|it| it.contains(heading)).unwrap();
            assert!(page.contains(first), "{key}: {heading} stands alone: {page}");
        }
    }
}

#[test]
fn the_summary_says_everything_whole_however_long_names_are() {
    for document in [crowded(), design("distributed-large"), design("large-complete"), design("large"), design("small")]
    {
        let report = report::build(&document, &analyze(&document), "2024-03-05");
        let blocks = review_blocks(&report, &Drawings::default(), &ExportMeta::default(), Paper::A4).unwrap();
        let summary = |it: &&Block| matches!(it, Block::Heading(1, words) if words.ends_with("Summary"));
        let from = blocks.iter().position(|it| summary(&it)).unwrap();
        let said: Vec<String> =
            blocks[from..].iter().take_while(|it| **it != Block::PageBreak).map(|it| format!("{it:?}")).collect();
        assert!(said.len() > 3 && !said.iter().any(|it| it.contains('…')), "{}: {said:#?}", document.project.title);
        assert!(said.iter().any(|it| it.contains(&report.brief.decision)), "{}", document.project.title);
    }
}

#[test]
fn every_sentence_behind_the_verdict_stands_in_a_chapter_and_what_is_taken_for_granted_on_the_summary() {
    for key in ["two-computer", "large", "large-complete", "bam"] {
        let document = design(key);
        let report = report::build(&document, &analyze(&document), "2024-03-05");
        let file = read(&pdf(&document, Paper::A4));
        let page = |number: u32| {
            let text = file.extract_text(&[number]).unwrap();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let rest: String = (4..=file.get_pages().len() as u32).map(page).collect::<Vec<_>>().join(" ");
        for sentence in &report.brief.sentences {
            assert!(rest.contains(sentence.as_str()), "{key}: {sentence}");
        }
        assert!(!report.brief.assumed.is_empty() || !["two-computer", "large"].contains(&key));
        for sentence in sentences(&report.brief.assumed) {
            let thing = sentence.strip_prefix("This takes for granted that ").unwrap().trim_end_matches('.');
            assert!(page(3).contains(thing), "{key}: {thing} is not in {}", page(3));
        }
    }
}

#[test]
fn every_single_point_that_has_a_number_has_its_mark_in_the_small_drawing() {
    let document = design("large");
    let analysis = analyze(&document);
    let scene = crate::scene::build(&document, &crate::scene::SceneOptions::default());
    let brief = report::build(&document, &analysis, "2024-03-05").brief;
    let storage = brief.marked.iter().filter(|(it, _)| matches!(it, crate::model::Element::Storage(_)));
    let mut spots: Vec<_> = storage.map(|(it, _)| crate::export::pdf::flow::spot(&scene, *it).unwrap()).collect();
    assert_eq!(spots.len(), 2);
    spots.dedup();
    assert_eq!(spots.len(), 2, "each at its own bar");
}

#[test]
fn a_section_that_is_switched_off_in_the_file_is_in_no_document() {
    let mut small = design("small");
    small.project.papers.left_out = crate::model::PaperSection::ALL.iter().copied().collect();
    let text = all_text(&small);
    for words in ["What each failure does", "Open questions", "Computers", "Expected result", "Done when", "State of"] {
        assert!(!text.contains(words), "{words} in {text}");
    }
    assert!(text.contains("Decision asked for") && text.contains("How to verify"), "what makes a document stays");
}

#[test]
fn documents_cannot_say_approved_while_an_error_is_open_and_the_refusal_names_it() {
    let mut small = design("small");
    small.project.papers.status = Some(crate::model::PaperStatus::Approved);
    let request = ExportRequest::usual("".into(), "x".into(), "2024-03-05".into());
    let problem = render(&small, &analyze(&small), &request, Format::Review).unwrap_err().to_string();
    assert!(problem.contains("cannot say that the design is approved") && problem.contains("TRK-001"), "{problem}");
    let mut complete = design("large-complete");
    complete.project.papers.status = Some(crate::model::PaperStatus::Approved);
    assert!(text(&pdf(&complete, Paper::A4)).contains("Approved"));
}

#[test]
fn accepted_findings_are_listed_with_reason_person_and_days_and_woken_ones_stand_open_with_a_note() {
    let design = design("small");
    let rules = analyze(&design).rules;
    let of = |rule: &str| rules.findings.iter().find(|it| it.rule == *rule).unwrap();
    let accepted = |rule: &str, person: &str, expires: &str| {
        EditCommand::PutWaiver(Waiver {
            rule: rule.to_owned(),
            elements: of(rule).elements.clone(),
            fingerprint: fingerprint(of(rule)),
            reason: "Tracked by the partner".to_owned(),
            person: person.to_owned(),
            date: "2026-01-31".parse().unwrap(),
            expires: Some(expires.parse().unwrap()),
        })
    };
    let rule = rules.findings.iter().find(|it| it.rule != *"TRK-001").unwrap().rule.as_str();
    let commands = [accepted("TRK-001", "Maria Lis", "2026-12-31"), accepted(rule, "Jan Wilk", "2026-02-28")];
    let design = preview(&design, &commands).unwrap();
    let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
    let analysis = analyze_on(&design, "2026-03-01".parse().ok());
    let text = text(&render(&design, &analysis, &request, Format::Review).unwrap());
    for words in ["Accepted findings", "Tracked by the", "Maria Lis", "2026-01-31", "2026-12-31"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(text.contains("Jan Wilk on 2026-01-31"), "{text}");
    assert!(text.contains("expired on 2026-02-28"), "{text}");
    let plain = self::text(&pdf(&self::design("small"), Paper::A4));
    assert!(!plain.contains("Accepted findings"));
}

#[test]
fn names_in_polish_greek_and_cyrillic_stay_text() {
    let mut design = design("small-complete");
    design.project.customer = "Łódź Żółw".to_owned();
    design.project.project = "Αθήνα".to_owned();
    design.project.author = "Анна Щукина".to_owned();
    let text = text(&pdf(&design, Paper::Letter));
    for name in ["Łódź Żółw", "Αθήνα", "Анна Щукина"] {
        assert!(text.contains(name), "{name}");
    }
}

#[test]
fn the_same_design_on_the_same_day_gives_the_same_bytes_and_the_paper_is_as_asked() {
    let design = design("large-complete");
    for (paper, short) in [(Paper::A4, 595.0), (Paper::Letter, 612.0)] {
        let bytes = pdf(&design, paper);
        assert_eq!(bytes, pdf(&design, paper));
        let file = read(&bytes);
        let sides = |page: &lopdf::ObjectId| {
            let media = file.get_dictionary(*page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
            (media[2].as_float().unwrap(), media[3].as_float().unwrap())
        };
        let sizes: Vec<(f32, f32)> = file.get_pages().values().map(sides).collect();
        assert!(sizes.iter().all(|(w, h)| (w.min(*h) - short).abs() < 1.0), "{sizes:?}");
        assert!(sizes.first().is_some_and(|(w, h)| w < h), "the cover stands upright");
    }
}

#[test]
fn what_a_person_entered_is_printed_beside_the_answer() {
    let entry = ChecklistEntry {
        status: ChecklistStatus::RiskAccepted,
        owner: "Maria Lewandowska".to_owned(),
        due: "2024-06-30".to_owned(),
        evidence: "Minutes of 12 March".to_owned(),
        note: "Until the upgrade".to_owned(),
    };
    let text = all_text(&with_entry(&design("small"), "HA-2", entry));
    for words in ["Lewandowska", "2024-06-30", "Minutes of 12", "Until the", "Risk accepted (row"] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn sources_are_links_to_the_documents() {
    let mut urls: Vec<String> = Vec::new();
    for format in DOCUMENTS {
        let file = read(&of(&design("small"), format, Paper::A4));
        for page in file.get_pages().values() {
            let Ok(links) = file.get_dictionary(*page).unwrap().get(b"Annots") else { continue };
            for link in file.dereference(links).unwrap().1.as_array().unwrap() {
                let link = file.dereference(link).unwrap().1.as_dict().unwrap();
                // Links within the document have a destination and no action.
                let Ok(action) = link.get(b"A") else { continue };
                if let Ok(url) = action.as_dict().unwrap().get(b"URI") {
                    urls.push(String::from_utf8_lossy(url.as_str().unwrap()).into_owned());
                }
            }
        }
    }
    let tracking = "https://learn.microsoft.com/biztalk/technical-guides/configuring-a-dedicated-tracking-host";
    // Once at the finding, once at the row of the checklist, once in the list of sources.
    assert!(urls.iter().filter(|it| *it == tracking).count() >= 3, "{urls:?}");
}

#[test]
fn the_logo_is_embedded_and_a_damaged_one_is_a_clear_error() {
    let mut design = design("small");
    let plain = pdf(&design, Paper::A4);
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::RgbaImage::from_pixel(8, 4, image::Rgba([200, 30, 30, 255]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    design.project.logo_png_base64 = Some(STANDARD.encode(png.into_inner()));
    let images = |bytes: &[u8]| {
        let is_image = |object: &lopdf::Object| {
            let kind = object.as_stream().ok().and_then(|it| it.dict.get(b"Subtype").ok().cloned());
            kind.is_some_and(|it| it.as_name().is_ok_and(|name| name == b"Image"))
        };
        read(bytes).objects.values().filter(|it| is_image(it)).count()
    };
    assert_eq!(images(&plain), 0);
    assert!(images(&pdf(&design, Paper::A4)) > 0);
    design.project.logo_png_base64 = Some("no base64!".to_owned());
    let request = ExportRequest::usual("".into(), "x".into(), "2024-03-05".into());
    let problem = render(&design, &analyze(&design), &request, Format::Review).unwrap_err().to_string();
    assert!(problem.contains("logo"), "{problem}");
}

#[test]
fn a_title_of_many_words_stays_on_the_cover() {
    let mut design = design("small");
    let short = read(&pdf(&design, Paper::Letter)).get_pages().len();
    design.project.title = "Integration platform of the northern regions ".repeat(12);
    let bytes = pdf(&design, Paper::Letter);
    assert_eq!(read(&bytes).get_pages().len(), short);
    assert!(text(&bytes).contains('…'));
}

#[test]
fn a_design_without_title_and_content_still_makes_a_document() {
    let text = text(&pdf(&Document::default(), Paper::A4));
    assert!(text.contains("Untitled design") && text.contains("nothing to judge, to build or to test"), "{text}");
}

#[test]
fn rules_that_a_person_confirms_have_rows_to_sign_and_those_that_do_not_apply_are_named_with_the_reason() {
    let plain = all_text(&design("small-complete"));
    assert!(plain.contains("Confirm that inbound and outbound network access of MSDTC"), "{plain}");
    assert!(plain.contains("There is no availability group: AG-019"), "{plain}");
    assert!(plain.contains("DR-018 in DR-B6"), "{plain}");
    let entry = ChecklistEntry { owner: "Maria Lewandowska".to_owned(), ..ChecklistEntry::default() };
    let signed = text(&checklist(&with_entry(&design("small-complete"), "DTC-001", entry)));
    assert!(signed.contains("Lewandowska") && !plain.contains("Lewandowska"));
}

#[test]
fn rules_with_nothing_to_look_at_stand_by_subject_so_that_no_page_waits_for_a_row_of_all_of_them() {
    let large = design("large-complete");
    let analysis = analyze(&large);
    let idle = report::build(&large, &analysis, "2024-03-05").annex.not_applicable;
    let evidence = text(&of(&large, Format::Evidence, Paper::A4));
    let rows: Vec<&str> = evidence.split("Have nothing to look at: ").skip(1).collect();
    let subjects = crate::rules::catalog()
        .families()
        .filter(|family| family.rows.iter().any(|row| idle.iter().any(|line| line.rule == row.id)));
    assert!(rows.len() > 5 && rows.len() == subjects.count(), "{evidence}");
    for line in idle {
        assert!(rows.iter().any(|it| it.contains(line.rule.as_str())), "{}", line.rule);
    }
}
