//! Reads definitions out of the XML, without recursion: files may nest formulas as deep as they like.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::MefError;
use super::common_cause::CommonCauseGroup;
use super::expression::{Expression, expression};
use super::limits;
use super::names::{Name, Names, Scope};
use super::variants::{Phase, Substitution};

/// What a formula node does with its children.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    AtLeast(u32),
    Not,
    /// Exactly one of two.
    Xor,
    /// Both or none of two.
    Iff,
    /// The second, or not the first.
    Imply,
    Nand,
    Nor,
    /// Between so many and so many.
    Cardinality(u32, u32),
    Constant(bool),
    /// What cannot be evaluated, and why: it matters only to those who need the formula.
    Refused(String),
    /// A name and the container it is said in.
    Reference {
        kind: ReferenceKind,
        name: Name,
        scope: Scope,
    },
}

/// What a reference says it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReferenceKind {
    Gate,
    BasicEvent,
    HouseEvent,
    Any,
}

/// A node of a formula; its children are positions in [`Model::formulas`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) operator: Operator,
    pub(super) children: Vec<u32>,
    pub(super) line: u32,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Definition {
    Gate { formula: u32 },
    BasicEvent { probability: Option<Expression> },
    HouseEvent { happens: bool },
}

/// Where something was defined: public names stand in the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DefinedName {
    pub(super) scope: Scope,
    pub(super) name: Name,
}

/// The definitions of one file or of several that belong together.
#[derive(Debug, Default)]
pub struct Model {
    pub(super) formulas: Vec<Formula>,
    /// In the order they stand in the files.
    pub(super) definitions: Vec<(DefinedName, Definition)>,
    pub(super) parameters: BTreeMap<String, Expression>,
    /// The units of parameters that state one.
    pub(super) units: BTreeMap<String, String>,
    pub(super) groups: Vec<CommonCauseGroup>,
    pub(super) phases: Vec<Phase>,
    pub(super) substitutions: Vec<Substitution>,
    /// The group of a basic event that belongs to one, by position in `definitions`.
    pub(super) group_of: BTreeMap<usize, usize>,
    /// Positions in `definitions` by container, and in the file itself where a name is public.
    pub(super) names: Names,
    pub(super) mission_time: f64,
    /// Where the lines of the text that is being read start; looking a line up must not read the text again.
    line_starts: Vec<usize>,
}

/// The namespace of what takes another file in.
const XINCLUDE: &str = "http://www.w3.org/2001/XInclude";

/// How long the system runs when a file does not say it: one year.
const MISSION_TIME_H: f64 = 8_760.0;

/// The files that a text takes in by XInclude, as it names them: their texts are to be read with it.
///
/// # Errors
/// When the text is not XML or larger than can be held.
pub fn included(text: &str) -> Result<Vec<String>, MefError> {
    limits::check(&[text])?;
    let document = parsed(text)?;
    let includes = document.descendants().filter(|it| it.has_tag_name((XINCLUDE, "include")));
    Ok(includes.filter_map(|it| it.attribute("href")).map(ToOwned::to_owned).collect())
}

/// Reads the texts of one model; several files may share definitions.
///
/// # Errors
/// When a text is not XML, is another kind of document, is larger than can be held (128 MB, four million elements and
/// texts), or defines what this reader does not know. Fault trees are read with every kind of formula, house events,
/// phases, substitutions, common-cause groups, and distributions at their mean; event trees of the same file are left
/// alone. What a formula or an expression asks too much of is said when a tree needs it.
pub fn read(texts: &[&str]) -> Result<Model, MefError> {
    limits::check(texts)?;
    let mut model = Model { mission_time: MISSION_TIME_H, ..Model::default() };
    for text in texts {
        let document = parsed(text)?;
        let root = document.root_element();
        if root.tag_name().name() != "opsa-mef" {
            return Err(MefError::NotMef(root.tag_name().name().to_owned()));
        }
        model.line_starts = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        model.container(root)?;
    }
    model.join_groups()?;
    Ok(model)
}

fn parsed(text: &str) -> Result<Document<'_>, MefError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limits::MOST_XML_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(not_read)
}

impl Model {
    /// Reads everything in a container and in the containers within.
    fn container(&mut self, root: Node<'_, '_>) -> Result<(), MefError> {
        let mut open = vec![(root, Scope::FILE, 0, false)];
        while let Some((container, scope, depth, private)) = open.pop() {
            for element in container.children().filter(Node::is_element) {
                let tag = element.tag_name().name();
                match tag {
                    "label" | "attributes" => {}
                    // Event trees use fault trees, never the other way round.
                    "define-event-tree" | "define-initiating-event" | "define-sequence" | "define-rule" => {}
                    // Its texts are among those that are read: see `included`.
                    "include" if element.tag_name().namespace() == Some(XINCLUDE) => {}
                    "define-CCF-group" => self.group(element, scope, private)?,
                    "define-alignment" => self.alignment(element)?,
                    "define-substitution" => self.substitution(element)?,
                    "define-fault-tree" | "define-component" => {
                        let private = is_private(element, private);
                        if depth == limits::DEEPEST_CONTAINER {
                            let deepest = limits::DEEPEST_CONTAINER;
                            return Err(problem(element, format!("components nest deeper than {deepest}")));
                        }
                        let inner = self.names.container(scope, name_of(element)?);
                        open.push((element, inner, depth + 1, private));
                    }
                    "model-data" => open.push((element, scope, depth, private)),
                    "define-gate" => self.gate(element, scope, private)?,
                    "define-basic-event" => self.basic_event(element, scope, private)?,
                    "define-house-event" => self.house_event(element, scope, private)?,
                    "define-parameter" => self.parameter(element)?,
                    other => return Err(problem(element, format!("<{other}> is not supported"))),
                }
            }
        }
        Ok(())
    }

    fn define(
        &mut self,
        element: Node<'_, '_>,
        (scope, private): (Scope, bool),
        definition: Definition,
    ) -> Result<(), MefError> {
        let name = self.names.name(name_of(element)?);
        let position = self.definitions.len();
        let is_plain = scope == Scope::FILE || !is_private(element, private);
        let public = if is_plain { Scope::FILE } else { scope };
        let is_new =
            self.names.define(public, name, position) && (public == scope || self.names.define(scope, name, position));
        if !is_new {
            return Err(problem(element, format!("\"{}\" is defined twice", self.names.path(public, name))));
        }
        self.definitions.push((DefinedName { scope: public, name }, definition));
        Ok(())
    }

    fn gate(&mut self, element: Node<'_, '_>, scope: Scope, private: bool) -> Result<(), MefError> {
        let mut formulas = contents(element);
        let (Some(formula), None) = (formulas.next(), formulas.next()) else {
            return Err(problem(element, "a gate needs exactly one formula".to_owned()));
        };
        let formula = self.formula(formula, scope)?;
        self.define(element, (scope, private), Definition::Gate { formula })
    }

    fn basic_event(&mut self, element: Node<'_, '_>, scope: Scope, private: bool) -> Result<(), MefError> {
        let probability = contents(element).next().map(expression);
        self.define(element, (scope, private), Definition::BasicEvent { probability })
    }

    fn house_event(&mut self, element: Node<'_, '_>, scope: Scope, private: bool) -> Result<(), MefError> {
        let happens = contents(element).next().map(constant).transpose()?.unwrap_or(false);
        self.define(element, (scope, private), Definition::HouseEvent { happens })
    }

    fn parameter(&mut self, element: Node<'_, '_>) -> Result<(), MefError> {
        let Some(value) = contents(element).next() else {
            return Err(problem(element, "a parameter needs a value".to_owned()));
        };
        let name = name_of(element)?;
        if let Some(unit) = element.attribute("unit") {
            self.units.insert(name.to_owned(), unit.trim().to_owned());
        }
        if self.parameters.insert(name.to_owned(), expression(value)).is_some() {
            return Err(problem(element, format!("\"{name}\" is defined twice")));
        }
        Ok(())
    }

    /// Puts a formula into the arena, outermost node first, and answers its position.
    pub(super) fn formula(&mut self, root: Node<'_, '_>, scope: Scope) -> Result<u32, MefError> {
        let position = self.formulas.len() as u32;
        self.push_formula(root, scope)?;
        let mut open = vec![(position, root)];
        while let Some((position, element)) = open.pop() {
            let mut children = Vec::new();
            let has_children = !matches!(
                self.formulas[position as usize].operator,
                Operator::Reference { .. } | Operator::Constant(_) | Operator::Refused(_)
            );
            if has_children {
                for child in contents(element) {
                    children.push(self.formulas.len() as u32);
                    open.push((self.formulas.len() as u32, child));
                    self.push_formula(child, scope)?;
                }
                let operator = &mut self.formulas[position as usize].operator;
                if let Some(problem) = wrong_arity(operator, children.len()) {
                    *operator = Operator::Refused(problem);
                    children.clear();
                }
            }
            self.formulas[position as usize].children = children;
        }
        Ok(position)
    }

    fn operator(&mut self, element: Node<'_, '_>, scope: Scope) -> Result<Operator, MefError> {
        let mut reference = |kind| {
            let name = self.names.name(name_of(element)?);
            Ok(Operator::Reference { kind, name, scope })
        };
        Ok(match element.tag_name().name() {
            "and" => Operator::And,
            "or" => Operator::Or,
            "atleast" => Operator::AtLeast(least(element)?),
            "not" => Operator::Not,
            "xor" => Operator::Xor,
            "iff" => Operator::Iff,
            "imply" => Operator::Imply,
            "nand" => Operator::Nand,
            "nor" => Operator::Nor,
            "cardinality" => Operator::Cardinality(whole(element, "min")?, whole(element, "max")?),
            "constant" => Operator::Constant(constant(element)?),
            "gate" => reference(ReferenceKind::Gate)?,
            "basic-event" => reference(ReferenceKind::BasicEvent)?,
            "house-event" => reference(ReferenceKind::HouseEvent)?,
            "event" => match element.attribute("type") {
                Some("gate") => reference(ReferenceKind::Gate)?,
                Some("basic-event") => reference(ReferenceKind::BasicEvent)?,
                Some("house-event") => reference(ReferenceKind::HouseEvent)?,
                _ => reference(ReferenceKind::Any)?,
            },
            other => return Err(problem(element, format!("<{other}> is not a formula"))),
        })
    }

    /// The line an element starts in.
    pub(super) fn line(&self, element: Node<'_, '_>) -> u32 {
        let start = element.range().start;
        self.line_starts.partition_point(|it| *it <= start) as u32 + 1
    }

    fn push_formula(&mut self, element: Node<'_, '_>, scope: Scope) -> Result<(), MefError> {
        let operator = match self.operator(element, scope) {
            Ok(operator) => operator,
            Err(MefError::At { problem, .. }) => Operator::Refused(problem),
            Err(other) => return Err(other),
        };
        let line = self.line(element);
        self.formulas.push(Formula { operator, children: Vec::new(), line });
        Ok(())
    }
}

fn not_read(error: roxmltree::Error) -> MefError {
    match error {
        roxmltree::Error::NodesLimitReached => {
            let most = limits::MOST_XML_NODES;
            MefError::TooLarge(format!("more than {most} elements and texts; split the tree into modules"))
        }
        error => MefError::NotXml(error.to_string()),
    }
}

/// Why an operator cannot have so many arguments; `None` when it can.
fn wrong_arity(operator: &Operator, children: usize) -> Option<String> {
    let exactly = |wanted: usize, tag: &str| {
        (children != wanted).then(|| format!("<{tag}> has {children} arguments and needs {wanted}"))
    };
    match operator {
        _ if children == 0 => Some("a formula without arguments".to_owned()),
        Operator::AtLeast(least) if *least as usize > children => {
            Some(format!("at least {least} of {children} can never happen"))
        }
        Operator::Cardinality(least, most) if least > most || *most as usize > children => {
            Some(format!("between {least} and {most} of {children} arguments is no range"))
        }
        Operator::Not => exactly(1, "not"),
        Operator::Xor => exactly(2, "xor"),
        Operator::Iff => exactly(2, "iff"),
        Operator::Imply => exactly(2, "imply"),
        _ => None,
    }
}

fn whole(element: Node<'_, '_>, name: &str) -> Result<u32, MefError> {
    let tag = element.tag_name().name();
    let Some(text) = element.attribute(name).map(str::trim) else {
        return Err(problem(element, format!("<{tag}> needs the attribute {name}")));
    };
    text.parse().map_err(|_err| problem(element, format!("{name}=\"{text}\" is not a whole number")))
}

fn least(element: Node<'_, '_>) -> Result<u32, MefError> {
    match whole(element, "min")? {
        0 => Err(problem(element, "min=\"0\" holds always".to_owned())),
        least => Ok(least),
    }
}

pub(super) fn constant(element: Node<'_, '_>) -> Result<bool, MefError> {
    match (element.tag_name().name(), element.attribute("value").map(str::trim)) {
        ("constant", Some("true" | "1")) => Ok(true),
        ("constant", Some("false" | "0")) => Ok(false),
        _ => Err(problem(element, "expected <constant value=\"true\"/> or <constant value=\"false\"/>".to_owned())),
    }
}

/// The elements inside, without texts about them.
pub(super) fn contents<'a, 'input: 'a>(element: Node<'a, 'input>) -> impl DoubleEndedIterator<Item = Node<'a, 'input>> {
    element.children().filter(|it| it.is_element() && !matches!(it.tag_name().name(), "label" | "attributes"))
}

pub(super) fn name_of<'a>(element: Node<'a, '_>) -> Result<&'a str, MefError> {
    match element.attribute("name").map(str::trim) {
        Some(name) if !name.is_empty() => Ok(name),
        _ => Err(problem(element, format!("<{}> needs a name", element.tag_name().name()))),
    }
}

pub(super) fn is_private(element: Node<'_, '_>, inherited: bool) -> bool {
    match element.attribute("role") {
        Some("private") => true,
        Some("public") => false,
        _ => inherited,
    }
}

pub(super) fn problem(element: Node<'_, '_>, problem: String) -> MefError {
    MefError::At { line: line_of(element), problem }
}

/// The line an element starts in.
fn line_of(element: Node<'_, '_>) -> u32 {
    element.document().text_pos_at(element.range().start).row
}
