//! Which numbers in a record are elements: by the name of their field.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::{
    AvailabilityGroupId, BizTalkGroupId, ComputerId, Element, EndpointId, FailoverClusterId, HostId, PhysicalHostId,
    ResourceGroupId, SiteId, SqlInstanceId, StorageId, TierId,
};

/// Makes an element of its number.
type Make = fn(u32) -> Element;

/// Fields that hold elements, alone or in lists.
const FIELDS: &[(&str, Make)] = &[
    ("site", |it| SiteId(it).into()),
    ("tier", |it| TierId(it).into()),
    ("tier_rows", |it| TierId(it).into()),
    ("biztalk_group", |it| BizTalkGroupId(it).into()),
    ("biztalk_groups", |it| BizTalkGroupId(it).into()),
    ("physical_host", |it| PhysicalHostId(it).into()),
    ("computer", |it| ComputerId(it).into()),
    ("possible_owners", |it| ComputerId(it).into()),
    ("active_owner", |it| ComputerId(it).into()),
    ("attached", |it| ComputerId(it).into()),
    ("members", |it| ComputerId(it).into()),
    ("Service", |it| ComputerId(it).into()),
    ("Standalone", |it| ComputerId(it).into()),
    ("FileShare", |it| ComputerId(it).into()),
    ("failover_cluster", |it| FailoverClusterId(it).into()),
    ("resource_group", |it| ResourceGroupId(it).into()),
    ("depends_on_groups", |it| ResourceGroupId(it).into()),
    ("cluster_role", |it| ResourceGroupId(it).into()),
    ("Clustered", |it| ResourceGroupId(it).into()),
    ("storage", |it| StorageId(it).into()),
    ("sql_instance", |it| SqlInstanceId(it).into()),
    ("ships_to", |it| SqlInstanceId(it).into()),
    ("availability_group", |it| AvailabilityGroupId(it).into()),
    ("host", |it| HostId(it).into()),
    ("serves", |it| HostId(it).into()),
    ("receive_host", |it| HostId(it).into()),
    ("process_host", |it| HostId(it).into()),
    ("send_host", |it| HostId(it).into()),
    ("endpoint", |it| EndpointId(it).into()),
];

/// Fields whose numbers are numbers. Every field with a number stands here or above; a test says which does not.
#[cfg(test)]
pub(super) const PLAIN: &[&str] = &[
    "row",
    "column",
    "service_pack",
    "cumulative_update",
    "port",
    "num_subnets",
    "value",
    "range",
    "next_id",
    "biztalk_cumulative_update",
    "max_host_instances_per_computer",
    "dtc_fixed_port",
    "lease_timeout_secs",
    "first",
    "last",
    "at_secs",
    "messages_per_sec",
    "biztalk_cpu_percent",
    "biztalk_cores",
    "sql_cpu_percent",
    "sql_cores",
    "hops",
    "latency_secs",
    "users",
    "line",
    "low",
    "high",
];

/// The element that a number in a field is; `None` for a plain number. Firewalls lead from tier to tier.
pub(super) fn element_in(field: &str, number: u32) -> Option<Element> {
    match field {
        "from" | "to" => Some(TierId(number).into()),
        _ => FIELDS.iter().find(|(name, _)| *name == field).map(|(_, make)| make(number)),
    }
}

/// The element that a value is by itself, as ends of connections are: `{"Computer": 8}` or `"Environment"`.
pub(super) fn element_of(value: &Value) -> Option<Element> {
    let object = value.as_object()?;
    let (only, rest) = (object.iter().next()?, object.len() - 1);
    if rest > 0 || !only.1.is_number() || !only.0.starts_with(char::is_uppercase) {
        return None;
    }
    serde_json::from_value(value.clone()).ok()
}

/// The elements that a value refers to. `field` is the field it stands in.
pub(crate) fn elements_in(value: &Value, field: &str, found: &mut BTreeSet<Element>) {
    if let Some(element) = element_of(value) {
        found.insert(element);
        return;
    }
    match value {
        Value::Number(number) => {
            found.extend(number.as_u64().and_then(|it| u32::try_from(it).ok()).and_then(|it| element_in(field, it)));
        }
        Value::Array(items) => items.iter().for_each(|it| elements_in(it, field, found)),
        Value::Object(object) => {
            for (name, inner) in object {
                // From one SQL instance to another: the names of the fields are elements themselves.
                match name.parse().ok().and_then(|it| element_in(field, it)) {
                    Some(element) => {
                        found.insert(element);
                        elements_in(inner, field, found);
                    }
                    None => elements_in(inner, name, found),
                }
            }
        }
        _ => {}
    }
}
