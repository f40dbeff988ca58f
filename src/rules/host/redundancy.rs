//! Whether every host keeps running when a computer stops.

use crate::model::Element;
use crate::rules::fixes::run_on_several;
use crate::rules::{Report, RuleContext};

/// HOST-001: one finding per in-process host that is not clustered and runs on fewer than two computers. Hosts whose
/// adapter must be clustered have a finding of that adapter instead.
pub(super) fn runs_on_several_computers(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.hosts.is_empty() {
        return report.not_applicable("no host");
    }
    for (id, host) in context.hosts() {
        let servers = context.servers(id);
        if !context.is_plain(host) || servers.len() >= 2 || context.must_be_clustered(id).is_some() {
            continue;
        }
        let message = match servers.first() {
            Some(only) => format!("{} is the only computer that runs host {}", context.name(*only), host.name),
            None => format!("No computer runs host {}", host.name),
        };
        let involved = servers.iter().copied().map(Element::from);
        report
            .finding([Element::from(id)].into_iter().chain(involved))
            .message(message)
            .fact("Computers that run it", context.names(servers.iter().copied()))
            .fact("Computers needed", 2)
            .fix(run_on_several(context, id, 2));
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, findings_of};

    #[test]
    fn host_001_fires_on_each_host_that_runs_on_one_computer_or_none() {
        check_rule(
            "HOST-001",
            "
            computer BTS1 biztalk
            computer BTS2 biztalk
            host R receive on BTS1 BTS2
            host P process on BTS1 !BTS2     #! HOST-001
            host S send                      #! HOST-001
            isolated-host W receive on BTS1",
        );
    }

    #[test]
    fn host_001_leaves_hosts_to_the_rules_of_their_adapters() {
        check_rule(
            "HOST-001",
            "
            computer BTS1 biztalk
            host F receive on BTS1
            handler F ftp receive
            host Q receive on BTS1
            handler Q msmq receive
            host M receive on BTS1           #! HOST-001
            handler M mqseries receive
            host F2 receive                  #! HOST-001
            handler F2 ftp receive",
        );
    }

    #[test]
    fn host_001_counts_neither_the_disaster_recovery_site_nor_clustered_hosts() {
        check_rule(
            "HOST-001",
            "
            site DR
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer DR1 biztalk in DR
            cluster CL nodes BTS1 BTS2
            resource-group G on CL
            clustered-host C receive in G on BTS1 BTS2
            host R receive on BTS1 DR1       #! HOST-001",
        );
    }

    #[test]
    fn host_001_is_fixed_by_the_computer_that_serves_the_same_function() {
        let text = "
            computer BTS1 biztalk
            computer BTS2 biztalk
            computer BTS3 biztalk
            host R receive on BTS1 BTS2
            host S send on BTS1
            host T send on BTS3 BTS1";
        check_fix("HOST-001", text);
        let found = findings_of("HOST-001", text);
        assert_eq!(found[0].message, "BTS1 is the only computer that runs host S");
        assert_eq!(found[0].fixes[0].label, "Add a host instance of S on BTS3");
    }

    #[test]
    fn host_001_is_fixed_by_enabling_adding_computers_and_changing_the_edition() {
        check_fix("HOST-001", "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 !BTS2");
        check_fix("HOST-001", "computer BTS1 biztalk\nhost R receive on BTS1");
        let standard = "
            environment biztalk_edition=Standard
            computer BTS1 biztalk
            host R receive on BTS1";
        check_fix("HOST-001", standard);
        let label = &findings_of("HOST-001", standard)[0].fixes[0].label;
        assert_eq!(label, "Change the edition to Enterprise and add BTS2 with a host instance of R");
    }

    #[test]
    fn host_001_never_offers_a_second_ftp_receiver() {
        let found = findings_of("HOST-001", "computer BTS1 biztalk\nhost F receive\nhandler F ftp receive");
        assert!(found[0].fixes.is_empty());
    }
}
