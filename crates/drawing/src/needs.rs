//! The dependency map: who needs whom at run time, as a layered graph (the run-time dependencies of BizTalk Server's documents:
//! services need hosts, hosts need a computer, computers need databases and Enterprise SSO, those need SQL Server).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::model::queries::MasterSecretServer;
use crate::model::{DatabaseKind, Document, Element, HostFunction, StorageId};
use crate::scene::{IconKind, Ink, Stroke};

/// What a node of the map stands for: an element, or a service that several elements give together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Receive, process or send.
    Service(HostFunction),
    /// Tracking.
    Tracking,
    /// Enterprise SSO as every computer uses it.
    Sso,
    /// One element.
    Element(Element),
}

/// A node of the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MapNode {
    /// Its name.
    pub label: String,
    /// What it is, in a few words.
    pub detail: &'static str,
    /// The icon of what it is.
    pub icon: IconKind,
    /// The color of what it is.
    pub ink: Ink,
    /// Layer, counted from the top: who needs stands above what is needed.
    pub layer: u32,
    /// The elements that it stands for: one, or several that are alike; none for a service.
    pub elements: Vec<Element>,
}

/// What the cards of the map say besides names.
mod text {
    /// `BTS1 and 11 alike`.
    pub(super) fn and_alike(name: &str, others: usize) -> String {
        format!("{name} and {others} alike")
    }

    pub(super) const BIZTALK_SERVER: &str = "BizTalk server";
    pub(super) const HOST: &str = "Host";
    pub(super) const SERVICE: &str = "Service";
    pub(super) const TRACK: &str = "Track";
    pub(super) const LOAD_BALANCER: &str = "Load balancer";
    pub(super) const ENTERPRISE_SSO: &str = "Enterprise SSO";
    pub(super) const ON_EVERY_BIZTALK_SERVER: &str = "on every BizTalk server";
    pub(super) const BIZTALK_GROUP: &str = "BizTalk group";
    pub(super) const MASTER_SECRET_SERVER: &str = "Master secret server";
    pub(super) const CLUSTER_NODE: &str = "Cluster node";
    pub(super) const SQL_SERVER_INSTANCE: &str = "SQL Server instance";
    pub(super) const SQL_SERVER_NODE: &str = "SQL Server node";
}

/// How one thing needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Stops without it.
    Hard,
    /// One of several is enough.
    AnyOf,
    /// Goes on with a cached copy until a restart.
    Cached,
}

impl Need {
    /// Every need, as the legend has them.
    pub const ALL: [Self; 3] = [Self::Hard, Self::AnyOf, Self::Cached];

    /// The words of the legend.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Hard => "stops without it",
            Self::AnyOf => "one of several is enough",
            Self::Cached => "cached until a restart",
        }
    }

    /// How its line is drawn.
    pub const fn stroke(self) -> Stroke {
        match self {
            Self::Hard => Stroke::solid(Ink::Line, 1.6),
            Self::AnyOf => Stroke::dashed(Ink::Line, 1.6, 6.0, 3.0),
            Self::Cached => Stroke::dashed(Ink::Line, 1.6, 1.5, 3.5),
        }
    }
}

/// The map: nodes by key, needs by pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// The nodes.
    pub nodes: BTreeMap<Key, MapNode>,
    /// Who needs whom, and how.
    pub needs: BTreeMap<(Key, Key), Need>,
}

/// Layers from top to bottom.
mod layer {
    pub(super) const SERVICE: u32 = 0;
    pub(super) const HOST: u32 = 1;
    pub(super) const COMPUTER: u32 = 2;
    pub(super) const SHARED: u32 = 3;
    pub(super) const DATABASE: u32 = 4;
    pub(super) const SQL: u32 = 5;
    /// Computers, and the storage beside them.
    pub(super) const NODE: u32 = 6;
}

/// The map of a design; only the primary site takes part at run time.
pub fn map(document: &Document) -> Map {
    let mut map = Map::default();
    hosts(&mut map, document);
    load_balancers(&mut map, document);
    shared(&mut map, document);
    databases(&mut map, document);
    map.fold(document);
    map
}

/// So many that are alike become one card.
const LEAST_ALIKE: usize = 3;

impl Map {
    /// What is drawn of the map: all of it, or, where that would be a hairball of thousands of cards, what the selection
    /// needs and what needs it, nearest first; without a selection everything but computers.
    pub fn around(self, selection: &BTreeSet<Element>, most: usize) -> Self {
        if self.nodes.len() <= most {
            return self;
        }
        let chosen = self.nodes.iter().filter(|(_, node)| node.elements.iter().any(|it| selection.contains(it)));
        let mut kept: BTreeSet<Key> = chosen.map(|(key, _)| *key).take(most).collect();
        if kept.is_empty() {
            let others = self.nodes.iter().filter(|(_, it)| it.layer != layer::COMPUTER);
            kept = others.map(|(key, _)| *key).take(most).collect();
        } else {
            let mut beside: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
            for (from, to) in self.needs.keys() {
                beside.entry(*from).or_default().push(*to);
                beside.entry(*to).or_default().push(*from);
            }
            let mut next: VecDeque<Key> = kept.iter().copied().collect();
            while let Some(key) = next.pop_front() {
                for other in beside.get(&key).into_iter().flatten() {
                    if kept.len() < most && kept.insert(*other) {
                        next.push_back(*other);
                    }
                }
            }
        }
        Self {
            nodes: self.nodes.into_iter().filter(|(key, _)| kept.contains(key)).collect(),
            needs: self.needs.into_iter().filter(|((a, b), _)| kept.contains(a) && kept.contains(b)).collect(),
        }
    }

    fn node(&mut self, key: Key, label: String, detail: &'static str, icon: IconKind, ink: Ink, layer: u32) {
        let elements = if let Key::Element(element) = key { vec![element] } else { Vec::new() };
        self.nodes.entry(key).or_insert(MapNode { label, detail, icon, ink, layer, elements });
    }

    /// Makes one card of those that need the same and are needed by the same, in the same way; what becomes alike by
    /// that follows.
    fn fold(&mut self, document: &Document) {
        loop {
            let groups = self.alike();
            if groups.is_empty() {
                return;
            }
            for group in groups {
                self.unite(document, &group);
            }
            self.needs.retain(|(from, to), _| self.nodes.contains_key(from) && self.nodes.contains_key(to));
        }
    }

    /// Lets the first of a group stand for all of it.
    fn unite(&mut self, document: &Document, group: &[Key]) {
        let [first, others @ ..] = group else { return };
        let gone: Vec<Element> =
            others.iter().filter_map(|it| self.nodes.remove(it)).flat_map(|it| it.elements).collect();
        if let Some(node) = self.nodes.get_mut(first) {
            node.elements.extend(gone);
            let name = node.elements.first().map(|it| it.name(document)).unwrap_or_default();
            node.label = text::and_alike(&name, node.elements.len() - 1);
        }
    }

    /// The groups of elements that can stand on one card each.
    fn alike(&self) -> Vec<Vec<Key>> {
        let mut ties: BTreeMap<Key, BTreeSet<(Key, Need, bool)>> = BTreeMap::new();
        for ((from, to), need) in &self.needs {
            ties.entry(*from).or_default().insert((*to, *need, true));
            ties.entry(*to).or_default().insert((*from, *need, false));
        }
        let mut groups: BTreeMap<_, Vec<Key>> = BTreeMap::new();
        for (key, node) in self.nodes.iter().filter(|(_, it)| !it.elements.is_empty()) {
            let kind = (node.layer, node.detail);
            groups.entry((kind, ties.get(key).cloned().unwrap_or_default())).or_default().push(*key);
        }
        groups.into_values().filter(|it| it.len() >= LEAST_ALIKE).collect()
    }

    fn need(&mut self, from: Key, to: Key, need: Need) {
        if self.nodes.contains_key(&from) && self.nodes.contains_key(&to) {
            self.needs.insert((from, to), need);
        }
    }

    fn element(
        &mut self,
        document: &Document,
        element: Element,
        look: (&'static str, IconKind, Ink),
        layer: u32,
    ) -> Key {
        let key = Key::Element(element);
        self.node(key, element.name(document), look.0, look.1, look.2, layer);
        key
    }
}

const BIZTALK: (&str, IconKind, Ink) = (text::BIZTALK_SERVER, IconKind::BizTalkServer, Ink::RoleBizTalk);

fn hosts(map: &mut Map, document: &Document) {
    for (id, host) in &document.hosts {
        let enabled: BTreeSet<_> = document
            .host_instances_of(*id)
            .filter_map(|it| document.host_instances.get(&it))
            .filter(|it| it.enabled && document.is_primary(it.computer))
            .map(|it| it.computer)
            .collect();
        let key = map.element(document, (*id).into(), (text::HOST, IconKind::Host, Ink::RoleBizTalk), layer::HOST);
        let need = if enabled.len() > 1 { Need::AnyOf } else { Need::Hard };
        for function in &host.functions {
            let service = Key::Service(*function);
            map.node(
                service,
                function.label().to_owned(),
                text::SERVICE,
                IconKind::Adapter,
                Ink::Accent,
                layer::SERVICE,
            );
            map.need(service, key, Need::Hard);
        }
        if host.allow_tracking {
            map.node(
                Key::Tracking,
                text::TRACK.to_owned(),
                text::SERVICE,
                IconKind::Adapter,
                Ink::Accent,
                layer::SERVICE,
            );
            map.need(Key::Tracking, key, Need::Hard);
        }
        for computer in enabled {
            let computer = map.element(document, computer.into(), BIZTALK, layer::COMPUTER);
            map.need(key, computer, need);
        }
    }
}

fn load_balancers(map: &mut Map, document: &Document) {
    for (id, balancer) in &document.load_balancers {
        let look = (text::LOAD_BALANCER, IconKind::LoadBalancer, Ink::RoleLoadBalancer);
        let key = map.element(document, (*id).into(), look, layer::HOST);
        map.need(Key::Service(HostFunction::Receive), key, Need::Hard);
        for computer in &balancer.members {
            map.need(key, Key::Element((*computer).into()), Need::AnyOf);
        }
    }
}

/// What every computer needs alike stands once, so that the map is no hairball.
fn shared(map: &mut Map, document: &Document) {
    let computers: Vec<Key> =
        map.nodes.iter().filter(|(_, it)| it.layer == layer::COMPUTER).map(|(key, _)| *key).collect();
    if computers.is_empty() {
        return;
    }
    let look = (text::ENTERPRISE_SSO, IconKind::MasterSecretServer, Ink::RoleSso);
    map.node(Key::Sso, text::ENTERPRISE_SSO.to_owned(), text::ON_EVERY_BIZTALK_SERVER, look.1, look.2, layer::SHARED);
    for key in &computers {
        let Key::Element(Element::Computer(id)) = key else { continue };
        map.need(*key, Key::Sso, Need::Hard);
        for group in document.computers.get(id).iter().flat_map(|it| &it.biztalk_groups) {
            let look = (text::BIZTALK_GROUP, IconKind::Network, Ink::RoleBizTalk);
            let group = map.element(document, (*group).into(), look, layer::SHARED);
            map.need(*key, group, Need::Hard);
        }
    }
    for server in document.master_secret_servers() {
        let element = match server {
            MasterSecretServer::Computer(id) => Element::Computer(id),
            MasterSecretServer::Clustered(id) => Element::ResourceGroup(id),
        };
        let look = (text::MASTER_SECRET_SERVER, IconKind::MasterSecretServer, Ink::RoleSso);
        let key = map.element(document, element, look, layer::DATABASE);
        map.need(Key::Sso, key, Need::Cached);
        if let MasterSecretServer::Clustered(group) = server {
            for owner in document.resource_groups.get(&group).iter().flat_map(|it| &it.possible_owners) {
                let look = (text::CLUSTER_NODE, IconKind::Computer, Ink::RoleSso);
                let node = map.element(document, (*owner).into(), look, layer::NODE);
                map.need(key, node, Need::AnyOf);
            }
            storages(map, document, key, document.disks_of_role(group));
        }
    }
}

fn databases(map: &mut Map, document: &Document) {
    for (id, database) in &document.databases {
        let look = (database.kind.label(), IconKind::Database, Ink::RoleSql);
        let key = map.element(document, (*id).into(), look, layer::DATABASE);
        match (database.kind, database.biztalk_group) {
            (DatabaseKind::Sso, _) => map.need(Key::Sso, key, Need::Hard),
            (DatabaseKind::Tracking, _) => map.need(Key::Tracking, key, Need::Hard),
            (_, Some(group)) => map.need(Key::Element(group.into()), key, Need::Hard),
            (_, None) => {}
        }
        let sql = database.sql_instance;
        let look = (text::SQL_SERVER_INSTANCE, IconKind::SqlServer, Ink::RoleSql);
        let instance = map.element(document, sql.into(), look, layer::SQL);
        map.need(key, instance, Need::Hard);
        let owners = document.owners_of_sql(sql);
        let need = if owners.len() > 1 { Need::AnyOf } else { Need::Hard };
        for owner in owners {
            let look = (text::SQL_SERVER_NODE, IconKind::SqlServer, Ink::RoleSql);
            let node = map.element(document, (*owner).into(), look, layer::NODE);
            map.need(instance, node, need);
        }
        storages(map, document, instance, document.storages_of_sql(sql));
        storages(map, document, key, database.storage);
    }
}

/// The storage without whose data something stops.
fn storages(map: &mut Map, document: &Document, needed_by: Key, storages: impl IntoIterator<Item = StorageId>) {
    for id in storages {
        let Some(storage) = document.storages.get(&id) else { continue };
        let look = (storage.kind.label(), IconKind::DiskArray, Ink::RoleSql);
        let storage = map.element(document, id.into(), look, layer::NODE);
        map.need(needed_by, storage, Need::Hard);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::model::TierKind;
    use crate::testing::DocumentBuilder;

    #[test]
    fn whoever_needs_something_stands_above_it() {
        for key in ["small", "large-complete", "medium-receive"] {
            let map = map(&template(key).unwrap().document);
            for (from, to) in map.needs.keys() {
                let (from, to) = (&map.nodes[from], &map.nodes[to]);
                assert!(from.layer < to.layer, "{key}: {} needs {}", from.label, to.label);
            }
        }
    }

    #[test]
    fn a_database_on_a_failover_cluster_instance_needs_any_of_its_nodes() {
        let document = &template("small").unwrap().document;
        let map = map(document);
        let nodes = map
            .needs
            .iter()
            .filter(|((from, _), need)| matches!(from, Key::Element(Element::SqlInstance(_))) && **need == Need::AnyOf);
        assert_eq!(nodes.count(), 2);
    }

    #[test]
    fn who_keeps_data_on_a_drawn_storage_stops_without_it() {
        let document = &template("large-complete").unwrap().document;
        let map = map(document);
        for (id, storage) in &document.storages {
            let on = Key::Element((*id).into());
            let needed = |(from, to): &&(Key, Key)| {
                *to == on && map.needs[&(*from, *to)] == Need::Hard && map.nodes.contains_key(from)
            };
            let of_map = map.needs.keys().filter(needed).count();
            let users: Vec<_> =
                document.sql_instances.keys().filter(|it| document.storages_of_sql(**it).contains(id)).collect();
            assert!(!users.is_empty() && of_map > 0, "{} of {users:?}", storage.name);
        }
        assert!(!document.storages.is_empty());
    }

    #[test]
    fn computers_alike_stand_on_one_card_and_none_is_lost() {
        let mut builder = DocumentBuilder::new("Test");
        let tier = builder.tier("BizTalk", TierKind::BizTalk);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2", "BTS3", "BTS4"], tier);
        builder.host("Receive", &[HostFunction::Receive], &servers);
        let map = map(&builder.build());
        let cards: Vec<&MapNode> = map.nodes.values().filter(|it| it.layer == layer::COMPUTER).collect();
        let [card] = cards[..] else { panic!("one card, not {}", cards.len()) };
        assert_eq!(card.elements, servers.iter().map(|it| Element::from(*it)).collect::<Vec<_>>());
        assert_eq!(card.label, "BTS1 and 3 alike");
        for (from, to) in map.needs.keys() {
            assert!(map.nodes.contains_key(from) && map.nodes.contains_key(to));
        }
    }

    #[test]
    fn computers_of_the_disaster_recovery_site_take_no_part() {
        let document = &template("small-complete").unwrap().document;
        let nodes = map(document).nodes;
        let drawn: usize = nodes.values().filter(|it| it.detail == "BizTalk server").map(|it| it.elements.len()).sum();
        assert_eq!(drawn, 2);
    }
}
