//! The gallery of templates.

pub(crate) const YOUR_TEMPLATES: &str = "Your templates";
pub(crate) const ABOUT_OWN: &str = "Designs that you saved as templates (File > Save as template).";
pub(crate) const ABOUT_SIZES: &str = "The drawn forms hold what Microsoft's figures show; the complete forms add what the documents demand \
     elsewhere. Sizes count the computers of the primary site that carry BizTalk Server, SQL Server or the master \
     secret: small below 5, medium 5 to 9, large from 10 (the documents' bands overlap at exactly 10).";
pub(crate) const ABOUT_SCALING_OUT: &str = "Receiving, processing and sending on more computers. Most are parts of a deployment, as the figures draw them: \
     the findings ask for what is left out.";
pub(crate) const ABOUT_TRACKING: &str =
    "How tracking data, events and messages travel between hosts and databases, and how these spread.";
pub(crate) const ABOUT_DATABASES: &str =
    "Failover clusters for the databases and the master secret, and what it costs to do without.";
pub(crate) const ABOUT_AVAILABILITY_GROUPS: &str =
    "Always On availability groups in place of failover clusters, by version and edition of the products.";
pub(crate) const ABOUT_ZONES: &str = "Networks in zones with firewalls between them. The documents draw them for security: the findings say what \
     high availability needs on top.";
pub(crate) const ABOUT_DISASTER_RECOVERY: &str =
    "Complete designs with a second site that BizTalk log shipping keeps up to date.";
pub(crate) const START_A_DESIGN: &str = "Start a design";
pub(crate) const OPEN_FILE: &str = "Open file…";

pub(crate) fn templates(group: &str, count: usize) -> String {
    let word = crate::prose::plural(count, "template", "templates");
    format!("{group}, {count} {word}")
}

pub(crate) const NO_COMPUTERS_YET: &str = "No computers yet";

pub(crate) fn size(size: &str, count: usize) -> String {
    format!("{size} · {count} computers")
}

pub(crate) const NO_FINDINGS: &str = "No findings";

pub(crate) fn start_from(title: &str) -> String {
    format!("Start from {title}")
}
