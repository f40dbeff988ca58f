//! Response time and processor use of a design over its load, as charts for the screen and the PDF.

use crate::capacity::lab::LabRun;
use crate::capacity::text::seconds;
use crate::capacity::{ComputerUse, Estimate, two_figures};
use crate::scene::Ink;
use crate::scene::chart::{Axis, Chart, Curve, Dot, Mark};

/// A chart of load, for whoever only passes it on.
pub type LoadChart = Chart;

/// Points of a curve.
const NUM_POINTS: u32 = 48;
/// Largest response time shown, against the one at half of the rate.
const TALLEST: f64 = 6.0;

/// The two charts of an estimate, `width` world units wide; `None` when no message passes.
pub fn load_charts(estimate: &Estimate, lab: &[LabRun], width: f32) -> Option<(Chart, Chart)> {
    let rate = estimate.rate.filter(|rate| rate.p50 > 0.0)?;
    let largest = rate.p90.min(rate.p50 * 2.0).max(rate.p50 * 1.1);
    let peak = estimate.load_to_carry();
    let max = peak.map_or(largest, |peak| largest.max(peak * 1.05)).min(rate.p50 * 4.0);
    let x = || Axis::new("messages/s", max, two_figures);
    let bands = vec![(rate.p10, rate.p90.min(max), Ink::AccentSoft)];
    let mut marks = vec![Mark { at: rate.p50, name: format!("Limit {}", two_figures(rate.p50)), ink: Ink::Accent }];
    if let Some(peak) = peak {
        marks.push(Mark { at: peak, name: format!("Peak {}", two_figures(peak)), ink: Ink::TextStrong });
    }
    let base = |y: Axis, alt: String| Chart {
        width,
        height: 190.0,
        x: x(),
        y,
        bands: bands.clone(),
        hatched_from: (!estimate.extrapolated.is_empty()).then_some(0.0),
        curves: Vec::new(),
        marks: marks.clone(),
        dots: Vec::new(),
        alt,
    };
    let mut time = base(time_axis(estimate)?, time_alt(estimate)?);
    time.curves = time_curves(estimate)?;
    time.dots = lab.iter().map(|run| Dot { at: (run.messages_per_sec, run.latency_secs), ink: Ink::RoleSql }).collect();
    let percent = |value: f64| format!("{:.0} %", value * 100.0);
    let axis = Axis::new("Busiest computers", 1.0, percent);
    let mut busy = base(axis, format!("Processor use over load, up to {} messages/s.", two_figures(max)));
    busy.curves = use_curves(estimate, max);
    busy.dots = lab
        .iter()
        .flat_map(|run| [(run.biztalk_cpu, Ink::RoleBizTalk), (run.sql_cpu, Ink::RoleSql)].map(|it| (run, it)))
        .map(|(run, (share, ink))| Dot { at: (run.messages_per_sec, share), ink })
        .collect();
    Some((time, busy))
}

fn time_axis(estimate: &Estimate) -> Option<Axis> {
    let model = estimate.response.as_ref()?;
    let half = model.mean_at(model.limit_per_sec() * 0.5)?;
    let number = |secs: f64| if secs <= 0.0 { "0".to_owned() } else { seconds(secs) };
    Some(Axis::new("Response time", half * TALLEST, number))
}

fn time_alt(estimate: &Estimate) -> Option<String> {
    let model = estimate.response.as_ref()?;
    let at = |share: f64| {
        let mean = model.mean_at(model.limit_per_sec() * share)?;
        Some(format!("{:.0} % of the rate {}", share * 100.0, seconds(mean)))
    };
    Some(format!("Mean response time over load: at {}, at {}.", at(0.25)?, at(0.9)?))
}

/// Mean up to the limit, and the 95th percentile up to 90 % of it.
fn time_curves(estimate: &Estimate) -> Option<Vec<Curve>> {
    let model = estimate.response.as_ref()?;
    let loads = |last: f64| (0..=NUM_POINTS).map(move |at| last * f64::from(at) / f64::from(NUM_POINTS));
    let limit = model.limit_per_sec();
    let mean = loads(limit * 0.995).filter_map(|load| Some((load, model.mean_at(load)?))).collect();
    let p95 = loads(model.last_load_with_percentiles())
        .step_by(2)
        .filter_map(|load| Some((load, model.at(load)?.p95_secs?)))
        .collect();
    Some(vec![
        Curve { name: "Mean".to_owned(), points: mean, ink: Ink::Accent, dashed: false },
        Curve { name: "95th percentile".to_owned(), points: p95, ink: Ink::Warning, dashed: true },
    ])
}

/// The busiest computer of each tier: its use grows with the load in a straight line.
fn use_curves(estimate: &Estimate, max: f64) -> Vec<Curve> {
    let busiest = |runs_hosts: bool| {
        let tier = estimate.computers.iter().filter(|it| it.runs_hosts == runs_hosts && it.per_message_per_sec > 0.0);
        tier.max_by(|a, b| a.per_message_per_sec.total_cmp(&b.per_message_per_sec))
    };
    let curve = |computer: Option<&ComputerUse>, ink: Ink, dashed: bool| {
        let computer = computer?;
        let end = max.min(1.0 / computer.per_message_per_sec);
        let points = vec![(0.0, 0.0), (end, end * computer.per_message_per_sec)];
        Some(Curve { name: computer.name.clone(), points, ink, dashed })
    };
    [curve(busiest(true), Ink::RoleBizTalk, false), curve(busiest(false), Ink::RoleSql, true)]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capacity::lab::LAB_RUNS;
    use crate::capacity::{CapacityReport, capacity_report};
    use crate::dependency::Structure;
    use crate::document::template;
    use crate::sources::Sourced;

    fn report_of(document: &crate::model::Document) -> CapacityReport {
        capacity_report(document, &Structure::of(document))
    }

    #[test]
    fn curves_rise_and_carry_the_dots_of_the_lab() {
        let mut design = template("small").unwrap().document.clone();
        design.workload.peak_messages_per_sec = Some(Sourced::entered(40.0));
        let report = report_of(&design);
        let (time, busy) = load_charts(&report.normal, &LAB_RUNS[..1], 400.0).unwrap();
        assert_eq!((time.dots.len(), busy.dots.len()), (1, 2));
        assert_eq!(time.marks.len(), 2);
        for curve in time.curves.iter().chain(&busy.curves) {
            assert!(curve.points.len() > 1, "{}", curve.name);
            assert!(curve.points.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{}", curve.name);
        }
    }

    #[test]
    fn a_design_without_estimate_has_no_charts() {
        let report = report_of(&template("empty").unwrap().document);
        assert!(load_charts(&report.normal, &[], 400.0).is_none());
    }
}
