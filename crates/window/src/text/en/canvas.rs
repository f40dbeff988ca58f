//! The canvas: menus, palette, questions, what a drop does.

use crate::rules::RuleId;

pub(crate) const FIT: &str = "Fit";

pub(crate) fn leave_or_move_all(cluster: &str) -> String {
    format!("Leave {cluster} or move all of it?")
}

pub(crate) fn if_lost(name: &str, what: &str) -> String {
    format!("If {name} is lost: {what}")
}

pub(crate) fn move_tier(name: &str) -> String {
    format!("Move tier {name}")
}

pub(crate) const DROP_IT_ON_A_TIER: &str = "Drop it on a tier";

pub(crate) fn not_here(reason: &str) -> String {
    format!("Not here: {reason}")
}

pub(crate) fn brings(message: &str, rule: RuleId) -> String {
    format!("Finding: {message} ({rule})")
}

pub(crate) const SHOW_DETAILS: &str = "Show details";
pub(crate) const FAIL_A_SERVICE_ON_IT: &str = "Fail a service on it";
pub(crate) const HOST_INSTANCES: &str = "Host instances";
pub(crate) const MOVE_LEFT: &str = "Move left";
pub(crate) const MOVE_RIGHT: &str = "Move right";
pub(crate) const MOVE_UP: &str = "Move up";
pub(crate) const MOVE_DOWN: &str = "Move down";
pub(crate) const MOVE: &str = "Move";
pub(crate) const SHOW_ON_CANVAS: &str = "Show on the canvas";
pub(crate) const SITE: &str = "Site";
pub(crate) const FAILOVER_CLUSTER: &str = "Failover cluster";
pub(crate) const NAME_OF_THE_PLACE: &str = "Type the name of a place";
pub(crate) const NO_SUCH_PLACE: &str = "No place of that name";

pub(crate) fn move_where(name: &str) -> String {
    format!("Move {name} to")
}

pub(crate) fn elements(count: usize) -> String {
    format!("{count} elements")
}

pub(crate) fn no_other_place(name: &str) -> String {
    format!("There is no other place for {name}")
}

pub(crate) fn add(what: &str) -> String {
    format!("Add {what}")
}

pub(crate) const MOVE_TIER_UP: &str = "Move tier up";
pub(crate) const MOVE_TIER_DOWN: &str = "Move tier down";
pub(crate) const PUT_BESIDE_THE_TIER_ABOVE: &str = "Put beside the tier above";
pub(crate) const GIVE_ROW_OF_ITS_OWN: &str = "Give it a row of its own";
pub(crate) const ADD_TIER: &str = "Add tier";
pub(crate) const SERVERS_AND_SYSTEMS: &str = "Servers and systems";
pub(crate) const BUILDING_BLOCKS: &str = "Building blocks";
pub(crate) const ICONS_ALONE: &str = "Palette: show icons alone";
pub(crate) const WITH_NAMES: &str = "Palette: show names";
pub(crate) const DRAG_OR_CLICK: &str =
    "Drag onto a tier, or click to add where it belongs. Ctrl while dropping keeps placing.";

pub(crate) fn and_more(count: usize) -> String {
    format!("and {count} more")
}

pub(crate) fn preview(fix: &str) -> String {
    format!("Preview: {fix}")
}

pub(crate) fn take_out_of(cluster: &str) -> String {
    format!("Take it out of {cluster}?")
}

pub(crate) fn stays_together(cluster: &str) -> String {
    format!(
        "A failover cluster stays together. Move all of {cluster}, or let this computer leave it: it is then no \
         possible owner any more, and what only it could run stays on it, not clustered."
    )
}

pub(crate) fn move_whole(cluster: &str) -> String {
    format!("Move {cluster}")
}

pub(crate) const LEAVE_THE_FAILOVER_CLUSTER: &str = "Leave the failover cluster";

pub(crate) fn delete(name: &str) -> String {
    format!("Delete {name}?")
}

pub(crate) fn holds(name: &str, content: &str) -> String {
    format!("{name} holds {content}.")
}

pub(crate) fn keep(content: &str) -> String {
    format!("Keep {content}")
}

pub(crate) fn delete_too(content: &str) -> String {
    format!("Delete {content} too")
}

pub(crate) fn name_of(name: &str) -> String {
    format!("Name of {name}")
}

pub(crate) const FAIL_THIS: &str = "Fail this";
pub(crate) const BRING_THIS_BACK: &str = "Bring this back";

pub(crate) fn fail_whole(site: &str) -> String {
    format!("Fail the whole of {site}")
}

pub(crate) fn bring_back_whole(site: &str) -> String {
    format!("Bring back the whole of {site}")
}

pub(crate) fn connect_to(name: &str) -> String {
    format!("Connect {name} to")
}

pub(crate) const CANVAS: &str = "Canvas";
/// `Computer 3 of 9`.
pub(crate) fn of_its_kind(kind: &str, position: usize, count: usize) -> String {
    format!("{kind} {position} of {count}")
}

pub(crate) const NOT_FURTHER_THAT_WAY: &str = "It cannot be moved further that way";

pub(crate) fn no_connection(name: &str) -> String {
    format!("{name} has no drawn connection")
}

pub(crate) const ADD_WHAT: &str = "Add what?";
pub(crate) const BY_LETTER: &str = "Press its letter, or choose with arrows and Enter. Escape cancels.";
pub(crate) const BY_DIGIT: &str = "Press its number, or choose with arrows and Enter. Escape goes back.";
pub(crate) const BY_ARROWS: &str =
    "Arrows choose the place, Enter adds, Ctrl+Enter adds and goes on. Escape goes back.";
pub(crate) const WHERE_IT_BELONGS: &str = "Where it belongs";

pub(crate) fn to_which_tier(item: &str) -> String {
    format!("{item}: to which tier?")
}

/// `Failover cluster SQLCL1`.
pub(crate) fn failover_cluster(name: &str) -> String {
    format!("{FAILOVER_CLUSTER} {name}")
}

/// `Receive, row 1, place 3`.
pub(crate) fn place_in(tier: &str, row: u32, column: u32) -> String {
    format!("{tier}, row {row}, place {column}")
}

/// `B  BizTalk server`; with the reason where it cannot be chosen.
pub(crate) fn choice(key: &str, words: &str, note: &str) -> String {
    let note = if note.is_empty() { String::new() } else { format!(": {note}") };
    format!("{key}  {words}{note}").trim_start().to_owned()
}

pub(crate) const NAME_OF_THE_OTHER_END: &str = "Type a name";
pub(crate) const NOTHING_TO_CONNECT: &str = "Nothing of that name can be connected";

/// `Connection Internet to Receive host, orders. If it is lost: Receive stops`.
pub(crate) fn connection(name: &str, purpose: &str, if_lost: Option<&str>) -> String {
    let purpose = if purpose.is_empty() { String::new() } else { format!(", {purpose}") };
    let if_lost = if_lost.map(|it| format!(". {it}")).unwrap_or_default();
    format!("Connection {name}{purpose}{if_lost}")
}

/// `31 names are too small to read at 20 %: …`
pub(crate) fn names_too_small(names: usize, percent: f32) -> String {
    let names = if names == 1 { "1 name is".to_owned() } else { format!("{names} names are") };
    format!("{names} too small to read at {percent:.0} %: enlarge the drawing, or show the list.")
}

/// The same where there is room for a few words.
pub(crate) fn names_too_small_briefly(names: usize, percent: f32) -> String {
    let names = if names == 1 { "1 name".to_owned() } else { format!("{names} names") };
    format!("{names} too small at {percent:.0} %")
}

/// Where what was added is.
pub(crate) fn stands_in(name: &str, tier: &str) -> String {
    format!("{name}: added to the tier {tier}")
}

pub(crate) const TAKE_AWAY_A_MEMBER: &str = "Take away a member";

pub(crate) fn take_from_behind(members: &str, balancer: &str) -> String {
    format!("Take {members} from behind {balancer}")
}

/// There is one master secret, whatever stands beside its server.
pub(crate) fn master_secret_stays(holder: &str, is_clustered: bool) -> String {
    let said = format!("The master secret stays on {holder}; what was added is an Enterprise SSO server without it");
    if is_clustered {
        return said;
    }
    format!(
        "{said}. To keep the master secret through the loss of {holder}, make a failover cluster of both and cluster the \
         master secret there"
    )
}

pub(crate) fn overview(findings: usize) -> String {
    match findings {
        0 => "Overview of the drawing, without findings".to_owned(),
        1 => "Overview of the drawing, 1 place with findings".to_owned(),
        _ => format!("Overview of the drawing, {findings} places with findings"),
    }
}
