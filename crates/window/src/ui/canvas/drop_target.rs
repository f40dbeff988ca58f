//! Where a drag would land and what would follow: said before the button is released.

use crate::edit::intent::movement::{self, MoveChoice};
use crate::edit::intent::palette::{self, DropVerdict, PaletteItem, verdict_for_elements};
use crate::edit::intent::slots::{DropTarget, element_at, next_free_slot};
use crate::edit::{Edit, preview};
use crate::geometry::{Point, Rect};
use crate::model::{Document, Element};
use crate::rules::{Finding, RuleContext, evaluate};
use crate::scene::layout::Layout;

use super::hit_test::{failover_cluster_at, nearest_tier};

/// Designs with more computers are not evaluated during a drag: it must stay fluent.
const MOST_COMPUTERS: usize = 300;
/// How far beside a tier a drop still means the tier, in world units.
const REACH: f32 = 60.0;

/// What is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cargo<'a> {
    /// An item of the palette.
    Item(PaletteItem),
    /// Elements of the design, in reading order.
    Elements(&'a [Element]),
}

/// Where a drag would land.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Landing {
    /// Where it would go.
    pub(super) target: DropTarget,
    /// The tier or the failover cluster that takes or refuses it.
    pub(super) container: Rect,
    /// The place of the slot.
    pub(super) slot: Rect,
    /// Whether the slot is taken by something that moves aside: the drop is marked beside it.
    pub(super) beside: Option<Side>,
}

/// On which side of the element in the slot the drop goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before it.
    Left,
    /// Behind it.
    Right,
}

/// Where something dropped at a point of the world would land; `None` beside all tiers.
pub(super) fn landing(document: &Document, layout: &Layout, cargo: Cargo<'_>, at: Point) -> Option<Landing> {
    let Some(slot) = layout.slot_at(at) else {
        let tier = nearest_tier(document, layout, at, REACH)?;
        let slot = next_free_slot(document, tier);
        let container = layout.rect_of(tier.into())?;
        return Some(Landing { target: slot.into(), container, slot: layout.slot_rect(slot)?, beside: None });
    };
    let cluster = failover_cluster_at(layout, at);
    let target = DropTarget { slot, failover_cluster: cluster };
    let container = cluster.map_or_else(|| layout.rect_of(slot.tier.into()), |id| layout.rect_of(id.into()))?;
    let moving = match cargo {
        Cargo::Item(_) => &[],
        Cargo::Elements(elements) => elements,
    };
    let taken = element_at(document, slot).is_some_and(|it| !moving.contains(&it));
    let from_left = moving
        .iter()
        .filter_map(|it| document.slot_of(*it))
        .any(|it| it.tier == slot.tier && it.row == slot.row && it.column < slot.column);
    let beside = taken.then_some(if from_left { Side::Right } else { Side::Left });
    Some(Landing { target, container, slot: layout.slot_rect(slot)?, beside })
}

/// What would follow, in words for the person.
pub(super) fn verdict(document: &Document, findings: &[Finding], cargo: Cargo<'_>, target: DropTarget) -> Verdict {
    let plain = match cargo {
        Cargo::Item(item) => palette::verdict(document, item, target),
        Cargo::Elements(elements) => verdict_for_elements(document, elements, target),
    };
    if let DropVerdict::Refused(reason) = plain {
        return Verdict::Refused(reason);
    }
    let edit = match cargo {
        Cargo::Item(item) => palette::add(document, item, target).map(MoveChoice::Plain),
        Cargo::Elements(elements) => movement::choices(document, elements, target),
    };
    match edit {
        Err(error) => Verdict::Refused(error.to_string()),
        Ok(MoveChoice::ClusterQuestion { cluster, .. }) => Verdict::Fits(format!("Leave {cluster} or move all of it?")),
        Ok(MoveChoice::Plain(edit)) => match new_finding(document, findings, &edit) {
            Some(text) => Verdict::Finding(edit.label, text),
            None => Verdict::Fits(edit.label),
        },
    }
}

/// What a drop would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is allowed: what it does.
    Fits(String),
    /// It is allowed and brings a finding: what it does, and the finding.
    Finding(String, String),
    /// It is refused: why.
    Refused(String),
}

/// The worst finding that the edit brings about an element that it touches.
fn new_finding(document: &Document, before: &[Finding], edit: &Edit) -> Option<String> {
    if document.computers.len() > MOST_COMPUTERS {
        return None;
    }
    let next = preview(document, &edit.commands).ok()?;
    let after = evaluate(&RuleContext::new(&next));
    let same = |old: &Finding, it: &Finding| old.subject() == it.subject() || old.message == it.message;
    let known = |it: &Finding| before.iter().any(|old| old.rule == it.rule && same(old, it));
    let touches = |it: &Finding| it.elements.iter().any(|element| edit.select.contains(element));
    let new = after.findings.iter().filter(|it| !known(it) && touches(it)).min_by_key(|it| it.severity)?;
    Some(format!("{} ({})", new.message, new.rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::index::Index;
    use crate::model::{EndpointKind, TierKind, Zone};
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, Layout, Vec<Element>, Element) {
        let mut builder = DocumentBuilder::new("Test");
        let clients = builder.tier("Clients", TierKind::Clients);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let client = builder.endpoint("Internet", EndpointKind::InternetClient, clients);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2", "BTS3"], biztalk);
        let document = builder.build();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        (document, layout, servers.into_iter().map(Element::from).collect(), client.into())
    }

    #[test]
    fn a_taken_slot_is_entered_from_the_side_the_cargo_comes_from() {
        let (document, layout, servers, _) = design();
        let middle = layout.rect_of(servers[1]).unwrap().center();
        let side = |cargo| landing(&document, &layout, cargo, middle).unwrap().beside;
        assert_eq!(side(Cargo::Elements(&servers[..1])), Some(Side::Right));
        assert_eq!(side(Cargo::Elements(&servers[2..])), Some(Side::Left));
        assert_eq!(side(Cargo::Elements(&servers[1..2])), None);
        assert_eq!(side(Cargo::Item(PaletteItem::BizTalkServer)), Some(Side::Left));
    }

    #[test]
    fn a_drop_just_beside_a_tier_means_its_next_free_slot_and_far_away_means_nothing() {
        let (document, layout, ..) = design();
        let last = document.tier_rows.last().unwrap()[0];
        let rect = layout.rect_of(last.into()).unwrap();
        let cargo = Cargo::Item(PaletteItem::BizTalkServer);
        let below = Point::new(rect.center().x, rect.max.y + 15.0);
        let found = landing(&document, &layout, cargo, below).unwrap();
        assert_eq!(found.target.slot, next_free_slot(&document, last));
        assert_eq!(landing(&document, &layout, cargo, Point::new(-900.0, -900.0)), None);
    }

    #[test]
    fn the_verdict_names_the_edit_the_refusal_or_the_new_finding() {
        let (mut document, layout, servers, client) = design();
        let tier = document.slot_of(servers[0]).unwrap().tier;
        let at = layout.rect_of(servers[0]).unwrap().center();
        let target = landing(&document, &layout, Cargo::Elements(&[client]), at).unwrap().target;
        let judge = |document: &Document, cargo: Cargo<'_>| {
            let findings = evaluate(&RuleContext::new(document)).findings;
            verdict(document, &findings, cargo, target)
        };
        let clients = [client];
        assert!(matches!(judge(&document, Cargo::Elements(&clients)), Verdict::Refused(_)));
        let item = Cargo::Item(PaletteItem::BizTalkServer);
        assert_eq!(judge(&document, item), Verdict::Fits("Add BizTalk server BTS4".to_owned()));
        document.tiers.edit().get_mut(&tier).unwrap().zone = Some(Zone::PerimeterIntranet);
        let verdict = judge(&document, item);
        assert!(!matches!(verdict, Verdict::Refused(_)), "{verdict:?}");
    }
}
