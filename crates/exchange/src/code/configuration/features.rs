//! Enterprise SSO, BizTalk group, runtime, rule engine and EDI.

use super::super::head::cited;
use super::questions::{EDI, GROUP, HOST, ISOLATED_HOST, OF_HOST, OF_ISOLATED_HOST, Question, SSO};
use super::{
    BizTalkGroupId, Configuration, DatabaseKind, Element, Feature, ResourceGroupId, ResourceKind, Role,
    is_network_name, key, names,
};
use crate::model::queries::MasterSecretServer;
use crate::model::{HostId, HostKind, Property};

impl Configuration<'_, '_> {
    /// Enterprise SSO: created on the master secret server, joined elsewhere.
    pub(super) fn sso(&mut self) {
        let creates = self.plan.creates_sso(self.computer);
        self.about_master_secret();
        self.xml.open(
            "Feature",
            &[
                ("Name", "SSOServer,Engine"),
                ("DisplayName", "Enterprise Single Sign-On"),
                ("Version", "1.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        self.ask(&SSO, if creates { "Create" } else { "Join" }, |it| {
            if creates {
                it.usual_group("SSOAdminGroup", "SSO Administrators");
                it.usual_group("SSOAffiliateAdminGroup", "SSO Affiliate Administrators");
                let file = it.asks.token("BACKUP_FILE_OF_SSO", "the file for the backup of the master secret", "");
                it.xml.open(
                    "FILE",
                    &[("ID", "SSO_ID_BACKUP_SECRET_FILE"), ("DefaultExtension", "bak"), ("OpenFile", "false")],
                );
                it.xml.leaf("Value", &[], &file);
                it.xml.close();
                it.field("SSO_ID_BACKUP_SECRET_PASSWORD", true, "");
                it.field("SSO_ID_BACKUP_SECRET_PASSWORD_CONFIRM", true, "");
                it.field("SSO_ID_BACKUP_SECRET_REMINDER", false, "");
            }
        });
        self.unknown_service(
            "ENTSSO",
            "ACCOUNT_OF_ENTSSO",
            "the account of Enterprise Single Sign-On, member of SSO Administrators",
        );
        let database = self.document.databases.values().find(|it| it.kind == DatabaseKind::Sso);
        self.sql(DatabaseKind::Sso, database);
        self.xml.close();
    }

    fn about_master_secret(&mut self) {
        let servers = self.document.master_secret_servers();
        if self.plan.takes_over_secret(self.computer) {
            let page = cited("core/how-to-move-the-master-secret-server");
            self.asks.note(format!(
                "there is an SSO system already, which this computer joins; then the master secret moves: back it up where \
                 it is, restore it here, and name this computer as the master secret server with ssomanage -updatedb ({page})"
            ));
        }
        match servers.first() {
            None => self.asks.note("the design draws no master secret server: no file here creates the SSO system"),
            Some(MasterSecretServer::Clustered(id)) if self.plan.secret == Some(self.computer) => {
                let group = Element::ResourceGroup(*id).name(self.document);
                let name = self.network_name(*id);
                self.asks.note(format!(
                    "the master secret server is clustered in {group}: once every node is configured, name the network name \
                     {name} with ssomanage -updatedb, restore the secret on the other nodes and make the service a cluster \
                     resource ({})",
                    cited("core/how-to-cluster-the-master-secret-server1")
                ));
            }
            Some(_) => {}
        }
        if servers.len() > 1 {
            self.asks.note("the design draws several master secret servers; an SSO system has one, the first is taken");
        }
    }

    /// The network name of a cluster resource group; a placeholder for one that no network can know.
    fn network_name(&mut self, id: ResourceGroupId) -> String {
        let name = Element::ResourceGroup(id).name(self.document);
        let has_name = self.document.resource_groups.get(&id).is_some_and(|it| it.has(ResourceKind::NetworkName));
        if has_name && is_network_name(&name) {
            return name;
        }
        let what = format!("the network name of the cluster resource group {name}");
        self.asks.token(key("NETWORK_NAME_OF", id.into()), what, &name)
    }

    /// The BizTalk group: created once, joined elsewhere.
    pub(super) fn biztalk_group(&mut self, group: BizTalkGroupId) {
        let creates = self.creates_group();
        let database = |it: &Self, kind| it.plan.database(group, kind);
        self.xml.open(
            "Feature",
            &[
                ("Name", "WMI"),
                ("DisplayName", "BizTalk Server Group"),
                ("Version", "1.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        self.sql(DatabaseKind::Management, database(self, DatabaseKind::Management));
        self.ask(&GROUP, if creates { "Create" } else { "Join" }, |it| {
            if creates {
                it.sql(DatabaseKind::MessageBox, database(it, DatabaseKind::MessageBox));
                it.sql(DatabaseKind::Tracking, database(it, DatabaseKind::Tracking));
                it.usual_group("BTS_ADMIN_GROUP", "BizTalk Server Administrators");
                it.usual_group("BTS_OPERATOR_GROUP", "BizTalk Server Operators");
                it.usual_group("BTS_B2B_OPERATOR_GROUP", "BizTalk Server B2B Operators");
            }
        });
        self.xml.close();
        if self.leads_group() {
            self.more_message_boxes(group);
        }
        let in_group = self.document.databases.values().any(|it| it.availability_group.is_some());
        if creates && in_group {
            let page = cited("core/high-availability-using-sql-server-always-on-availability-groups");
            self.asks.note(format!(
                "databases are made on the primary replica; afterwards add them to their availability groups ({page})"
            ));
        }
    }

    fn more_message_boxes(&mut self, group: BizTalkGroupId) {
        let all: Vec<_> = self.plan.databases(group, DatabaseKind::MessageBox).collect();
        let boxes: Vec<_> = all.iter().map(|(_, it)| *it).collect();
        let master = self.plan.database(group, DatabaseKind::MessageBox);
        if boxes.len() > 1 && !boxes.iter().any(|it| it.is_master) {
            self.asks.note("the design does not say which MessageBox is the master; the first one is taken");
        }
        for it in boxes.iter().filter(|it| it.publication_disabled) {
            self.asks.note(format!("afterwards disable new message publication on the MessageBox {}", it.name));
        }
        let new = all.into_iter().filter(|(id, _)| !self.plan.is_kept(*id)).map(|(_, it)| it);
        for other in new.filter(|it| master.is_none_or(|master| !std::ptr::eq(*it, master))) {
            let server = names::server_of(self.document, other, &mut self.asks);
            let page = cited("core/how-to-add-a-new-messagebox-database");
            self.asks.note(format!("afterwards add the MessageBox {} on {server} ({page})", other.name));
        }
    }

    /// The runtime with the default hosts that have a host instance here.
    pub(super) fn runtime(&mut self, group: BizTalkGroupId) {
        self.xml.open(
            "Feature",
            &[
                ("Name", "Engine,BTSCfg"),
                ("DisplayName", "BizTalk Server runtime components"),
                ("Version", "1.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        let runs_here = |host: &HostId| self.plan.runs(*host, self.computer);
        let in_process = self.plan.default_host(group, HostKind::InProcess).filter(runs_here);
        let isolated = self.plan.default_host(group, HostKind::Isolated).filter(runs_here);
        match in_process {
            Some(host) => self.ask(&HOST, "Yes", |it| it.host(host, HostKind::InProcess)),
            None if self.creates_group() => self.ask(&HOST, "Yes", Self::unknown_host),
            None => self.answer(&HOST, false),
        }
        match isolated {
            Some(host) => self.ask(&ISOLATED_HOST, "Yes", |it| it.host(host, HostKind::Isolated)),
            None => self.answer(&ISOLATED_HOST, false),
        }
        self.xml.close();
    }

    /// A host of the design with its host instance here.
    fn host(&mut self, id: HostId, kind: HostKind) {
        let Some(host) = self.document.hosts.get(&id) else { return };
        let questions = if kind == HostKind::InProcess { &OF_HOST } else { &OF_ISOLATED_HOST };
        let trusted = names::said_flag(self.document, id.into(), Property::Trusted);
        let stated = [trusted, host.is_64_bit.map(|it| !it)];
        for (question, stated) in questions.iter().zip(stated) {
            self.of_host(question, stated, &host.name);
        }
        let instances = self.document.host_instances.values();
        let account = instances.clone().find(|it| it.host == id && it.computer == self.computer);
        let account = account.map(|it| names::account(self.document, it, &mut self.asks)).unwrap_or_default();
        let windows_group = names::host_group(self.document, id, &mut self.asks);
        self.host_fields(kind, &host.name, &windows_group, &account);
    }

    /// The first host of a BizTalk group has to be an in-process host with a host instance (`inst/configure-biztalk-server`).
    fn unknown_host(&mut self) {
        for question in &OF_HOST {
            self.of_host(question, None, "the first host");
        }
        let what =
            "the in-process host that is created first: the design has no default host with a host instance here";
        let name = self.asks.token("DEFAULT_HOST", what, "");
        let windows_group = self.asks.token("WINDOWS_GROUP_OF_DEFAULT_HOST", "the Windows group of the first host", "");
        let account = self.asks.token("ACCOUNT_OF_DEFAULT_HOST", "the account of the first host, as DOMAIN\\user", "");
        self.host_fields(HostKind::InProcess, &name, &windows_group, &account);
    }

    fn host_fields(&mut self, kind: HostKind, name: &str, windows_group: &str, account: &str) {
        let (group, field, service) = match kind {
            HostKind::InProcess => ("BTS_HOST_GROUP", "BTS_HOST_NAME", "{B64F63FA-E24E-4991-86F0-ED9F65B68A98}"),
            HostKind::Isolated => ("BTS_IHOST_GROUP", "BTS_IHOST_NAME", "{D0A37CEE-F24E-4193-A19F-47B05D7EDA21}"),
        };
        self.credential(group, windows_group);
        self.field(field, false, name);
        self.service(service, account);
    }

    /// A question about a host; where the design does not answer it, no answer is selected.
    fn of_host(&mut self, question: &Question, stated: Option<bool>, host: &str) {
        let Some(yes) = stated else {
            let what = if question.id.starts_with("TRUSTED") { "trusted" } else { "32-bit only" };
            let (id, proposal) = (question.id, question.default);
            self.asks.note(format!(
                "select an answer to {id}: whether {host} is {what} is not stated (setup proposes {proposal})"
            ));
            return self.ask(question, "", |_| {});
        };
        self.answer(question, yes);
    }

    /// The rule engine: with its database on the computer that creates the BizTalk group, and where its service is drawn.
    pub(super) fn rules_engine(&mut self, group: BizTalkGroupId) {
        let database = self.plan.database(group, DatabaseKind::RuleEngine);
        if database.is_none() && self.leads_group() && crate::jobs::uses(self.document, Feature::Bre) {
            self.asks.note("the design uses the Business Rule Engine and draws no database for it");
        }
        let is_here = self.has(Role::RuleEngineUpdate) || (self.leads_group() && database.is_some());
        if !is_here {
            return;
        }
        self.xml.open(
            "Feature",
            &[
                ("Name", "RulesEngine"),
                ("DisplayName", "Business Rules Engine"),
                ("Version", "3.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        self.sql(DatabaseKind::RuleEngine, database);
        self.unknown_service(
            "{6ABAD351-9C7B-423e-9FDE-3A5C52441C00}",
            "ACCOUNT_OF_RULE_ENGINE_UPDATE",
            "the account of the Rule Engine Update Service",
        );
        self.xml.close();
    }

    /// EDI and AS2, where the environment uses them.
    pub(super) fn edi(&mut self) {
        let features = &self.document.environment.features;
        let used = [Feature::Edi, Feature::As2, Feature::StatusReporting].map(|it| features.contains(&it));
        if !used.contains(&true) {
            return;
        }
        self.xml.open(
            "Feature",
            &[
                ("Name", "MsEDIAS2"),
                ("DisplayName", "BizTalk EDI/AS2 Runtime"),
                ("Version", "1.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        for (question, yes) in EDI.iter().zip(used) {
            self.answer(question, yes);
        }
        self.xml.close();
    }
}
