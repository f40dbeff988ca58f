//! The build and run book: what to order, what to build where, what to test, what to do when something fails.

use super::{Paperwork, Sections, has, listing, listing_only, masthead, test_plan};
use crate::export::pdf::flow::Flow;
use crate::model::PaperSection;
use crate::report::Report;

pub(super) fn write(flow: &mut Flow, report: &Report) {
    flow.turn(true);
    masthead(flow, Paperwork::BuildBook, report);
    let mut sections = Sections::default();
    for chapter in report.build.iter().filter(|it| has(report, it.section)) {
        // Tests come before going live, and before the runbook.
        if chapter.section == PaperSection::Runbook {
            tests(flow, &mut sections, report);
        }
        flow.heading(1, &sections.next(chapter.section.label()));
        match chapter.listings.as_slice() {
            [only] => listing_only(flow, only, &report.citations, true),
            several => several.iter().for_each(|it| listing(flow, it, &report.citations, true)),
        }
    }
    if !report.build.iter().any(|it| it.section == PaperSection::Runbook && has(report, it.section)) {
        tests(flow, &mut sections, report);
    }
}

fn tests(flow: &mut Flow, sections: &mut Sections, report: &Report) {
    if has(report, PaperSection::TestPlan) && !report.tests.is_empty() {
        let heading = sections.next(PaperSection::TestPlan.label());
        test_plan::write(flow, &heading, &report.tests, &report.citations);
    }
}
