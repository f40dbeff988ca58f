//! BAM: its tools and databases where the BizTalk group is created, its portal where it is drawn.

use super::questions::{ALERTS, ANALYSIS, REMOVE_BAM};
use super::{BizTalkGroupId, Configuration, DatabaseKind, Feature, Role, names};

impl Configuration<'_, '_> {
    /// The runtime, the tools and the portal of BAM.
    pub(super) fn bam(&mut self, group: BizTalkGroupId) {
        let is_drawn = self.plan.database(group, DatabaseKind::BamPrimaryImport).is_some();
        if is_drawn && self.has(Role::BizTalkRuntime) {
            self.xml.empty("Feature", &[("Name", "MOT"), ("DisplayName", "BAM runtime"), ("Version", "1.0")]);
        }
        if self.leads_group() {
            if is_drawn {
                self.bam_tools(group);
            } else if crate::jobs::uses(self.document, Feature::Bam) {
                self.asks.note("the design uses BAM and draws no BAM Primary Import database");
            }
        }
        if self.has(Role::BamPortal) {
            self.bam_portal();
        }
    }

    fn bam_tools(&mut self, group: BizTalkGroupId) {
        let database = |it: &Self, kind| it.plan.database(group, kind);
        self.xml.open(
            "Feature",
            &[
                ("Name", "BAMTools"),
                ("DisplayName", "Business Activity Monitoring tools"),
                ("Version", "1.0"),
                ("ConfigByDefault", "true"),
            ],
        );
        for kind in [DatabaseKind::BamPrimaryImport, DatabaseKind::BamArchive] {
            self.sql(kind, database(self, kind));
        }
        let analyses = database(self, DatabaseKind::BamAnalysis).is_some();
        self.ask(&ANALYSIS, if analyses { "Yes" } else { "No" }, |it| {
            if analyses {
                for kind in [DatabaseKind::BamAnalysis, DatabaseKind::BamStarSchema] {
                    it.sql(kind, database(it, kind));
                }
            }
        });
        let alerts = crate::jobs::uses(self.document, Feature::BamAlerts);
        self.ask(&ALERTS, if alerts { "Yes" } else { "No" }, |it| {
            if alerts {
                it.bam_alerts(group);
            }
        });
        self.answer(&REMOVE_BAM, false);
        self.xml.close();
    }

    fn bam_alerts(&mut self, group: BizTalkGroupId) {
        let database = self.plan.database(group, DatabaseKind::BamAlertsApplication);
        let server = match database {
            Some(it) => names::server_of(self.document, it, &mut self.asks),
            None => self.asks.token("SQL_SERVER_OF_BAM_ALERTS", "the SQL Server of the databases of BAM alerts", ""),
        };
        // Setup proposes BAMAlerts, which makes BAMAlertsApplication and BAMAlertsNSMain.
        let prefix = database.map_or("BAMAlerts", |it| it.name.strip_suffix("Application").unwrap_or("BAMAlerts"));
        self.field("{8B3212A1-44EA-46bc-A06C-75E289D1F840}", false, &server);
        self.field("{1DAFDF2D-4377-415a-B1CA-2C5B3729A244}", false, prefix);
        self.unknown_service(
            "{c116ba3f-06d0-48cf-b0a1-4b263b07250e}",
            "ACCOUNT_OF_BAM_ALERTS",
            "the account of the BAM alerts service",
        );
        let mail = self.asks.token("SMTP_SERVER_OF_BAM_ALERTS", "the SMTP server for BAM alerts", "");
        self.field("{33c8fd0a-c89d-4dd0-8b2b-2ddacc6620e6}", false, &mail);
        let share =
            self.asks.token("FILE_SHARE_OF_BAM_ALERTS", "the share for BAM alerts that are written to files", "");
        self.field("{335b35f5-ffc4-4c7e-8cfc-582ec6bab9e0}", false, &share);
    }

    fn bam_portal(&mut self) {
        self.xml.open(
            "Feature",
            &[("Name", "BAMPortal"), ("DisplayName", "BAM Portal"), ("Version", "1.0"), ("ConfigByDefault", "true")],
        );
        self.unknown_service(
            "{C08C5A6C-53FB-41bd-A1CE-FD7209FD16F4}",
            "ACCOUNT_OF_BAM_WEB_SERVICE",
            "the account of the BAM Management Web Service",
        );
        self.unknown_service(
            "{FAAB0AD8-C414-4735-91E5-3DCEC8CB96A8}",
            "ACCOUNT_OF_BAM_APPLICATION_POOL",
            "the account of the BAM application pool",
        );
        let users = self.asks.token("WINDOWS_GROUP_OF_BAM_PORTAL", "the Windows group that may use the BAM portal", "");
        self.xml.open("NTCredential", &[("ID", "{e8118b16-0585-41a4-99bb-6d8a30570fcc}")]);
        self.xml.leaf(
            "NTAccount",
            &[("ScopeType", "103"), ("UpLevelFlags", "676"), ("DownLevelFlags", "2147483654")],
            &users,
        );
        self.xml.close();
        let site = self.asks.token("WEB_SITE_OF_BAM_PORTAL", "the web site of the BAM portal", "");
        self.xml.open("WebSite", &[("ID", "{DA1ABC72-465B-4953-ADD7-98CEA6F4E503}")]);
        self.xml.leaf("WebSiteName", &[], &site);
        self.xml.close();
        self.xml.close();
    }
}
