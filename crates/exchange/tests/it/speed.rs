//! A BizTalk group of a thousand computers lands whole, with every host instance.

use std::fmt::Write as _;

use tierwright_exchange::landing::new_design;

use super::import_text;

#[test]
fn a_thousand_computers_land_with_every_host_instance() {
    let mut text = String::from("<Settings><HostInstanceSettings>");
    for host in 0..20 {
        let _ = write!(text, "<Host Name=\"Host{host}\">");
        for server in 0..1000 {
            let _ = write!(text, "<Server Name=\"APP{server:04}\"/>");
        }
        text.push_str("</Host>");
    }
    text.push_str("</HostInstanceSettings></Settings>");
    let (document, _) = new_design(&import_text("settings.xml", &text)).unwrap();
    assert_eq!((document.computers.len(), document.host_instances.len()), (1000, 20_000));
}
