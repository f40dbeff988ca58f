//! Lines from a load balancer to its members. They are no elements of their own, and yet they are clicked, and taken away.

use egui::{Key, Ui};

use super::CanvasView;
use super::paint::Canvas;
use crate::edit::{Draft, Edit};
use crate::geometry::Point;
use crate::model::{ComputerId, Document, Element, LoadBalancerId};
use crate::prose;
use crate::scene::layout::Layout;
use crate::session::command::AppCommand;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::keys::keys_of;

/// A line from a load balancer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MemberLine {
    pub(super) balancer: LoadBalancerId,
    /// What it leads to: cards, boxes of failover clusters, whole tiers.
    ends: Vec<Element>,
    /// The members there.
    pub(super) members: Vec<ComputerId>,
}

impl MemberLine {
    /// The line nearest to a point of the world, at most `reach` away.
    pub(super) fn at(document: &Document, layout: &Layout, point: Point, reach: f32) -> Option<Self> {
        let (balancer, ends) = layout.balancer_line_at(point, reach)?;
        let all = &document.load_balancers.get(&balancer)?.members;
        let stands_there = |id: &ComputerId| ends.iter().any(|end| holds(document, *end, *id));
        let members: Vec<ComputerId> = all.iter().copied().filter(stands_there).collect();
        (!members.is_empty()).then_some(Self { balancer, ends, members })
    }

    /// Whether all that it leads to is still behind the load balancer.
    fn is_there(&self, document: &Document) -> bool {
        let balancer = document.load_balancers.get(&self.balancer);
        balancer.is_some_and(|it| self.members.iter().all(|id| it.members.contains(id)))
    }
}

fn holds(document: &Document, end: Element, id: ComputerId) -> bool {
    match end {
        Element::Computer(computer) => computer == id,
        Element::Tier(tier) => document.computers.get(&id).is_some_and(|it| it.slot.tier == tier),
        Element::FailoverCluster(cluster) => document.failover_cluster_of(id) == Some(cluster),
        _ => false,
    }
}

/// Takes members from behind a load balancer.
pub(super) fn take_away(document: &Document, balancer: LoadBalancerId, members: &[ComputerId]) -> Edit {
    let names: Vec<String> = members.iter().map(|id| Element::from(*id).name(document)).collect();
    let label = text::take_from_behind(&prose::list(&names), &Element::from(balancer).name(document));
    let mut draft = Draft::of(document);
    draft.change(balancer, |it| it.members.retain(|id| !members.contains(id)));
    draft.finish(label)
}

impl CanvasView {
    /// Forgets the line that was clicked once it is gone or something else is selected.
    pub(super) fn follow_line(&mut self, view: &ViewContext<'_>) {
        self.member_line.take_if(|it| !view.selection.is_empty() || !it.is_there(view.document));
    }

    pub(super) fn draw_member_line(&self, view: &ViewContext<'_>, canvas: &Canvas<'_>) {
        if let Some(line) = &self.member_line {
            canvas.course(&view.layout.balancer_course(line.balancer, &line.ends));
        }
    }

    /// Takes away what the line that was clicked leads to, where the keys of that are pressed.
    pub fn delete_line(&mut self, view: &ViewContext<'_>, ui: &Ui) {
        let Some(line) = &self.member_line else { return };
        let keys = keys_of(view.settings, AppCommand::Delete);
        let by_keys = keys.is_some_and(|keys| ui.input_mut(|input| input.consume_shortcut(&keys)));
        if by_keys || ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Backspace)) {
            view.outbox.edit(take_away(view.document, line.balancer, &line.members));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::preview;
    use crate::model::index::Index;
    use crate::model::{LoadBalancer, LoadBalancerKind, Slot, TierKind};
    use crate::scene::layout::Detail;
    use crate::testing::DocumentBuilder;

    #[test]
    fn the_line_to_the_members_of_a_load_balancer_is_found_and_taken_away() {
        let mut builder = DocumentBuilder::new("Test");
        let front = builder.tier("Front", TierKind::Perimeter);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let servers = builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
        let document = builder.build();
        let mut draft = Draft::of(&document);
        let slot = Slot { tier: front, row: 0, column: 0 };
        let id = draft.add(LoadBalancer::new("LB1", slot, LoadBalancerKind::Other, servers.iter().copied()));
        let document = preview(&document, &draft.finish("Add").commands).unwrap();
        let layout = Layout::of(&Index::new(&document), Detail::Full);
        let balancer = layout.rect_of(id.into()).unwrap();
        let below = Point::new(balancer.center().x, balancer.max.y + 6.0);
        let line = MemberLine::at(&document, &layout, below, 30.0).unwrap();
        assert_eq!((line.balancer, line.members.len()), (id, 2));
        assert!(line.is_there(&document) && !layout.balancer_course(id, &line.ends).is_empty());
        assert!(MemberLine::at(&document, &layout, Point::new(-500.0, -500.0), 30.0).is_none());
        let edit = take_away(&document, id, &line.members[..1]);
        assert_eq!(edit.label, "Take BTS1 from behind LB1");
        let after = preview(&document, &edit.commands).unwrap();
        assert_eq!(after.load_balancers.get(&id).unwrap().members.len(), 1);
        assert!(!line.is_there(&after));
    }
}
