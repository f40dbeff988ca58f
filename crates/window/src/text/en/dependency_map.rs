//! The dependency map: what its cards and curves stand for.

/// `BTS1 and 11 alike`.
pub(crate) fn and_alike(name: &str, others: usize) -> String {
    format!("{name} and {others} alike")
}

pub(crate) const BIZTALK_SERVER: &str = "BizTalk server";
pub(crate) const HOST: &str = "Host";
pub(crate) const SERVICE: &str = "Service";
pub(crate) const TRACK: &str = "Track";
pub(crate) const LOAD_BALANCER: &str = "Load balancer";
pub(crate) const ENTERPRISE_SSO: &str = "Enterprise SSO";
pub(crate) const ON_EVERY_BIZTALK_SERVER: &str = "on every BizTalk server";
pub(crate) const BIZTALK_GROUP: &str = "BizTalk group";
pub(crate) const MASTER_SECRET_SERVER: &str = "Master secret server";
pub(crate) const CLUSTER_NODE: &str = "Cluster node";
pub(crate) const SQL_SERVER_INSTANCE: &str = "SQL Server instance";
pub(crate) const SQL_SERVER_NODE: &str = "SQL Server node";
pub(crate) const NOTHING_NEEDS_ANYTHING: &str = "Nothing needs anything yet: add BizTalk servers and databases.";

pub(crate) fn some_cards(shown: usize, all: usize) -> String {
    format!("  {shown} of {all} cards. Select elements to see what they need and what needs them.")
}

pub(crate) fn double_click_shows(name: &str) -> String {
    format!("{name}\nDouble-click: show on the canvas")
}

pub(crate) const AN_ARROW_MEANS_NEEDS: &str = "An arrow means “needs”:";
pub(crate) const STOPS_WITHOUT_IT: &str = "stops without it";
pub(crate) const ONE_OF_SEVERAL_IS_ENOUGH: &str = "one of several is enough";
pub(crate) const CACHED_UNTIL_A_RESTART: &str = "cached until a restart";
