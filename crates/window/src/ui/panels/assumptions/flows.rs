//! The message flows of the design: what passes it, how often and which way.

use egui::{Label, Ui};

use super::super::inspector::figure_ui;
use crate::edit::{Edit, EditCommand};
use crate::model::limits;
use crate::model::{Adapter, Document, FlowPattern, HostFunction, HostId, MessageFlow, TrackingLevel, Workload};
use crate::scene::Ink;
use crate::sources::Sourced;
use crate::text::{assumptions as text, common, units};
use crate::ui::context::ViewContext;
use crate::ui::theme;
use crate::ui::widgets::fields::{FieldLabel, NumberRange, choice_field, field_row_ui, text_field};
use crate::ui::widgets::{card_ui, muted};

/// Changes the flows: one undo step.
fn edit(document: &Document, label: impl Into<String>, change: impl FnOnce(&mut Vec<MessageFlow>)) -> Edit {
    let mut workload: Workload = document.workload.clone();
    change(&mut workload.flows);
    Edit::one(label, EditCommand::SetWorkload(Box::new(workload)))
}

/// A new flow with the first free name.
pub(super) fn added(document: &Document) -> Edit {
    let taken = |name: &str| document.workload.flows.iter().any(|flow| flow.name == name);
    let most = document.workload.flows.len() + 1;
    let number = (1..=most).find(|number| !taken(&text::flow_name(*number))).unwrap_or(most);
    let flow = MessageFlow::new(&text::flow_name(number), FlowPattern::Orchestration);
    edit(document, text::added_flow(&flow.name), |flows| flows.push(flow))
}

/// The flow at a place as `change` makes it.
pub(super) fn changed(
    document: &Document,
    at: usize,
    what: &str,
    change: impl FnOnce(&mut MessageFlow),
) -> Option<Edit> {
    let name = &document.workload.flows.get(at)?.name;
    Some(edit(document, text::set(what, name), |flows| {
        if let Some(flow) = flows.get_mut(at) {
            change(flow);
        }
    }))
}

/// Without the flow at a place.
pub(super) fn removed(document: &Document, at: usize) -> Option<Edit> {
    let name = &document.workload.flows.get(at)?.name;
    Some(edit(document, text::removed_flow(name), |flows| {
        flows.remove(at);
    }))
}

pub(super) fn ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let flows = &view.document.workload.flows;
    if flows.is_empty() {
        ui.add(Label::new(muted(view, text::WITHOUT_FLOWS).size(12.5)).wrap());
    }
    for (at, flow) in flows.iter().enumerate() {
        ui.push_id(("flow", at), |ui| card_ui(view, ui, Ink::SurfaceRaised, |ui| flow_ui(view, ui, at, flow)));
        ui.add_space(theme::GAP);
    }
    if ui.button(text::ADD_MESSAGE_FLOW).clicked() {
        view.outbox.edit(added(view.document));
    }
}

/// Sends a change of the flow at a place.
struct Sender<'a> {
    view: &'a ViewContext<'a>,
    at: usize,
}

impl Sender<'_> {
    fn send(&self, what: &str, change: impl FnOnce(&mut MessageFlow)) {
        if let Some(edit) = changed(self.view.document, self.at, what, change) {
            self.view.outbox.edit(edit);
        }
    }

    fn figure(
        &self,
        ui: &mut Ui,
        label: &str,
        range: NumberRange,
        value: Option<&Sourced<f64>>,
        set: impl Fn(&mut MessageFlow, Option<Sourced<f64>>),
    ) {
        field_row_ui(self.view, ui, FieldLabel::new(label), |ui| {
            figure_ui(self.view, ui, label, range, Some(&value.cloned()), common::NOT_STATED, |next| {
                self.send(label, |flow| set(flow, next.clone()));
            });
        });
    }

    fn optional<V: Copy + PartialEq>(
        &self,
        ui: &mut Ui,
        label: &str,
        (none, options): (&str, Vec<(V, String)>),
        value: Option<V>,
        set: impl Fn(&mut MessageFlow, Option<V>),
    ) {
        let some = options.into_iter().map(|(value, text)| (Some(value), text));
        let options: Vec<(Option<V>, String)> = std::iter::once((None, none.to_owned())).chain(some).collect();
        if let Some(chosen) = choice_field(self.view, ui, FieldLabel::new(label), &options, Some(&value)) {
            self.send(label, |flow| set(flow, chosen));
        }
    }
}

fn flow_ui(view: &ViewContext<'_>, ui: &mut Ui, at: usize, flow: &MessageFlow) {
    let sender = Sender { view, at };
    if let Some(name) =
        text_field(view, ui, FieldLabel::new(common::NAME), Some(&flow.name), "").filter(|it| !it.is_empty())
    {
        sender.send(common::NAME, |flow| flow.name = name);
    }
    let patterns: Vec<(FlowPattern, String)> = FlowPattern::ALL.iter().map(|it| (*it, it.label().to_owned())).collect();
    if let Some(pattern) = choice_field(view, ui, FieldLabel::new(text::WAY), &patterns, Some(&flow.pattern)) {
        sender.send(text::WAY, |flow| flow.pattern = pattern);
    }
    let rate = NumberRange::any(units::MESSAGES_PER_S, limits::MESSAGES_PER_SEC);
    sender.figure(ui, text::RATE_AT_PEAK, rate, flow.messages_per_sec.as_ref(), |flow, it| flow.messages_per_sec = it);
    let size = NumberRange::any(units::KB, limits::MESSAGE_KB);
    sender.figure(ui, text::MESSAGE_SIZE, size, flow.message_kb.as_ref(), |flow, it| flow.message_kb = it);
    let latency = NumberRange::any(units::SECONDS, limits::BACK_END_SECS);
    sender.figure(ui, text::BACK_END_TIME, latency, flow.back_end_secs.as_ref(), |flow, it| {
        flow.back_end_secs = it;
    });
    let adapters = || Adapter::ALL.iter().map(|it| (*it, it.label().to_owned())).collect::<Vec<_>>();
    let not_stated = |options| (common::NOT_STATED, options);
    sender.optional(ui, text::RECEIVE_ADAPTER, not_stated(adapters()), flow.receive_adapter, |flow, it| {
        flow.receive_adapter = it;
    });
    sender
        .optional(ui, text::SEND_ADAPTER, not_stated(adapters()), flow.send_adapter, |flow, it| flow.send_adapter = it);
    let hosts = |function| (text::ANY_THAT_CAN, hosts(view.document, function));
    sender.optional(ui, text::RECEIVING_HOST, hosts(HostFunction::Receive), flow.receive_host, |flow, it| {
        flow.receive_host = it;
    });
    if flow.pattern != FlowPattern::Messaging {
        sender.optional(ui, text::PROCESSING_HOST, hosts(HostFunction::Process), flow.process_host, |flow, it| {
            flow.process_host = it;
        });
    }
    sender.optional(ui, text::SENDING_HOST, hosts(HostFunction::Send), flow.send_host, |flow, it| flow.send_host = it);
    let levels = TrackingLevel::ALL.iter().map(|it| (*it, it.label().to_owned())).collect();
    sender.optional(ui, text::TRACKING, (text::AS_THE_WORKLOAD, levels), flow.tracking, |flow, it| flow.tracking = it);
    if ui.small_button(text::remove(&flow.name)).clicked()
        && let Some(edit) = removed(view.document, at)
    {
        view.outbox.edit(edit);
    }
}

/// Hosts with a function, by name.
fn hosts(document: &Document, function: HostFunction) -> Vec<(HostId, String)> {
    let able = document.hosts.iter().filter(|(_, host)| host.functions.contains(&function));
    able.map(|(id, host)| (*id, host.name.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::template;
    use crate::edit::preview;

    #[test]
    fn flows_are_added_changed_and_removed_one_step_each() {
        let design = template("small").expect("an embedded template").document.clone();
        let one = preview(&design, &added(&design).commands).unwrap();
        let two = preview(&one, &added(&one).commands).unwrap();
        let names: Vec<&str> = two.workload.flows.iter().map(|flow| flow.name.as_str()).collect();
        assert_eq!(names, ["Flow 1", "Flow 2"]);
        let step = changed(&two, 1, "Way", |flow| flow.pattern = FlowPattern::BackEnd).unwrap();
        assert_eq!(step.label, "Set “Way” of Flow 2");
        let set = preview(&two, &step.commands).unwrap();
        assert_eq!(set.workload.flows[1].pattern, FlowPattern::BackEnd);
        let less = preview(&set, &removed(&set, 0).unwrap().commands).unwrap();
        assert_eq!(less.workload.flows.len(), 1);
        assert!(removed(&less, 1).is_none());
    }
}
