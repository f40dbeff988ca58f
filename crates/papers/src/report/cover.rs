//! Who made the document, for whom, when, about what, and how far it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::{Document, SiteKind};
use crate::report::count;

/// The cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Title of the design.
    pub title: String,
    /// The customer; may be empty, like all texts below.
    pub customer: String,
    /// The project.
    pub project: String,
    /// Who made it.
    pub author: String,
    /// Version as the author counts.
    pub version: String,
    /// The day, as YYYY-MM-DD.
    pub date: String,
    /// A remark of the author.
    pub notes: String,
    /// The logo as the bytes of a PNG file; `None` without one, empty when the design file holds no valid base64.
    pub logo_png: Option<Vec<u8>>,
}

pub(super) fn cover(document: &Document, date: &str) -> Cover {
    let project = &document.project;
    let logo = project.logo_png_base64.as_ref().map(|text| STANDARD.decode(text).unwrap_or_default());
    Cover {
        title: project.title.clone(),
        customer: project.customer.clone(),
        project: project.project.clone(),
        author: project.author.clone(),
        version: project.version.clone(),
        date: date.to_owned(),
        notes: project.notes.clone(),
        logo_png: logo,
    }
}

pub(super) fn scope(document: &Document) -> Vec<(&'static str, String)> {
    let environment = &document.environment;
    let product = format!("{} {} edition", environment.biztalk_release.label(), environment.biztalk_edition.label());
    let use_of = if environment.production { "Production" } else { "Not production" };
    let counted = document.num_computers_for_size();
    let size = format!(
        "{}: {} with BizTalk Server, SQL Server or the master secret in the primary site",
        document.deployment_size().label(),
        count(counted, "computer")
    );
    let names = |kind: SiteKind| {
        let of_kind = document.sites.values().filter(|site| site.kind == kind);
        of_kind.map(|site| site.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let features: Vec<&str> = environment.features.iter().map(|it| it.label()).collect();
    vec![
        ("Product", product),
        ("Environment", format!("{use_of}, target: {}", environment.ha_target.label().to_lowercase())),
        ("Size", size),
        ("Primary site", names(SiteKind::Primary)),
        ("Disaster-recovery site", or(names(SiteKind::DisasterRecovery), "None")),
        ("Features", or(features.join(", "), "No optional feature")),
    ]
}

fn or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}
