//! On which TCP port a SQL instance listens: rules, build book and files for builders ask here.

use super::{Document, SqlInstance, SqlInstanceId, SqlPlacement, SqlService};

/// The TCP port of a SQL instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SqlPort {
    /// As stated.
    Stated(u16),
    /// Nobody has stated one, and the SQL instance has its computer or its cluster role for itself: the default of SQL
    /// Server.
    Default(u16),
    /// Nobody has stated one, and other SQL instances share the computer or the cluster role. Only one of them can have
    /// the default, so it needs a port of its own.
    NotStated,
}

impl SqlPort {
    /// The port in figures, if it is known.
    pub const fn number(self) -> Option<u16> {
        match self {
            Self::Stated(port) | Self::Default(port) => Some(port),
            Self::NotStated => None,
        }
    }
}

impl Document {
    /// The TCP port on which a SQL instance listens.
    pub fn port_of_sql(&self, id: SqlInstanceId) -> SqlPort {
        let Some(sql) = self.sql_instances.get(&id) else { return SqlPort::NotStated };
        match sql.port {
            Some(port) => SqlPort::Stated(port),
            None if self.shares_its_address(id, sql) => SqlPort::NotStated,
            None => SqlPort::Default(SqlInstance::DEFAULT_PORT),
        }
    }

    /// Whether another database engine answers at the IP address of a SQL instance: on its computer, or in its cluster
    /// role, which has an address of its own.
    fn shares_its_address(&self, id: SqlInstanceId, sql: &SqlInstance) -> bool {
        let is_there = |other: SqlInstanceId, it: &SqlInstance| match sql.placement {
            SqlPlacement::Standalone(computer) => self.owners_of_sql(other).contains(&computer),
            SqlPlacement::Clustered(_) => it.placement == sql.placement,
        };
        let mut others = self.sql_instances.iter().filter(|(other, _)| **other != id);
        others.any(|(other, it)| it.services.contains(&SqlService::Engine) && is_there(*other, it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;

    #[test]
    fn only_a_sql_instance_that_is_alone_at_its_address_has_the_default_port() {
        let ports = |key: &str| -> Vec<SqlPort> {
            let document = &template(key).unwrap().document;
            document.sql_instances.keys().map(|id| document.port_of_sql(*id)).collect()
        };
        // Four SQL instances on each node of the availability groups, and one for BAM on a computer of its own.
        let split = ports("availability-groups-split");
        assert_eq!(split.iter().filter(|it| **it == SqlPort::NotStated).count(), 8, "{split:?}");
        assert_eq!(split.last(), Some(&SqlPort::Default(1433)));
        // Each cluster role has an address of its own.
        assert!(ports("large-complete").iter().all(|it| *it == SqlPort::Default(1433)));
    }

    #[test]
    fn a_stated_port_is_said_as_stated() {
        let mut document = template("availability-groups-split").unwrap().document.clone();
        let id = *document.sql_instances.keys().next().unwrap();
        document.sql_instances.edit().get_mut(&id).unwrap().port = Some(1500);
        assert_eq!(document.port_of_sql(id), SqlPort::Stated(1500));
    }
}
