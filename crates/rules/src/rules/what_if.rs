//! What would follow if something were dropped: whether the design takes it, why not, and what rules would find. Pure;
//! the window draws the verdict.

use super::plan::is_known;
use super::{Finding, RuleId, RuleReport, evaluate_on};
use crate::edit::intent::movement::{self, MoveChoice};
use crate::edit::intent::palette::{self, PaletteItem};
use crate::edit::intent::slots::DropTarget;
use crate::edit::{Edit, EditError, preview};
use crate::model::{Document, Element};

/// Designs with more computers are not evaluated: a drag must stay fluent.
const MOST_COMPUTERS: usize = 300;

/// What is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo<'a> {
    /// An item of the palette.
    Item(PaletteItem),
    /// Elements of the design, in reading order.
    Elements(&'a [Element]),
}

/// What a drop would do.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is refused: why.
    Refused(String),
    /// It leaves a choice to the person: to leave a failover cluster, or to move all of it.
    Asks {
        /// The name of the failover cluster.
        cluster: String,
    },
    /// It is allowed.
    Allowed {
        /// What it does.
        label: String,
        /// The new findings about what it touches, most severe first.
        brings: Vec<Brought>,
    },
}

/// A finding that a drop would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The rule.
    pub rule: RuleId,
    /// The sentence of the finding, with the names that the elements would have then.
    pub message: String,
}

/// What would follow if something were dropped on a target. `now` is what the rules say about the design as it is.
pub fn what_if(document: &Document, now: &RuleReport, cargo: Cargo<'_>, target: DropTarget) -> Verdict {
    match meaning(document, cargo, target) {
        Err(error) => Verdict::Refused(error.to_string()),
        Ok(MoveChoice::ClusterQuestion { cluster, .. }) => Verdict::Asks { cluster },
        Ok(MoveChoice::Plain(edit)) => {
            let brings = new_findings(document, now, &edit);
            Verdict::Allowed { label: edit.label, brings }
        }
    }
}

fn meaning(document: &Document, cargo: Cargo<'_>, target: DropTarget) -> Result<MoveChoice, EditError> {
    match cargo {
        Cargo::Item(item) => palette::add(document, item, target).map(MoveChoice::Plain),
        Cargo::Elements(elements) => movement::choices(document, elements, target),
    }
}

fn new_findings(document: &Document, now: &RuleReport, edit: &Edit) -> Vec<Brought> {
    if document.computers.len() > MOST_COMPUTERS {
        return Vec::new();
    }
    let Ok(next) = preview(document, &edit.commands) else { return Vec::new() };
    let says_the_same = |it: &Finding| {
        let message = it.message(&next);
        now.of(it.rule.as_str()).any(|old| old.message(document) == message)
    };
    let touches = |it: &Finding| it.elements.iter().any(|element| edit.select.contains(element));
    let mut new = evaluate_on(&next, now.today).findings;
    new.retain(|it| touches(it) && !is_known(now, it) && !says_the_same(it));
    new.iter().map(|it| Brought { rule: it.rule, message: it.message(&next) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BizTalkEdition, ComputerId, EndpointKind, Slot, TierId, TierKind, Zone};
    use crate::testing::DocumentBuilder;

    struct Design {
        document: Document,
        clients: TierId,
        biztalk: TierId,
        servers: Vec<ComputerId>,
        client: Element,
    }

    fn design() -> Design {
        let mut builder = DocumentBuilder::new("Test");
        let clients = builder.tier("Clients", TierKind::Clients);
        let biztalk = builder.tier("BizTalk", TierKind::BizTalk);
        let client = builder.endpoint("Internet", EndpointKind::InternetClient, clients).into();
        let servers = builder.biztalk_servers(&["BTS1", "BTS2"], biztalk);
        Design { document: builder.build(), clients, biztalk, servers, client }
    }

    fn judge(document: &Document, cargo: Cargo<'_>, tier: TierId) -> Verdict {
        let slot = Slot { tier, row: 0, column: 2 };
        what_if(document, &evaluate_on(document, None), cargo, DropTarget::at(document, slot))
    }

    fn brought(verdict: Verdict) -> Vec<String> {
        let Verdict::Allowed { brings, .. } = verdict else { panic!("{verdict:?}") };
        brings.iter().map(|it| it.rule.to_string()).collect()
    }

    #[test]
    fn what_is_of_the_wrong_kind_is_refused_with_the_reason() {
        let Design { document, clients, biztalk, client, .. } = design();
        let verdict = judge(&document, Cargo::Elements(&[client]), biztalk);
        assert!(matches!(verdict, Verdict::Refused(reason) if reason.contains("clients and partner systems")));
        let verdict = judge(&document, Cargo::Item(PaletteItem::BizTalkServer), clients);
        assert!(matches!(verdict, Verdict::Refused(reason) if reason.contains("not servers")));
    }

    #[test]
    fn a_drop_that_brings_no_finding_says_what_it_does() {
        let Design { document, biztalk, .. } = design();
        let label = "Add BizTalk server BTS3".to_owned();
        let verdict = judge(&document, Cargo::Item(PaletteItem::BizTalkServer), biztalk);
        assert_eq!(verdict, Verdict::Allowed { label, brings: Vec::new() });
    }

    #[test]
    fn the_findings_that_a_drop_brings_are_named_before_it() {
        let Design { mut document, biztalk, servers, .. } = design();
        let item = Cargo::Item(PaletteItem::BizTalkServer);
        let inner = document.tiers[&biztalk].clone();
        let perimeter = TierId(document.next_id);
        document.next_id += 1;
        let zone = Some(Zone::PerimeterIntranet);
        document.tiers.edit().insert(perimeter, crate::model::Tier { zone, ..inner });
        document.tier_rows.push(vec![perimeter]);
        assert!(brought(judge(&document, item, perimeter)).contains(&"NET-001".to_owned()));
        let moved = [servers[0].into()];
        assert!(brought(judge(&document, Cargo::Elements(&moved), perimeter)).contains(&"NET-001".to_owned()));
        assert!(!brought(judge(&document, item, biztalk)).contains(&"NET-001".to_owned()));
    }

    #[test]
    fn what_is_found_already_is_not_brought_by_a_move() {
        let Design { mut document, biztalk, servers, .. } = design();
        document.environment.biztalk_edition = BizTalkEdition::Standard;
        assert!(evaluate_on(&document, None).of("EDN-001").next().is_some());
        let moved: Vec<Element> = servers.into_iter().map(Element::from).collect();
        assert_eq!(brought(judge(&document, Cargo::Elements(&moved[..1]), biztalk)), Vec::<String>::new());
    }
}
