//! The inspector: parts of its pages, buttons, remarks, undo steps.

pub(crate) const REPLICAS: &str = "Replicas";
pub(crate) const LISTENER: &str = "Listener";
pub(crate) const OPTIONS: &str = "Options";
pub(crate) const IS_PRIMARY: &str = "primary";
pub(crate) const MAKE_PRIMARY: &str = "Make primary";
pub(crate) const THE_PRIMARY_REPLICA: &str = "primary replica";

pub(crate) fn the_replica_on(name: &str) -> String {
    format!("the replica on {name}")
}

pub(crate) const THE_REPLICAS: &str = "replicas";
pub(crate) const ADD_A_REPLICA: &str = "Add a replica…";
pub(crate) const THE_COMMIT_MODE: &str = "commit mode";
pub(crate) const THE_FAILOVER_MODE: &str = "failover mode";
pub(crate) const THE_READABLE_SECONDARY: &str = "readable secondary";
pub(crate) const CLUSTER_NODES: &str = "Cluster nodes";
pub(crate) const QUORUM_AND_NETWORKS: &str = "Quorum and networks";
pub(crate) const ACTIONS: &str = "Actions";
pub(crate) const ADD_CLUSTERED_MSDTC: &str = "Add clustered MSDTC";
pub(crate) const ADD_SQL_INSTANCE: &str = "Add SQL instance";
pub(crate) const CLUSTER_MASTER_SECRET: &str = "Cluster the master secret server here";
pub(crate) const DISSOLVE_THE_CLUSTER: &str = "Dissolve the cluster";
pub(crate) const THE_COMPUTERS_STAY: &str = "The computers stay";
pub(crate) const NONE: &str = "None";
pub(crate) const DISK: &str = "Disk";
pub(crate) const CLOUD: &str = "Cloud";
pub(crate) const FILE_SHARE_COMPUTER_NOT_STATED: &str = "File share, computer not stated";

pub(crate) fn file_share_on(name: &str) -> String {
    format!("File share on {name}")
}

pub(crate) fn from_the_cluster(name: &str) -> String {
    format!("{name} from the cluster")
}

pub(crate) fn quorum_vote_of(name: &str) -> String {
    format!("Quorum vote of {name}")
}

pub(crate) const THE_QUORUM_VOTES: &str = "quorum votes";
pub(crate) const ADD_A_CLUSTER_NODE: &str = "Add a cluster node…";
pub(crate) const ROLES: &str = "Roles";
pub(crate) const FAILOVER_CLUSTER: &str = "Failover cluster";
pub(crate) const HARDWARE: &str = "Hardware";
pub(crate) const SYSTEM: &str = "System";
pub(crate) const MSDTC_AND_MESSAGING_SERVICES: &str = "MSDTC and messaging services";
pub(crate) const NEW_PHYSICAL_HOST: &str = "New physical host";
pub(crate) const ADDS_PHYSICAL_HOST: &str = "Adds one and puts the virtual machine on it";

pub(crate) fn physical_host(number: usize) -> String {
    format!("Physical host {number}")
}

pub(crate) fn add(name: &str) -> String {
    format!("Add {name}")
}

pub(crate) const NONE_OR_NOT_STATED: &str = "None or not stated";

pub(crate) fn as_the_environment(edition: &str) -> String {
    format!("As the environment ({edition})")
}

pub(crate) const HOST_INSTANCES: &str = "Host instances";
pub(crate) const ADD_A_HOST_INSTANCE: &str = "Add a host instance…";
pub(crate) const ADD_A_HOST_FIRST: &str = "The design has no host yet: add one in the page of the environment.";

pub(crate) fn enable(name: &str) -> String {
    format!("Enable {name}")
}

pub(crate) const WHAT_ENABLED_MEANS: &str = "Enabled host instances take over; disabled ones do not";
pub(crate) const DISABLED: &str = "disabled";
pub(crate) const DETAILS: &str = "Details";

pub(crate) fn the_host_instance_of(name: &str) -> String {
    format!("the host instance of {name}")
}

pub(crate) const SQL_INSTANCES: &str = "SQL instances";
pub(crate) const NO_DATABASES: &str = "No databases";
pub(crate) const DATABASES: &str = "Databases";
pub(crate) const ACTIVE_HERE: &str = "active here";
pub(crate) const PASSIVE_HERE: &str = "passive here";
pub(crate) const IN_NO_CLUSTER: &str = "This computer is in no failover cluster.";
pub(crate) const JOIN_A_FAILOVER_CLUSTER: &str = "Join a failover cluster…";
pub(crate) const LEAVE_THE_CLUSTER: &str = "Leave the cluster";
pub(crate) const MAKE_ACTIVE_HERE: &str = "Make active here";
pub(crate) const DATABASE: &str = "Database";
pub(crate) const THE_ENVIRONMENT: &str = "The environment";
pub(crate) const THAT_OF_THE_SQL_INSTANCE: &str = "That of the SQL instance";
pub(crate) const DATABASE_OF_ITS_OWN: &str = "A database of its own";
pub(crate) const MESSAGEBOX: &str = "MessageBox";
pub(crate) const BACKUP_AND_RECOVERY: &str = "Backup and recovery";
pub(crate) const ENDPOINT: &str = "Endpoint";
pub(crate) const A_COMPUTER_NOT_DRAWN: &str = "A computer that is not drawn";
pub(crate) const OF_THE_ENVIRONMENT: &str = "the environment";
pub(crate) const PRODUCT: &str = "Product";
pub(crate) const TARGETS_AND_VOLUME: &str = "Targets and volume";
pub(crate) const FEATURES_IN_USE: &str = "Features in use";
pub(crate) const ACCOUNTS_AND_OPERATION: &str = "Accounts and operation";
pub(crate) const ENTERPRISE_SINGLE_SIGN_ON: &str = "Enterprise Single Sign-On";
pub(crate) const BACKUP: &str = "Backup";
pub(crate) const DISASTER_RECOVERY: &str = "Disaster recovery";

pub(crate) fn set(what: &str, of: &str) -> String {
    format!("Set {what} of {of}")
}

pub(crate) const HANDLERS: &str = "Handlers";

pub(crate) fn the_handler(name: &str) -> String {
    format!("the handler {name}")
}

pub(crate) fn add_handler(direction: &str) -> String {
    format!("Add a {direction} handler…")
}

pub(crate) fn added_handler(adapter: &str, direction: &str, host: &str) -> String {
    format!("Add {adapter} {direction} handler to {host}")
}

pub(crate) const HANDLER: &str = "Handler";
pub(crate) const NOT_DRAWN: &str = "Not drawn";
pub(crate) const ADAPTER: &str = "Adapter";
pub(crate) const NO_ADAPTER_DETAIL: &str = "Rules ask for no detail of this adapter.";
pub(crate) const HOST: &str = "Host";
pub(crate) const ORCHESTRATIONS: &str = "Orchestrations";
pub(crate) const IS_DEFAULT_HOST: &str = "It is the default host of its BizTalk group.";
pub(crate) const MAKE_IT_THE_DEFAULT_HOST: &str = "Make it the default host";
pub(crate) const PRODUCT_DEFAULT_60: &str = "60 (product)";
pub(crate) const NOT_CLUSTERED: &str = "Not clustered";
pub(crate) const ADD_A_HOST_INSTANCE_ON: &str = "Add a host instance on…";
pub(crate) const NAME_OF_THE_ORCHESTRATION: &str = "Name of the orchestration";
pub(crate) const THE_ORCHESTRATIONS: &str = "orchestrations";
pub(crate) const ADD_AN_ORCHESTRATION: &str = "Add an orchestration";

pub(crate) fn orchestration(number: usize) -> String {
    format!("Orchestration {number}")
}

pub(crate) const HOST_INSTANCE: &str = "Host instance";

pub(crate) fn the_host_instances_of(name: &str) -> String {
    format!("the host instances of {name}")
}

pub(crate) const ACCOUNT_OF_ALL: &str = "Account of all its host instances";
pub(crate) const SELECT_ONE_KIND: &str = "Select elements of one kind to edit them together.";
pub(crate) const NOTE: &str = "Note";
pub(crate) const NOTE_HINT: &str = "For whoever reads the design; it stands in the documents too";
pub(crate) const RELATED: &str = "Related";
pub(crate) const ENVIRONMENT: &str = "Environment";

pub(crate) fn of_several_kinds(count: usize) -> String {
    format!("{count} elements of several kinds")
}

pub(crate) const NOTHING_IS_SELECTED: &str = "(nothing is selected)";
pub(crate) const SHOW: &str = "Show";
pub(crate) const SHOW_IT_ON_THE_CANVAS: &str = "Show it on the canvas";
pub(crate) const SHOW_THE_FINDING: &str = "Show the finding";

pub(crate) fn and_more_findings(count: usize) -> String {
    format!("and {count} more in the findings panel")
}

pub(crate) const RULES_WAIT_FOR: &str = "Rules wait for";
pub(crate) const LOAD_BALANCER: &str = "Load balancer";
pub(crate) const BEHIND_IT: &str = "Behind it";
pub(crate) const NOTHING_TO_BALANCE: &str = "The design has no computer that a load balancer could serve.";
pub(crate) const CONNECTION: &str = "Connection";
pub(crate) const MAY_STAY_EMPTY: &str = "May stay empty";
pub(crate) const FIREWALL: &str = "Firewall";
pub(crate) const MAKES_A_CLUSTER_ROLE: &str =
    "Makes a cluster resource group for the host, with a host instance on each of its possible owners";
pub(crate) const NO_FIREWALL_ON_IT: &str = "No firewall is drawn between the tiers of its two ends.";
pub(crate) const OPEN_TCP_PORTS: &str = "Open TCP ports";
pub(crate) const HOW_TO_WRITE_PORTS: &str = "Ports and ranges with commas between them, such as 443, 5000-5020.";

pub(crate) fn no_port(part: &str) -> String {
    format!("“{part}” is no port: enter numbers from 1 to 65535 or ranges such as 5000-5020.")
}

pub(crate) fn remove(what: &str) -> String {
    format!("Remove {what}")
}

pub(crate) const THE_SINGLE_SIGN_ON: &str = "single sign-on";
pub(crate) const THE_BACKUP: &str = "backup";
pub(crate) const THE_DISASTER_RECOVERY: &str = "disaster recovery";
pub(crate) const NO_RECOVERY_INSTANCE: &str = "There is no SQL instance at a disaster-recovery site.";

pub(crate) fn ships_to(name: &str) -> String {
    format!("{name} ships to")
}

pub(crate) const NOWHERE: &str = "Nowhere";
pub(crate) const OWNERS: &str = "Owners";
pub(crate) const THE_FIRST_POSSIBLE_OWNER: &str = "The first possible owner";
pub(crate) const RESOURCES: &str = "Resources";
pub(crate) const DEPENDENCIES: &str = "Dependencies";

pub(crate) fn depends_on(resource: &str) -> String {
    format!("{resource} depends on")
}

pub(crate) const CONNECTION_AND_USE: &str = "Connection and use";
pub(crate) const MEMORY_AND_DISK: &str = "Memory and disk";

pub(crate) fn clustered(name: &str) -> String {
    format!("{name} (failover cluster)")
}

pub(crate) const ADD_A_DATABASE: &str = "Add a database…";

pub(crate) fn added_database(name: &str) -> String {
    format!("Add database {name}")
}

pub(crate) const ATTACHED_COMPUTERS: &str = "Attached computers";
pub(crate) const ADD_A_HOST: &str = "Add a host…";
pub(crate) const ABOUT_PHYSICAL_HOSTS: &str =
    "It takes the computers that it carries with it: choose it in the page of each of them.";
pub(crate) const ABOUT_CLUSTERS_OF_PHYSICAL_HOSTS: &str =
    "Physical hosts that name the same failover cluster restart each other's virtual machines.";

pub(crate) fn is_in_failover_cluster(host: &str, cluster: &str) -> String {
    format!("{host} is in failover cluster {cluster}.")
}

/// What results where nothing is stated; `None` = nothing does.
pub(crate) fn derived(what: Option<&str>) -> String {
    format!("Derived: {}", what.unwrap_or("none"))
}

pub(crate) const AS_ITS_COMPUTER_SAYS: &str = "As its computer says";
pub(crate) const AS_WINDOWS_DOES: &str = "Windows default (on)";
pub(crate) const ON: &str = "On";
pub(crate) const OFF: &str = "Off";
pub(crate) const AS_ITS_MEMBERS_SAY: &str = "As its members say";
pub(crate) const CUSTOM_DATABASE: &str = "Custom database";
pub(crate) const THIS_PHYSICAL_HOST: &str = "this physical host";
pub(crate) const REMOVE_A_PHYSICAL_HOST: &str = "Remove a physical host";
pub(crate) const PARTS: &str = "Parts";
pub(crate) const SITES: &str = "Sites";
pub(crate) const TIERS: &str = "Tiers";
pub(crate) const BIZTALK_GROUPS: &str = "BizTalk groups";
pub(crate) const HOSTS: &str = "Hosts";
pub(crate) const PHYSICAL_HOSTS: &str = "Physical hosts";
pub(crate) const DISKS: &str = "Disks";
pub(crate) const FIREWALLS: &str = "Firewalls";
pub(crate) const ADD_A_SITE: &str = "Add a site";

pub(crate) fn site(number: usize) -> String {
    format!("Site {number}")
}

pub(crate) fn added_site(name: &str) -> String {
    format!("Add site {name}")
}

pub(crate) const ADD_A_TIER: &str = "Add a tier…";
pub(crate) const ADD_A_BIZTALK_GROUP: &str = "Add a BizTalk group";

pub(crate) fn biztalk_group(number: usize) -> String {
    format!("BizTalk group {number}")
}

pub(crate) const ADD_A_PHYSICAL_HOST: &str = "Add a physical host";
