//! Load tests: how they are entered and what they change.

pub(crate) const MEASURED_RATE: &str = "Measured rate";
pub(crate) const CPU_OF_BIZTALK: &str = "CPU of the BizTalk computers";
pub(crate) const CORES_OF_BIZTALK: &str = "Cores of the BizTalk computers";
pub(crate) const CPU_OF_SQL_SERVER: &str = "CPU of the SQL Server computers";
pub(crate) const CORES_OF_SQL_SERVER: &str = "Cores of the SQL Server computers";
pub(crate) const HOPS_PER_MESSAGE: &str = "MessageBox hops per message";
pub(crate) const MEAN_RESPONSE_TIME: &str = "Mean response time";
pub(crate) const USERS_WITHOUT_THINK_TIME: &str = "Users without think time";
pub(crate) const WHICH_RUNS: &str = "A run at a steady rate below 85 % CPU, without throttling, on these computers or the like. CPU is the mean \
     over the computers of a tier, cores are their sum.";
pub(crate) const ENTER_A_RUN: &str = "Enter a run";
pub(crate) const THROTTLING_SEEN: &str = "Throttling seen";
pub(crate) const MEASURED_BY: &str = "Measured by";
pub(crate) const MEASURED_ON: &str = "Measured on";
pub(crate) const ADD_THE_RUN: &str = "Add the run";

pub(crate) fn enter(what: &str) -> String {
    format!("Enter: {what}.")
}

pub(crate) const PASTE_RUNS: &str = "Or paste a table of runs (CSV)";

pub(crate) fn columns_in_any_order(columns: &str) -> String {
    format!("Columns, in any order: {columns}.")
}

pub(crate) const TABLE_OF_RUNS: &str = "Table of runs";
pub(crate) const ADD_THE_RUNS: &str = "Add the runs";
pub(crate) const REMOVE_A_LOAD_TEST_RUN: &str = "Remove a load test run";
pub(crate) const AGAINST_THE_LAB: &str = "Against the lab";
pub(crate) const BEFORE: &str = "Before";
pub(crate) const WITH_THE_RUNS: &str = "With the runs";
pub(crate) const BIZTALK_WORK: &str = "BizTalk work";
pub(crate) const MESSAGEBOX_WORK: &str = "MessageBox work";

pub(crate) fn value_in_range(value: &str, low: &str, high: &str) -> String {
    format!("{value} ({low} to {high})")
}

pub(crate) fn rate(rate: &str) -> String {
    format!("{rate} messages/s")
}

pub(crate) fn work_per_message(biztalk_ms: &str, sql_ms: &str, biztalk_times: &str, sql_times: &str) -> String {
    format!(
        "BizTalk {biztalk_ms} ms CPU per message, SQL Server {sql_ms} ms per hop: {biztalk_times} and {sql_times} \
         times the lab."
    )
}

pub(crate) fn adds_up(in_system: f64, users: f64) -> String {
    format!("Adds up: rate × response time is {in_system:.1}, users were {users:.0}.")
}

pub(crate) fn added_runs(count: usize) -> String {
    if count == 1 { "Add a load test run".to_owned() } else { format!("Add {count} load test runs") }
}
