use crate::analysis::analyze;
use crate::document::template;
use crate::edit::{EditCommand, preview};
use crate::export::run::render;
use crate::export::{ExportRequest, Format, Paper};
use crate::model::{ChecklistEntry, ChecklistStatus, Document};

fn pdf(document: &Document, paper: Paper) -> Vec<u8> {
    let request = ExportRequest { paper, ..ExportRequest::all("".into(), "x".into(), "2024-03-05".into()) };
    render(document, &analyze(document), &request, Format::Checklist).unwrap()
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

#[test]
fn write_samples() {
    for (key, paper, name) in [
        ("small", Paper::A4, "small-a4"),
        ("small", Paper::Letter, "small-letter"),
        ("large-complete", Paper::A4, "large-complete-a4"),
        ("large-complete", Paper::Letter, "large-complete-letter"),
        ("large", Paper::A4, "large-a4"),
        ("two-computer-clustered-sso", Paper::A4, "two-a4"),
        ("empty", Paper::A4, "empty-a4"),
    ] {
        let mut d = design(key);
        d.project.customer = "Łódź Αθήνα Москва Sp. z o.o.".into();
        d.project.project = "Order hub renewal".into();
        d.project.author = "Ada Nowak".into();
        d.project.version = "1.2".into();
        std::fs::write(format!("/tmp/cl/{name}.pdf"), pdf(&d, paper)).unwrap();
    }
}
