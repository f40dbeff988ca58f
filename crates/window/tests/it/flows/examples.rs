//! Figures that a template shows for example, and what the inspector asks about failovers.

use egui_kittest::kittest::Queryable as _;
use tierwright_design::edit::intent::examples::num_examples;
use tierwright_design::edit::{Edit, EditCommand, Record};
use tierwright_design::model::{
    BalancerPurpose, Deployment, Element, FaultDomain, LoadBalancer, LoadBalancerId, LoadBalancerKind, PhysicalHost,
    PhysicalHostId, SiteKind, StorageCopies,
};
use tierwright_design::sources::Provenance;
use tierwright_rules::analysis::analyze;
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;

use super::Window;

impl Window {
    /// Opens an element in the inspector.
    fn inspect(&mut self, element: impl Into<Element>) {
        self.send(Message::Inspect(element.into()));
    }

    /// Chooses an option of a field.
    fn choose(&mut self, field: &str, option: &str) {
        let combo = self.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, field);
        combo.scroll_to_me();
        self.settle();
        self.harness.get_by_role_and_label(egui::accesskit::Role::ComboBox, field).click();
        self.settle();
        // What bears the same name on the canvas stands before the open list.
        let in_list = self.harness.query_all_by_label(option).last();
        in_list.unwrap_or_else(|| panic!("{field} does not offer {option}")).click();
        self.settle();
    }
}

#[test]
fn all_examples_of_a_template_are_confirmed_with_one_click_which_one_undo_takes_back() {
    let mut window = Window::on("small-complete");
    let number = num_examples(window.document());
    assert!(number > 10);
    window.click("Assumptions");
    assert!(window.shows(&format!("{number} figures are examples of the template")));
    window.click("Show them");
    assert!(window.shows("The whole design: recovery point objective 60"));
    window.click("Confirm all");
    assert_eq!(num_examples(window.document()), 0);
    assert!(!window.shows("figures are examples of the template"));
    assert_eq!(window.undo_label(), Some(format!("Confirm {number} examples of the template")));
    let rpo = window.document().environment.rpo_minutes.clone().unwrap();
    assert!(matches!(rpo.provenance, Provenance::Entered { ref on, .. } if on == "2026-03-01"), "{rpo:?}");
    window.command(AppCommand::Undo);
    assert_eq!(num_examples(window.document()), number);
    window.command(AppCommand::ConfirmExamples);
    assert_eq!(num_examples(window.document()), 0);
}

#[test]
fn a_single_example_is_confirmed_at_its_chip() {
    let mut window = Window::on("small-complete");
    let number = num_examples(window.document());
    window.inspect(Element::Environment);
    window.harness.get_by_label("Recovery point objective: example").scroll_to_me();
    window.settle();
    window.click("Recovery point objective: example");
    window.click("Confirm");
    assert_eq!(num_examples(window.document()), number - 1);
    let rpo = window.document().environment.rpo_minutes.clone().unwrap();
    assert_eq!((rpo.value, rpo.provenance.word()), (60.0, "entered"));
    assert!(window.undo_label().is_some_and(|it| it.contains("Recovery point objective")));
}

#[test]
fn an_open_question_shows_its_example_and_takes_it_with_one_click() {
    let mut window = Window::on("small-complete");
    let number = num_examples(window.document());
    let name = "Recovery point objective: Confirm";
    window.harness.get_all_by_label(name).next().unwrap().scroll_to_me();
    window.settle();
    assert!(window.shows("example: 60"));
    window.harness.get_all_by_label(name).next().unwrap().click();
    window.settle();
    assert_eq!(num_examples(window.document()), number - 1);
    assert_eq!(window.undo_label().as_deref(), Some("Confirm recovery point objective"));
    assert!(!window.shows(name));
}

#[test]
fn the_headline_of_the_verdict_stands_in_the_status_bar_and_above_the_findings() {
    let window = Window::on("small-complete");
    let headline = analyze(window.document()).verdict.headline;
    let shown = window.harness.query_all_by_label_contains(&headline).count();
    assert!(shown >= 2, "{headline} is shown {shown} times");
}

#[test]
fn storage_says_whether_its_data_has_a_second_copy() {
    let mut window = Window::on("small");
    let storage = *window.document().storages.keys().next().unwrap();
    window.inspect(storage);
    window.choose("Copies of the data", "Mirrored between the nodes");
    assert_eq!(window.document().storages[&storage].copies, Some(StorageCopies::Mirrored));
    assert!(window.undo_label().is_some_and(|it| it.starts_with("Set “Copies of the data”")));
}

#[test]
fn clusters_sites_and_roles_say_how_they_fail_over() {
    let mut window = Window::on("small");
    let cluster = *window.document().failover_clusters.keys().next().unwrap();
    window.inspect(cluster);
    window.choose("Dynamic quorum", "Off");
    assert_eq!(window.document().failover_clusters[&cluster].dynamic_quorum, Some(false));
    let site = *window.document().sites.keys().next().unwrap();
    window.inspect(site);
    window.choose("Purpose", "Witness site");
    assert_eq!(window.document().sites[&site].kind, SiteKind::Witness);
    window.command(AppCommand::Undo);
    let role = *window.document().resource_groups.keys().next().unwrap();
    window.inspect(role);
    assert!(!window.shows("Address on Azure"));
    let mut environment = window.document().environment.clone();
    environment.deployment = Some(Deployment::AzureVm);
    window.send(Message::Edit(Edit::one("Move to Azure", EditCommand::SetEnvironment(environment))));
    window.choose("Address on Azure", "Distributed network name");
    assert!(window.document().resource_groups[&role].address.is_some());
    let endpoint = *window.document().endpoints.keys().next().unwrap();
    window.inspect(endpoint);
    let name = Element::from(role).name(window.document());
    window.choose("Cluster role", &name);
    assert_eq!(window.document().endpoints[&endpoint].cluster_role, Some(role));
}

#[test]
fn load_balancers_and_physical_hosts_say_what_they_are_for() {
    let mut window = Window::on("small");
    let slot = window.document().computers.values().next().unwrap().slot;
    let balancer = LoadBalancerId::from(window.document().next_id);
    let machine = PhysicalHostId::from(window.document().next_id + 1);
    let commands = vec![
        EditCommand::Put(Record::LoadBalancer(
            balancer,
            LoadBalancer::new("LB9", slot, LoadBalancerKind::WindowsNlb, []),
        )),
        EditCommand::Put(Record::PhysicalHost(machine, PhysicalHost::new("HV9"))),
    ];
    window.send(Message::Edit(Edit::new("Add two", commands)));
    window.inspect(balancer);
    window.choose("Purpose", "Address of a cluster role or listener");
    assert_eq!(window.document().load_balancers[&balancer].purpose, Some(BalancerPurpose::ClusterAddress));
    window.inspect(machine);
    assert!(window.shows("Failover cluster of physical hosts"));
    window.choose("Kind", "Availability zone");
    assert_eq!(window.document().physical_hosts[&machine].domain, FaultDomain::AvailabilityZone);
    assert!(!window.shows("Failover cluster of physical hosts"));
}
