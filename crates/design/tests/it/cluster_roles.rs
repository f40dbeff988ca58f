//! Which cluster roles an endpoint can be part of.

use tierwright_design::model::Endpoint;
use tierwright_design::testing::fixture::Fixture;

const NODES: &str = "computer M1\ncomputer M2\ncomputer X\ncluster CL nodes M1 M2\n\
     resource-group FILES on CL resources file-server\nresource-group QUEUES on CL resources msmq\n\
     resource-group SECRET on CL resources ent-sso\n";

fn offered(line: &str) -> Vec<String> {
    let document = Fixture::parse(&format!("{NODES}{line}")).unwrap().document;
    let endpoint: &Endpoint = document.endpoints.values().next().unwrap();
    let roles = document.possible_cluster_roles(endpoint).into_iter();
    roles.map(|id| document.resource_groups[&id].name.clone()).collect()
}

#[test]
fn an_endpoint_is_offered_only_cluster_roles_that_can_hold_it() {
    assert_eq!(offered("endpoint E file-share computer=@M1"), ["FILES"]);
    assert_eq!(offered("endpoint E msmq-server"), ["QUEUES"]);
    assert_eq!(offered("endpoint E mq-server computer=@M2"), ["QUEUES"]);
    assert_eq!(offered("endpoint E file-share computer=@X"), [""; 0]);
    assert_eq!(offered("endpoint E ftp-server computer=@M1").len(), 3);
    assert_eq!(offered("endpoint E file-share computer=@X cluster_role=@SECRET"), ["SECRET"], "what is stated stays");
}
