//! The one record of what exports say: statements about subjects, each with the file and the line it stands on.

mod merge;
mod names;
mod ports;

use std::sync::Arc;

pub use merge::{Merged, Stated};
use names::is_steering;
pub use names::{
    FAILOVER_INSTANCE, STANDALONE, SqlName, computer_key, is_placeholder, make_plain, update_of_words, update_words,
};

pub use crate::model::Property;
use crate::model::{DatabaseKind, Direction, Feature, ResourceKind, Role};

/// What a statement is about. Names are keys: in upper case, since exports of one environment differ in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The environment as a whole.
    Environment,
    /// A feature in use.
    Feature(Feature),
    /// A computer.
    Computer(String),
    /// Something installed on a computer.
    Role(String, Role),
    /// A BizTalk host.
    Host(String),
    /// A host on a computer.
    HostInstance {
        /// The host.
        host: String,
        /// The computer.
        computer: String,
    },
    /// An adapter in a host.
    Handler {
        /// The adapter.
        adapter: String,
        /// Receive or send.
        direction: Direction,
        /// The host.
        host: String,
    },
    /// A receive location or the primary transport of a send port. Its name is a key and goes no further.
    Port {
        /// Receive location or send port.
        direction: Direction,
        /// Whether it is the backup transport of a send port.
        backup: bool,
        /// Its name.
        name: String,
    },
    /// An orchestration bound to a host. Its name is a key and goes no further.
    Orchestration(String),
    /// A database; the name only tells MessageBoxes apart.
    Database(DatabaseKind, String),
    /// A SQL Server, as databases name it.
    Sql(String),
    /// A computer on which a SQL Server that is a failover cluster instance was seen.
    SqlNode {
        /// The SQL Server.
        sql: String,
        /// The computer.
        computer: String,
    },
    /// A failover cluster.
    Cluster(String),
    /// A computer that is a node of a failover cluster.
    Node {
        /// The failover cluster.
        cluster: String,
        /// The computer.
        computer: String,
    },
    /// A cluster resource group.
    ClusterGroup {
        /// The failover cluster.
        cluster: String,
        /// The cluster resource group.
        group: String,
    },
    /// A resource of a cluster resource group.
    Resource {
        /// The failover cluster.
        cluster: String,
        /// The cluster resource group.
        group: String,
        /// What it is.
        kind: ResourceKind,
    },
    /// An availability group.
    AvailabilityGroup(String),
    /// A replica of an availability group.
    Replica {
        /// The availability group.
        group: String,
        /// The SQL Server.
        sql: String,
    },
    /// A database in an availability group, by its name.
    Member {
        /// The availability group.
        group: String,
        /// The name of the database.
        database: String,
    },
}

impl Subject {
    /// The names in it.
    fn names_mut(&mut self) -> Vec<&mut String> {
        match self {
            Self::Environment | Self::Feature(_) => Vec::new(),
            Self::Computer(name)
            | Self::Role(name, _)
            | Self::Host(name)
            | Self::Port { name, .. }
            | Self::Orchestration(name)
            | Self::Database(_, name)
            | Self::Sql(name)
            | Self::Cluster(name)
            | Self::AvailabilityGroup(name) => vec![name],
            Self::HostInstance { host, computer } => vec![host, computer],
            Self::Handler { adapter, host, .. } => vec![adapter, host],
            Self::SqlNode { sql, computer } => vec![sql, computer],
            Self::Node { cluster, computer } => vec![cluster, computer],
            Self::ClusterGroup { cluster, group } | Self::Resource { cluster, group, .. } => vec![cluster, group],
            Self::Replica { group, sql } => vec![group, sql],
            Self::Member { group, database } => vec![group, database],
        }
    }

    /// What a person calls it.
    pub fn words(&self) -> String {
        match self {
            Self::Environment => "the environment".to_owned(),
            Self::Feature(feature) => feature.label().to_owned(),
            Self::Computer(name) => format!("computer {name}"),
            Self::Role(computer, role) => format!("{} on {computer}", role.label()),
            Self::Host(name) => format!("host {name}"),
            Self::HostInstance { host, computer } => format!("host instance of {host} on {computer}"),
            Self::Handler { adapter, direction, host } => {
                format!("{adapter} {} handler of {host}", direction.label().to_lowercase())
            }
            Self::Port { direction: Direction::Receive, .. } => "a receive location".to_owned(),
            Self::Port { backup: true, .. } => "the backup transport of a send port".to_owned(),
            Self::Port { .. } => "a send port".to_owned(),
            Self::Orchestration(_) => "an orchestration".to_owned(),
            Self::Database(kind, name) if name.is_empty() => format!("{} database", kind.label()),
            Self::Database(_, name) => format!("MessageBox {name}"),
            Self::Sql(name) => format!("SQL Server {name}"),
            Self::SqlNode { sql, computer } => format!("SQL Server {sql} on {computer}"),
            Self::Cluster(name) => format!("failover cluster {name}"),
            Self::Node { cluster, computer } => format!("node {computer} of {cluster}"),
            Self::ClusterGroup { cluster, group } => format!("cluster resource group {group} of {cluster}"),
            Self::Resource { group, kind, .. } => format!("{} in {group}", kind.label()),
            Self::AvailabilityGroup(name) => format!("availability group {name}"),
            Self::Replica { group, sql } => format!("replica {sql} of {group}"),
            Self::Member { group, database } => format!("{database} in {group}"),
        }
    }
}

/// A value that an export states.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// Words.
    Text(String),
}

impl Value {
    /// The value in words.
    pub fn words(&self) -> String {
        match self {
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    /// The value as JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::Flag(flag) => (*flag).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, as it is shown.
    pub file: Arc<str>,
    /// The line, counted from 1.
    pub line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}, line {}", self.file, self.line)
    }
}

impl Fact {
    /// Takes out what steers a terminal, or turns the direction of a text: no name has it.
    pub(crate) fn make_plain(&mut self) {
        self.subject.names_mut().into_iter().for_each(make_plain);
        if let Value::Text(text) = &mut self.value {
            // A line break parts a failover cluster from its cluster resource group.
            let is_place = self.property == Property::ClusterGroup && matches!(self.subject, Subject::Sql(_));
            text.retain(|it| (is_place && it == '\n') || !is_steering(it));
        }
    }
}

/// A statement of an export.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// What it is about.
    pub subject: Subject,
    /// What it says about it.
    pub property: Property,
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub place: Place,
}
