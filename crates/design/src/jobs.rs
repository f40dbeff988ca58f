//! Jobs of SQL Server Agent, and logins: what each SQL Server with databases of BizTalk Server must have by itself
//! (`assets/jobs.ron`). Build book and files for builders ask here.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{DatabaseKind, Document, Feature, Role, SqlInstanceId};

const TABLE: &str = include_str!("../../../assets/jobs.ron");

/// A job of SQL Server Agent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// The database it belongs to.
    pub database: DatabaseKind,
    /// What documents call it.
    pub name: String,
    /// Its whole name; `{}` stands for the name of the database.
    called: String,
    /// What is to be known of it; may be empty.
    pub remark: String,
    /// Whether it is there only where there are several MessageBoxes.
    #[serde(default)]
    several: bool,
}

impl Job {
    /// Its whole name for a database of a name.
    pub fn called(&self, database: &str) -> String {
        self.called.replace("{}", database)
    }
}

/// A job of SQL Server Agent where logs are received.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingJob {
    /// Its name.
    pub name: String,
    /// What is to be known of it.
    pub remark: String,
}

/// A Windows group.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WindowsGroup {
    /// The name that setup proposes.
    pub name: String,
    /// What it is for.
    #[serde(rename = "use")]
    pub purpose: String,
    /// Whether it needs a login on every SQL instance (`core/high-availability-using-sql-server-always-on-availability-groups`).
    pub login: bool,
}

/// The account of a service that has a login of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLogin {
    /// What documents call it; its name in the directory is for the customer to choose.
    pub name: String,
    /// What it is for.
    #[serde(rename = "use")]
    pub purpose: String,
    /// The feature that it serves.
    pub feature: Feature,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    jobs: Vec<Job>,
    shipping: Vec<ShippingJob>,
    groups: Vec<WindowsGroup>,
    accounts: Vec<ServiceLogin>,
}

/// The whole file; empty, with a logged error, when the data inside the program is damaged.
fn table() -> &'static Table {
    static TABLE_READ: LazyLock<Table> = LazyLock::new(|| {
        ron::from_str(TABLE).unwrap_or_else(|err| {
            log::error!("assets/jobs.ron: {err}");
            Table::default()
        })
    });
    &TABLE_READ
}

/// The Windows groups of every environment; each host has one of its own besides.
pub fn windows_groups() -> &'static [WindowsGroup] {
    &table().groups
}

/// The accounts of services that need a login in a design: those of features in use, and of what is drawn of them.
pub fn service_logins(document: &Document) -> impl Iterator<Item = &'static ServiceLogin> {
    table().accounts.iter().filter(|it| uses(document, it.feature))
}

/// Whether an environment uses a feature: stated, or a database or a computer of it is drawn.
pub fn uses(document: &Document, feature: Feature) -> bool {
    let has_database = |kinds: &[DatabaseKind]| document.databases.values().any(|it| kinds.contains(&it.kind));
    let has_role = |role: Role| document.computers.values().any(|it| it.roles.contains(&role));
    let is_drawn = match feature {
        Feature::Bre => has_database(&[DatabaseKind::RuleEngine]) || has_role(Role::RuleEngineUpdate),
        Feature::Bam => has_database(&[DatabaseKind::BamPrimaryImport]),
        Feature::BamPortal => has_role(Role::BamPortal),
        Feature::BamAlerts => has_database(&[DatabaseKind::BamAlertsApplication, DatabaseKind::BamAlertsNsMain]),
        _ => false,
    };
    is_drawn || document.environment.features.contains(&feature)
}

/// The jobs that a design has, with or without a database that they belong to.
pub fn jobs_of(document: &Document) -> impl Iterator<Item = &'static Job> {
    let boxes = document.databases.values().filter(|it| it.kind == DatabaseKind::MessageBox).count();
    table().jobs.iter().filter(move |it| boxes > 1 || !it.several)
}

/// The jobs that each SQL instance has which receives logs.
pub fn jobs_of_shipping() -> &'static [ShippingJob] {
    &table().shipping
}

/// The SQL instances that hold a replica of any availability group that a SQL instance is a replica of, each with its
/// group's primary one first; empty for one that is a replica of none.
pub fn replicas_of(document: &Document, sql: SqlInstanceId) -> Vec<SqlInstanceId> {
    let of_groups =
        document.availability_groups.values().filter(|it| it.replicas.iter().any(|r| r.sql_instance == sql));
    let mut replicas: Vec<SqlInstanceId> = of_groups.flat_map(|it| &it.replicas).map(|it| it.sql_instance).collect();
    replicas.dedup();
    replicas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_inside_the_program_can_be_read_and_names_each_job_once() {
        let table: Table = ron::from_str(TABLE).unwrap();
        let mut names: Vec<&str> = table.jobs.iter().map(|it| it.name.as_str()).collect();
        assert!(names.len() > 10 && table.groups.len() > 4);
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.jobs.len());
        assert!(table.jobs.iter().all(|it| it.called.starts_with(&it.name) && it.called.contains("{}")));
        assert_eq!(table.jobs[0].called("M"), "Backup BizTalk Server (M)");
    }
}
