//! Documents of many pages, read back.

use super::*;
use crate::export::sample;
use crate::scene::{Align, IconKind, Ink, Item, Prim};

fn meta() -> ExportMeta {
    ExportMeta {
        title: "Order hub".into(),
        author: "Ada Nowak".into(),
        customer: "Contoso Łódź".into(),
        version: "v1.2".into(),
        date: "2024-03-05".into(),
        ..ExportMeta::default()
    }
}

fn flow() -> Flow {
    Flow::new(meta(), Paper::A4, ("High availability checklist", ""))
}

/// The text of each page, from its shapes.
fn page_texts(mut flow: Flow) -> Vec<String> {
    flow.flush();
    flow.fill_contents();
    flow.add_running_lines();
    let texts = |page: &Page| {
        let prims = page.pieces.iter().flat_map(|piece| &piece.prims);
        let words = prims.filter_map(|prim| if let Prim::Text { text, .. } = prim { Some(text.clone()) } else { None });
        words.collect::<Vec<_>>().join(" ")
    };
    flow.pages.iter().map(texts).collect()
}

fn table(rows: usize, words: usize) -> Table {
    let row = |n: usize| {
        let long = format!("begin{n}x {} end{n}x", "and so on ".repeat(words));
        Row::Cells(vec![format!("R{n}").into(), long.into(), Cell::of(Part::TickBox(false, RichText::new()))])
    };
    Table {
        columns: vec![Column::fixed("Number", 50.0), Column::flex("Statement", 1.0), Column::fixed("Done", 40.0)],
        rows: (0..rows).map(row).collect(),
        zebra: true,
        ..Table::default()
    }
}

#[test]
fn header_row_repeats_and_rows_stay_whole() {
    let mut flow = flow();
    flow.table(&table(120, 40));
    let pages = page_texts(flow);
    assert!(pages.len() > 4);
    for page in &pages {
        assert_eq!(page.matches("Statement").count(), 1, "{page}");
        let marks = |word: &str| {
            page.split(' ').filter(|w| w.starts_with(word)).map(|w| w.replace(word, "")).collect::<Vec<_>>()
        };
        assert_eq!(marks("begin"), marks("end"), "a row is split");
    }
    let all = pages.join(" ");
    assert!((0..120).all(|n| all.contains(&format!("end{n}x"))), "a row is lost");
}

#[test]
fn row_taller_than_a_page_continues_on_the_next() {
    let mut flow = flow();
    flow.table(&table(2, 1500));
    let pages = page_texts(flow);
    assert!(pages.len() >= 3);
    assert!(pages.iter().all(|page| page.contains("Statement")));
    let words: usize = pages.iter().map(|page| page.matches("and so on").count()).sum();
    assert!(words > 2900, "{words} of 3000 left, some split between lines");
    assert!(pages.concat().contains("end1x"));
}

#[test]
fn group_row_and_heading_are_never_last_on_a_page() {
    for space in 0..60 {
        let mut flow = flow();
        flow.space(300.0 + space as f32 * 7.0);
        flow.heading(1, "Heading");
        flow.lead_in("What it leads to");
        flow.heading(2, "Below it");
        let mut t = table(3, 3);
        t.rows.insert(0, Row::Group("Group one".into()));
        t.rows.insert(3, Row::Group("Group two".into()));
        flow.table(&t);
        for page in page_texts(flow) {
            let body = page.split("Page ").next().unwrap_or_default();
            let last = |words: &str| body.rfind(words);
            for keeper in ["Heading", "leads to", "Below it", "Group one", "Group two"] {
                if let Some(at) = last(keeper) {
                    let follows = page.get(at..).unwrap_or_default();
                    assert!(follows.contains("begin"), "{keeper} is left alone with {space}: {page}");
                }
            }
        }
    }
}

#[test]
fn a_cover_with_every_fact_keeps_them_apart_from_each_other_and_from_the_note() {
    let long = "Contoso Aktiengesellschaft, Group Information Technology, Integration Competence Centre";
    let facts = (0..10).map(|at| (format!("Fact {at}"), if at % 9 == 0 { long } else { "Short" }.to_owned())).collect();
    let mut flow = flow();
    flow.cover(&Cover { title: long.into(), facts, note: long.repeat(2), ..Cover::default() });
    let texts: Vec<Rect> = flow.pages[0].pieces.iter().flat_map(|it| &it.prims).filter_map(text_rect).collect();
    assert!(texts.len() > 20);
    for (at, one) in texts.iter().enumerate() {
        assert!(one.max.y <= flow.pages[0].height - 20.0, "{one:?}");
        for other in &texts[at + 1..] {
            let apart = one.max.x <= other.min.x
                || other.max.x <= one.min.x
                || one.max.y <= other.min.y
                || other.max.y <= one.min.y;
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn no_word_of_a_fact_on_the_cover_breaks_however_many_there_are() {
    let values = ["Hochverfügbarkeitsanforderungen", "Interconnection", "Integrationsplattformen der Gruppe"];
    for count in [3, 7, 10, 14] {
        let facts = (0..count).map(|at| (format!("Fact {at}"), values[at % values.len()].to_owned())).collect();
        let mut flow = flow();
        flow.cover(&Cover { title: "Order hub".into(), facts, ..Cover::default() });
        let prims = flow.pages[0].pieces.iter().flat_map(|it| &it.prims);
        let texts: Vec<&str> =
            prims.filter_map(|it| if let Prim::Text { text, .. } = it { Some(text.as_str()) } else { None }).collect();
        for word in values.iter().flat_map(|it| it.split(' ')) {
            let whole = texts.iter().filter(|it| it.split(' ').any(|it| it == word)).count();
            let wanted = (0..count).filter(|at| values[at % values.len()].split(' ').any(|it| it == word)).count();
            assert_eq!(whole, wanted, "{count}: {word} in {texts:?}");
        }
    }
}

/// Where the letters of a text stand, without what hangs below the line.
fn text_rect(prim: &Prim) -> Option<Rect> {
    let Prim::Text { baseline, size, face, text, .. } = prim else { return None };
    let width = crate::scene::text::text_width(*face, *size, text);
    Some(Rect::from_ltrb(baseline.x, baseline.y - size * 0.7, baseline.x + width, baseline.y))
}

#[test]
fn a_long_title_at_the_top_of_a_page_gives_way_to_what_stands_behind_it() {
    let title = "Enterprise integration platform of the group in Frankfurt and Amsterdam ".repeat(4);
    let mut flow = Flow::new(meta(), Paper::A4, (title.as_str(), "For approval · Confidential"));
    flow.paragraph("Text.");
    let page = page_texts(flow).remove(0);
    assert!(page.contains("… · For approval · Confidential"), "{page}");
}

#[test]
fn contents_leave_no_chapter_out_however_little_room_there_is() {
    let mut flow = flow();
    for _ in 0..30 {
        flow.paragraph("Something that stands before.");
    }
    flow.contents("Contents");
    for number in 0..16 {
        flow.heading(1, &format!("Chapter {number}."));
        flow.paragraph("Text.");
    }
    let pages = page_texts(flow);
    let contents = pages.iter().find(|it| it.contains("Contents")).unwrap();
    for number in 0..16 {
        assert!(contents.contains(&format!("Chapter {number}.")), "{contents}");
    }
}

#[test]
fn pages_are_counted_and_the_cover_has_no_running_lines() {
    let mut flow = flow();
    flow.cover(&Cover { title: "Order hub".into(), ..Cover::default() });
    flow.page_break();
    flow.contents("Contents");
    flow.heading(1, "Scope");
    flow.paragraph("First.");
    flow.page_break();
    flow.heading(1, "Findings");
    flow.heading(2, "Errors");
    flow.paragraph("Second.");
    let pages = page_texts(flow);
    assert_eq!(pages.len(), 4);
    assert!(!pages[0].contains("Page"));
    assert!(pages[3].contains("Page 4 of 4") && pages[3].contains("Contoso Łódź · v1.2"));
    let contents = &pages[1];
    assert!(
        contents.contains("Scope 3") && contents.contains("Findings 4") && contents.contains("Errors 4"),
        "{contents}"
    );
}

#[test]
fn everything_stays_on_the_page() {
    let mut flow = full();
    flow.flush();
    flow.fill_contents();
    flow.add_running_lines();
    for (number, page) in flow.pages.iter().enumerate() {
        for prim in page.pieces.iter().flat_map(|piece| &piece.prims) {
            let bounds = prim.bounds().unwrap();
            let inside = bounds.min.x >= -0.1 && bounds.max.x <= page.width + 0.1 && bounds.min.y >= -0.1;
            assert!(inside && bounds.max.y <= page.height + 0.1, "page {number}: {prim:?} {bounds:?}");
        }
    }
}

#[test]
fn paragraph_leaves_no_single_line_behind() {
    for space in 0..30 {
        let mut flow = flow();
        flow.space(640.0 + space as f32 * 3.0);
        flow.paragraph("word ".repeat(70));
        let pages = page_texts(flow);
        let lines = |page: &String| page.matches("word").count();
        for page in &pages {
            assert!(lines(page) == 0 || lines(page) > 20, "{space}: {} words", lines(page));
        }
    }
}

#[test]
fn anchor_names_the_page_of_what_follows() {
    let mut flow = flow();
    let scene = Scene { bounds: Rect::from_ltrb(0.0, 0.0, 900.0, 400.0), ..sample::scene() };
    flow.paragraph("Before");
    flow.anchor("topology");
    flow.scene_pages("Topology", &scene, false);
    flow.paragraph("After");
    flow.flush();
    assert_eq!(flow.anchors["topology"].page, 1);
    assert_eq!(flow.pages.len(), 3);
    assert!(flow.pages[1].width > flow.pages[1].height, "a wide drawing turns its page");
    assert!(flow.pages[2].width < flow.pages[2].height);
}

#[test]
fn columns_share_the_width_and_never_exceed_it() {
    for columns in [
        vec![Column::fixed("a", 50.0), Column::flex("b", 1.0), Column::flex("c", 3.0)],
        vec![Column::fixed("a", 900.0), Column::flex("b", 1.0)],
        vec![Column::fixed("a", 20.0)],
    ] {
        let mut flow = flow();
        flow.table(&Table { columns: columns.clone(), ..Table::default() });
        let edge = flow.content_width() + SIDE + 0.2;
        let right = flow.pages[0].pieces.iter().flat_map(|p| &p.prims).filter_map(Prim::bounds).map(|b| b.max.x);
        assert!(right.fold(0.0, f32::max) <= edge + 1.0, "{columns:?}");
    }
}

fn logo() -> Picture {
    let mut picture = image::RgbaImage::new(40, 20);
    for (x, _, pixel) in picture.enumerate_pixels_mut() {
        *pixel = image::Rgba([10, 90, 170, (x * 6) as u8]);
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    Flow::read_picture(bytes.get_ref()).unwrap()
}

/// A document with every kind of block.
pub(in crate::export::pdf) fn full() -> Flow {
    let mut flow = flow();
    flow.cover(&Cover {
        kicker: "High availability review".into(),
        title: "Order hub for Łódź, Αθήνα and Київ".into(),
        subtitle: "Microsoft BizTalk Server environment, checklist and findings".into(),
        facts: vec![
            ("Customer".into(), "Contoso Łódź".into()),
            ("Author".into(), "Ada Nowak".into()),
            ("Version".into(), "v1.2".into()),
            ("Date".into(), "2024-03-05".into()),
            ("Status".into(), "For approval".into()),
        ],
        logo: Some(logo()),
        note: "High availability is not proven by this document; it is proven by tests.".into(),
    });
    flow.page_break();
    flow.contents("Contents");
    flow.heading(1, "Executive summary");
    flow.lead("The design survives the loss of any one computer except the master secret server.");
    flow.tiles(&[
        super::Tile { value: "2".into(), label: "errors open".into(), ink: Ink::Error },
        super::Tile { value: "1".into(), label: "single point of failure".into(), ink: Ink::Warning },
        super::Tile { value: "7 of 8".into(), label: "flows that survive any one failure".into(), ink: Ink::Ok },
    ]);
    flow.callout(&Callout {
        severity: Severity::Error,
        title: "The master secret server is a single point of failure".into(),
        body: vec![
            RichText::from("Cluster the Enterprise Single Sign-On service, see ")
                .link("section 2", "#findings")
                .text("."),
        ],
    });
    let text = RichText::from("Text with ").bold("bold words").text(", ").mono("BTSNTSvc64.exe").text(" and a ").link(
        "link to the documentation",
        "https://learn.microsoft.com/biztalk/core/high-availability-for-enterprise-single-sign-on",
    );
    flow.paragraph(text.clone().text(". ").text("More words to fill the line. ".repeat(9)));
    flow.bullets(&[text.clone(), "Second item".into(), RichText::from("Third item that is long. ".repeat(8))]);
    flow.heading(2, "Key facts");
    flow.key_values(&[
        ("Recovery time objective", "4 hours, entered by the customer".into()),
        ("Owner", RichText::new()),
    ]);
    flow.scene(&sample::scene(), 220.0, "Figure 1. Two computers.");
    flow.scene_pages("Topology", &sample::scene(), false);
    flow.anchor("findings");
    flow.heading(1, "Findings");
    findings(&mut flow);
    flow.heading(1, "Checklist with sign-off");
    sign_off(&mut flow);
    flow
}

fn findings(flow: &mut Flow) {
    let mut rows = vec![Row::Group(Cell::of(Part::Icon(
        IconKind::MasterSecretServer,
        Ink::RoleSso,
        "Enterprise Single Sign-On".into(),
    )))];
    let severities = [
        (Severity::Blocker, "Blocker"),
        (Severity::Error, "Error"),
        (Severity::Warning, "Warning"),
        (Severity::Advice, "Advice"),
        (Severity::Info, "Info"),
        (Severity::Ok, "Fulfilled"),
        (Severity::Open, "Open"),
    ];
    for n in 0..30 {
        let (severity, word) = severities[n % severities.len()];
        if n == 14 {
            rows.push(Row::Group("SQL Server".into()));
        }
        rows.push(Row::Cells(vec![
            format!("SSO-{n:02}").into(),
            Cell::of(Part::Chip(severity, word.into())),
            Cell::from(
                RichText::new()
                    .bold("The master secret server is not clustered. ")
                    .text("When it fails, servers go on with a cached secret until their service restarts."),
            )
            .and(Part::Note(
                RichText::new()
                    .text("Source: ")
                    .link("core/high-availability-for-enterprise-single-sign-on", "https://learn.microsoft.com/"),
            )),
            "Cluster the service in its own cluster resource group.".into(),
            Cell::of(Part::Text("12".into())),
        ]));
    }
    flow.table(&Table {
        columns: vec![
            Column::fixed("Id", 46.0),
            Column::fixed("Severity", 68.0),
            Column::flex("What and why", 3.0),
            Column::flex("What to do", 2.0),
            Column::fixed("Effort", 38.0).aligned(Align::End),
        ],
        rows,
        zebra: true,
        ..Table::default()
    });
    flow.note("Ordered by severity.");
}

fn sign_off(flow: &mut Flow) {
    let row = |n: usize| {
        Row::Cells(vec![
            Cell::of(Part::TickBox(n.is_multiple_of(3), RichText::new())),
            Cell::from(format!("Check number {n}: the backup of the master secret is stored outside the data center.")),
            Cell::empty(),
            Cell::empty(),
            Cell::of(Part::WritingLines(2)),
        ])
    };
    flow.table(&Table {
        columns: vec![
            Column::fixed("", 22.0),
            Column::flex("Item", 3.0),
            Column::fixed("Owner", 70.0),
            Column::fixed("Due", 60.0),
            Column::flex("Evidence", 2.0),
        ],
        rows: (1..14).map(row).collect(),
        grid: true,
        row_height: 26.0,
        ..Table::default()
    });
}

#[test]
fn document_reads_back_with_text_outline_and_links() {
    let bytes = full().finish().unwrap();
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let pages = file.get_pages().len() as u32;
    assert!(pages >= 7);
    let all: Vec<u32> = (1..=pages).collect();
    let text = file.extract_text(&all).unwrap();
    for part in ["Łódź", "Αθήνα", "Київ", "BTSNTSvc64.exe", &format!("Page 3 of {pages}"), "SSO-29", "Not stated"]
    {
        assert!(text.contains(part), "{part} is missing");
    }
    let toc = file.get_toc().unwrap();
    let titles: Vec<_> = toc.toc.iter().map(|entry| (entry.level, entry.title.as_str())).collect();
    assert!(titles.contains(&(1, "Executive summary")) && titles.contains(&(2, "Key facts")), "{titles:?}");
    let raw: Vec<_> = file.objects.values().filter_map(|o| o.as_stream().ok()).collect();
    assert!(raw.iter().any(|s| s.dict.has(b"SMask")), "the logo keeps its transparency");
}

#[test]
fn same_document_gives_the_same_bytes() {
    assert!(full().finish().unwrap() == full().finish().unwrap());
}

#[test]
fn every_object_of_the_file_is_in_use_and_their_numbers_have_no_gap() {
    let mut flow = flow();
    flow.heading(1, "Heading");
    flow.paragraph("Words");
    flow.table(&table(3, 3));
    let mut file = lopdf::Document::load_mem(&flow.finish().unwrap()).unwrap();
    assert!(file.objects.keys().map(|id| id.0).eq(1..=file.objects.len() as u32));
    assert_eq!(file.prune_objects(), []);
}

#[test]
fn figures_and_words_of_tiles_read_back_whole() {
    let labels = ["Single points", "Blockers", "Errors", "Warnings", "Advice", "Accepted", "Not stated"];
    for value in ["7", "159", "12345", "7 of 8", "123456789012345678901234567890123456789012345678901234567890"] {
        for count in 1..=labels.len() {
            let mut flow = flow();
            let tiles = labels.iter().take(count);
            let tiles: Vec<Tile> =
                tiles.map(|it| Tile { value: value.into(), label: (*it).into(), ink: Ink::Error }).collect();
            flow.tiles(&tiles);
            let edge = flow.content_width() + SIDE;
            let prims: Vec<&Prim> = flow.pages.iter().flat_map(|it| &it.pieces).flat_map(|it| &it.prims).collect();
            let right = prims.iter().filter_map(|it| it.bounds()).map(|it| it.max.x).fold(0.0, f32::max);
            assert!(right <= edge + 0.5, "{count} of {value} reach {right}");
            let bytes = flow.finish().unwrap();
            let text = lopdf::Document::load_mem(&bytes).unwrap().extract_text(&[1]).unwrap();
            let words: Vec<&str> = text.split_whitespace().collect();
            let shown = value.split(' ').next().unwrap();
            assert!(words.iter().filter(|it| **it == shown).count() >= count, "{count} of {value}: {text}");
            for word in labels.iter().take(count).flat_map(|it| it.split(' ')) {
                assert!(words.contains(&word), "{word} with {count} of {value}: {text}");
            }
        }
    }
}

#[test]
fn a_drawing_whose_texts_would_be_too_small_is_shown_in_parts_that_cover_it() {
    let mut scene = sample::scene();
    scene.bounds = Rect::from_ltrb(0.0, 0.0, 3000.0, 2600.0);
    let corner = Rect::from_ltrb(2900.0, 2500.0, 2990.0, 2590.0);
    scene.items.push(Item::decoration(corner, vec![Prim::filled(corner, 0.0, Ink::Text)]));
    let mut flow = flow();
    flow.scene_pages("Topology", &scene, false);
    assert!(flow.num_pages() > 1);
    let sizes = flow.pages.iter().flat_map(|it| &it.pieces).flat_map(|it| &it.prims).filter_map(|prim| match prim {
        Prim::Text { size, .. } => Some(*size),
        _ => None,
    });
    assert!(sizes.fold(f32::MAX, f32::min) >= 5.99);
}

#[test]
fn a_row_that_goes_on_repeats_its_first_cell_and_a_word_keeps_its_column_wide_enough() {
    let mut flow = flow();
    let long = Row::Cells(vec!["SQL-INSTANCE-7".into(), "word ".repeat(1500).into()]);
    let columns = vec![Column::fixed("Id", 20.0), Column::flex("Text", 1.0)];
    flow.table(&Table { columns, rows: vec![long], ..Table::default() });
    let pages = page_texts(flow);
    assert!(pages.len() > 1 && pages.iter().all(|it| it.contains("SQL-INSTANCE-7")), "{pages:?}");
}
