//! The assumptions panel: workload, message flows, hardware.

pub(crate) const PEAK_RATE: &str = "Peak rate";
pub(crate) const GROWTH_PER_YEAR: &str = "Growth per year";
pub(crate) const AVERAGE_MESSAGE_SIZE: &str = "Average message size";
pub(crate) const ORCHESTRATION_SHARE: &str = "Share of messages through an orchestration";
pub(crate) const WORK_ON_BIZTALK: &str = "Work per message on BizTalk computers, against the published lab";
pub(crate) const WORK_IN_MESSAGEBOX: &str = "Work per message in the MessageBox, against the published lab";
pub(crate) const EXTRA_HOPS: &str = "Further passes through the MessageBox";
pub(crate) const WHAT_EXTRA_HOPS_ARE: &str =
    "Beyond those of the published lab, for every message; a request and response to a back end adds 2.";

pub(crate) fn examples(number: usize) -> String {
    match number {
        1 => "1 figure is an example of the template".to_owned(),
        _ => format!("{number} figures are examples of the template"),
    }
}

pub(crate) const WHAT_EXAMPLES_ARE: &str =
    "They count as not stated, and no rule judges by them, until somebody confirms or replaces them.";
pub(crate) const SHOW_THEM: &str = "Show them";
pub(crate) const OF_THE_DESIGN: &str = "The whole design";
pub(crate) const CONFIRM_ALL: &str = "Confirm all";
pub(crate) const WHAT_CONFIRMING_DOES: &str =
    "All of them then count as entered by the author of the design today; one undo step";
pub(crate) const YEARS_UNTIL_REPLACED: &str = "Years until the design is replaced";
pub(crate) const LARGE_MESSAGE_SIZE: &str = "95th percentile of the message size";
pub(crate) const MESSAGES_PER_DAY: &str = "Messages per day";
pub(crate) const RESPONSE_TARGET: &str = "Target for the 95th percentile of the response time";
pub(crate) const POLLING_INTERVAL: &str = "Polling interval of the host instances";
pub(crate) const HTTP_CONNECTIONS: &str = "HTTP connections per destination on each computer";
pub(crate) const NETWORK_TO_SQL: &str = "Network between BizTalk Server and SQL Server";
pub(crate) const DISK_OPERATIONS: &str = "Disk operations of the MessageBox databases";
pub(crate) const RETENTION_OF_TRACKING_DATA: &str = "Retention of tracking data";
pub(crate) const TRACKED_PROPERTIES_PER_MESSAGE: &str = "Tracked properties per message";
pub(crate) const TRACKED_BODIES: &str = "Points at which bodies are tracked";
pub(crate) const TRACKING_DISKS: &str = "Disks of the Tracking database, against the published tracking lab";

pub(crate) fn set_of_workload(what: &str) -> String {
    format!("Set “{what}” of the workload")
}

pub(crate) const CORES: &str = "Cores";
pub(crate) const SPEED: &str = "Speed";
pub(crate) const RAM_GB: &str = "RAM, GB";
pub(crate) const LOAD: &str = "Load, %";
pub(crate) const ABOUT_CORES: &str = "Processor cores; for a virtual machine, virtual processors";
pub(crate) const ABOUT_SPEED: &str = "Speed of a core against the published lab: 1 is equal, 2 is twice as fast";
pub(crate) const ABOUT_MEMORY: &str = "Memory in GB";
pub(crate) const ABOUT_LOAD: &str = "Normal processor load in percent of the computer";

pub(crate) fn set(what: &str, of: &str) -> String {
    format!("Set “{what}” of {of}")
}

pub(crate) fn in_range(low: &str, high: &str) -> String {
    format!(" ({low} to {high})")
}

pub(crate) fn default(value: &str, range: &str, because: &str) -> String {
    format!("Default {value}{range}: {because}")
}

pub(crate) fn flow_name(number: usize) -> String {
    format!("Flow {number}")
}

pub(crate) fn added_flow(name: &str) -> String {
    format!("Add message flow {name}")
}

pub(crate) fn removed_flow(name: &str) -> String {
    format!("Remove message flow {name}")
}

pub(crate) const WITHOUT_FLOWS: &str = "Without message flows all messages are one mix, as stated above. Add flows to tell rates, ways and back ends \
     apart.";
pub(crate) const ADD_MESSAGE_FLOW: &str = "Add message flow";
pub(crate) const WAY: &str = "Way";
pub(crate) const RATE_AT_PEAK: &str = "Rate at peak";
pub(crate) const MESSAGE_SIZE: &str = "Message size";
pub(crate) const BACK_END_TIME: &str = "Response time of the back end";
pub(crate) const RECEIVE_ADAPTER: &str = "Receive adapter";
pub(crate) const SEND_ADAPTER: &str = "Send adapter";
pub(crate) const ANY_THAT_CAN: &str = "Any that can";
pub(crate) const RECEIVING_HOST: &str = "Receiving host";
pub(crate) const PROCESSING_HOST: &str = "Processing host";
pub(crate) const SENDING_HOST: &str = "Sending host";
pub(crate) const TRACKING: &str = "Tracking";
pub(crate) const AS_THE_WORKLOAD: &str = "As the workload";

pub(crate) fn remove(name: &str) -> String {
    format!("Remove {name}")
}

pub(crate) const WHAT_NUMBERS_ARE_FOR: &str =
    "The capacity estimate uses these numbers. What nobody states is a default.";
pub(crate) const WORKLOAD: &str = "Workload";
pub(crate) const MESSAGE_FLOWS: &str = "Message flows";
pub(crate) const HARDWARE: &str = "Hardware";
pub(crate) const NO_COMPUTER_YET: &str = "The design has no computer with BizTalk Server or SQL Server yet.";
pub(crate) const TUNED_BY_THE_GUIDES: &str = "Tuned by the guides";

pub(crate) fn figure_of(what: &str, computer: &str) -> String {
    format!("{what} of {computer}")
}

pub(crate) const NOT_STATED: &str = "not stated";
