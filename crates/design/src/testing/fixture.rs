//! Designs for tests in a small language: one line per thing, with the expected findings beside it.
//!
//! ```text
//! computer BTS1 biztalk iis                    # a comment; roles, defaults as a template has them
//! cluster SQLCL nodes NODE1 NODE2
//! fci SQL1 on SQLCL active NODE1               # with IP, name, disk, SQL Agent and a shared disk array
//! databases SQL1 management messagebox(master) tracking sso
//! host R receive on BTS1 BTS2 !BTS3            # !: a disabled host instance   #! HOST-009 R@BTS3
//! attr BTS1 load_percent=40 hardware.cores=8   # any field of the model by its name; @NAME is a reference
//! ```
//!
//! `#! ID` expects a finding of that rule whose subject is the line's element, `#? ID` an open question about it;
//! either may name another element (`R@BTS3` is a host instance). The BizTalk group is called `Group1`, the
//! environment `environment`. There are no conditions and no loops: what the language lacks is done on the document.

use std::collections::BTreeMap;

use super::fixture_words::KEYWORDS;
use crate::edit::{Content, EditCommand, apply};
use crate::model::{
    BizTalkGroup, BizTalkGroupId, Document, Element, HostInstanceId, Site, SiteId, SiteKind, Slot, Tier, TierId,
    TierKind,
};

/// What a line expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The rule.
    pub rule: String,
    /// The element the finding or the question is about.
    pub element: Element,
    /// A question instead of a finding.
    pub is_question: bool,
}

/// A design with what is expected of it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// The design.
    pub document: Document,
    /// What is expected, in the order of lines.
    pub expectations: Vec<Expectation>,
    names: BTreeMap<String, Element>,
}

impl Fixture {
    /// Reads a fixture.
    ///
    /// # Errors
    /// The number of the line that cannot be read, and why.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut builder = Builder::new()?;
        let mut pending = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let (statement, markers) = line.split_once('#').unwrap_or((line, ""));
            let element = builder.line(statement).map_err(|problem| format!("line {number}: {problem}"))?;
            pending.extend(markers.split('#').filter_map(marker).map(|it| (number, element, it)));
        }
        let mut fixture = Self { document: builder.document, expectations: Vec::new(), names: builder.names };
        for (number, element, (is_question, text)) in pending {
            let mut words = text.split_whitespace();
            let rule = words.next().unwrap_or_default().to_owned();
            let element = match (words.next(), element) {
                (Some(name), _) => fixture.element(name).map_err(|problem| format!("line {number}: {problem}"))?,
                (None, Some(element)) => element,
                (None, None) => return Err(format!("line {number}: {rule} stands on a line without an element")),
            };
            fixture.expectations.push(Expectation { rule, element, is_question });
        }
        Ok(fixture)
    }

    /// The element with a name; `R@BTS1` is the first host instance of host R on computer BTS1.
    ///
    /// # Errors
    /// When there is none.
    pub fn element(&self, name: &str) -> Result<Element, String> {
        find(&self.document, &self.names, name)
    }
}

/// `!` or `?` with what follows; `None` for a comment.
fn marker(text: &str) -> Option<(bool, &str)> {
    text.strip_prefix('!').map(|rest| (false, rest)).or_else(|| text.strip_prefix('?').map(|rest| (true, rest)))
}

fn find(document: &Document, names: &BTreeMap<String, Element>, name: &str) -> Result<Element, String> {
    let unknown = || format!("there is no {name}");
    if let Some((host, computer)) = name.split_once('@') {
        let (host, computer) = (names.get(host).ok_or_else(unknown)?, names.get(computer).ok_or_else(unknown)?);
        let matches = |id: &HostInstanceId| {
            let instance = document.host_instances.get(id);
            instance.is_some_and(|it| Element::Host(it.host) == *host && Element::Computer(it.computer) == *computer)
        };
        return document.host_instances.keys().copied().find(matches).map(Element::from).ok_or_else(unknown);
    }
    names.get(name).copied().ok_or_else(unknown)
}

/// The design while its lines are read.
pub(super) struct Builder {
    pub(super) document: Document,
    pub(super) names: BTreeMap<String, Element>,
    pub(super) group: BizTalkGroupId,
    primary: SiteId,
    tier: TierId,
}

impl Builder {
    fn new() -> Result<Self, String> {
        let mut builder = Self {
            document: Document { next_id: 1, ..Document::default() },
            names: BTreeMap::from([("environment".to_owned(), Element::Environment)]),
            group: BizTalkGroupId(0),
            primary: SiteId(0),
            tier: TierId(0),
        };
        builder.group = builder.add("Group1", BizTalkGroup::new("Group1"))?;
        builder.primary = builder.add("Primary", Site::new("Primary", SiteKind::Primary))?;
        builder.tier = builder.add_tier("Tier1", builder.primary)?;
        Ok(builder)
    }

    /// Carries out a line; the element it is about, `None` for an empty one.
    fn line(&mut self, statement: &str) -> Result<Option<Element>, String> {
        let words = Words::new(statement);
        let Some(keyword) = words.keyword else { return Ok(None) };
        let run = KEYWORDS.iter().find(|(name, _)| *name == keyword).map(|(_, run)| run);
        run.ok_or_else(|| format!("{keyword} is no keyword"))?(self, &words).map(Some)
    }

    /// Adds an element under a name.
    pub(super) fn add<C: Content>(&mut self, name: &str, content: C) -> Result<C::Id, String> {
        let id = C::Id::from(self.document.next_id);
        let command = EditCommand::Put(content.record(id));
        apply(&mut self.document, &command).map_err(|problem| problem.to_string())?;
        self.names.insert(name.to_owned(), id.into());
        Ok(id)
    }

    /// The element with a name.
    pub(super) fn element(&self, name: &str) -> Result<Element, String> {
        find(&self.document, &self.names, name)
    }

    /// The ids of named elements of one kind.
    pub(super) fn ids<T: TryFrom<Element>>(&self, names: &[&str]) -> Result<Vec<T>, String> {
        names.iter().map(|name| self.one(name)).collect()
    }

    /// The id of a named element of one kind.
    pub(super) fn one<T: TryFrom<Element>>(&self, name: &str) -> Result<T, String> {
        let element = self.element(name)?;
        T::try_from(element).ok().ok_or_else(|| format!("{name} is a {}", element.kind()))
    }

    /// Adds a tier of its own canvas row.
    pub(super) fn add_tier(&mut self, name: &str, site: SiteId) -> Result<TierId, String> {
        self.add(name, Tier::new(name, TierKind::BizTalk, site))
    }

    /// The site of designs that name none.
    pub(super) const fn primary_site(&self) -> SiteId {
        self.primary
    }

    /// The next free slot of a tier; of the usual one when none is named.
    pub(super) fn slot(&self, tier: Option<&str>) -> Result<Slot, String> {
        let tier = tier.map_or(Ok(self.tier), |name| self.one(name))?;
        let taken = self.document.placed_elements().into_iter().filter(|(slot, _)| slot.tier == tier);
        let column = taken.map(|(slot, _)| slot.column + 1).max().unwrap_or(0);
        Ok(Slot { tier, row: 0, column })
    }
}

/// The words that start a list: what follows, up to the next such word, belongs to it.
const SECTIONS: &[&str] = &[
    "active",
    "attached",
    "databases",
    "group",
    "in",
    "listener",
    "members",
    "nodes",
    "on",
    "owners",
    "replicas",
    "resources",
    "serves",
    "to",
];

/// A line in words.
pub(super) struct Words<'t> {
    pub(super) keyword: Option<&'t str>,
    sections: BTreeMap<&'t str, Vec<&'t str>>,
    pairs: Vec<(&'t str, &'t str)>,
}

impl<'t> Words<'t> {
    fn new(statement: &'t str) -> Self {
        let mut words = statement.split_whitespace();
        let keyword = words.next();
        let mut sections: BTreeMap<&str, Vec<&str>> = BTreeMap::from([("", Vec::new())]);
        let mut pairs = Vec::new();
        let mut current = "";
        for word in words {
            if let Some(pair) = word.split_once('=') {
                pairs.push(pair);
            } else if SECTIONS.contains(&word) {
                current = word;
                sections.entry(current).or_default();
            } else {
                let parts = word.split([',', ':']).filter(|part| !part.is_empty());
                sections.entry(current).or_default().extend(parts);
            }
        }
        Self { keyword, sections, pairs }
    }

    /// The words before the first list.
    pub(super) fn head(&self) -> &[&'t str] {
        self.list("")
    }

    /// The first word after the keyword: the name of what the line adds.
    pub(super) fn name(&self) -> Result<&'t str, String> {
        self.head().first().copied().ok_or_else(|| "a name is missing".to_owned())
    }

    /// The words after the name and before the first list.
    pub(super) fn rest(&self) -> &[&'t str] {
        self.head().get(1..).unwrap_or_default()
    }

    /// The words of a list; empty when the line has none.
    pub(super) fn list(&self, section: &str) -> &[&'t str] {
        self.sections.get(section).map_or(&[], Vec::as_slice)
    }

    /// The first word of a list.
    pub(super) fn first(&self, section: &str) -> Option<&'t str> {
        self.list(section).first().copied()
    }

    /// The words of the form `field=value`.
    pub(super) fn pairs(&self) -> &[(&'t str, &'t str)] {
        &self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_name_the_element_of_their_line_or_another_one() {
        let fixture = Fixture::parse(
            "
            computer BTS1 biztalk   # a comment #! HOST-014 #? HOST-012
            host R receive on !BTS1 #! HOST-009 R@BTS1",
        );
        let fixture = fixture.unwrap();
        let expected: Vec<(&str, Element, bool)> =
            fixture.expectations.iter().map(|it| (it.rule.as_str(), it.element, it.is_question)).collect();
        let (computer, instance) = (fixture.element("BTS1").unwrap(), fixture.element("R@BTS1").unwrap());
        assert_eq!(
            expected,
            [("HOST-014", computer, false), ("HOST-012", computer, true), ("HOST-009", instance, false)]
        );
        assert!(!fixture.document.host_instances.values().any(|it| it.enabled));
    }

    #[test]
    fn fields_are_set_by_their_names_and_figures_count_as_entered() {
        let text = "physical-host HV1\ncomputer BTS1 load_percent=40 hardware.cores=8 os=Server2016 physical_host=@HV1";
        let fixture = Fixture::parse(text).unwrap();
        let computer = fixture.document.computers.values().next().unwrap();
        assert_eq!(computer.load_percent, Some(crate::sources::Sourced::entered(40.0)));
        assert_eq!(computer.hardware.cores, Some(crate::sources::Sourced::entered(8)));
        assert_eq!(computer.os, Some(crate::model::WindowsVersion::Server2016));
        assert_eq!(computer.physical_host.map(Element::from), fixture.element("HV1").ok());
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_line() {
        for (text, problem) in [
            ("computer A\ncomputr B", "line 2: computr is no keyword"),
            ("computer A lamp", "line 1: lamp is unknown here"),
            ("host R receive on B", "line 1: there is no B"),
            ("computer A colour=red", "line 1: colour=red: unknown field `colour`"),
            ("#! HOST-001", "line 1: HOST-001 stands on a line without an element"),
        ] {
            let found = Fixture::parse(text).unwrap_err();
            assert!(found.starts_with(problem), "{found}");
        }
    }

    #[test]
    fn keywords_are_sorted_and_stand_once() {
        assert!(KEYWORDS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
