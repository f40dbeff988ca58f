//! The context menu: what can be done with what is selected.

use egui::{Popup, PopupAnchor, PopupCloseBehavior, PopupKind, Pos2, Ui};

use super::members::{self, MemberLine};
use super::moving::nudged;
use crate::dependency::Loss;
use crate::edit::intent::availability_groups;
use crate::edit::intent::clip;
use crate::edit::intent::clusters::{self, MasterSecretHome};
use crate::edit::intent::connections;
use crate::edit::intent::hosts::{self, HostCell};
use crate::edit::intent::movement::{self, Direction};
use crate::edit::intent::tiers::{self, TierPlace};
use crate::edit::{Edit, EditError};
use crate::model::{
    ComputerId, Element, FailoverClusterId, HostId, LoadBalancerId, Part, ResourceGroupId, ResourceKind, Role,
    SqlPlacement, TierId, TierKind,
};
use crate::session::command::AppCommand;
use crate::session::queue::Message;
use crate::session::rehearsal::DrillCommand;
use crate::text::canvas as text;
use crate::ui::context::ViewContext;
use crate::ui::focus::{hand_on, layer_of};
use crate::ui::keys::keys_text;
use crate::ui::widgets::{describe_menu_item, menu_content_ui, menu_tick_ui, submenu_ui};

/// An open context menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Menu {
    /// Where it was asked for, on screen.
    at: Pos2,
    /// Whether its first item has yet to get the focus.
    wants_focus: bool,
    /// Whether it stands over the list, from where it leads to the canvas.
    leads_to_canvas: bool,
    /// Whether it was asked for where a tier is empty: then it has what can be done there too.
    on_ground: bool,
}

impl Menu {
    /// A menu, whose first item gets the focus.
    pub(super) const fn at(at: Pos2) -> Self {
        Self { at, wants_focus: true, leads_to_canvas: false, on_ground: false }
    }

    /// The same where a tier is empty.
    pub(super) const fn on_ground(self) -> Self {
        Self { on_ground: true, ..self }
    }

    /// The same over the list.
    pub(super) const fn leading_to_canvas(self) -> Self {
        Self { leads_to_canvas: true, ..self }
    }

    /// Shows the menu, of a line to members of a load balancer where that was clicked; returns whether it stays open.
    pub(super) fn ui(&mut self, view: &ViewContext<'_>, ui: &Ui, line: Option<&MemberLine>) -> bool {
        let mut open = true;
        let anchor = PopupAnchor::Position(self.at);
        Popup::new(
            egui::Id::new(("canvas-menu", self.at.x.to_bits(), self.at.y.to_bits())),
            ui.ctx().clone(),
            anchor,
            ui.layer_id(),
        )
        .kind(PopupKind::Menu)
        .layout(egui::Layout::top_down_justified(egui::Align::Min))
        .style(egui::containers::menu::menu_style)
        .open_bool(&mut open)
        .show(|ui| {
            ui.set_min_width(200.0);
            if self.wants_focus {
                hand_on(ui);
            }
            menu_content_ui(ui, |ui| {
                if let Some(line) = line {
                    members_ui(view, ui, line.balancer, line.members.iter().copied());
                    ui.separator();
                }
                content_ui(view, ui);
                if self.on_ground {
                    ui.separator();
                    ground_ui(view, ui);
                }
                if let Some(one) = view.selected_one().filter(|_| self.leads_to_canvas)
                    && entry_ui(ui, text::SHOW_ON_CANVAS)
                {
                    view.outbox.command(AppCommand::ShowCanvas);
                    view.outbox.send(Message::Reveal(one));
                }
            });
            let focused = ui.memory(|memory| memory.focused()).and_then(|id| layer_of(ui.ctx(), id));
            self.wants_focus &= focused != Some(ui.layer_id());
        });
        open
    }
}

fn content_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    let selected: Vec<Element> = view.selection.iter().copied().collect();
    match selected[..] {
        [] => {
            add_tier_ui(view, ui);
            ui.separator();
            ground_ui(view, ui);
            return;
        }
        [Element::Site(_)] => add_tier_ui(view, ui),
        [Element::Tier(id)] => tier_ui(view, ui, id),
        [Element::FailoverCluster(id)] => cluster_ui(view, ui, id),
        [Element::ResourceGroup(id)] => {
            for computer in
                view.document.resource_groups.get(&id).map(|it| it.possible_owners.clone()).unwrap_or_default()
            {
                let active = view.document.resource_groups.get(&id).and_then(|it| it.runs_on()) == Some(computer);
                if !active {
                    edit_ui(view, ui, clusters::set_active_owner(view.document, id, computer));
                }
            }
        }
        [Element::LoadBalancer(id)] => {
            let members = view.document.load_balancers.get(&id).map(|it| it.members.clone()).unwrap_or_default();
            if !members.is_empty() {
                submenu_ui(ui, text::TAKE_AWAY_A_MEMBER, PopupCloseBehavior::CloseOnClick, |ui| {
                    members_ui(view, ui, id, members);
                });
            }
            computers_ui(view, ui, &selected);
        }
        [Element::HostInstance(id)] => {
            let enabled = view.document.host_instances.get(&id).is_some_and(|it| it.enabled);
            edit_ui(view, ui, hosts::set_enabled(view.document, id, !enabled));
        }
        _ => computers_ui(view, ui, &selected),
    }
    if let [one] = selected[..] {
        if entry_ui(ui, text::SHOW_DETAILS) {
            view.outbox.send(Message::Inspect(one));
        }
        if connections::may_start(view.document, one).is_ok() {
            commands_ui(view, ui, &[AppCommand::Connect]);
        }
        if crate::edit::intent::rename::can_rename(view.document, one) {
            commands_ui(view, ui, &[AppCommand::Rename]);
        }
        commands_ui(view, ui, &[AppCommand::EditNote]);
    }
    if clip::can_copy(view.document, &selected) {
        ui.separator();
        commands_ui(view, ui, &[AppCommand::Cut, AppCommand::Copy, AppCommand::Paste, AppCommand::Duplicate]);
    }
    failure_ui(view, ui, &selected);
    ui.separator();
    commands_ui(view, ui, &[AppCommand::Delete]);
}

/// What can be done wherever nothing stands.
fn ground_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    commands_ui(view, ui, &[AppCommand::Paste, AppCommand::SelectAll, AppCommand::ZoomToFit]);
}

/// What can fail of the selection: all of it, and of a single element also the services on it.
fn failure_ui(view: &ViewContext<'_>, ui: &mut Ui, selected: &[Element]) {
    let can_fail = |it: &&Element| !Loss::parts_of(**it, view.document).is_empty();
    if selected.iter().filter(can_fail).count() == 0 {
        return;
    }
    ui.separator();
    let is_down = |part: Part| view.drill.is_some_and(|it| it.is_down(part));
    let all_down = selected.iter().filter(can_fail).all(|it| is_down(Part::Element(*it)));
    let keys = keys_text(view, ui.ctx(), AppCommand::Fail);
    let text = if all_down { text::BRING_THIS_BACK } else { text::FAIL_THIS };
    let item = ui.add(egui::Button::new(text).shortcut_text(keys.as_str()));
    describe_menu_item(&item, text, &keys, None);
    if item.clicked() {
        ui.close();
        view.outbox.command(AppCommand::Fail);
    }
    let [one] = selected else { return };
    if let Element::Tier(id) = one
        && let Some(site) = view.document.tiers.get(id).map(|it| Part::Element(it.site.into()))
    {
        let name = site.name(view.document);
        let text = if is_down(site) { text::bring_back_whole(&name) } else { text::fail_whole(&name) };
        if entry_ui(ui, &text) {
            view.outbox.send(Message::Drill(DrillCommand::Toggle(vec![site])));
        }
    }
    let services: Vec<Part> = Loss::parts_of(*one, view.document).into_iter().skip(1).collect();
    if services.is_empty() {
        return;
    }
    submenu_ui(ui, text::FAIL_A_SERVICE_ON_IT, PopupCloseBehavior::CloseOnClick, |ui| {
        for part in services {
            if ui.selectable_label(is_down(part), part.name(view.document)).clicked() {
                ui.close();
                view.outbox.send(Message::Drill(DrillCommand::Toggle(vec![part])));
            }
        }
    });
}

fn commands_ui(view: &ViewContext<'_>, ui: &mut Ui, commands: &[AppCommand]) {
    for command in commands {
        let keys = keys_text(view, ui.ctx(), *command);
        let item = ui.add(egui::Button::new(command.text()).shortcut_text(keys.as_str()));
        describe_menu_item(&item, command.text(), &keys, None);
        if item.clicked() {
            ui.close();
            view.outbox.command(*command);
        }
    }
}

/// An entry; whether it was chosen, by pointer, key or assistive technology, each of which closes the menu.
fn entry_ui(ui: &mut Ui, text: &str) -> bool {
    let item = ui.button(text);
    describe_menu_item(&item, text, "", None);
    if item.clicked() {
        ui.close();
    }
    item.clicked()
}

/// A button that carries out an edit, labeled with what it does; nothing when the edit is refused.
fn edit_ui(view: &ViewContext<'_>, ui: &mut Ui, edit: Result<Edit, EditError>) {
    if let Ok(edit) = edit
        && entry_ui(ui, edit.label.as_str())
    {
        view.outbox.edit(edit);
    }
}

fn computers_ui(view: &ViewContext<'_>, ui: &mut Ui, selected: &[Element]) {
    let computers: Vec<ComputerId> =
        selected.iter().filter_map(|it| if let Element::Computer(id) = it { Some(*id) } else { None }).collect();
    let runs_biztalk = |id: &ComputerId| view.document.has_role(*id, Role::BizTalkRuntime);
    if !computers.is_empty() && computers.iter().all(runs_biztalk) {
        submenu_ui(ui, text::HOST_INSTANCES, PopupCloseBehavior::CloseOnClickOutside, |ui| {
            host_instances_ui(view, ui, &computers);
        });
    }
    if computers.len() == selected.len() && computers.len() > 1 {
        let made = [
            (AppCommand::MakeCluster, clusters::create(view.document, &computers)),
            (AppCommand::MakeAvailabilityGroup, availability_groups::create(view.document, &computers)),
        ];
        for (command, _) in made.into_iter().filter(|(_, edit)| edit.is_ok()) {
            commands_ui(view, ui, &[command]);
        }
    }
    if let [one] = computers[..] {
        edit_ui(view, ui, clusters::leave(view.document, one));
        for (id, _) in view.document.load_balancers.iter().filter(|(_, it)| it.members.contains(&one)) {
            members_ui(view, ui, *id, [one]);
        }
    }
    if movement::moving(view.document, selected).is_empty() {
        return;
    }
    let directions = [
        (text::MOVE_LEFT, Direction::Left),
        (text::MOVE_RIGHT, Direction::Right),
        (text::MOVE_UP, Direction::Up),
        (text::MOVE_DOWN, Direction::Down),
    ];
    commands_ui(view, ui, &[AppCommand::MoveTo]);
    submenu_ui(ui, text::MOVE, PopupCloseBehavior::CloseOnClick, |ui| {
        for (text, direction) in directions {
            let edit = nudged(view, selected, direction);
            if ui.add_enabled(edit.is_some(), egui::Button::new(text)).clicked()
                && let Some(edit) = edit
            {
                ui.close();
                view.outbox.edit(edit);
            }
        }
    });
}

/// What can be added, and a tick per host: on when every selected computer has an instance. The ticks come last, so that
/// a host that is added moves nothing under the pointer.
fn host_instances_ui(view: &ViewContext<'_>, ui: &mut Ui, computers: &[ComputerId]) {
    let document = view.document;
    for kind in hosts::NewHost::ALL {
        if ui.button(text::add(&kind.label().to_lowercase())).clicked() {
            // The computers stay selected, so that the menu stays what it is: whoever adds one host for these computers
            // adds the next one too.
            let edit = hosts::add(document, *kind, None, computers);
            view.outbox.try_edit(edit.map(|it| it.selecting(computers.iter().map(|id| (*id).into()))));
        }
    }
    if entry_ui(ui, AppCommand::ShowHosts.text()) {
        view.outbox.command(AppCommand::ShowHosts);
    }
    if !document.hosts.is_empty() {
        ui.separator();
    }
    for (id, host) in &document.hosts {
        let lacking: Vec<ComputerId> =
            computers.iter().copied().filter(|it| hosts::cell(document, *id, *it) == HostCell::Absent).collect();
        let mut on = lacking.is_empty();
        if menu_tick_ui(ui, &mut on, &host.name).clicked() {
            let edit = toggled(view, *id, computers, &lacking);
            view.outbox.try_edit(edit.map(|it| it.selecting(computers.iter().map(|id| (*id).into()))));
        }
    }
}

fn toggled(
    view: &ViewContext<'_>,
    host: HostId,
    computers: &[ComputerId],
    lacking: &[ComputerId],
) -> Result<Edit, EditError> {
    if !lacking.is_empty() {
        return hosts::add_instances(view.document, host, lacking);
    }
    let of_host = view.document.host_instances_of(host);
    let there =
        of_host.filter(|id| view.document.host_instances.get(id).is_some_and(|it| computers.contains(&it.computer)));
    let there: Vec<Element> = there.map(Element::from).collect();
    crate::edit::intent::remove::elements(view.document, &there)
}

/// An entry for each member that can be taken from behind a load balancer.
fn members_ui(
    view: &ViewContext<'_>,
    ui: &mut Ui,
    balancer: LoadBalancerId,
    members: impl IntoIterator<Item = ComputerId>,
) {
    for member in members {
        edit_ui(view, ui, Ok(members::take_away(view.document, balancer, &[member])));
    }
}

fn cluster_ui(view: &ViewContext<'_>, ui: &mut Ui, id: FailoverClusterId) {
    let document = view.document;
    let groups = clusters::groups_of(document, id);
    let has = |kind| groups.iter().any(|it| document.resource_groups.get(it).is_some_and(|group| group.has(kind)));
    edit_ui(view, ui, clusters::add_sql_instance(document, id));
    if !has(ResourceKind::Msdtc) {
        edit_ui(view, ui, clusters::add_msdtc(document, id));
    }
    if !has(ResourceKind::EntSso) {
        edit_ui(view, ui, clusters::cluster_master_secret(document, &MasterSecretHome::FailoverCluster(id)));
        let with_sql = |it: &&ResourceGroupId| {
            let clustered = SqlPlacement::Clustered(**it);
            document.sql_instances.values().any(|sql| sql.placement == clustered)
        };
        for group in groups.iter().filter(with_sql) {
            edit_ui(view, ui, clusters::cluster_master_secret(document, &MasterSecretHome::ResourceGroup(*group)));
        }
    }
    edit_ui(view, ui, clusters::dissolve(document, id));
}

fn tier_ui(view: &ViewContext<'_>, ui: &mut Ui, id: TierId) {
    let document = view.document;
    let row = document.tier_rows.iter().position(|row| row.contains(&id));
    let Some(row) = row else { return };
    let alone = document.tier_rows.get(row).is_some_and(|it| it.len() == 1);
    let places = [
        (text::MOVE_TIER_UP, row.checked_sub(1).map(TierPlace::OwnRow)),
        (text::MOVE_TIER_DOWN, (row + 1 < document.tier_rows.len()).then_some(TierPlace::OwnRow(row + 2))),
        (text::PUT_BESIDE_THE_TIER_ABOVE, row.checked_sub(1).filter(|_| alone).map(beside)),
        (text::GIVE_ROW_OF_ITS_OWN, (!alone).then_some(TierPlace::OwnRow(row + 1))),
    ];
    for (text, place) in places {
        if let Some(place) = place
            && entry_ui(ui, text)
        {
            view.outbox.try_edit(tiers::move_to(document, id, place));
        }
    }
    if view.document.sites.len() > 1 {
        commands_ui(view, ui, &[AppCommand::MoveTo]);
    }
    add_tier_ui(view, ui);
}

const fn beside(row: usize) -> TierPlace {
    TierPlace::InRow { row, index: usize::MAX }
}

fn add_tier_ui(view: &ViewContext<'_>, ui: &mut Ui) {
    submenu_ui(ui, text::ADD_TIER, PopupCloseBehavior::CloseOnClick, |ui| {
        for kind in TierKind::ALL {
            if entry_ui(ui, kind.label()) {
                view.outbox.try_edit(tiers::add(view.document, *kind));
            }
        }
    });
}
