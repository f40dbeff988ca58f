//! Tiers: add, change, arrange and remove.

use super::remove::counted_content;
use super::slots::next_free_slot;
use crate::edit::{Draft, Edit, EditCommand, EditError, Record};
use crate::model::{Document, Element, Site, SiteId, SiteKind, Slot, Tier, TierId, TierKind};

/// Where a tier is moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierPlace {
    /// Into a canvas row of its own, before the row with this number; at the end for a higher number.
    OwnRow(usize),
    /// Into a canvas row, before the tier with this number in it; at the end for a higher number.
    InRow {
        /// Row, counted from the top.
        row: usize,
        /// Position in the row, counted from the left.
        index: usize,
    },
}

/// The primary site, else any.
pub(super) fn primary_site(document: &Document) -> Option<SiteId> {
    let primary = document.sites.iter().find(|(_, it)| it.kind == SiteKind::Primary);
    primary.or_else(|| document.sites.iter().next()).map(|(id, _)| *id)
}

/// The canvas rows with a new tier in a row of its own, before the first row of a later kind in the usual order from
/// clients at the top to disaster recovery at the bottom.
pub(super) fn with_new_tier(document: &Document, id: TierId, kind: TierKind) -> Vec<Vec<TierId>> {
    let mut rows = document.tier_rows.clone();
    let later = |row: &Vec<TierId>| row.iter().filter_map(|it| document.tiers.get(it)).any(|it| it.kind > kind);
    let position = rows.iter().position(later).unwrap_or(rows.len());
    rows.insert(position, vec![id]);
    rows
}

/// Adds an empty tier in a row of its own, where its kind usually stands.
///
/// # Errors
/// None at present: a design without a site gets a primary one.
pub fn add(document: &Document, kind: TierKind) -> Result<Edit, EditError> {
    let mut draft = Draft::of(document);
    let wanted = if kind == TierKind::DisasterRecovery { SiteKind::DisasterRecovery } else { SiteKind::Primary };
    let site = document.sites.iter().find(|(_, it)| it.kind == wanted).map(|(id, _)| *id);
    let site = site.unwrap_or_else(|| draft.add(Site::of(wanted)));
    let name = free_name(document, kind.label());
    let id = draft.add(Tier::new(name.clone(), kind, site));
    draft.run(EditCommand::ArrangeTiers(with_new_tier(document, id, kind)))?;
    Ok(draft.finish(format!("Add tier {name}")).selecting([id.into()]))
}

fn free_name(document: &Document, name: &str) -> String {
    let taken = |name: &str| document.tiers.values().any(|it| it.name == name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|it| !taken(it)).unwrap_or_default()
}

/// Sets name, kind, site and zone of a tier; everything in it follows.
///
/// # Errors
/// The tier is gone.
pub fn change(document: &Document, id: TierId, tier: Tier) -> Result<Edit, EditError> {
    let before = document.tiers.get(&id).ok_or(EditError::Missing(id.into()))?;
    let name = &before.name;
    let label = if before.name != tier.name {
        format!("Rename {name} to {}", tier.name)
    } else if before.kind != tier.kind {
        format!("Make {name} a tier for: {}", tier.kind.label())
    } else if before.site != tier.site {
        format!("Move {name} to {}", Element::from(tier.site).name(document))
    } else if before.zone != tier.zone {
        format!("Set the zone of {name}")
    } else {
        format!("Change {name}")
    };
    Ok(Edit::put(label, Record::Tier(id, tier)).selecting([id.into()]))
}

/// Moves a tier to another place among the canvas rows.
///
/// # Errors
/// The tier is gone.
pub fn move_to(document: &Document, id: TierId, place: TierPlace) -> Result<Edit, EditError> {
    let name = document.tiers.get(&id).map(|it| it.name.clone()).ok_or(EditError::Missing(id.into()))?;
    let mut rows = document.tier_rows.clone();
    match place {
        TierPlace::OwnRow(row) => {
            // A row that becomes empty keeps its number until the tier is in.
            take_out(&mut rows, id);
            rows.insert(row.min(rows.len()), vec![id]);
        }
        TierPlace::InRow { row, index } => {
            let before = rows.get(row).and_then(|it| it.iter().position(|other| *other == id));
            take_out(&mut rows, id);
            match rows.get_mut(row) {
                Some(tiers) => {
                    let index = if before.is_some_and(|before| before < index) { index - 1 } else { index };
                    tiers.insert(index.min(tiers.len()), id);
                }
                None => rows.push(vec![id]),
            }
        }
    }
    rows.retain(|row| !row.is_empty());
    Ok(Edit::one(format!("Move tier {name}"), EditCommand::ArrangeTiers(rows)).selecting([id.into()]))
}

fn take_out(rows: &mut [Vec<TierId>], id: TierId) {
    for row in rows {
        row.retain(|it| *it != id);
    }
}

/// Removes a tier and moves what stands in it to the neighboring tier: the one above, else beside, else below.
///
/// # Errors
/// The tier is gone, or it is the only one.
pub fn remove_keeping_content(document: &Document, id: TierId) -> Result<Edit, EditError> {
    let name = document.tiers.get(&id).map(|it| it.name.clone()).ok_or(EditError::Missing(id.into()))?;
    let neighbor =
        neighbor(document, id).ok_or_else(|| EditError::Refused("a design needs at least one tier".to_owned()))?;
    let content: Vec<(Slot, Element)> =
        document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == id).collect();
    let mut draft = Draft::of(document);
    let free = next_free_slot(document, neighbor);
    let first_row = if free.column == 0 { free.row } else { free.row.saturating_add(1) };
    let mut rows: Vec<u32> = content.iter().map(|(slot, _)| slot.row).collect();
    rows.dedup();
    for (offset, row) in (0..).zip(rows) {
        let elements = content.iter().filter(|(slot, _)| slot.row == row).map(|(_, element)| *element).collect();
        let target = Slot { tier: neighbor, row: first_row.saturating_add(offset), column: 0 };
        draft.run(EditCommand::Place { elements, target })?;
    }
    draft.remove(id)?;
    let neighbor_name = Element::from(neighbor).name(document);
    let kept = counted_content(document, content.len(), content.first().map(|(_, it)| *it));
    let label = format!("Delete tier {name} and move {kept} to {neighbor_name}");
    Ok(draft.finish(label).selecting(content.into_iter().map(|(_, element)| element)))
}

fn neighbor(document: &Document, id: TierId) -> Option<TierId> {
    let (row, index) = document
        .tier_rows
        .iter()
        .enumerate()
        .find_map(|(row, tiers)| tiers.iter().position(|it| *it == id).map(|index| (row, index)))?;
    let beside = document
        .tier_rows
        .get(row)
        .and_then(|tiers| index.checked_sub(1).and_then(|left| tiers.get(left)).or_else(|| tiers.get(index + 1)));
    let above = row.checked_sub(1).and_then(|above| document.tier_rows.get(above)).and_then(|tiers| tiers.first());
    let below = document.tier_rows.get(row + 1).and_then(|tiers| tiers.first());
    above.or(beside).or(below).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::testing::DocumentBuilder;

    fn design() -> (Document, [TierId; 3]) {
        let mut builder = DocumentBuilder::new("Test");
        let tiers = [
            builder.tier("Clients", TierKind::Clients),
            builder.tier("BizTalk", TierKind::BizTalk),
            builder.tier("Databases", TierKind::Databases),
        ];
        builder.biztalk_servers(&["BTS1", "BTS2"], tiers[1]);
        builder.computers(&["SQL1", "SQL2"], tiers[2]);
        (builder.build(), tiers)
    }

    fn after(document: &Document, edit: &Edit) -> Document {
        preview(document, &edit.commands).unwrap()
    }

    #[test]
    fn a_new_tier_stands_where_its_kind_usually_stands() {
        let (document, [clients, biztalk, databases]) = design();
        let edit = add(&document, TierKind::LoadBalancing).unwrap();
        let next = after(&document, &edit);
        let Element::Tier(new) = edit.select[0] else { panic!("selects the tier") };
        assert_eq!(next.tier_rows, [vec![clients], vec![new], vec![biztalk], vec![databases]]);
        let recovery = after(&document, &add(&document, TierKind::DisasterRecovery).unwrap());
        assert!(recovery.sites.values().any(|it| it.kind == SiteKind::DisasterRecovery));
    }

    #[test]
    fn tiers_move_into_their_own_row_and_beside_others() {
        let (document, [clients, biztalk, databases]) = design();
        let moved = |id, place| after(&document, &move_to(&document, id, place).unwrap()).tier_rows;
        assert_eq!(moved(databases, TierPlace::OwnRow(0)), [vec![databases], vec![clients], vec![biztalk]]);
        let beside = moved(databases, TierPlace::InRow { row: 1, index: 0 });
        assert_eq!(beside, [vec![clients], vec![databases, biztalk]]);
        assert_eq!(moved(clients, TierPlace::OwnRow(9)), [vec![biztalk], vec![databases], vec![clients]]);
        assert_eq!(moved(clients, TierPlace::InRow { row: 0, index: 5 }), document.tier_rows);
        assert_eq!(moved(clients, TierPlace::OwnRow(2)), [vec![biztalk], vec![clients], vec![databases]]);
    }

    #[test]
    fn removing_a_tier_can_keep_its_content_in_the_neighbor() {
        let (document, [_, biztalk, databases]) = design();
        let edit = remove_keeping_content(&document, databases).unwrap();
        assert_eq!(edit.label, "Delete tier Databases and move 2 elements to BizTalk");
        let next = after(&document, &edit);
        assert_eq!(next.tiers.len(), 2);
        assert!(next.computers.values().all(|it| it.slot.tier == biztalk));
    }
}
