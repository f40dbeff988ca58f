//! SQL Servers and databases.

use std::collections::BTreeSet;

use super::lander::Lander;
use crate::facts::{
    FAILOVER_INSTANCE, Property, STANDALONE, SqlName, Subject, Value, computer_key, is_placeholder, update_of_words,
    update_words,
};
use crate::model::{
    AvailabilityGroup, AvailabilityGroupId, BizTalkGroupId, ComputerId, ConfiguredName, Database, DatabaseId,
    DatabaseKind, Element, ResourceGroupId, SqlEdition, SqlInstance, SqlInstanceId, SqlPlacement, SqlRelease,
    SqlService, TierKind,
};
use crate::told::value_words;

impl Lander<'_> {
    /// SQL Servers that databases and replicas name; listeners are none.
    pub(super) fn sql_servers(&mut self) {
        let keys: Vec<String> = self.facts.iter().filter_map(|(it, _)| sql_key(it)).collect();
        for key in keys {
            if self.facts.group_of_listener(&key).is_some() || self.drawn_listener(&key).is_some() {
                continue;
            }
            let subject = Subject::Sql(key.clone());
            let known = self.known(&key);
            let known = known.or_else(|| self.drawn_on(&key));
            let id = if let Some(id) = known {
                self.is(&subject, id.into());
                id
            } else {
                self.new_sql_server(&subject, &key)
            };
            self.sql_details(&subject, id, known.is_none());
        }
    }

    /// The SQL instance that the design has on the computer of a name: the one that is called as the SQL instance there,
    /// else the only one.
    fn drawn_on(&self, key: &str) -> Option<SqlInstanceId> {
        let SqlName { server, instance, .. } = SqlName::parse(key)?;
        let computer = self.computer_named(&server)?;
        let on = |it: &SqlInstance| it.placement == SqlPlacement::Standalone(computer);
        let mut found = self.before.sql_instances.iter().filter(|(_, it)| on(it));
        let called = found.clone().find(|(_, it)| !instance.is_empty() && it.name.trim().to_uppercase() == instance);
        if let Some((id, _)) = called {
            return Some(*id);
        }
        let (id, sql) = found.next().filter(|_| found.next().is_none())?;
        // One that is called after its computer would have been known by its name: this is another one.
        let is_other = SqlName::parse(&sql.name).is_some_and(|it| it.server == server);
        (!is_other).then_some(*id)
    }

    /// The computer of a name: one that exports name, else one of the design.
    fn computer_named(&self, name: &str) -> Option<ComputerId> {
        let named = self.element(&Subject::Computer(name.to_owned()));
        named.or_else(|| self.known(name))
    }

    fn new_sql_server(&mut self, subject: &Subject, key: &str) -> SqlInstanceId {
        let release = self.before.environment.biztalk_release;
        let clustered: Option<ResourceGroupId> = self.facts.text(subject, Property::ClusterGroup).and_then(|place| {
            let (cluster, group) = place.split_once('\n')?;
            self.element(&Subject::ClusterGroup { cluster: cluster.to_owned(), group: group.to_owned() })
        });
        let clustered = clustered.or_else(|| self.unread_failover_instance(subject, key));
        let server = self.facts.text(subject, Property::Host).map_or_else(|| Self::server_of(key), str::to_owned);
        let on = Subject::Computer(server.clone());
        let drawn = self.computer_named(&server);
        let named = self.facts.has(&on) || drawn.is_some();
        let placement = match clustered {
            Some(group) => SqlPlacement::Clustered(group),
            None => SqlPlacement::Standalone(match drawn {
                Some(id) => id,
                None => self.new_computer(&on, &server, TierKind::Databases, &[]),
            }),
        };
        let is_sure = clustered.is_some() || named;
        let usual = SqlInstance::new(key, placement, release.usual_sql());
        let configured_name = usual.configured_name.filter(|_| is_sure);
        let id = self.add(subject, SqlInstance { configured_name, ..usual });
        self.disks_of_failover_instance(id);
        if !is_sure {
            self.assumes(id.into(), Property::Host);
            let what = "a computer, a failover cluster instance or a listener; a computer is assumed";
            self.open(format!("whether {server} is {what}"));
        }
        id
    }

    fn sql_details(&mut self, subject: &Subject, id: SqlInstanceId, is_new: bool) {
        let Some(mut sql) = self.draft.get(id) else { return };
        let before = sql.clone();
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Release, sql.release.label())
            && let Some(it) = SqlRelease::ALL.iter().find(|it| it.label() == text)
        {
            sql.release = *it;
        }
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Edition, sql.edition.label())
            && let Some(it) = SqlEdition::ALL.iter().find(|it| it.label() == text)
        {
            sql.edition = *it;
        }
        let update = (sql.service_pack, sql.cumulative_update);
        let update = if sql.update_is_stated() { update_words(update) } else { String::new() };
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Update, &update)
            && let Some(it) = update_of_words(&text)
        {
            (sql.service_pack, sql.cumulative_update) = it;
            sql.without_updates = it == (0, 0);
        }
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::Agent, Some(sql.agent_running)) {
            sql.agent_running = yes;
        }
        if let Some(stated) = self.facts.stated(subject, Property::Kind).filter(|it| it.is_contradicted()).cloned() {
            let is_clustered = matches!(sql.placement, SqlPlacement::Clustered(_));
            let mine = if is_clustered { FAILOVER_INSTANCE } else { STANDALONE };
            self.contradicted(subject, id.into(), Property::Kind, (&stated, mine));
        }
        let port = sql.port.map_or_else(String::new, |it| it.to_string());
        if let Some(Value::Number(number)) = self.settle(subject, id.into(), Property::Port, &port) {
            sql.port = u16::try_from(number).ok().filter(|it| *it > 0);
        }
        self.mention(subject, id.into(), &[Property::Host]);
        if sql != before {
            self.draft.change(id, |it| *it = sql.clone());
        }
        if is_new {
            let words = [(Property::Release, sql.release.label()), (Property::Edition, sql.edition.label())];
            for (property, word) in words {
                if self.facts.stated(subject, property).is_none() {
                    self.assumes(id.into(), property);
                    self.open(format!("the {} of SQL Server on {}; {word} is assumed", property.label(), sql.name));
                }
            }
        }
    }

    /// The availability group of the design whose listener has a name.
    fn drawn_listener(&self, key: &str) -> Option<AvailabilityGroupId> {
        let server = SqlName::parse(key)?.server;
        let is_it = |it: &AvailabilityGroup| it.listener.as_ref().is_some_and(|it| computer_key(&it.name) == server);
        self.before.availability_groups.iter().find(|(_, it)| is_it(it)).map(|(id, _)| *id)
    }

    /// Databases and where they live.
    pub(super) fn databases(&mut self, group: BizTalkGroupId) {
        let all: Vec<(DatabaseKind, String)> = self.facts.iter().filter_map(|(it, _)| database_key(it)).collect();
        let mut not_drawn: Vec<Subject> = Vec::new();
        for (kind, key) in &all {
            let subject = Subject::Database(*kind, key.clone());
            let is_named = *kind != DatabaseKind::MessageBox || !(key.is_empty() || is_placeholder(key));
            let Some((sql, availability_group)) = self.carrier(&subject).filter(|_| is_named) else {
                self.carriers_contradict(&subject, (*kind, key));
                if self.drawn_database((*kind, key)).is_none() {
                    not_drawn.push(subject);
                }
                continue;
            };
            let name = self.facts.text(&subject, Property::Name).unwrap_or(kind.default_name()).to_owned();
            let id = if let Some(id) = self.drawn_database((*kind, key)) {
                self.is(&subject, id.into());
                id
            } else {
                let usual = Database::new(*kind, sql, Some(group));
                self.add(&subject, Database { name, availability_group, ..usual })
            };
            self.database(&subject, id, sql, availability_group);
            if availability_group.is_none() {
                self.ask_for_group(&subject);
            }
            if kind.is_analysis() {
                self.draft.change(sql, |it: &mut SqlInstance| {
                    it.services.insert(SqlService::AnalysisServices);
                });
            }
        }
        self.ask_for_databases(group, &not_drawn);
        let drawn: BTreeSet<DatabaseKind> = self.draft.document().databases.values().map(|it| it.kind).collect();
        let lacking = DatabaseKind::CORE.iter().filter(|it| !drawn.contains(it));
        let lacking: Vec<String> = lacking.map(|it| self.with_sides(*it, &all)).collect();
        if !lacking.is_empty() {
            self.open(format!("where these databases are: {}", lacking.join(", ")));
        }
    }

    /// A kind of database with the SQL Servers of which exports contradict each other.
    fn with_sides(&self, kind: DatabaseKind, all: &[(DatabaseKind, String)]) -> String {
        let subjects = all.iter().filter(|(it, _)| *it == kind).map(|(_, key)| Subject::Database(kind, key.clone()));
        let stated = subjects.filter_map(|it| self.facts.stated(&it, Property::Server));
        let sides: Vec<String> = stated.flat_map(|it| &it.values).map(value_words).collect();
        if sides.is_empty() { kind.label().to_owned() } else { format!("{} ({})", kind.label(), sides.join(" or ")) }
    }

    /// The database of the design that a kind and, for a MessageBox, a name mean.
    fn drawn_database(&self, (kind, key): (DatabaseKind, &str)) -> Option<DatabaseId> {
        let is_it =
            |it: &Database| it.kind == kind && (kind != DatabaseKind::MessageBox || it.name.to_uppercase() == key);
        self.before.databases.iter().find(|(_, it)| is_it(it)).map(|(id, _)| *id)
    }

    /// Notes that exports contradict each other about the SQL Server of a database that is drawn.
    fn carriers_contradict(&mut self, subject: &Subject, database: (DatabaseKind, &str)) {
        let stated = self.facts.stated(subject, Property::Server).filter(|it| it.is_contradicted()).cloned();
        let (Some(stated), Some(id)) = (stated, self.drawn_database(database)) else { return };
        self.is(subject, id.into());
        let drawn = self.before.databases.get(&id).map(|it| it.sql_instance);
        let mine = drawn.map_or_else(String::new, |it| self.key_of(it.into()));
        self.contradicted(subject, id.into(), Property::Server, (&stated, &mine));
    }

    /// The SQL instance, and the availability group, that carry a database.
    fn carrier(&self, subject: &Subject) -> Option<(SqlInstanceId, Option<AvailabilityGroupId>)> {
        let server = self.facts.text(subject, Property::Server)?;
        let name = self.facts.text(subject, Property::Name).unwrap_or_default().to_uppercase();
        let group = self.facts.group_of_listener(server).or_else(|| {
            self.groups_with(&name).find(|group| {
                let replica = Subject::Replica { group: group.clone(), sql: server.to_owned() };
                self.facts.has(&replica)
            })
        });
        let group: Option<AvailabilityGroupId> = group.and_then(|it| self.element(&Subject::AvailabilityGroup(it)));
        let group = group.or_else(|| self.drawn_listener(server));
        let primary = group.and_then(|id| self.draft.get(id)).and_then(|it| Some(it.replicas.first()?.sql_instance));
        let sql = self.element::<SqlInstanceId>(&Subject::Sql(server.to_owned()));
        Some((primary.or(sql)?, group))
    }

    /// The availability groups with a database of a name.
    fn groups_with(&self, name: &str) -> impl Iterator<Item = String> + use<'_> {
        let name = name.to_owned();
        self.facts.iter().filter_map(move |(it, _)| match it {
            Subject::Member { group, database } if *database == name => Some(group.clone()),
            _ => None,
        })
    }

    /// Asks whether a database is the one of its name in an availability group of other SQL Servers: its own may be
    /// another name for their listener.
    fn ask_for_group(&mut self, subject: &Subject) {
        let Some(server) = self.facts.text(subject, Property::Server) else { return };
        let name = self.facts.text(subject, Property::Name).unwrap_or_default().to_owned();
        let groups = self.groups_with(&name.to_uppercase()).map(|it| {
            let subject = Subject::AvailabilityGroup(it.clone());
            self.facts.spelled(&subject, &it).to_owned()
        });
        let groups: Vec<String> = groups.collect();
        if !groups.is_empty() {
            let groups = groups.join(" or ");
            self.open(format!(
                "whether {name} on {server} is the database of that name in availability group {groups}"
            ));
        }
    }

    fn database(
        &mut self,
        subject: &Subject,
        id: DatabaseId,
        sql: SqlInstanceId,
        availability_group: Option<AvailabilityGroupId>,
    ) {
        let Some(mut database) = self.draft.get(id) else { return };
        let before = database.clone();
        if let Some(Value::Text(text)) = self.settle(subject, id.into(), Property::Name, &database.name) {
            database.name = text;
        }
        let stated = self.facts.text(subject, Property::Server).unwrap_or_default().to_owned();
        // Whichever replica is the primary one: a database of an availability group is where its listener leads.
        let is_in_group = availability_group.is_some() && database.availability_group == availability_group;
        let is_there =
            is_in_group || (database.sql_instance == sql && database.availability_group == availability_group);
        let mine = if is_there { stated.clone() } else { self.key_of(database.sql_instance.into()) };
        let is_settled = self.settle(subject, id.into(), Property::Server, &mine).is_some();
        // Under the same name an export may know better what it leads to: a listener, and not a computer.
        let is_better = !is_there && mine == stated && {
            let theirs = availability_group.map_or_else(|| Element::from(sql), Element::from);
            let theirs = theirs.name(self.draft.document());
            self.learns(subject, id.into(), Property::Server, [mine, theirs])
        };
        if is_settled || is_better || is_in_group {
            database.sql_instance = sql;
            database.availability_group = availability_group;
        }
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::Master, Some(database.is_master)) {
            database.is_master = yes;
        }
        let disabled = Some(database.publication_disabled);
        if let Some(yes) = self.settle_flag(subject, id.into(), Property::PublicationDisabled, disabled) {
            database.publication_disabled = yes;
        }
        let comes = !Element::from(id).exists(self.before) || is_settled || is_better;
        if availability_group.is_some() && comes {
            self.draft.change(sql, |it: &mut SqlInstance| it.configured_name = Some(ConfiguredName::Listener));
        }
        if database != before {
            self.draft.change(id, |it| *it = database);
        }
    }
}

fn sql_key(subject: &Subject) -> Option<String> {
    match subject {
        Subject::Sql(key) => Some(key.clone()),
        _ => None,
    }
}

fn database_key(subject: &Subject) -> Option<(DatabaseKind, String)> {
    match subject {
        Subject::Database(kind, key) => Some((*kind, key.clone())),
        _ => None,
    }
}
