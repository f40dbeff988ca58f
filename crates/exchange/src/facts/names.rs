//! Names as exports write them: of computers, of SQL Servers, and placeholders that stand for a name; words for what
//! several exports say of a SQL Server.

/// The type of a SQL Server that is a failover cluster instance.
pub const FAILOVER_INSTANCE: &str = "failover cluster instance";
/// The type of a SQL Server on one computer.
pub const STANDALONE: &str = "on one computer";

/// Service pack and cumulative update of a SQL Server: `SP2 CU17`; `none` where neither is installed.
pub fn update_words((service_pack, update): (u8, u8)) -> String {
    match (service_pack, update) {
        (0, 0) => "none".to_owned(),
        (0, update) => format!("CU{update}"),
        (service_pack, 0) => format!("SP{service_pack}"),
        (service_pack, update) => format!("SP{service_pack} CU{update}"),
    }
}

/// The same from its words.
pub fn update_of_words(words: &str) -> Option<(u8, u8)> {
    let number = |prefix| words.split(' ').find_map(|it| it.strip_prefix(prefix)?.parse::<u8>().ok());
    match (number("SP"), number("CU")) {
        (None, None) => (words == "none").then_some((0, 0)),
        (service_pack, update) => Some((service_pack.unwrap_or(0), update.unwrap_or(0))),
    }
}

/// Whether a character steers a terminal, or turns the direction of a text.
pub(super) fn is_steering(letter: char) -> bool {
    let is_turning =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter.is_control() || is_turning
}

/// Takes what steers a terminal, or turns the direction of a text, out of it.
pub fn make_plain(text: &mut String) {
    text.retain(|it| !is_steering(it));
}

/// The key of a computer: its NetBIOS name in upper case. Addresses in figures stay whole.
pub fn computer_key(name: &str) -> String {
    let name = name.trim().trim_start_matches('\\');
    let is_address = name.split('.').all(|part| part.parse::<u8>().is_ok()) && name.contains('.');
    let short = if is_address { name } else { name.split('.').next().unwrap_or(name) };
    short.to_uppercase()
}

/// What placeholders of deployment tools stand between.
const PLACEHOLDERS: [(&str, &str); 7] =
    [("$(", ")"), ("${", "}"), ("#{", "}"), ("{{", "}}"), ("%%", "%%"), ("%", "%"), ("<<", ">>")];

/// Whether a text holds a placeholder that a deployment tool fills in: `$(Host)`, `${Host}`, `%HOST%`, `{{HOST}}` and so on.
/// What opens as only a placeholder can is one even where its end is missing.
pub fn is_placeholder(text: &str) -> bool {
    let word = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_alphanumeric() || "_-.: ".contains(it));
    let holds = |(open, close): &(&str, &str)| {
        let inside = text.split_once(open).and_then(|(_, it)| it.split_once(close));
        inside.is_some_and(|(inside, _)| word(inside))
    };
    ["$(", "${", "#{", "{{", "%%"].iter().any(|it| text.contains(it)) || PLACEHOLDERS.iter().any(holds)
}

/// A SQL Server as connection settings name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlName {
    /// The computer, cluster network name or listener, in upper case.
    pub server: String,
    /// The name of the SQL instance, in upper case; empty = the default one.
    pub instance: String,
    /// The TCP port, where one is given.
    pub port: Option<u16>,
}

impl SqlName {
    /// Reads `SERVER`, `SERVER\INSTANCE`, `tcp:server.domain,1433`. `None` for a name that means “this computer”, which
    /// says nothing without the computer, and for no name at all.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = ["tcp:", "np:", "lpc:"].iter().find_map(|it| strip_prefix(text, it)).unwrap_or(text);
        let (text, port) = match text.rsplit_once(',') {
            Some((server, port)) => (server, Some(port.trim().parse().ok()?)),
            None => (text, None),
        };
        let (server, instance) = text.split_once('\\').unwrap_or((text, ""));
        let server = computer_key(server);
        let here = ["", "(LOCAL)", "LOCALHOST", "127"];
        if here.contains(&server.as_str()) || server.starts_with("127.0.0.") {
            return None;
        }
        Some(Self { server, instance: instance.trim().to_uppercase(), port })
    }

    /// The key: `SERVER` or `SERVER\INSTANCE`.
    pub fn key(&self) -> String {
        if self.instance.is_empty() { self.server.clone() } else { format!("{}\\{}", self.server, self.instance) }
    }
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sql_server_has_one_key_however_it_is_written() {
        let key = |text| SqlName::parse(text).map(|it| (it.key(), it.port));
        assert_eq!(key("sql1"), Some(("SQL1".to_owned(), None)));
        assert_eq!(key("tcp:SQL1.contoso.com,1444"), Some(("SQL1".to_owned(), Some(1444))));
        assert_eq!(key("Sql1\\biz"), Some(("SQL1\\BIZ".to_owned(), None)));
        assert_eq!(key("10.0.0.5"), Some(("10.0.0.5".to_owned(), None)));
        for here in [".", "(local)", "localhost\\BIZ", "", "127.0.0.1"] {
            assert_eq!(key(here), None, "{here}");
        }
    }

    #[test]
    fn placeholders_of_the_usual_tools_are_known() {
        for text in ["$(Host)", "%%HOST%%", "{{host}}", "a${b}"] {
            assert!(is_placeholder(text), "{text}");
        }
        assert!(!is_placeholder("BizTalkServerApplication"));
    }
}
