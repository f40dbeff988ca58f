//! Templates: designs to start from, with what they are for and what they teach.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::error::OpenError;
use super::format::refuse_contradictions;
use super::layout::lay_out;
use super::migrate::{FORMAT_VERSION, parse};
use crate::model::Document;
use crate::model::words::words;
use crate::sources::SourceId;

/// Key and text of every file in `templates/`, sorted by key.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// What stands above every template.
const PREAMBLE: &str = "\
// A template of Tierwright: header fields, then a design in the format of a design file.
// Every template starts from the same defaults, so that a rule fires when somebody clears them: BizTalk Server 2020
// Enterprise in production, target highly available, no extra features, global tracking on. Windows Server 2019 on every
// computer, one domain, domain accounts. SQL Server 2019 Enterprise with a running Agent, reached by cluster network name
// and dedicated to BizTalk Server; one shared disk array, attached to every node, per failover cluster that runs SQL
// Server. Every cluster resource group has an IP address, a network name and, except for Enterprise SSO alone, a disk,
// with dependencies. The name of the secret server is the cluster network name. Other optional fields are unset. Where
// the document of a template names other versions, editions or settings, the template has those.
";

words! {
    /// What a template is about, in the order in which the gallery shows the groups.
    TemplateGroup {
        /// Whole deployments by their size.
        Sizes = "Deployments by size",
        /// What scales receiving, processing and sending.
        ScalingOut = "Scaling out BizTalk Server",
        /// How tracking data, events and messages spread over hosts and databases.
        Tracking = "Tracking and MessageBoxes",
        /// Failover clusters and the master secret.
        Databases = "SQL Server and master secret",
        /// Availability groups in place of failover clusters.
        AvailabilityGroups = "Availability groups",
        /// Architectures with network zones and firewalls.
        Zones = "Network zones",
        /// Sites that take over after a disaster.
        DisasterRecovery = "Disaster recovery",
    }
}

/// A design to start from.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The name of its file without ending, such as `small-complete`.
    pub key: String,
    /// What it is about; `None` = one of the person's own.
    pub group: Option<TemplateGroup>,
    /// Its place in a list of templates; smaller comes first.
    pub order: u32,
    /// The name a person reads.
    pub title: String,
    /// What it is, in one sentence.
    pub purpose: String,
    /// What there is to learn from it, one paragraph each.
    pub teaching: Vec<String>,
    /// The documents it follows.
    pub sources: Vec<SourceId>,
    /// The design itself. Its size class is computed, see [`Document::deployment_size`].
    pub document: Document,
}

/// The outermost record of a template file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Template")]
struct TemplateFile {
    format_version: u64,
    group: TemplateGroup,
    order: u32,
    title: String,
    purpose: String,
    teaching: Vec<String>,
    sources: Vec<SourceId>,
    document: Document,
}

impl Template {
    /// Reads a template from its text, as strictly as a design is read.
    pub fn from_text(key: &str, text: &str) -> Result<Self, OpenError> {
        let TemplateFile { format_version, group, order, title, purpose, teaching, sources, document } = parse(text)?;
        match format_version {
            FORMAT_VERSION => {}
            0 => return Err(OpenError::UnknownVersion { found: 0 }),
            found => return Err(OpenError::Newer { found, newest: FORMAT_VERSION }),
        }
        refuse_contradictions(text, &document)?;
        Ok(Self { key: key.to_owned(), group: Some(group), order, title, purpose, teaching, sources, document })
    }

    /// The canonical text of the template; the same template always gives the same bytes.
    ///
    /// Empty if it cannot be written as RON, which no document of this model brings about, or if it is one of the
    /// person's own, which are designs.
    pub fn to_text(&self) -> String {
        let Self { key, group, order, title, purpose, teaching, sources, document } = self.clone();
        let Some(group) = group else { return String::new() };
        let format_version = FORMAT_VERSION;
        let file = TemplateFile { format_version, group, order, title, purpose, teaching, sources, document };
        match ron::to_string(&file) {
            Ok(compact) => format!("{PREAMBLE}{}", lay_out(&format!("Template{compact}"))),
            Err(err) => {
                log::error!("the template {key} could not be turned into text: {err}");
                String::new()
            }
        }
    }
}

/// Every template that comes with the program, in the order in which they are offered. Read once.
pub fn templates() -> &'static [Template] {
    static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(read_embedded);
    &TEMPLATES
}

/// The template with this key; `None` when there is none.
pub fn template(key: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.key == key)
}

/// A template that cannot be read is left out and logged; a test reads them all.
fn read_embedded() -> Vec<Template> {
    let read = |(key, text): &(&str, &str)| match Template::from_text(key, text) {
        Ok(template) => Some(template),
        Err(err) => {
            log::error!("the template {key} cannot be used: {err}");
            None
        }
    };
    let mut templates: Vec<Template> = EMBEDDED.iter().filter_map(read).collect();
    templates.sort_by(|a, b| (a.order, &a.key).cmp(&(b.order, &b.key)));
    templates
}
