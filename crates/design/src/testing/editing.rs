//! Edits as somebody without a plan would make them.

use super::generator::Lcg;
use crate::edit::intent::hosts::{self, NewHost};
use crate::edit::intent::{clip, clusters, palette, remove, rename, slots, tiers};
use crate::edit::{Edit, EditError};
use crate::model::{Document, Element, TierKind};

/// Some edit, or why it is refused; which one depends on the numbers drawn.
pub fn any_edit(document: &Document, random: &mut Lcg) -> Result<Edit, EditError> {
    let placed = document.placed_elements();
    let element = random.pick(&placed).map_or(Element::Environment, |(_, element)| element);
    let host_ids: Vec<_> = document.hosts.keys().copied().collect();
    let computer_ids: Vec<_> = document.computers.keys().copied().collect();
    let tier_ids: Vec<_> = document.tiers.keys().copied().collect();
    let nothing = || EditError::Refused("there is nothing to do it to".to_owned());
    let tier = random.pick(&tier_ids);
    match (random.below(10), tier) {
        (0 | 1, Some(tier)) => {
            let item = random.pick(palette::PaletteItem::ALL).ok_or_else(nothing)?;
            palette::add(document, item, slots::next_free_slot(document, tier).into())
        }
        (2, _) => remove::elements(document, &[element]),
        (3, _) => rename::rename(document, element, &format!("Renamed {}", random.below(1000))),
        (4, _) => match (random.pick(&host_ids), random.pick(&computer_ids)) {
            (Some(host), Some(computer)) => hosts::toggle(document, host, computer),
            _ => Err(nothing()),
        },
        (5, _) => hosts::add(document, random.pick(NewHost::ALL).ok_or_else(nothing)?, None, &[]),
        (6, _) => clip::duplicate(document, &[element]).map(|(edit, _)| edit),
        (7, _) => tiers::add(document, random.pick(TierKind::ALL).ok_or_else(nothing)?),
        (8, _) => match &computer_ids[..] {
            [first, .., last] => clusters::create(document, &[*first, *last]),
            _ => Err(nothing()),
        },
        (_, Some(tier)) => remove::elements(document, &[tier.into()]),
        (_, None) => Err(nothing()),
    }
}
