//! Labels of the fields of the inspector; a rule that waits for a detail leads to its field by these.

pub(crate) const ACCOUNT_TYPE: &str = "Account type";
pub(crate) const AFFINITY: &str = "Affinity";
pub(crate) const MSDTC_PREREQUISITES: &str = "Prerequisites of MSDTC with availability groups";
pub(crate) const BACKUP_DESTINATION: &str = "Backup destination";
pub(crate) const BACKUP_JOB_CONFIGURED: &str = "Backup job configured";
pub(crate) const BINARY_COLLATION: &str = "Binary collation";
pub(crate) const MAILBOX_ALLOWS_SEVERAL_CONNECTIONS: &str = "Mailbox allows several connections";
pub(crate) const BINDING: &str = "What its binding does";
pub(crate) const MAY_RUN_ON_SEVERAL_COMPUTERS: &str = "May run on several computers at once";
pub(crate) const CONFIGURED_NAME: &str = "Configured name";
pub(crate) const DEFAULT_HOST: &str = "Default host";
pub(crate) const DEPLOYMENT: &str = "Deployment";
pub(crate) const DOMAINS_TRUST_EACH_OTHER: &str = "Domains trust each other";
pub(crate) const MSDTC_LOG_DISK: &str = "MSDTC log on a disk of its own";
pub(crate) const FULL_AFTER_FAILURE: &str = "Force a full backup after a partial failure";
pub(crate) const FULL_BACKUP: &str = "Full backup";
pub(crate) const WINDOWS_GROUPS_AND_ACCOUNTS: &str = "Windows groups and accounts";
pub(crate) const REACHED_OVER_HTTPS: &str = "Reached over HTTPS";
pub(crate) const INSTALLED: &str = "Installed";
pub(crate) const MSMQ_4: &str = "Message Queuing 4.0 or later";
pub(crate) const CORES: &str = "Processor cores";
pub(crate) const REDUNDANT_CONTROLLERS_AND_PATHS: &str = "Redundant controllers and paths";
pub(crate) const REDUNDANT: &str = "Redundant";
pub(crate) const SAME_DRIVE_LETTERS_AND_PATHS: &str = "Same drive letters and paths";
pub(crate) const MINIMUM_SERVER_MEMORY: &str = "Minimum server memory";
pub(crate) const MAXIMUM_SERVER_MEMORY: &str = "Maximum server memory";
pub(crate) const STATIC_IP_ADDRESS: &str = "Static IP address";
pub(crate) const WITNESS: &str = "Witness";
pub(crate) const PER_DATABASE_DTC_SUPPORT: &str = "Per-database DTC support";
pub(crate) const BACKUPS_ON_A_SECONDARY_REPLICA: &str = "Backups on a secondary replica";
pub(crate) const READ_ONLY_ROUTING: &str = "Read-only routing";
pub(crate) const COMMIT_MODE: &str = "Commit mode";
pub(crate) const FAILOVER: &str = "Failover";
pub(crate) const READABLE_SECONDARY: &str = "Readable secondary";
pub(crate) const HAS_A_LISTENER: &str = "Has a listener";
pub(crate) const DNS_NAME: &str = "DNS name";
pub(crate) const PORT: &str = "Port";
pub(crate) const SUBNETS: &str = "Subnets";
pub(crate) const SEPARATE_PUBLIC_AND_PRIVATE_NETWORKS: &str = "Separate public and private networks";
pub(crate) const MSDTC_AUTHENTICATION: &str = "MSDTC authentication";
pub(crate) const MEMBER_OF_BIZTALK_GROUP: &str = "Member of BizTalk group";
pub(crate) const CLOCK: &str = "Processor clock";
pub(crate) const CORE_SPEED: &str = "Core speed against the published lab";
pub(crate) const MEMORY: &str = "Memory";
pub(crate) const DISK_SPACE: &str = "Disk space";
pub(crate) const NORMAL_PROCESSOR_LOAD: &str = "Normal processor load";
pub(crate) const PHYSICAL_HOST: &str = "Physical host";
pub(crate) const PHYSICAL_CORES: &str = "Cores that a physical computer would need";
pub(crate) const PHYSICAL_DISK_SPACE: &str = "Disk space that a physical computer would need";
pub(crate) const OPERATING_SYSTEM: &str = "Operating system";
pub(crate) const DOMAIN: &str = "Domain";
pub(crate) const BIZTALK_EDITION_HERE: &str = "BizTalk edition here";
pub(crate) const WINDOWS_NLB: &str = "Windows NLB";
pub(crate) const SERVES_OTHER_APPLICATIONS: &str = "Serves other applications";
pub(crate) const SQL_ALIAS_FOR_EACH_LISTENER: &str = "SQL alias for each listener";
pub(crate) const FIXED_MSDTC_PORT: &str = "Fixed MSDTC port";
pub(crate) const BIZTALK_TMS_IS_ACTIVE_HERE: &str = "BizTalk TMS is active here";
pub(crate) const QUORUM_VOTE: &str = "Quorum vote";
pub(crate) const KIND: &str = "Kind";
pub(crate) const SQL_INSTANCE: &str = "SQL instance";
pub(crate) const SERVES: &str = "Serves";
pub(crate) const AVAILABILITY_GROUP: &str = "Availability group";
pub(crate) const DISK_OF_ITS_FILES: &str = "Disk of its files";
pub(crate) const SHARES_THE_PHYSICAL_DATABASE: &str = "Shares the physical database";
pub(crate) const MASTER_MESSAGEBOX: &str = "Master MessageBox";
pub(crate) const MESSAGE_PUBLICATION_DISABLED: &str = "Message publication disabled";
pub(crate) const RECOVERY_MODEL: &str = "Recovery model";
pub(crate) const LEFT_OUT_OF_BACKUP: &str = "Left out of the backup job";
pub(crate) const MIRRORED_FOR_AVAILABILITY: &str = "Mirrored for availability";
pub(crate) const WAY_TO_RECOVERY_SITE: &str = "Way to the disaster-recovery site";
pub(crate) const HIGHLY_AVAILABLE: &str = "Highly available";
pub(crate) const BEHIND_A_LOAD_BALANCER: &str = "Behind a load balancer";
pub(crate) const RUNS_ON: &str = "Runs on";
pub(crate) const FEATURES: &str = "Features";
pub(crate) const BIZTALK_RELEASE: &str = "BizTalk release";
pub(crate) const BIZTALK_CUMULATIVE_UPDATE: &str = "BizTalk cumulative update";
pub(crate) const BIZTALK_EDITION: &str = "BizTalk edition";
pub(crate) const PRODUCTION: &str = "Production";
pub(crate) const GLOBAL_TRACKING: &str = "Global tracking";
pub(crate) const AVAILABILITY_TARGET: &str = "Availability target";
pub(crate) const RECOVERY_POINT_OBJECTIVE: &str = "Recovery point objective";
pub(crate) const RECOVERY_TIME_OBJECTIVE: &str = "Recovery time objective";
pub(crate) const SQL_FAILOVER_DURATION: &str = "Expected duration of a SQL Server failover";
pub(crate) const EXPECTED_VOLUME: &str = "Expected volume";
pub(crate) const TRACKING_VOLUME: &str = "Tracking volume";
pub(crate) const TIME_SOURCE: &str = "Time source";
pub(crate) const MOST_HOST_INSTANCES: &str = "Most host instances on a computer";
pub(crate) const SHADOW_COPIES: &str = "Volume shadow copies as a means of availability";
pub(crate) const NO_REVERSE_PROXY_RECORDED: &str = "Internet traffic without reverse proxy is recorded";
pub(crate) const ADAPTER: &str = "Adapter";
pub(crate) const DIRECTION: &str = "Direction";
pub(crate) const HOST: &str = "Host";
pub(crate) const ENDPOINT: &str = "Endpoint";
pub(crate) const ORDER_MUST_BE_KEPT: &str = "Order must be kept";
pub(crate) const TRANSACTIONAL: &str = "Transactional";
pub(crate) const TRUSTED_OR_NOT: &str = "Trusted or not";
pub(crate) const PARTNER: &str = "Partner";
pub(crate) const FOLDER: &str = "Folder";
pub(crate) const QUEUE: &str = "Queue";
pub(crate) const LEASE_TIME_OUT: &str = "Lease time-out";
pub(crate) const TYPE: &str = "Type";
pub(crate) const DOES: &str = "Does";
pub(crate) const ALLOW_HOST_TRACKING: &str = "Allow host tracking";
pub(crate) const IS_64_BIT: &str = "64-bit";
pub(crate) const RESTART_SERVICE_AFTER: &str = "Restart service after";
pub(crate) const EDI_OR_AS2: &str = "EDI or AS2";
pub(crate) const BIZTALK_GROUP: &str = "BizTalk group";
pub(crate) const CLUSTERED_IN: &str = "Clustered in";
pub(crate) const HOST_RESOURCE_DEPENDS_ON: &str = "Host resource depends on";
pub(crate) const ENABLED: &str = "Enabled";
pub(crate) const SERVICE_ACCOUNT: &str = "Service account";
pub(crate) const MEMBERS: &str = "Members";
pub(crate) const SERVES_HOSTS: &str = "Serves hosts (none chosen: any host of its members)";
pub(crate) const PURPOSE: &str = "Purpose";
pub(crate) const CALLS: &str = "Calls";
pub(crate) const FROM: &str = "From";
pub(crate) const TO: &str = "To";
pub(crate) const FROM_TIER: &str = "From tier";
pub(crate) const TO_TIER: &str = "To tier";
pub(crate) const PORTS: &str = "Ports";
pub(crate) const PORTS_BACK: &str = "Ports back";
pub(crate) const NAME_OF_THE_SECRET_SERVER: &str = "Name of the secret server";
pub(crate) const MASTER_SECRET_IS_BACKED_UP: &str = "Master secret is backed up";
pub(crate) const ITS_BACKUP_IS_KEPT_OFFLINE: &str = "Its backup is kept offline";
pub(crate) const DESTINATION_IS_HIGHLY_AVAILABLE: &str = "Destination is highly available";
pub(crate) const TIME_BETWEEN_LOG_BACKUPS: &str = "Time between log backups";
pub(crate) const SHAPE_OF_LOG_SHIPPING: &str = "Shape of log shipping";
pub(crate) const POSSIBLE_OWNERS: &str = "Possible owners";
pub(crate) const ACTIVE_OWNER: &str = "Active owner";
pub(crate) const CLUSTER_RESOURCES: &str = "Cluster resources";
pub(crate) const GROUPS_ONLINE_FIRST: &str = "Groups that must be online first";
pub(crate) const TCP_PORT: &str = "TCP port";
pub(crate) const MEMORY_LEFT_FOR_ENTERPRISE_SSO: &str = "Memory left for Enterprise SSO";
pub(crate) const DISK: &str = "Disk";
pub(crate) const SQL_SERVER_RELEASE: &str = "SQL Server release";
pub(crate) const SQL_SERVER_EDITION: &str = "SQL Server edition";
pub(crate) const SERVICE_PACK: &str = "Service pack";
pub(crate) const CUMULATIVE_UPDATE: &str = "Cumulative update";
pub(crate) const SERVICES: &str = "Services";
pub(crate) const SQL_SERVER_AGENT_RUNS: &str = "SQL Server Agent runs";
pub(crate) const ANALYSIS_SERVICES_NAMED: &str = "Analysis Services is a named instance";
pub(crate) const RAID_LEVEL: &str = "RAID level";
pub(crate) const COPIES: &str = "Copies of the data";
pub(crate) const CLUSTER_ROLE: &str = "Cluster role";
pub(crate) const DYNAMIC_QUORUM: &str = "Dynamic quorum";
pub(crate) const ADDRESS_ON_AZURE: &str = "Address on Azure";
pub(crate) const WRITTEN_IN_TRANSACTIONS: &str = "Written in the transaction of the message";
pub(crate) const ADDED_TO_BACKUP: &str = "Added to the backup job";
pub(crate) const CLUSTER_OF_PHYSICAL_HOSTS: &str = "Failover cluster of physical hosts";
pub(crate) const IN_NO_FAILOVER_CLUSTER: &str = "In no failover cluster";
pub(crate) const HIGH_PERFORMANCE_SAN: &str = "High-performance SAN";
pub(crate) const ATTACHED_TO: &str = "Attached to";
pub(crate) const HOLDS: &str = "Holds";
pub(crate) const SITE: &str = "Site";
pub(crate) const SECURITY_ZONE: &str = "Security zone";
pub(crate) const RECEIVE_LOCATION_FAULT_TOLERANCE: &str = "Receive location fault tolerance";
pub(crate) const SQL_OF_BAM_PRIMARY_IMPORT: &str = "SQL instance of the BAM Primary Import database";
pub(crate) const SQL_OF_MANAGEMENT: &str = "SQL instance of the Management database";
pub(crate) const SQL_OF_MESSAGEBOX: &str = "SQL instance of the MessageBox database";
pub(crate) const SQL_OF_ESB_EXCEPTION: &str = "SQL instance of the ESB Exception database";
pub(crate) const SQL_OF_ESB_ITINERARY: &str = "SQL instance of the ESB Itinerary database";
pub(crate) const SQL_OF_RULE_ENGINE: &str = "SQL instance of the Rule Engine database";
pub(crate) const SQL_OF_SSO: &str = "SQL instance of the SSO database";
pub(crate) const SQL_OF_TRACKING: &str = "SQL instance of the Tracking database";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::measure;
    use crate::prose::capitalized;
    use crate::text::{assumptions, availability};

    #[test]
    fn a_field_calls_its_figure_as_the_table_of_figures_does() {
        let labels = [
            ("load_percent", NORMAL_PROCESSOR_LOAD),
            ("hardware cores", CORES),
            ("hardware clock_ghz", CLOCK),
            ("hardware core_speed", CORE_SPEED),
            ("hardware ram_gb", MEMORY),
            ("hardware disk_gb", DISK_SPACE),
            ("hardware physical_cores_needed", PHYSICAL_CORES),
            ("hardware physical_disk_gb_needed", PHYSICAL_DISK_SPACE),
            ("min_memory_gb", MINIMUM_SERVER_MEMORY),
            ("max_memory_gb", MAXIMUM_SERVER_MEMORY),
            ("restart_service_after_secs", RESTART_SERVICE_AFTER),
            ("rpo_minutes", RECOVERY_POINT_OBJECTIVE),
            ("rto_minutes", RECOVERY_TIME_OBJECTIVE),
            ("sql_failover_secs", SQL_FAILOVER_DURATION),
            ("backup log_interval_minutes", TIME_BETWEEN_LOG_BACKUPS),
            ("availability target_minutes_per_year", availability::ACCEPTED_DOWNTIME_A_YEAR),
            ("workload peak_messages_per_sec", assumptions::PEAK_RATE),
            ("workload growth_percent_per_year", assumptions::GROWTH_PER_YEAR),
            ("workload growth_years", assumptions::YEARS_UNTIL_REPLACED),
            ("workload message_kb", assumptions::AVERAGE_MESSAGE_SIZE),
            ("workload large_message_kb", assumptions::LARGE_MESSAGE_SIZE),
            ("workload orchestration_share_percent", assumptions::ORCHESTRATION_SHARE),
            ("workload complexity_biztalk", assumptions::WORK_ON_BIZTALK),
            ("workload complexity_sql", assumptions::WORK_IN_MESSAGEBOX),
            ("workload extra_hops", assumptions::EXTRA_HOPS),
            ("workload messages_per_day", assumptions::MESSAGES_PER_DAY),
            ("workload response_target_secs", assumptions::RESPONSE_TARGET),
            ("workload polling_ms", assumptions::POLLING_INTERVAL),
            ("workload tracking_days", assumptions::RETENTION_OF_TRACKING_DATA),
            ("workload tracked_properties", assumptions::TRACKED_PROPERTIES_PER_MESSAGE),
            ("workload tracked_bodies", assumptions::TRACKED_BODIES),
            ("workload tracking_disk_speed", assumptions::TRACKING_DISKS),
            ("workload http_connections", assumptions::HTTP_CONNECTIONS),
            ("workload link_gbit_per_sec", assumptions::NETWORK_TO_SQL),
            ("workload disk_operations_per_sec", assumptions::DISK_OPERATIONS),
        ];
        for (way, label) in labels {
            // What a bare factor is measured against may follow.
            let own = label.split_once(", against ").map_or(label, |(own, _)| own);
            assert_eq!(measure(way).map(|it| capitalized(it.name)).as_deref(), Some(own), "{way}");
        }
        let listed = |way: &str| way.starts_with("workload flows") || way.starts_with("availability figures");
        let own = crate::figures::MEASURES.iter().map(|it| it.way).filter(|it| !listed(it));
        assert_eq!(own.filter(|it| !labels.iter().any(|(way, _)| way == it)).collect::<Vec<_>>(), [""; 0]);
    }
}
