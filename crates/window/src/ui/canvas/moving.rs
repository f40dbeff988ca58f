//! Moving what is selected to a place that is chosen by name: elements to a tier or into a failover cluster, a tier to a
//! site.

use egui::{Key, Modifiers, Rect, Ui};

use super::choosing::{Wording, pick_ui};
use super::{CanvasView, Question, gestures};
use crate::edit::intent::movement::{self, Direction, moving};
use crate::edit::intent::slots::next_free_slot;
use crate::edit::intent::{clusters, tiers};
use crate::edit::{Edit, EditError};
use crate::model::{ComputerId, Document, Element, FailoverClusterId, SiteId, TierId};
use crate::session::queue::{Message, Notice};
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::widgets::{Choice, PickList};

/// Where something can be moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    Tier(TierId),
    Cluster(ComputerId, FailoverClusterId),
    Site(TierId, SiteId),
}

/// Where the elements can be moved, and then where they cannot, with what speaks against it.
fn goals(document: &Document, elements: &[Element]) -> Vec<Choice<Goal>> {
    if let [Element::Tier(id)] = elements {
        let own = document.tiers.get(id).map(|it| it.site);
        let sites = document.sites.iter().filter(|(site, _)| Some(**site) != own);
        return sites.map(|(site, it)| Choice::new(&*it.name, text::SITE, Goal::Site(*id, *site))).collect();
    }
    if moving(document, elements).is_empty() {
        return Vec::new();
    }
    let (mut goals, mut refused) = (Vec::new(), Vec::new());
    for id in document.tier_rows.iter().flatten() {
        let to = |note| Choice::new(Element::from(*id).name(document), note, Goal::Tier(*id));
        let site = || document.tiers.get(id).map_or_else(String::new, |it| Element::from(it.site).name(document));
        match movement::choices(document, elements, next_free_slot(document, *id).into()) {
            Ok(_) => goals.push(to(site())),
            Err(reason) => refused.push(to(text::not_here(&reason.to_string()))),
        }
    }
    if let [Element::Computer(computer)] = elements {
        let open = document.failover_clusters.keys().filter(|it| clusters::join(document, **it, *computer).is_ok());
        goals.extend(open.map(|it| {
            Choice::new(Element::from(*it).name(document), text::FAILOVER_CLUSTER, Goal::Cluster(*computer, *it))
        }));
    }
    goals.extend(refused);
    goals
}

/// The edit that a goal means, or the question it raises.
fn moved(document: &Document, elements: &[Element], goal: Goal) -> Result<Result<Question, Edit>, EditError> {
    match goal {
        Goal::Tier(id) => {
            let choice = movement::choices(document, elements, next_free_slot(document, id).into())?;
            Ok(Question::of_move(choice))
        }
        Goal::Cluster(computer, cluster) => clusters::join(document, cluster, computer).map(Err),
        Goal::Site(id, site) => {
            let tier = document.tiers.get(&id).ok_or(EditError::Missing(id.into()))?;
            tiers::change(document, id, crate::model::Tier { site, ..tier.clone() }).map(Err)
        }
    }
}

/// What moving elements by one step means: up and down lead to the next line of cards as it is drawn.
pub(super) fn nudged(view: &ViewContext<'_>, elements: &[Element], direction: Direction) -> Option<Edit> {
    let all = moving(view.document, elements);
    let leading = if direction == Direction::Down { all.last() } else { all.first() };
    let slot = leading.and_then(|it| view.document.slot_of(*it))?;
    let line = match direction {
        Direction::Up => view.layout.slot_across(slot, false),
        Direction::Down => view.layout.slot_across(slot, true),
        Direction::Left | Direction::Right => None,
    };
    movement::nudge(view.document, elements, direction, line.filter(|it| it.row == slot.row))
}

impl CanvasView {
    /// Asks where what is selected is to be moved.
    pub(super) fn start_move(&mut self, view: &ViewContext<'_>) {
        let selected: Vec<Element> = view.selection.iter().copied().collect();
        if goals(view.document, &selected).is_empty() {
            let name = selected.first().map(|it| it.name(view.document)).unwrap_or_default();
            view.outbox.send(Message::Notice(Notice::refusal(text::no_other_place(&name))));
        } else {
            self.moving = Some(PickList::default());
        }
    }

    /// The list of places, while one is asked for.
    pub(super) fn moving_ui(&mut self, view: &ViewContext<'_>, ui: &Ui, area: Rect) {
        let Some(mut list) = self.moving.take() else { return };
        let selected: Vec<Element> = view.selection.iter().copied().collect();
        let Some(first) = selected.first().copied() else { return };
        let goals = goals(view.document, &selected);
        let name = match selected.len() {
            1 => first.name(view.document),
            count => text::elements(count),
        };
        let title = text::move_where(&name);
        let at = self.place_on_screen(view, area, first).map_or(area.center(), |it| it.right_center());
        let words = Wording { title: &title, hint: text::NAME_OF_THE_PLACE, none: text::NO_SUCH_PLACE };
        let escape = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let (chosen, place) = pick_ui(view, ui, (area, at), &words, &mut list, &goals);
        let elsewhere = ui.input(|input| {
            input.pointer.any_pressed() && input.pointer.latest_pos().is_some_and(|it| !place.contains(it))
        });
        match chosen.map(|goal| moved(view.document, &selected, goal)) {
            Some(Ok(Ok(question))) => self.question = Some(question),
            Some(Ok(Err(edit))) => view.outbox.edit(edit),
            Some(Err(reason)) => {
                gestures::refuse(view, &reason);
                self.moving = Some(list);
                return;
            }
            None if escape || elsewhere => {}
            None => {
                self.moving = Some(list);
                return;
            }
        }
        ui.memory_mut(|memory| memory.request_focus(self.focus_id()));
        ui.ctx().request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::edit::preview;

    fn named(document: &Document, name: &str) -> Element {
        Element::all(document).into_iter().find(|it| it.name(document) == name).unwrap()
    }

    fn goal(document: &Document, elements: &[Element], label: &str) -> Goal {
        goals(document, elements).into_iter().find(|it| it.label == label).unwrap_or_else(|| panic!("{label}")).value
    }

    #[test]
    fn a_server_moves_to_a_tier_by_its_name() {
        let document = &template("large").unwrap().document;
        let server = named(document, "BTS1");
        let goal = goal(document, &[server], "Processing");
        let Ok(Err(edit)) = moved(document, &[server], goal) else { panic!("a question") };
        let after = preview(document, &edit.commands).unwrap();
        assert_eq!(Element::from(after.slot_of(server).unwrap().tier).name(&after), "Processing");
    }

    #[test]
    fn where_something_can_go_comes_before_where_it_cannot() {
        let document = &template("large").unwrap().document;
        let goals = goals(document, &[named(document, "BTS1")]);
        let refused: Vec<bool> =
            goals.iter().map(|it| moved(document, &[named(document, "BTS1")], it.value).is_err()).collect();
        assert!(refused.is_sorted() && refused.contains(&true), "{refused:?}");
    }

    #[test]
    fn a_node_that_would_leave_its_failover_cluster_raises_the_question_of_a_drag() {
        let document = &template("large").unwrap().document;
        let node = named(document, "SQL1");
        let goal = goal(document, &[node], "Processing");
        assert!(matches!(moved(document, &[node], goal), Ok(Ok(_))));
    }

    #[test]
    fn a_tier_moves_to_another_site() {
        let document = &template("large").unwrap().document;
        let tier = named(document, "Receive");
        assert!(goals(document, &[tier]).is_empty(), "there is only one site");
        let edit = tiers::add(document, crate::model::TierKind::DisasterRecovery).unwrap();
        let document = &preview(document, &edit.commands).unwrap();
        let goals = goals(document, &[tier]);
        let [other] = &goals[..] else { panic!("{goals:?}") };
        let Ok(Err(edit)) = moved(document, &[tier], other.value) else { panic!("a question") };
        assert!(edit.label.starts_with("Move Receive to "), "{}", edit.label);
    }
}
