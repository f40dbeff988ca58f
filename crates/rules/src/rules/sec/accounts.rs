//! Service accounts and Windows groups.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::HostId;
use crate::rules::value::text;
use crate::rules::{Attribute, Report, RuleContext};

/// SEC-004: one finding per service account that is entered for several hosts. Asks for the accounts of hosts without
/// one; an account without a name counts as not entered.
pub(super) fn hosts_have_accounts_of_their_own(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.len() < 2 {
        return report.idle("fewer-than-two-hosts");
    }
    let mut used: BTreeMap<String, (String, BTreeSet<HostId>)> = BTreeMap::new();
    let mut looked = false;
    for instance in context.document.host_instances.values() {
        looked = true;
        match instance.account.as_ref().filter(|it| !it.name.trim().is_empty()) {
            None => report.ask(instance.host, Attribute::ServiceAccount),
            Some(account) => {
                let name = account.name.trim();
                let entry = used.entry(name.to_lowercase()).or_insert_with(|| (name.to_owned(), BTreeSet::new()));
                entry.1.insert(instance.host);
            }
        }
    }
    if !looked {
        return report.idle("no-host-instance");
    }
    for (account, hosts) in used.into_values().filter(|(_, hosts)| hosts.len() > 1) {
        report.finding(hosts.iter().copied()).with("account", text(account)).with("hosts", &hosts);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{AccountKind, Document, ServiceAccount};
    use crate::testing::rules::{check_rule, check_rule_with};

    fn with_accounts(names: &'static [&'static str]) -> impl FnOnce(&mut Document) {
        move |document| {
            for (instance, name) in document.host_instances.edit().values_mut().zip(names) {
                instance.account = Some(ServiceAccount { name: (*name).to_owned(), kind: AccountKind::Domain });
            }
        }
    }

    #[test]
    fn sec_004_fires_on_an_account_that_several_hosts_share() {
        let text = "computer B biztalk\nhost R receive on B #! SEC-004\nhost P process on B\nhost S send on B";
        check_rule_with("SEC-004", text, with_accounts(&["CORP\\svc", "corp\\SVC", "CORP\\send"]));
    }

    #[test]
    fn sec_004_is_content_with_one_account_per_host_and_with_one_host() {
        let text = "computer B biztalk\ncomputer C biztalk\nhost R receive on B C\nhost P process on B";
        check_rule_with("SEC-004", text, with_accounts(&["a", "a", "b"]));
        check_rule("SEC-004", "computer B biztalk\nhost R receive on B");
    }

    #[test]
    fn sec_004_asks_where_no_account_is_named() {
        let text = "computer B biztalk\nhost R receive on B\nhost P process on B #? SEC-004";
        check_rule_with("SEC-004", text, with_accounts(&["CORP\\receive", ""]));
    }
}
