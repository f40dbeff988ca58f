//! The capacity estimate for the deliverable: failure modes, limiters, response time, and what stands behind them.

use crate::analysis::Analysis;
use crate::capacity::Narrowing;
use crate::capacity::ONLY_AN_ESTIMATE;
use crate::capacity::lab::lab_runs_like;
use crate::capacity::text::{rate_headline, seconds};
use crate::capacity::{
    CapacityReport, Estimate, FailureMode, ModeEstimate, PEAK_NOT_STATED, TierHeadroom, percent, two_figures,
};
use crate::model::Document;
use crate::overlay::{LoadChart, load_charts};
use crate::sources::SourceId;

/// The estimate in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityRow {
    /// The state: normal operation, or what is lost.
    pub state: String,
    /// Sustainable rate with its range.
    pub rate: String,
    /// What limits it.
    pub bottleneck: String,
    /// Whether the peak load fits, or that nobody stated one.
    pub fit: String,
}

/// A tier in each failure mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TierRow {
    /// Its name.
    pub name: String,
    /// Messages per second per failure mode, as in the columns; a dash where nothing can be lost.
    pub rates: Vec<String>,
}

/// The estimate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacitySection {
    /// The BizTalk group that it is about; `None` where the design has one only.
    pub biztalk_group: Option<String>,
    /// Normal operation first; empty when the drawing lacks something.
    pub rows: Vec<CapacityRow>,
    /// What the drawing lacks for an estimate.
    pub missing: Vec<String>,
    /// What a tier lets through in each failure mode, as rates in words; the columns are `modes`.
    pub tiers: Vec<TierRow>,
    /// The failure modes that occur, in order.
    pub modes: Vec<&'static str>,
    /// The limiters, lowest first: what and its rate with range.
    pub limiters: Vec<(String, String)>,
    /// The sentence on what raising the first limiter would do; empty when there is no next one.
    pub next_limit: String,
    /// Response time at the load in the text, in words; empty when no message passes.
    pub responses: Vec<(String, String)>,
    /// What narrows the range: what to measure and the range afterwards.
    pub narrowings: Vec<(String, String)>,
    /// Growth, failover and tracking in sentences.
    pub outlook: Vec<String>,
    /// What load tests taught, in sentences.
    pub calibration: Vec<String>,
    /// Charts of response time and processor use over load; empty when no message passes.
    pub charts: Vec<LoadChart>,
    /// What is not estimated for lack of an input.
    pub not_estimated: Vec<String>,
    /// How many of its inputs are assumptions.
    pub assumed: String,
    /// What to keep in mind, sentence by sentence, with the document that says so.
    pub remarks: Vec<(String, Option<SourceId>)>,
    /// What the estimate leaves out.
    pub not_modeled: &'static [&'static str],
}

/// Whether normal operation carries the stated peak load of a BizTalk group, as the capacity section has it.
pub(super) struct PeakFit {
    /// The peak load, in messages per second, and whether somebody stands behind it.
    pub(super) peak: f64,
    /// In a few words: `may not fit: at the middle rate more arrives than leaves`.
    pub(super) said: String,
    /// Whether more arrives than leaves at the middle rate, of a peak load that somebody stands behind.
    pub(super) is_short: bool,
}

/// How the peak load of a BizTalk group stands to its rate; `None` where nobody has named one or nothing is estimated.
pub(super) fn peak_fit(report: &CapacityReport) -> Option<PeakFit> {
    let peak = report.normal.peak.as_ref()?;
    let normal = report.modes.iter().find(|it| it.rate.mode == FailureMode::Normal)?;
    let (fit, rate) = (normal.fit()?, normal.sustains()?);
    let is_over = peak.value >= rate.p50;
    let why = if is_over { ": at the middle rate more arrives than leaves" } else { "" };
    let said = format!("{}{why}", crate::prose::uncapitalized(fit.label()));
    Some(PeakFit { peak: peak.value, said, is_short: is_over && peak.is_stated() })
}

pub(super) fn capacity(document: &Document, analysis: &Analysis) -> Vec<CapacitySection> {
    let is_one = analysis.capacity.others.is_empty();
    let section = |it: &CapacityReport| CapacitySection {
        biztalk_group: (!is_one).then(|| it.name.clone()),
        ..of_group(document, it)
    };
    analysis.capacity.all().map(section).collect()
}

fn of_group(document: &Document, report: &CapacityReport) -> CapacitySection {
    let normal = &report.normal;
    let rows = report.modes.iter().filter_map(|mode| {
        let lost = if mode.rate.lost.is_empty() { String::new() } else { format!(": {}", mode.rate.lost) };
        row(format!("{}{lost}", mode.rate.mode.label()), mode, normal)
    });
    let always = ONLY_AN_ESTIMATE.iter().map(|(said, key)| ((*said).to_owned(), Some(SourceId((*key).to_owned()))));
    let extrapolated = normal.extrapolated.iter().map(|it| (format!("Extrapolated: {it}"), None));
    let warnings = normal.warnings.iter().map(|it| (it.text.clone(), it.because.clone()));
    let remarks = always.chain(extrapolated).chain(warnings).collect();
    let has = |mode: &FailureMode| report.tiers.iter().any(|tier| tier.of(*mode).is_some());
    let modes: Vec<FailureMode> = FailureMode::ALL.into_iter().filter(has).collect();
    let charts = load_charts(normal, &lab_runs_like(document), CHART_WIDTH);
    CapacitySection {
        biztalk_group: None,
        rows: rows.collect(),
        missing: normal.missing.clone(),
        tiers: report.tiers.iter().map(|tier| tier_row(tier, &modes)).collect(),
        modes: modes.iter().map(|mode| mode.short()).collect(),
        limiters: normal
            .limiters
            .ranked()
            .iter()
            .take(6)
            .map(|it| (it.name.clone(), rate_headline(&it.rate)))
            .collect(),
        next_limit: normal.next_limit().unwrap_or_default(),
        responses: responses(normal),
        narrowings: report.narrowings().iter().map(narrowing).collect(),
        outlook: outlook(report),
        calibration: calibration(report),
        charts: charts.map(|(time, busy)| vec![time, busy]).unwrap_or_default(),
        not_estimated: normal.not_estimated.clone(),
        assumed: report.assumption_count(),
        remarks,
        not_modeled: report.not_modeled(),
    }
}

/// Width of the charts in world units.
const CHART_WIDTH: f32 = 430.0;

fn tier_row(tier: &TierHeadroom, modes: &[FailureMode]) -> TierRow {
    let rate = |mode: &FailureMode| tier.of(*mode).map_or_else(|| "–".to_owned(), |it| two_figures(it.limit_per_sec));
    TierRow { name: tier.name.clone(), rates: modes.iter().map(rate).collect() }
}

fn narrowing(it: &Narrowing) -> (String, String) {
    let range = format!("{} to {} messages/s", two_figures(it.after.p10), two_figures(it.after.p90));
    (it.what.label().to_owned(), range)
}

fn responses(normal: &Estimate) -> Vec<(String, String)> {
    let Some(model) = &normal.response else { return Vec::new() };
    let (load, at) = match &normal.peak {
        Some(peak) => (peak.value, "at peak"),
        None => (model.limit_per_sec() / 2.0, "at half of the rate"),
    };
    let percentile = |p95: Option<f64>| p95.map(|secs| format!(", 95th percentile {}", seconds(secs)));
    let Some(point) = model.at(load) else {
        return vec![(format!("All messages {at}"), "Without bound: the load is at or above the rate".to_owned())];
    };
    let text = |mean: f64, p95| format!("mean {}{}", seconds(mean), percentile(p95).unwrap_or_default());
    let mut rows = vec![(format!("All messages {at}"), text(point.mean_secs, point.p95_secs))];
    if model.num_flows() > 1 {
        rows.extend(model.flows_at(load).into_iter().map(|flow| (flow.name, text(flow.mean_secs, flow.p95_secs))));
    }
    rows
}

fn outlook(report: &CapacityReport) -> Vec<String> {
    let outlook = &report.outlook;
    let mut said: Vec<String> = outlook
        .growth
        .iter()
        .filter(|year| year.year > 0)
        .map(|year| {
            let (peak, used) = (two_figures(year.peak_per_sec), percent(year.used));
            let years = if year.year == 1 { "1 year".to_owned() } else { format!("{} years", year.year) };
            format!("After {years} the peak load is {peak} messages/s, {used} of the rate.")
        })
        .collect();
    if let Some(after) = &outlook.failover {
        let drain = after
            .drain_secs
            .map_or_else(|| "never drains".to_owned(), |secs| format!("drains in {} s", two_figures(secs)));
        said.push(format!(
            "After a SQL Server failover of {:.0} s ({}) host instances work again after {:.0} s; a backlog of {} messages {drain}.",
            after.failover_secs.value,
            after.failover_secs.provenance.word(),
            after.service_back_secs,
            two_figures(after.backlog_messages)
        ));
    }
    if let Some(tracking) = &outlook.tracking {
        let basis =
            if tracking.at_peak_all_day { "the peak load all day, an upper bound" } else { "the messages of a day" };
        said.push(format!(
            "The Tracking database grows to {} GiB in {} days with {basis}; indexes and 10 % contingency are included.",
            two_figures(tracking.gib),
            two_figures(tracking.days)
        ));
    }
    said
}

fn calibration(report: &CapacityReport) -> Vec<String> {
    let Some(calibration) = &report.calibration else { return Vec::new() };
    let mut said: Vec<String> = Vec::new();
    for run in &calibration.runs {
        said.push(format!(
            "Run of {} by {}: {} messages/s, {} ms of BizTalk CPU per message, {} ms of SQL Server CPU per hop (measured).",
            run.run.on,
            run.run.by,
            two_figures(run.run.messages_per_sec),
            two_figures(run.biztalk_ms),
            two_figures(run.sql_hop_ms)
        ));
        said.extend(run.warnings.iter().cloned());
    }
    for (name, it) in [("BizTalk", &calibration.biztalk), ("MessageBox", &calibration.sql)] {
        said.push(format!(
            "{name} work per message against the published lab: {} ({}) before, {} (measured) with the runs.",
            two_figures(it.prior.value),
            it.prior.provenance.word(),
            two_figures(it.value.value)
        ));
    }
    said
}

fn row(state: String, mode: &ModeEstimate, normal: &Estimate) -> Option<CapacityRow> {
    let rate = mode.sustains()?;
    let fit = match (&normal.peak, mode.fit()) {
        (Some(peak), Some(fit)) => format!("{} at a peak of {} messages/s", fit.label(), peak.value),
        _ => crate::prose::capitalized(PEAK_NOT_STATED),
    };
    let bottleneck = mode.bottleneck().unwrap_or_default().to_owned();
    Some(CapacityRow { state, rate: rate_headline(&rate), bottleneck, fit })
}
