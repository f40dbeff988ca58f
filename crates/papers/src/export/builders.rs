//! The design as files for builders: the ports as the build book has them, and the way from the present environment.

use super::ExportError;
use super::request::Present;
use crate::analysis::Analysis;
use crate::bundle::archive::pack;
use crate::code::{File, Given, OpenPort, Present as Before, files};
use crate::comparison::Pairing;
use crate::model::Document;
use crate::report::{PortRow, design_hash, port_rows};
use crate::rules::version_of_rules;

/// The files that builders need of a target, which is called by its title, else by `otherwise`; with a present also those
/// that lead from one to the other.
pub fn files_for_builders(
    target: &Document,
    analysis: &Analysis,
    otherwise: &str,
    present: Option<&Present>,
) -> Vec<File> {
    let (name, hash) = (called(target, otherwise), design_hash(target));
    let ports = port_rows(target, analysis).into_iter().map(open_port).collect();
    let given = Given { name, hash: &hash, rules_version: version_of_rules(), ports };
    let Some(present) = present else { return files(target, &given, None) };
    let pairing = Pairing::of(&present.document, target);
    let becomes = |it| pairing.after(it);
    let name = called(&present.document, &present.name);
    files(target, &given, Some(&Before { document: &present.document, name, becomes: &becomes }))
}

/// The same in one archive.
pub(super) fn archive(
    target: &Document,
    analysis: &Analysis,
    otherwise: &str,
    present: Option<&Present>,
    date: &str,
) -> Result<Vec<u8>, ExportError> {
    let files = files_for_builders(target, analysis, otherwise, present);
    let files: Vec<(String, Vec<u8>)> = files.into_iter().map(|it| (it.name, it.bytes)).collect();
    pack(&files, date)
}

fn open_port(row: PortRow) -> OpenPort {
    let PortRow { from, to, ports, purposes, firewalls, .. } = row;
    OpenPort { from, to, ports, purposes, firewalls }
}

/// What a design is called: its title, else what its file is called.
fn called<'a>(document: &'a Document, otherwise: &'a str) -> &'a str {
    let title = document.project.title.trim();
    if title.is_empty() { otherwise } else { title }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::analyze;
    use crate::bundle::archive::unpack;
    use crate::document::template;
    use crate::export::run::render;
    use crate::export::{ExportRequest, Format};

    #[test]
    fn an_archive_for_builders_holds_the_same_files_and_with_a_present_those_that_lead_there() {
        let design = |key| template(key).unwrap().document.clone();
        let target = design("medium-receive-complete");
        let present = Present::new("present.ron", design("two-computer"));
        let analysis = analyze(&target);
        let names = |present: Option<Present>| -> Vec<String> {
            let request = ExportRequest::usual("".into(), "x".into(), "2026-03-01".into());
            let request = ExportRequest { present: present.map(Arc::new), ..request };
            let bytes = render(&target, &analysis, &request, Format::Builders).unwrap();
            assert_eq!(bytes, render(&target, &analysis, &request, Format::Builders).unwrap(), "same bytes");
            unpack(&bytes, 1 << 24).unwrap().into_iter().map(|(name, _)| name).collect()
        };
        let alone = names(None);
        assert!(
            alone.contains(&"README.txt".to_owned()) && !alone.contains(&"SettingsMap.xml".to_owned()),
            "{alone:?}"
        );
        let led = names(Some(present));
        assert!(["SettingsMap.xml", "UpdateInfo.xml"].iter().all(|it| led.contains(&(*it).to_owned())), "{led:?}");
    }
}
