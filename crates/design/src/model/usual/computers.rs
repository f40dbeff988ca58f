//! Computers as they usually are, alone and beside others.

use crate::model::{BizTalkGroupId, Computer, Role, Slot};

/// What a BizTalk computer has installed that a further one needs as well; the master secret is not of them.
const OF_BIZTALK: [Role; 5] = [Role::BizTalkRuntime, Role::EntSso, Role::Iis, Role::Msmq, Role::RuleEngineUpdate];

impl Computer {
    /// A computer about which nothing else is said.
    pub fn new(name: impl Into<String>, slot: Slot) -> Self {
        Self { name: name.into(), slot, ..Self::default() }
    }

    /// The same with roles.
    pub fn with_roles(mut self, roles: impl IntoIterator<Item = Role>) -> Self {
        self.roles.extend(roles);
        self
    }

    /// A new computer in the surroundings of this one, for another purpose: with its operating system and domain.
    pub fn neighbor(&self, name: impl Into<String>, slot: Slot) -> Self {
        Self { os: self.os, domain: self.domain.clone(), ..Self::new(name, slot) }
    }

    /// A new computer for the same purpose, such as another node: set up and equipped like this one, with nothing on
    /// it yet.
    pub fn equal(&self, name: impl Into<String>, slot: Slot) -> Self {
        Self {
            hardware: self.hardware.clone(),
            dtc_fixed_port: self.dtc_fixed_port,
            dtc_authentication: self.dtc_authentication,
            ag_os_prerequisite: self.ag_os_prerequisite,
            ..self.neighbor(name, slot)
        }
    }

    /// A new BizTalk computer with the software of this one and Enterprise SSO (SSO-016), in BizTalk groups; without
    /// the master secret.
    pub fn biztalk_equal(
        &self,
        name: impl Into<String>,
        slot: Slot,
        groups: impl IntoIterator<Item = BizTalkGroupId>,
    ) -> Self {
        let roles = self.roles.iter().copied().filter(|it| OF_BIZTALK.contains(it)).chain([Role::EntSso]);
        Self {
            roles: roles.collect(),
            biztalk_groups: groups.into_iter().collect(),
            biztalk_edition: self.biztalk_edition,
            sql_alias: self.sql_alias,
            msmq_4_or_later: self.msmq_4_or_later,
            ..self.equal(name, slot)
        }
    }
}
