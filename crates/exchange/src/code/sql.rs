//! Logins and jobs that each SQL instance with databases of BizTalk Server must have by itself, as T-SQL that says what
//! is missing and makes the logins when told to.

use std::collections::BTreeSet;

use super::head::{Asks, lines, marked};
use super::names::{host_group, windows_group};
use super::{File, Given};
use crate::jobs::{jobs_of, replicas_of, service_logins, windows_groups};
use crate::model::{Database, Document, Element, SqlInstanceId, SqlPlacement};

/// The steps, with a line in the place of the data.
const STEPS: &str = include_str!("../../../../assets/code/jobs-and-logins.sql");
const DATA: &str = "--DATA\n";
const MARK: &str = "\u{feff}";

/// The SQL instances with databases of the database engine, and those that hold a replica of them.
pub(super) fn instances(document: &Document) -> BTreeSet<SqlInstanceId> {
    let mut found = BTreeSet::new();
    for database in document.databases.values().filter(|it| !it.kind.is_analysis()) {
        found.insert(database.sql_instance);
        if database.availability_group.is_some() {
            found.extend(replicas(document, database));
        }
    }
    found
}

/// The SQL instances with a replica of a database.
fn replicas(document: &Document, database: &Database) -> Vec<SqlInstanceId> {
    let all = replicas_of(document, database.sql_instance);
    let group = database.availability_group.and_then(|id| document.availability_groups.get(&id));
    let is_in = |id: &SqlInstanceId| group.is_some_and(|it| it.replicas.iter().any(|r| r.sql_instance == *id));
    all.into_iter().filter(is_in).collect()
}

/// The script of a SQL instance.
pub(super) fn file(document: &Document, sql: SqlInstanceId, name: String, given: &Given<'_>) -> File {
    let mut asks = Asks::default();
    let data = format!("{}{}", logins(document, sql, &mut asks), jobs(document, sql));
    let shown = Element::SqlInstance(sql).name(document);
    let is_replica = !replicas_of(document, sql).is_empty();
    asks.note(match document.sql_instances.get(&sql).map(|it| it.placement) {
        _ if is_replica => {
            "an availability group carries neither logins nor jobs to its other replicas: run this on each"
        }
        Some(SqlPlacement::Clustered(_)) => {
            "a failover cluster instance takes its logins and jobs along; this only checks them"
        }
        _ => "configuring BizTalk Server makes logins and jobs here; this only checks them",
    });
    asks.note(
        "compare the server roles of the logins with those on the SQL instance where BizTalk Server was configured",
    );
    let rests_on = [
        "core/high-availability-using-sql-server-always-on-availability-groups",
        "core/database-structure-and-jobs",
        "core/domain-groups",
    ];
    let owners = document.owners_of_sql(sql).iter().map(|id| Element::Computer(*id).name(document));
    let owners: Vec<String> = owners.collect();
    let what = format!(
        "Logins and jobs of SQL Server Agent on the SQL instance {shown} ({}); @apply = 0 changes nothing.",
        owners.join(", ")
    );
    let top = in_comment(&marked("-- ", &lines(given, &what, &rests_on, &asks)));
    let text = format!("{MARK}{top}{}", STEPS.replacen(DATA, &data, 1));
    File {
        name,
        bytes: text.replace('\n', "\r\n").into_bytes(),
        about: "logins and jobs that the SQL instance must have by itself; changes nothing until told to".to_owned(),
        asks,
    }
}

fn logins(document: &Document, sql: SqlInstanceId, asks: &mut Asks) -> String {
    let Some(computer) = document.owners_of_sql(sql).first().copied() else { return String::new() };
    let mut rows = Vec::new();
    for it in windows_groups().iter().filter(|it| it.login) {
        rows.push((windows_group(document, computer, &it.name, asks), it.purpose.clone()));
    }
    for (id, host) in &document.hosts {
        rows.push((host_group(document, *id, asks), format!("Windows group of the host {}", host.name)));
    }
    for it in service_logins(document) {
        let token = it.name.to_uppercase().replace(' ', "_");
        rows.push((
            asks.token(format!("LOGIN_OF_{token}"), format!("the {}, as DOMAIN\\user", it.name), ""),
            it.purpose.clone(),
        ));
    }
    let row = |(name, what): (String, String)| {
        format!("INSERT INTO @logins (name, what) VALUES ({}, {});\n", literal(&name), literal(&what))
    };
    rows.into_iter().map(row).collect()
}

fn jobs(document: &Document, sql: SqlInstanceId) -> String {
    let mut text = String::new();
    for database in document.databases.values() {
        let replicas = if database.availability_group.is_some() { replicas(document, database) } else { Vec::new() };
        if database.sql_instance != sql && !replicas.contains(&sql) {
            continue;
        }
        let name = super::plan::physical_name(database);
        for job in jobs_of(document).filter(|it| it.database == database.kind) {
            text.push_str(&format!(
                "INSERT INTO @jobs (name, db, replicated, remark) VALUES ({}, {}, {}, {});\n",
                literal(&job.called(name)),
                literal(name),
                u8::from(replicas.len() > 1),
                literal(&job.remark),
            ));
        }
    }
    text
}

/// A text as T-SQL reads it. Neither a variable of sqlcmd, which it fills in even in texts, nor a line `GO` of a client
/// can be in it.
fn literal(text: &str) -> String {
    let mut literal = String::from("N'");
    let mut before = ' ';
    for it in text.chars() {
        match it {
            '\'' => literal.push_str("''"),
            '(' if before == '$' => literal.push_str("' + N'("),
            it if it.is_control() => literal.push_str(&format!("' + NCHAR({}) + N'", u32::from(it))),
            it => literal.push(it),
        }
        before = it;
    }
    literal.push('\'');
    literal
}

/// A comment without variables of sqlcmd, which it fills in even there.
fn in_comment(text: &str) -> String {
    text.replace("$(", "$ (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_a_text_in_t_sql_and_in_sqlcmd() {
        assert_eq!(literal("plain"), "N'plain'");
        assert_eq!(literal("it's]; DROP LOGIN x --"), "N'it''s]; DROP LOGIN x --'");
        assert_eq!(literal("$(x)"), "N'$' + N'(x)'");
        assert_eq!(literal("a\nGO\nb"), "N'a' + NCHAR(10) + N'GO' + NCHAR(10) + N'b'");
    }
}
