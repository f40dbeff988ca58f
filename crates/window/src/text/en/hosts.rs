//! Hosts by computers.

pub(crate) const HOSTS_BY_COMPUTERS: &str = "Hosts by computers";
pub(crate) const ADD_HOST: &str = "Add host";

/// What a click and a right click do; `keys` = the keys that do what a right click does, empty where there are none.
pub(crate) fn click_a_cell(keys: &str) -> String {
    let keys = if keys.is_empty() { String::new() } else { format!(" (or press {keys})") };
    format!(
        "Click a cell (or walk to it with the arrow keys and press Space) to add or remove the host instance; \
         right-click{keys} to enable or disable it."
    )
}

pub(crate) const NO_HOSTS_YET: &str = "There are no hosts yet. Add one with the button at the right.";
pub(crate) const NO_BIZTALK_SERVER_YET: &str =
    "No computer carries the BizTalk Server runtime yet: drag a BizTalk server onto the canvas.";
pub(crate) const HOST: &str = "Host";
pub(crate) const DOES: &str = "Does";

pub(crate) fn show_on_canvas(name: &str) -> String {
    format!("Show {name} on the canvas")
}

pub(crate) fn click_to_show(name: &str) -> String {
    format!("{name}: click to show on the canvas")
}

pub(crate) const MAKE_DEFAULT_HOST: &str = "Make default host";
pub(crate) const DELETE_HOST: &str = "Delete host";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const CLUSTERED: &str = "clustered";
pub(crate) const TRACK: &str = "Track";

pub(crate) fn tracking_of(host: &str) -> String {
    format!("{host} Track")
}

pub(crate) const RUNS: &str = "runs";
pub(crate) const DISABLED: &str = "disabled";
pub(crate) const SEVERAL: &str = "several";
pub(crate) const NO_HOST_INSTANCE: &str = "no host instance";

pub(crate) fn state_on(host: &str, computer: &str, state: &str) -> String {
    format!("{host} on {computer}: {state}")
}

pub(crate) const DISABLE: &str = "Disable";
pub(crate) const ENABLE: &str = "Enable";
pub(crate) const ADD_HOST_INSTANCE: &str = "Add host instance";
pub(crate) const REMOVE_HOST_INSTANCE: &str = "Remove host instance";

pub(crate) fn on_computers(count: usize) -> String {
    match count {
        0 => "on no computer".to_owned(),
        1 => "on 1 computer".to_owned(),
        _ => format!("on {count} computers"),
    }
}
