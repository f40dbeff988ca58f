//! Reads the connections worth drawing from a design and bundles them: one trunk per set of sources.

use std::collections::{BTreeMap, BTreeSet};

use super::{Block, ConnectionKind, Lot, Target, Trunk, Wire};
use crate::model::index::Index;
use crate::model::{
    BizTalkGroupId, ClusterResourceGroup, ComputerId, Direction, Element, HostId, ResourceGroupId, Role, SqlInstanceId,
    queries::MasterSecretServer,
};

/// What is connected before it is bundled.
struct Link {
    kind: ConnectionKind,
    from: Vec<Block>,
    to: Vec<Block>,
    words: String,
    wires: Vec<Wire>,
}

/// Where the elements of a design stand.
struct Atlas<'a> {
    index: &'a Index<'a>,
    lots: &'a [Lot<'a>],
    /// Lot and cell of everything that stands in a slot.
    cells: BTreeMap<Element, (usize, usize)>,
}

/// The trunks of a design.
pub(crate) fn links(index: &Index<'_>, lots: &[Lot<'_>]) -> Vec<Trunk> {
    let mut cells = BTreeMap::new();
    for (number, lot) in lots.iter().enumerate() {
        cells.extend(lot.grid.cells.iter().enumerate().map(|(at, cell)| (cell.element, (number, at))));
    }
    let atlas = Atlas { index, lots, cells };
    let mut links = atlas.messages();
    links.extend(atlas.internals());
    links.extend(atlas.log_shipping());
    bundle(links, |block| lots.get(block.lot).map_or(0, |it| it.row))
}

impl Atlas<'_> {
    /// The blocks that stand for some elements: their boxes, single cards, or their tier when there are several of it.
    fn blocks(&self, elements: impl IntoIterator<Item = Element>) -> Vec<Block> {
        let mut cards: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let mut boxes: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (lot, cell) in elements.into_iter().filter_map(|it| self.cells.get(&it)) {
            let boxed = self.lots.get(*lot).and_then(|it| it.grid.cells.get(*cell)).and_then(|it| it.boxed);
            if let Some(boxed) = boxed {
                boxes.insert((*lot, boxed));
            } else {
                cards.entry(*lot).or_default().insert(*cell);
            }
        }
        let boxes = boxes.into_iter().filter_map(|(lot, at)| self.box_block(lot, at));
        let cards = cards.into_iter().filter_map(|(lot, cells)| self.card_block(lot, &cells));
        let mut blocks: Vec<Block> = boxes.chain(cards).collect();
        blocks.sort_by_key(Block::key);
        blocks
    }

    fn box_block(&self, number: usize, at: usize) -> Option<Block> {
        let lot = self.lots.get(number)?;
        let group = lot.grid.boxes.get(at)?;
        let (left, right) = (lot.left + group.rect.min.x, lot.left + group.rect.max.x);
        let (top, bottom) = (group.rect.min.y, group.rect.max.y);
        Some(Block { lot: number, element: group.element, left, right, top, bottom })
    }

    fn card_block(&self, number: usize, cells: &BTreeSet<usize>) -> Option<Block> {
        let lot = self.lots.get(number)?;
        let single = cells.first().filter(|_| cells.len() == 1).and_then(|at| lot.grid.cells.get(*at));
        if let Some(cell) = single {
            let (left, right) = (lot.left + cell.rect.min.x, lot.left + cell.rect.max.x);
            let (top, bottom) = (cell.rect.min.y, cell.rect.max.y);
            return Some(Block { lot: number, element: cell.element, left, right, top, bottom });
        }
        Some(Block::tier(number, lot))
    }

    fn computers(&self, ids: impl IntoIterator<Item = ComputerId>) -> Vec<Block> {
        self.blocks(ids.into_iter().map(Element::Computer))
    }

    fn sql(&self, ids: impl IntoIterator<Item = SqlInstanceId>) -> Vec<Block> {
        self.computers(ids.into_iter().filter_map(|id| self.index.document.active_computer_of_sql(id)))
    }

    fn resource_group(&self, id: ResourceGroupId) -> Vec<Block> {
        self.computers(self.index.document.resource_groups.get(&id).and_then(ClusterResourceGroup::runs_on))
    }

    /// Computers with instances of a host: those of the primary site where there are any.
    fn host(&self, id: HostId) -> Vec<Block> {
        let document = self.index.document;
        let instances = self.index.host_instances_of(id).iter().filter_map(|id| document.host_instances.get(id));
        let all: BTreeSet<ComputerId> = instances.map(|it| it.computer).collect();
        let primary: BTreeSet<ComputerId> = all.iter().copied().filter(|it| self.index.on(*it).is_primary).collect();
        self.computers(if primary.is_empty() { all } else { primary })
    }

    /// The blocks that stand for any element.
    fn element(&self, element: Element) -> Vec<Block> {
        let document = self.index.document;
        match element {
            Element::Computer(_) | Element::LoadBalancer(_) | Element::Endpoint(_) => self.blocks([element]),
            Element::Host(id) => self.host(id),
            Element::HostInstance(id) => self.computers(document.host_instances.get(&id).map(|it| it.computer)),
            Element::SqlInstance(id) => self.sql([id]),
            Element::Database(id) => self.sql(document.databases.get(&id).map(|it| it.sql_instance)),
            Element::ResourceGroup(id) => self.resource_group(id),
            Element::FailoverCluster(id) => {
                let nodes = document.failover_clusters.get(&id).map(|it| it.nodes.as_slice()).unwrap_or_default();
                self.computers(nodes.iter().map(|it| it.computer))
            }
            Element::AvailabilityGroup(id) => {
                let group = document.availability_groups.get(&id);
                let replicas = group.map(|it| it.replicas.as_slice()).unwrap_or_default();
                self.sql(replicas.iter().map(|it| it.sql_instance))
            }
            Element::BizTalkGroup(id) => self.computers(self.biztalk_servers(id)),
            Element::Tier(id) => {
                let at = self.lots.iter().position(|it| it.grid.tier == id);
                let lot = at.and_then(|at| Some((at, self.lots.get(at)?)));
                lot.map(|(at, lot)| Block::tier(at, lot)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Drawn connections, load balancers to their members, handlers to their endpoints.
    fn messages(&self) -> Vec<Link> {
        let document = self.index.document;
        let kind = ConnectionKind::Messages;
        let elements = |blocks: &[Block]| blocks.iter().map(|it| it.element).collect();
        let drawn = document.connections.iter().map(|(id, it)| {
            let (from, to) = (self.element(it.from), self.element(it.to));
            let wire = Wire { connection: Element::Connection(*id), from: elements(&from), to: elements(&to) };
            Link { kind, from, to, words: it.label.clone(), wires: vec![wire] }
        });
        let balanced = document.load_balancers.iter().map(|(id, it)| Link {
            kind,
            from: self.element(Element::LoadBalancer(*id)),
            to: self.computers(it.members.iter().copied()),
            words: String::new(),
            wires: Vec::new(),
        });
        let handled = document.handlers.values().filter_map(|it| {
            let (outside, host) = (self.element(Element::Endpoint(it.endpoint?)), self.host(it.host));
            let (from, to) = if it.direction == Direction::Receive { (outside, host) } else { (host, outside) };
            Some(Link { kind, from, to, words: String::new(), wires: Vec::new() })
        });
        drawn.chain(balanced).chain(handled).collect()
    }

    fn biztalk_servers(&self, group: BizTalkGroupId) -> Vec<ComputerId> {
        let document = self.index.document;
        let servers = document.computers.iter().filter(|(_, it)| it.roles.contains(&Role::BizTalkRuntime));
        let members = servers.filter(|(_, it)| it.biztalk_groups.contains(&group));
        members.map(|(id, _)| *id).filter(|id| document.is_primary(*id)).collect()
    }

    /// The servers of each BizTalk group to their databases and to the master secret.
    fn internals(&self) -> Vec<Link> {
        let document = self.index.document;
        let mut links = Vec::new();
        for group in document.biztalk_groups.keys() {
            let from = self.computers(self.biztalk_servers(*group));
            let databases = document.databases.values();
            let own = databases.filter(|it| it.biztalk_group.is_none_or(|owner| owner == *group));
            let instances: BTreeSet<SqlInstanceId> = own.map(|it| it.sql_instance).collect();
            let secrets = document.master_secret_servers().into_iter().flat_map(|it| match it {
                MasterSecretServer::Computer(id) => self.computers([id]),
                MasterSecretServer::Clustered(id) => self.resource_group(id),
            });
            for (kind, to) in
                [(ConnectionKind::Databases, self.sql(instances)), (ConnectionKind::MasterSecret, secrets.collect())]
            {
                let words = kind.word().to_owned();
                links.push(Link { kind, from: from.clone(), to, words, wires: Vec::new() });
            }
        }
        links
    }

    fn log_shipping(&self) -> Vec<Link> {
        let pairs = &self.index.document.disaster_recovery.ships_to;
        let kind = ConnectionKind::LogShipping;
        let (from, to) = (self.sql(pairs.keys().copied()), self.sql(pairs.values().copied()));
        vec![Link { kind, from, to, words: kind.word().to_owned(), wires: Vec::new() }]
    }
}

/// Merges links: first those with the same targets and kind from one row of tiers, then those with the same sources.
fn bundle(links: Vec<Link>, row: impl Fn(&Block) -> usize) -> Vec<Trunk> {
    let keys = |blocks: &[Block]| blocks.iter().map(Block::key).collect::<Vec<_>>();
    let mut merged: Vec<Link> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for link in links.into_iter().filter(|it| !it.from.is_empty() && !it.to.is_empty()) {
        let rows: BTreeSet<usize> = link.from.iter().map(&row).collect();
        let at = *known.entry((link.kind, link.words.clone(), keys(&link.to), rows)).or_insert(merged.len());
        if let Some(same) = merged.get_mut(at).filter(|it| it.kind == ConnectionKind::Messages) {
            same.wires.extend(link.wires);
            let known = keys(&same.from);
            same.from.extend(link.from.into_iter().filter(|it| !known.contains(&it.key())));
            same.from.sort_by_key(Block::key);
        } else {
            merged.push(link);
        }
    }
    let class = |kind: ConnectionKind| match kind {
        ConnectionKind::Messages => 0,
        ConnectionKind::Databases | ConnectionKind::MasterSecret => 1,
        ConnectionKind::LogShipping => 2,
    };
    let mut trunks: Vec<Trunk> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for link in merged {
        let at = *known.entry((class(link.kind), keys(&link.from))).or_insert(trunks.len());
        if at == trunks.len() {
            trunks.push(Trunk { from: link.from, to: Vec::new(), wires: Vec::new() });
        }
        if let Some(trunk) = trunks.get_mut(at) {
            trunk.wires.extend(link.wires);
            add_targets(trunk, link.kind, &link.words, link.to);
        }
    }
    trunks.retain(|it| !it.to.is_empty());
    trunks
}

/// Adds targets to a trunk; one that is also a source needs no line.
fn add_targets(trunk: &mut Trunk, kind: ConnectionKind, words: &str, blocks: Vec<Block>) {
    for block in blocks {
        if trunk.from.iter().any(|it| it.key() == block.key()) {
            continue;
        }
        if let Some(known) = trunk.to.iter_mut().find(|it| it.block.key() == block.key()) {
            known.kinds.insert(kind);
            if !words.is_empty() && !known.words.split(", ").any(|it| it == words) {
                known.words =
                    if known.words.is_empty() { words.to_owned() } else { format!("{}, {words}", known.words) };
            }
        } else {
            trunk.to.push(Target { block, kinds: BTreeSet::from([kind]), words: words.to_owned() });
        }
    }
}
