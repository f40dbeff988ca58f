//! What each adapter does on several computers and when one is lost: the table `assets/adapters.ron`, and what it says
//! of a handler. Rules, failure logic, drills, capacity and documents ask here; none keeps a list of its own.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::{
    Adapter, Binding, ComputerId, Direction, Document, EndpointKind, FolderKind, Handler, HostKind, QueueLocation, Role,
};
use crate::sources::SourceId;

const TABLE: &str = include_str!("../../../assets/adapters.ron");

/// Whether several computers may run a handler at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum AtOnce {
    /// They may.
    #[default]
    Always,
    /// Never: only one computer at a time.
    Never,
    /// It depends on this.
    Depends(On),
}

/// On what it depends whether several computers may run a handler at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum On {
    /// The binding: one that polls or accepts a single connection may not.
    Binding,
    /// The statement that polls: it has to lock the rows that it reads.
    Statement,
    /// The partner or the mail server, which may accept one connection only.
    Partner,
    /// The mailbox: one that allows a single connection is read once.
    Mailbox,
}

/// What lies on the computer that runs a handler and is out of reach while the computer is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Waiting {
    /// A local queue of Message Queuing.
    Queue,
    /// A local folder.
    Folder,
}

/// What an adapter does in one direction.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behavior {
    /// The adapter.
    pub adapter: Adapter,
    /// Receive or send.
    pub direction: Direction,
    /// The kind of host it runs in.
    #[serde(default = "in_process")]
    pub host: HostKind,
    /// Whether several computers may run it at once.
    pub at_once: AtOnce,
    /// Whether callers come to it, so that several computers need one address in front of them.
    #[serde(default)]
    pub address: bool,
    /// What waits on the computer itself.
    #[serde(default)]
    pub waits: Option<Waiting>,
    /// Whether a clustered host brings something even where several computers may run it at once.
    #[serde(default)]
    pub cluster: bool,
    /// Whether its host is to be a clustered host, however many computers run it.
    #[serde(default)]
    pub clustered: bool,
    /// Whether it runs in 32-bit processes only.
    #[serde(default)]
    pub only_32_bit: bool,
    /// Whether it receives in transactions unless the handler says otherwise.
    #[serde(default)]
    pub transacted: bool,
    /// Whether it sends over HTTP connections, of which .NET opens few per destination.
    #[serde(default)]
    pub http: bool,
    /// What has to be started again after the far side has failed over.
    #[serde(default)]
    pub by_hand: Option<Role>,
    /// The documents that say so.
    pub sources: Vec<SourceId>,
    /// Whether this is our own judgment, which the documents support only in part.
    #[serde(default)]
    pub inferred: bool,
}

fn in_process() -> HostKind {
    HostKind::InProcess
}

impl Behavior {
    /// What an adapter does in a direction; one without a row does there what the row of [`Adapter::Other`] says.
    pub fn of(adapter: Adapter, direction: Direction) -> &'static Self {
        let row = |adapter| behaviors().iter().find(|it| it.adapter == adapter && it.direction == direction);
        row(adapter).or_else(|| row(Adapter::Other)).unwrap_or(&UNREADABLE)
    }
}

/// Every row of the table; empty, with a logged error, when the embedded data is damaged.
pub fn behaviors() -> &'static [Behavior] {
    static ROWS: LazyLock<Vec<Behavior>> = LazyLock::new(|| {
        ron::from_str(TABLE).unwrap_or_else(|err| {
            log::error!("assets/adapters.ron: {err}");
            Vec::new()
        })
    });
    &ROWS
}

/// What is known of an adapter while the table cannot be read: nothing.
static UNREADABLE: LazyLock<Behavior> = LazyLock::new(|| Behavior {
    adapter: Adapter::Other,
    direction: Direction::Receive,
    host: HostKind::InProcess,
    at_once: AtOnce::Depends(On::Partner),
    address: false,
    waits: None,
    cluster: false,
    clustered: false,
    only_32_bit: false,
    transacted: false,
    http: false,
    by_hand: None,
    sources: Vec::new(),
    inferred: true,
});

/// What BizTalk Server and its exports call the adapters; of several names of one, the first is the usual one.
const PRODUCT_NAMES: &[(&str, Adapter)] = &[
    ("FILE", Adapter::File),
    ("FTP", Adapter::Ftp),
    ("SFTP", Adapter::Sftp),
    ("HTTP", Adapter::Http),
    ("SOAP", Adapter::Soap),
    ("WCF-BasicHttp", Adapter::WcfBasicHttp),
    ("WCF-WSHttp", Adapter::WcfWsHttp),
    ("WCF-CustomIsolated", Adapter::WcfCustomIsolated),
    ("WCF-WebHttp", Adapter::WcfWebHttp),
    ("WCF-NetTcp", Adapter::WcfNetTcp),
    ("WCF-Custom", Adapter::WcfCustom),
    ("WCF-NetNamedPipe", Adapter::WcfNetNamedPipe),
    ("WCF-NetMsmq", Adapter::WcfNetMsmq),
    ("WCF-NetTcpRelay", Adapter::WcfNetTcpRelay),
    ("MSMQ", Adapter::Msmq),
    ("MQSeries", Adapter::MqSeries),
    ("POP3", Adapter::Pop3),
    ("SMTP", Adapter::Smtp),
    ("WCF-SAP", Adapter::Sap),
    ("SQL", Adapter::SqlLegacy),
    ("WCF-SQL", Adapter::WcfSql),
    ("WCF-OracleDB", Adapter::Oracle),
    ("WCF-OracleEBS", Adapter::OracleEbs),
    ("JDE OneWorld", Adapter::JdeOneWorld),
    ("Windows SharePoint Services", Adapter::SharePoint),
    ("AzureBlobStorage", Adapter::AzureBlob),
    ("AzureBlob", Adapter::AzureBlob),
    ("EventHub", Adapter::EventHubs),
    ("SB-Messaging", Adapter::ServiceBus),
    ("LogicApp", Adapter::LogicApp),
    ("Office365 Outlook Email", Adapter::Office365Mail),
    ("Office365 Outlook Calendar", Adapter::Office365Calendar),
    ("Office365 Outlook Contact", Adapter::Office365Contact),
];

impl Adapter {
    /// The adapter that BizTalk Server calls by a name, such as `WCF-OracleDB`; [`Adapter::Other`] for one that this
    /// program does not know.
    pub fn of_product_name(name: &str) -> Self {
        let letters = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|it| it.to_ascii_lowercase()).collect()
        };
        let wanted = letters(name);
        PRODUCT_NAMES.iter().find(|(it, _)| letters(it) == wanted).map_or(Self::Other, |(_, adapter)| *adapter)
    }

    /// What BizTalk Server calls the adapter; `None` for [`Adapter::Other`], which has no name of its own.
    pub fn product_name(self) -> Option<&'static str> {
        PRODUCT_NAMES.iter().find(|(_, adapter)| *adapter == self).map(|(name, _)| *name)
    }

    /// Whether a receive handler of this adapter runs in an isolated host.
    pub fn receives_in_isolated_host(self) -> bool {
        Behavior::of(self, Direction::Receive).host == HostKind::Isolated
    }
}

impl Handler {
    /// What BizTalk Server calls its adapter; `None` where nobody has said what it is.
    pub fn product_name(&self) -> Option<&str> {
        self.adapter.product_name().or(self.adapter_name.as_deref())
    }

    /// What its adapter does in its direction.
    pub fn behavior(&self) -> &'static Behavior {
        Behavior::of(self.adapter, self.direction)
    }

    /// Whether several computers may run it at once; `None` where that depends on what nobody has stated.
    ///
    /// Receiving in order is for one computer at a time, whatever the adapter
    /// (`core/considerations-for-running-adapter-handlers-within-a-clustered-host1`). An ordered send port keeps its
    /// order by itself (ADP-031).
    pub fn may_run_on_several(&self) -> Option<bool> {
        if self.ordered && self.direction == Direction::Receive {
            return Some(false);
        }
        match self.behavior().at_once {
            AtOnce::Always => Some(self.several_computers.unwrap_or(true)),
            AtOnce::Never => Some(false),
            // A mailbox that refuses a second connection cannot be read twice, so several computers may try.
            AtOnce::Depends(On::Mailbox) => {
                self.several_computers.or_else(|| self.concurrent_mailbox.map(|several| !several))
            }
            // One that callers come to may, unless somebody says otherwise: it accepts a single connection.
            AtOnce::Depends(On::Binding) => {
                self.several_computers.or_else(|| (self.binding == Some(Binding::Listens)).then_some(true))
            }
            AtOnce::Depends(_) => self.several_computers,
        }
    }

    /// Whether what it has in hand is rolled back and read again when its computer is lost.
    pub fn receives_in_transactions(&self) -> bool {
        self.direction == Direction::Receive && self.transactional.unwrap_or(self.behavior().transacted)
    }

    /// Whether callers come to it, so that several computers need one address in front of them; `None` where that depends
    /// on a binding that nobody has stated.
    pub fn takes_calls(&self) -> Option<bool> {
        let behavior = self.behavior();
        if !behavior.address || behavior.at_once != AtOnce::Depends(On::Binding) {
            return Some(behavior.address);
        }
        // A binding of which only one computer may run polls, as far as nobody says more.
        let polls = self.several_computers == Some(false);
        self.binding.map(|it| it == Binding::Listens).or(polls.then_some(false))
    }

    /// Whether it has to be reckoned with that callers come to it: they do, or nobody has stated the binding.
    pub fn needs_one_address(&self) -> bool {
        self.takes_calls() != Some(false)
    }

    /// Whether the handler is where somebody says if several computers may run it at once; the mailbox of POP3 is a
    /// question of its own. What the partner of a third-party adapter accepts, as one connection only, no table knows, so
    /// it can be said of senders too.
    pub fn says_several_computers(&self) -> bool {
        match self.behavior().at_once {
            AtOnce::Depends(on) => on != On::Mailbox,
            AtOnce::Always => self.adapter == Adapter::Other,
            AtOnce::Never => false,
        }
    }

    /// Whether it is there that this is said, and nobody has said it.
    pub fn asks_for_several_computers(&self) -> bool {
        self.says_several_computers() && self.may_run_on_several().is_none()
    }
}

impl Document {
    /// Whether a clustered host brings a handler something: it may run once only, or what it waits for moves along.
    pub fn gains_from_cluster(&self, handler: &Handler) -> bool {
        let behavior = handler.behavior();
        let moves = behavior.waits.is_none() || self.waits_on_computer(handler).is_some();
        handler.may_run_on_several() == Some(false) || behavior.clustered || (behavior.cluster && moves)
    }

    /// What lies on the computer that runs a handler, as it is configured and drawn; a folder counts where it is said to
    /// be local. An adapter whose host is to be clustered anyway receives from a queue of its own computer.
    pub fn waits_on_computer(&self, handler: &Handler) -> Option<Waiting> {
        let behavior = handler.behavior();
        behavior.waits.filter(|it| match it {
            Waiting::Queue => {
                handler.direction == Direction::Send
                    || behavior.clustered
                    || self.queue_of(handler) != Some(QueueLocation::Remote)
            }
            Waiting::Folder => handler.folder == Some(FolderKind::Local),
        })
    }

    /// Whether a handler receives from a queue on another computer.
    pub fn receives_from_remote_queue(&self, handler: &Handler) -> bool {
        handler.direction == Direction::Receive && self.queue_of(handler) == Some(QueueLocation::Remote)
    }

    /// Whether it has to be reckoned with that the queue of a handler is on its own computer, which nobody has stated.
    pub fn queue_is_not_stated(&self, handler: &Handler) -> bool {
        let behavior = handler.behavior();
        let has_one = handler.direction == Direction::Receive && behavior.waits == Some(Waiting::Queue);
        has_one && !behavior.clustered && self.queue_of(handler).is_none()
    }

    /// Where the queue of a handler is: as stated, else as the drawing says, which names a server of queues on the
    /// computers of its own host or elsewhere; `None` where neither says it.
    fn queue_of(&self, handler: &Handler) -> Option<QueueLocation> {
        handler.queue.or_else(|| {
            let server = self.endpoints.get(&handler.endpoint?).filter(|it| it.kind == EndpointKind::MsmqServer)?;
            let role = self.cluster_role_of(server).and_then(|id| self.resource_groups.get(&id));
            let owners = role.map_or(&[][..], |it| &it.possible_owners);
            let on: Vec<ComputerId> = server.computer.into_iter().chain(owners.iter().copied()).collect();
            let is_own = self.host_instances.values().any(|it| it.host == handler.host && on.contains(&it.computer));
            Some(if is_own { QueueLocation::Local } else { QueueLocation::Remote })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::HostId;
    use crate::sources::sources;

    /// The files of all crates that ask something of the table, tests excepted: the path below `crates`, and the text.
    fn askers() -> Vec<(String, String)> {
        fn collect(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    collect(&path, found);
                } else if path.extension().is_some_and(|it| it == "rs") {
                    found.push(path.with_extension(""));
                }
            }
        }
        let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut found = Vec::new();
        for one in std::fs::read_dir(crates).unwrap() {
            let sources = one.unwrap().path().join("src");
            if sources.is_dir() {
                collect(&sources, &mut found);
            }
        }
        let named = found.into_iter().map(|path| {
            let name = path.strip_prefix(crates).unwrap().to_string_lossy().replace('\\', "/");
            (name.replace("/src/", "/"), std::fs::read_to_string(path.with_extension("rs")).unwrap_or_default())
        });
        let is_test = |name: &str| name.contains("/tests") || name.contains("/testing");
        named.filter(|(name, _)| !is_test(name) && name != "design/adapters").collect()
    }

    #[test]
    fn the_head_of_the_table_says_who_reads_it() {
        let head: Vec<&str> = TABLE.lines().take_while(|it| it.starts_with("//")).collect();
        let list = head.iter().filter_map(|line| line.strip_prefix("//   ")).collect::<Vec<_>>().join(" ");
        let askers = askers();
        let mut said = 0;
        for name in [
            "receives_in_isolated_host",
            "may_run_on_several",
            "asks_for_several_computers",
            "says_several_computers",
            "needs_one_address",
            "takes_calls",
            "gains_from_cluster",
            "waits_on_computer",
            "receives_from_remote_queue",
            "queue_is_not_stated",
            "receives_in_transactions",
            "behavior",
        ] {
            let ask = [format!(".{name}("), format!("::{name}(")];
            let asks = |text: &str| {
                ask.iter().any(|it| text.contains(it)) || name == "behavior" && text.contains("Behavior::of(")
            };
            let mut readers: Vec<&str> =
                askers.iter().filter(|(_, text)| asks(text)).map(|(path, _)| path.as_str()).collect();
            readers.sort_unstable();
            let wanted = format!("{name}: {}", readers.join(", "));
            let flat = list.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains(&wanted), "assets/adapters.ron should say\n{wanted}");
            said += readers.len();
        }
        assert!(said > 20, "the table is hardly read");
    }

    #[test]
    fn every_row_stands_once_and_cites_known_documents() {
        assert!(!behaviors().is_empty());
        for (index, row) in behaviors().iter().enumerate() {
            let same = |it: &&Behavior| it.adapter == row.adapter && it.direction == row.direction;
            assert!(!behaviors().iter().skip(index + 1).any(|it| same(&it)), "{:?} stands twice", row.adapter);
            assert!(!row.sources.is_empty(), "{:?} cites nothing", row.adapter);
            for source in &row.sources {
                assert!(sources().get(source).is_some(), "{:?} cites the unknown {}", row.adapter, source.0);
            }
            assert!(row.host == HostKind::InProcess || row.direction == Direction::Receive);
        }
    }

    #[test]
    fn every_adapter_says_where_it_receives_and_whether_several_computers_may() {
        for adapter in Adapter::ALL {
            let receive = Behavior::of(*adapter, Direction::Receive);
            assert_eq!(receive.host == HostKind::Isolated, adapter.receives_in_isolated_host(), "{adapter:?}");
            assert!(receive.host == HostKind::InProcess || receive.address, "{adapter:?}: who calls an isolated host?");
            assert!(!receive.clustered || receive.cluster || receive.at_once == AtOnce::Never, "{adapter:?}");
            let send = Behavior::of(*adapter, Direction::Send);
            assert_eq!((send.at_once, send.address), (AtOnce::Always, false), "{adapter:?}");
        }
    }

    #[test]
    fn every_adapter_has_the_name_by_which_it_is_known_again() {
        for adapter in Adapter::ALL {
            let known = adapter.product_name().map(Adapter::of_product_name);
            assert_eq!(known, (*adapter != Adapter::Other).then_some(*adapter), "{adapter:?}");
        }
        assert_eq!(Adapter::of_product_name("wcf oracledb"), Adapter::Oracle);
        let own = Handler {
            adapter_name: Some("PIGEON".to_owned()),
            ..Handler::new(HostId(1), Adapter::Other, Direction::Send)
        };
        assert_eq!(own.product_name(), Some("PIGEON"));
    }

    #[test]
    fn order_wins_and_unknown_stays_unknown() {
        let handler = |adapter| Handler::new(HostId(1), adapter, Direction::Receive);
        assert_eq!(handler(Adapter::File).may_run_on_several(), Some(true));
        assert_eq!(Handler { ordered: true, ..handler(Adapter::File) }.may_run_on_several(), Some(false));
        assert_eq!(handler(Adapter::Ftp).may_run_on_several(), Some(false));
        assert_eq!(handler(Adapter::WcfSql).may_run_on_several(), None);
        let stated = Handler { several_computers: Some(true), ..handler(Adapter::WcfSql) };
        assert_eq!(stated.may_run_on_several(), Some(true));
        let mailbox = Handler { concurrent_mailbox: Some(true), ..handler(Adapter::Pop3) };
        assert_eq!(mailbox.may_run_on_several(), Some(false));
        let binding = |stated| Handler { several_computers: stated, ..handler(Adapter::WcfCustom) };
        assert!(binding(None).needs_one_address() && binding(None).asks_for_several_computers());
        assert_eq!([None, Some(true), Some(false)].map(|it| binding(it).takes_calls()), [None, None, Some(false)]);
        let listens = Handler { binding: Some(Binding::Listens), ..binding(Some(false)) };
        assert_eq!((listens.takes_calls(), listens.may_run_on_several()), (Some(true), Some(false)));
        let polls = Handler { binding: Some(Binding::Polls), ..binding(Some(true)) };
        assert_eq!((polls.takes_calls(), polls.may_run_on_several()), (Some(false), Some(true)));
        assert_eq!(Handler { several_computers: None, ..polls }.may_run_on_several(), None);
        assert_eq!(Handler { several_computers: None, ..listens }.may_run_on_several(), Some(true));
        assert!(Document::default().gains_from_cluster(&binding(Some(false))));
        assert!(!handler(Adapter::Pop3).asks_for_several_computers());
        let sender = Handler { direction: Direction::Send, ..handler(Adapter::Other) };
        assert!(sender.says_several_computers() && !sender.asks_for_several_computers());
        assert!(!Handler { direction: Direction::Send, ..handler(Adapter::Ftp) }.says_several_computers());
        let single = Handler { several_computers: Some(false), ..handler(Adapter::File) };
        assert_eq!(single.may_run_on_several(), Some(false));
    }
}
