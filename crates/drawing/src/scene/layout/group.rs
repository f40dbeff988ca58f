//! Boxes round the nodes of failover clusters and the replicas of availability groups.

use std::collections::BTreeSet;

use super::flow::chip_width;
use super::part::{Look, Part};
use crate::geometry::{Point, Rect, Size};
use crate::model::index::Index;
use crate::model::{
    AvailabilityGroupId, ComputerId, Element, FailoverClusterId, ResourceGroupId, ResourceKind, StorageId,
};
use crate::scene::style::{BOX_PAD, CHIP, DISK, DISK_GAP, SMALL};
use crate::scene::text::{ellipsize, text_width, wrapped, wrapped_name};
use crate::scene::{Face, IconKind, Ink, nodes};

/// Size of the name of a box.
const TITLE: f32 = 12.0;
const ICON: f32 = 15.0;
/// Space between the name of a box and its mode.
const NOTE_GAP: f32 = 9.0;
/// Space that a badge may take from the corner of a box.
const BADGE: f32 = 24.0;

/// A box: part of one row of a tier, from one column to another.
#[derive(Clone, Debug)]
pub(crate) struct GroupBox {
    /// The failover cluster or the availability group.
    pub(crate) element: Element,
    pub(crate) row: usize,
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// Which of how many boxes of the same element this is, counted from 1.
    pub(crate) run: (usize, usize),
    /// The computers in it, left to right.
    pub(crate) members: Vec<ComputerId>,
    /// Shared storage drawn beneath its nodes.
    pub(crate) storages: Vec<StorageId>,
    /// Its place in the tier.
    pub(crate) rect: Rect,
    /// Its title and chips, in coordinates of `rect`'s corner.
    pub(crate) parts: Vec<Part>,
    /// Where the cards start below its upper border.
    pub(crate) head: f32,
}

/// What a computer is boxed by: its failover cluster, else the first availability group it carries a replica of.
pub(crate) fn boxed_by(index: &Index<'_>, computer: ComputerId) -> Option<Element> {
    let on = index.on(computer);
    let group = || on.replicas.first().map(|(id, _)| Element::AvailabilityGroup(*id));
    on.failover_cluster.map(Element::FailoverCluster).or_else(group)
}

/// Space below the cards of a box.
pub(crate) fn foot(num_storages: usize) -> f32 {
    BOX_PAD + num_storages as f32 * (DISK + DISK_GAP)
}

/// Shared storage attached to some of `members`.
pub(crate) fn storages(index: &Index<'_>, members: &[ComputerId]) -> Vec<StorageId> {
    let all = index.document.storages.iter();
    all.filter(|(_, it)| it.is_shared() == Some(true) && members.iter().any(|id| it.attached.contains(id)))
        .map(|(id, _)| *id)
        .collect()
}

/// Sets the title and the chips of a box of `width`; returns them with the height above the cards.
pub(crate) fn head(index: &Index<'_>, group: &GroupBox, width: f32) -> (Vec<Part>, f32) {
    let inner = width - 2.0 * BOX_PAD;
    let icon = match group.element {
        Element::AvailabilityGroup(_) => IconKind::AvailabilityGroup,
        _ => IconKind::FailoverCluster,
    };
    let mut parts = Vec::new();
    let place = Rect::new(Point::new(BOX_PAD, 8.0), Size::new(ICON, ICON));
    parts.push(Part::new(place, Look::Icon { icon, ink: Ink::ClusterTitle }));
    let y = title(index, group, inner, &mut parts);
    let bottom = chips(index, group, inner, y + 5.0, &mut parts);
    (parts, bottom + 12.0)
}

fn text(at: Point, words: String, size: f32, face: Face, ink: Ink) -> Part {
    let rect = Rect::new(at, Size::new(text_width(face, size, &words), 15.0));
    Part::new(rect, Look::Text { text: words, size, face, ink, struck: false })
}

/// The name, with the mode beside it or below it; returns where it ends.
fn title(index: &Index<'_>, group: &GroupBox, inner: f32, parts: &mut Vec<Part>) -> f32 {
    let name = group.element.name(index.document);
    let note = note(index, group);
    let left = BOX_PAD + ICON + 6.0;
    let room = inner - ICON - 6.0 - BADGE;
    let name_width = text_width(Face::Bold, TITLE, &name);
    let note_width = text_width(Face::Regular, SMALL, &note);
    let mut y = 8.0;
    for line in wrapped_name(Face::Bold, TITLE, &name, room, 2) {
        parts.push(text(Point::new(left, y), line, TITLE, Face::Bold, Ink::ClusterTitle));
        y += 15.0;
    }
    if note.is_empty() {
        return y;
    }
    if name_width + NOTE_GAP + note_width <= room {
        let at = Point::new(left + name_width + NOTE_GAP, 8.5);
        parts.push(text(at, note, SMALL, Face::Regular, Ink::TextMuted));
        return y;
    }
    for line in wrapped(Face::Regular, SMALL, &note, room, 2) {
        parts.push(text(Point::new(left, y), line, SMALL, Face::Regular, Ink::TextMuted));
        y += 14.0;
    }
    y
}

/// Mode of the failover cluster or listener of the availability group; and which run of several this is.
fn note(index: &Index<'_>, group: &GroupBox) -> String {
    let mut words: Vec<String> = Vec::new();
    match group.element {
        Element::FailoverCluster(id) => words.push(nodes::mode(index, id)),
        Element::AvailabilityGroup(id) => {
            let listener = index.document.availability_groups.get(&id).and_then(|it| it.listener.as_ref());
            words.extend(listener.map(|it| format!("Listener {}", it.name)));
        }
        _ => {}
    }
    let (run, runs) = group.run;
    if runs > 1 {
        words.push(format!("part {run} of {runs}"));
    }
    words.retain(|it| !it.is_empty());
    words.join(" · ")
}

/// One chip per cluster resource group and per availability group in a failover cluster; returns where they end.
fn chips(index: &Index<'_>, group: &GroupBox, inner: f32, top: f32, parts: &mut Vec<Part>) -> f32 {
    let Element::FailoverCluster(cluster) = group.element else { return top };
    let (mut x, mut y) = (BOX_PAD, top);
    let resource_groups = index.resource_groups_of(cluster).iter();
    let first = group.run.0 == 1;
    let fits = |words: &String| chip_width(true, words) <= inner;
    let replicated = availability_groups(index, group);
    // All alike: what only some of them said would be missing of the others.
    let listeners = replicated.iter().all(|(_, (full, _))| fits(full));
    let listed = resource_groups
        .filter(|_| first)
        .filter_map(|id| Some((Element::ResourceGroup(*id), resource_group_words(index, cluster, *id)?)))
        .chain(replicated);
    for (element, (full, short)) in listed {
        let is_short = matches!(element, Element::AvailabilityGroup(_)) && !listeners;
        let words = [&full, &short].into_iter().skip(usize::from(is_short)).find(|it| fits(it)).cloned();
        let words = words.unwrap_or_else(|| ellipsize(Face::Regular, SMALL, &short, inner - 30.0));
        let width = chip_width(true, &words);
        if x + width > BOX_PAD + inner + 0.5 && x > BOX_PAD {
            (x, y) = (BOX_PAD, y + CHIP + 4.0);
        }
        let rect = Rect::new(Point::new(x, y), Size::new(width, CHIP));
        let icon = Some(match element {
            Element::AvailabilityGroup(_) => IconKind::AvailabilityGroup,
            _ => IconKind::FailoverCluster,
        });
        let look = Look::Chip { icon, text: words, ink: Ink::ClusterTitle, soft: Ink::CardFill };
        parts.push(Part::of(rect, element, look));
        x += width + 6.0;
    }
    if x > BOX_PAD { y + CHIP } else { top }
}

/// What a cluster resource group holds and where it runs, long and short; `None` when it is gone.
fn resource_group_words(
    index: &Index<'_>,
    cluster: FailoverClusterId,
    id: ResourceGroupId,
) -> Option<(String, String)> {
    let group = index.document.resource_groups.get(&id)?;
    let several = index.resource_groups_of(cluster).iter().map(|it| index.sql_in(*it).len()).sum::<usize>() > 1;
    let mut words: Vec<String> = Vec::new();
    for sql in index.sql_in(id) {
        let name = index.document.sql_instances.get(sql).filter(|_| several).map(|it| it.name.clone());
        words.push(name.unwrap_or_else(|| "SQL Server".to_owned()));
    }
    let shown = [
        ResourceKind::Msdtc,
        ResourceKind::EntSso,
        ResourceKind::Msmq,
        ResourceKind::Iis,
        ResourceKind::FileServer,
        ResourceKind::Ssas,
    ];
    words.extend(shown.into_iter().filter(|kind| group.has(*kind)).map(|kind| kind.label().to_owned()));
    let hosts = index.hosts_in(id).iter().filter_map(|id| index.document.hosts.get(id));
    words.extend(hosts.map(|it| it.name.clone()));
    if words.is_empty() {
        words.push(group.name.clone());
    }
    let short = words.join(" · ");
    let on = group.runs_on().and_then(|it| index.document.computers.get(&it)).map(|it| it.name.as_str());
    Some((on.map_or_else(|| short.clone(), |on| format!("{short} on {on}")), short))
}

/// Availability groups with a replica on a member of the box.
fn availability_groups(index: &Index<'_>, group: &GroupBox) -> Vec<(Element, (String, String))> {
    let members = group.members.iter();
    let ids: BTreeSet<AvailabilityGroupId> =
        members.flat_map(|id| index.on(*id).replicas.iter().map(|(id, _)| *id)).collect();
    let words = |id: AvailabilityGroupId| {
        let it = index.document.availability_groups.get(&id)?;
        let listener = it.listener.as_ref().map(|it| format!(" · listener {}", it.name)).unwrap_or_default();
        let short = format!("Availability group {}", it.name);
        Some((Element::AvailabilityGroup(id), (format!("{short}{listener}"), short)))
    };
    ids.into_iter().filter_map(words).collect()
}
