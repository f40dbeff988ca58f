//! Every number of a design lies within its limits, so that no formula meets NaN, infinity or nonsense.

use super::invariants::{Check, InvariantViolation};
use super::limits::{self, Limits};
use super::{Element, Hardware};
use crate::sources::Sourced;

type Numbers<'a> = Vec<(&'static str, Limits, Option<&'a Sourced<f64>>)>;

impl Check<'_> {
    /// Reports every number outside its limits.
    pub(super) fn numbers(&mut self) {
        self.environment_numbers();
        self.workload_numbers();
        self.availability_numbers();
        let document = self.document;
        for (id, computer) in &document.computers {
            self.all((*id).into(), hardware(&computer.hardware));
            self.number((*id).into(), "load_percent", limits::PERCENT, computer.load_percent.as_ref());
            let cores = [("hardware.cores", &computer.hardware.cores)];
            let needed = [("hardware.physical_cores_needed", &computer.hardware.physical_cores_needed)];
            for (field, value) in cores.into_iter().chain(needed) {
                if let Some(value) = value {
                    self.whole((*id).into(), field, limits::CORES, value.value);
                }
            }
        }
        for (id, host) in &document.hosts {
            let field = "restart_service_after_secs";
            self.number((*id).into(), field, limits::SECONDS, host.restart_service_after_secs.as_ref());
        }
        for (id, sql) in &document.sql_instances {
            self.number((*id).into(), "min_memory_gb", limits::SQL_MEMORY_GB, sql.min_memory_gb.as_ref());
            self.number((*id).into(), "max_memory_gb", limits::SQL_MEMORY_GB, sql.max_memory_gb.as_ref());
        }
        for (id, handler) in &document.handlers {
            if let Some(secs) = handler.lease_timeout_secs {
                self.whole((*id).into(), "lease_timeout_secs", limits::LEASE_SECS, secs);
            }
        }
        for (id, group) in &document.availability_groups {
            if let Some(listener) = &group.listener {
                self.whole((*id).into(), "listener.num_subnets", limits::SUBNETS, listener.num_subnets);
            }
        }
    }

    fn environment_numbers(&mut self) {
        let (environment, backup) = (&self.document.environment, &self.document.backup);
        let numbers: Numbers<'_> = vec![
            ("environment.rpo_minutes", limits::MINUTES, environment.rpo_minutes.as_ref()),
            ("environment.rto_minutes", limits::MINUTES, environment.rto_minutes.as_ref()),
            ("environment.sql_failover_secs", limits::SECONDS, environment.sql_failover_secs.as_ref()),
            ("backup.log_interval_minutes", limits::LOG_INTERVAL_MINUTES, backup.log_interval_minutes.as_ref()),
        ];
        self.all(Element::Environment, numbers);
        if let Some(most) = environment.max_host_instances_per_computer {
            let field = "environment.max_host_instances_per_computer";
            self.whole(Element::Environment, field, limits::HOST_INSTANCES, most);
        }
    }

    fn workload_numbers(&mut self) {
        let workload = &self.document.workload;
        let numbers: Numbers<'_> = vec![
            ("workload.peak_messages_per_sec", limits::MESSAGES_PER_SEC, workload.peak_messages_per_sec.as_ref()),
            ("workload.growth_percent_per_year", limits::GROWTH_PERCENT, workload.growth_percent_per_year.as_ref()),
            ("workload.message_kb", limits::MESSAGE_KB, workload.message_kb.as_ref()),
            ("workload.orchestration_share_percent", limits::PERCENT, workload.orchestration_share_percent.as_ref()),
            ("workload.complexity_biztalk", limits::COMPLEXITY, workload.complexity_biztalk.as_ref()),
            ("workload.complexity_sql", limits::COMPLEXITY, workload.complexity_sql.as_ref()),
            ("workload.extra_hops", limits::EXTRA_HOPS, workload.extra_hops.as_ref()),
            ("workload.growth_years", limits::YEARS, workload.growth_years.as_ref()),
            ("workload.large_message_kb", limits::MESSAGE_KB, workload.large_message_kb.as_ref()),
            ("workload.messages_per_day", limits::MESSAGES_PER_DAY, workload.messages_per_day.as_ref()),
            ("workload.response_target_secs", limits::RESPONSE_SECS, workload.response_target_secs.as_ref()),
            ("workload.polling_ms", limits::POLLING_MS, workload.polling_ms.as_ref()),
            ("workload.tracking_days", limits::TRACKING_DAYS, workload.tracking_days.as_ref()),
            ("workload.tracked_properties", limits::TRACKED_PROPERTIES, workload.tracked_properties.as_ref()),
            ("workload.tracked_bodies", limits::TRACKED_BODIES, workload.tracked_bodies.as_ref()),
            ("workload.tracking_disk_speed", limits::TRACKING_DISK_SPEED, workload.tracking_disk_speed.as_ref()),
            ("workload.http_connections", limits::HTTP_CONNECTIONS, workload.http_connections.as_ref()),
            ("workload.link_gbit_per_sec", limits::LINK_GBIT_PER_SEC, workload.link_gbit_per_sec.as_ref()),
            ("workload.disk_operations_per_sec", limits::DISK_OPERATIONS, workload.disk_operations_per_sec.as_ref()),
        ];
        self.all(Element::Environment, numbers);
        for (index, flow) in workload.flows.iter().enumerate() {
            let values = [
                ("messages_per_sec", limits::MESSAGES_PER_SEC, &flow.messages_per_sec),
                ("message_kb", limits::MESSAGE_KB, &flow.message_kb),
                ("back_end_secs", limits::BACK_END_SECS, &flow.back_end_secs),
            ];
            for (field, limits, value) in values {
                let field = format!("workload.flows[{index}].{field}");
                self.number(Element::Environment, &field, limits, value.as_ref());
            }
        }
        for run in workload.runs.iter().filter(|run| run.problem().is_some()) {
            let problem = format!("the load test run of {} holds figures without sense", run.on);
            self.violations.push(InvariantViolation { element: Element::Environment, field: String::new(), problem });
        }
    }

    fn availability_numbers(&mut self) {
        let inputs = &self.document.availability;
        let target = inputs.target_minutes_per_year.as_ref();
        self.number(Element::Environment, "availability.target_minutes_per_year", limits::MINUTES, target);
        for (index, figure) in inputs.figures.iter().enumerate() {
            let field = format!("availability.figures[{index}].value");
            self.number(Element::Environment, &field, Limits::of_figure(&figure.input), Some(&figure.value));
        }
    }

    fn all(&mut self, element: Element, numbers: Numbers<'_>) {
        for (field, limits, value) in numbers {
            self.number(element, field, limits, value);
        }
    }

    fn whole(&mut self, element: Element, field: &str, limits: Limits, value: u32) {
        self.within(element, field, limits, f64::from(value));
    }

    fn number(&mut self, element: Element, field: &str, limits: Limits, value: Option<&Sourced<f64>>) {
        let Some(sourced) = value else { return };
        let (low, high) = sourced.range.unwrap_or((sourced.value, sourced.value));
        if let Some(wrong) = [sourced.value, low, high].into_iter().find(|number| !limits.allow(*number)) {
            self.within(element, field, limits, wrong);
        }
    }

    fn within(&mut self, element: Element, field: &str, limits: Limits, number: f64) {
        if !limits.allow(number) {
            let problem = format!("{field} is {}{}{limits}", short(number), limits::OUTSIDE);
            self.violations.push(InvariantViolation { element, field: field.to_owned(), problem });
        }
    }
}

/// A number as one reads it: very large and very small ones with an exponent.
fn short(number: f64) -> String {
    let size = number.abs();
    let is_long = size.is_finite() && size > 0.0 && !(1e-6..1e15).contains(&size);
    if is_long { format!("{number:e}") } else { number.to_string() }
}

fn hardware(it: &Hardware) -> Numbers<'_> {
    vec![
        ("hardware.clock_ghz", limits::CLOCK_GHZ, it.clock_ghz.as_ref()),
        ("hardware.core_speed", limits::CORE_SPEED, it.core_speed.as_ref()),
        ("hardware.ram_gb", limits::RAM_GB, it.ram_gb.as_ref()),
        ("hardware.disk_gb", limits::DISK_GB, it.disk_gb.as_ref()),
        ("hardware.physical_disk_gb_needed", limits::DISK_GB, it.physical_disk_gb_needed.as_ref()),
    ]
}

#[cfg(test)]
mod tests {
    use crate::document::template;
    use crate::model::{Document, check_invariants};
    use crate::sources::Sourced;

    fn problems(change: impl FnOnce(&mut Document)) -> Vec<String> {
        let mut document = template("small-complete").unwrap().document.clone();
        change(&mut document);
        check_invariants(&document).into_iter().map(|it| it.problem).collect()
    }

    #[test]
    fn a_number_outside_its_limits_is_named_with_them() {
        let cores = problems(|it| {
            let computer = it.computers.edit().values_mut().next().unwrap();
            computer.hardware.cores = Some(Sourced::entered(u32::MAX));
        });
        assert_eq!(cores, ["hardware.cores is 4294967295; allowed is 1 to 1024"]);
        let growth = problems(|it| it.workload.growth_percent_per_year = Some(Sourced::entered(1e308)));
        assert_eq!(growth, ["workload.growth_percent_per_year is 1e308; allowed is -100 to 10000"]);
        let shrinking = problems(|it| it.workload.growth_percent_per_year = Some(Sourced::entered(-5.0)));
        assert_eq!(shrinking, [""; 0]);
        let time = problems(|it| {
            it.availability = it.availability.with_figure("server-mttf", None, Some(Sourced::entered(0.0)));
        });
        assert_eq!(time, ["availability.figures[0].value is 0; allowed is 0.001 to 1000000000"]);
        let nothing = problems(|it| it.workload.message_kb = Some(Sourced::entered(f64::NAN)));
        assert_eq!(nothing.len(), 1);
    }
}
