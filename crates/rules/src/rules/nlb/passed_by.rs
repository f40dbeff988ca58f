//! Callers that are drawn past the load balancer.

use std::collections::BTreeMap;

use crate::edit::{Edit, Record};
use crate::model::callers::PastBalancer;
use crate::model::{ComputerId, Connection, Element, LoadBalancerId};
use crate::rules::value::elements;
use crate::rules::{Report, RuleContext};

/// NLB-016: one finding per caller and computer that it calls by its own address, past the load balancer before it.
pub(super) fn callers_use_the_load_balancer(context: &RuleContext<'_>, report: &mut Report) {
    if context.document.load_balancers.is_empty() {
        return report.idle("no-load-balancer");
    }
    let mut past: BTreeMap<(Element, ComputerId, LoadBalancerId), Vec<PastBalancer>> = BTreeMap::new();
    for it in context.index.callers_past_balancers() {
        past.entry((it.caller, it.computer, it.balancer)).or_default().push(it);
    }
    for ((caller, computer, balancer), all) in past {
        report
            .finding([caller, computer.into(), balancer.into()])
            .with("hosts", elements(all.iter().map(|it| it.host)))
            .fix(all.first().and_then(|it| lead(context, it)));
    }
}

/// Leads the connection to the load balancer; `None` where several lead to the computer.
fn lead(context: &RuleContext<'_>, past: &PastBalancer) -> Option<Edit> {
    let [id] = past.connections.as_slice() else { return None };
    let connection = context.document.connections.get(id)?;
    let led = Connection { to: past.balancer.into(), ..connection.clone() };
    let label = format!("Lead {} to {}", context.name(past.caller), context.name(past.balancer));
    Some(Edit::put(label, Record::Connection(*id, led)))
}

#[cfg(test)]
mod tests {
    use crate::testing::rules::{check_fix, check_rule, check_says};

    const WEB: &str = "
        computer BTS1 biztalk iis
        computer BTS2 biztalk iis
        isolated-host W receive on BTS1 BTS2
        lb LB1 members BTS1 BTS2";

    #[test]
    fn nlb_016_fires_on_a_caller_that_uses_the_address_of_one_computer() {
        let client = format!("{WEB}\nendpoint C intranet-client     #! NLB-016");
        let past = format!("{client}\nconnect C to BTS1");
        check_rule("NLB-016", &past);
        check_fix("NLB-016", &past);
        check_says("NLB-016", &past, &["C calls BTS1 by its own address, past LB1 | Hosts that it calls: W"]);
        let proxy = format!("{WEB}\ncomputer P reverse-proxy     #! NLB-016\nconnect P to BTS2");
        check_rule("NLB-016", &proxy);
        check_fix("NLB-016", &proxy);
        check_rule("NLB-016", &format!("{client}\nconnect C to W@BTS1"));
    }

    #[test]
    fn nlb_016_is_content_with_a_caller_that_has_a_way_left() {
        let client = format!("{WEB}\nendpoint C intranet-client");
        for ways in [
            "connect C to LB1",
            "connect C to LB1\nconnect C to BTS1",
            "connect C to BTS1\nconnect C to BTS2",
            "connect C to W",
        ] {
            check_rule("NLB-016", &format!("{client}\n{ways}"));
        }
        check_rule("NLB-016", &format!("{client}\nattr LB1 purpose=ClusterAddress\nconnect C to BTS1"));
        let called =
            "computer BTS1 biztalk\ncomputer BTS2 biztalk\nhost R receive on BTS1 BTS2\nlb LB1 members BTS1 BTS2";
        check_rule(
            "NLB-016",
            &format!("{called}\nhandler R file receive\nendpoint C intranet-client\nconnect C to BTS1"),
        );
        check_rule("NLB-016", "computer BTS1 biztalk");
    }
}
