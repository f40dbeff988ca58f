//! The dependency map: what its cards and curves stand for.

pub(crate) const NOTHING_NEEDS_ANYTHING: &str = "Nothing needs anything yet: add BizTalk servers and databases.";

pub(crate) fn some_cards(shown: usize, all: usize) -> String {
    format!("  {shown} of {all} cards. Select elements to see what they need and what needs them.")
}

pub(crate) fn double_click_shows(name: &str) -> String {
    format!("{name}\nDouble-click: show on the canvas")
}

pub(crate) const AN_ARROW_MEANS_NEEDS: &str = "An arrow means “needs”:";
