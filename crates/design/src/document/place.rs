//! Finds the line, the column and the field that a spot in a text belongs to.

use std::collections::BTreeMap;

use super::scan::{Bracket, Token, TokenKind, Tokens};

/// Where something is in a text, in words a person can follow in any editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1 in characters.
    pub column: usize,
    /// The way to the field, as `document.computers[3].name`; empty outside all records.
    pub field: String,
    /// The line itself, shortened around the column when it is long.
    pub source_line: String,
    /// Characters of `source_line` before the spot.
    pub caret: usize,
}

/// Most characters of a source line that are shown before and after the spot.
const SHOWN: usize = 60;

impl Place {
    /// The place of the token that contains `offset` or follows it.
    pub(crate) fn of(text: &str, offset: usize) -> Self {
        let offset = token_start(text, offset);
        let (line, column) = line_and_column(text, offset);
        let full = text.lines().nth(line - 1).unwrap_or("");
        let shown_from = (column - 1).saturating_sub(SHOWN);
        let mut source_line = String::new();
        if shown_from > 0 {
            source_line.push('…');
        }
        let caret = source_line.chars().count() + column - 1 - shown_from;
        let mut rest = full.chars().skip(shown_from);
        source_line.extend(rest.by_ref().take(2 * SHOWN).map(|c| if c.is_control() { ' ' } else { c }));
        if rest.next().is_some() {
            source_line.push('…');
        }
        Self { line, column, field: path_at(text, offset), source_line, caret }
    }

    /// The source line with its number, and below it a caret under the spot.
    pub fn excerpt(&self) -> String {
        let number = self.line.to_string();
        format!("{number} | {}\n{} | {}^", self.source_line, " ".repeat(number.len()), " ".repeat(self.caret))
    }

    /// "line 3, column 7, in document.title".
    pub fn words(&self) -> String {
        if self.field.is_empty() {
            format!("line {}, column {}", self.line, self.column)
        } else {
            format!("line {}, column {}, in {}", self.line, self.column, self.field)
        }
    }
}

/// Line and column, both from 1, of a byte offset; the column counts characters.
pub(crate) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = 1 + before.get(line_start..).unwrap_or("").chars().count();
    (line, column)
}

/// Byte offset of a line and column as [`line_and_column`] counts them; the end of the text when it is shorter.
pub(crate) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(line_start..).unwrap_or("");
    rest.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(at, _)| line_start + at)
}

/// Start of the token that contains `offset` or follows it; `offset` itself when there is none.
fn token_start(text: &str, offset: usize) -> usize {
    Tokens::new(text)
        .map_while(Result::ok)
        .find(|token| token.start + token.text.len() > offset)
        .map_or_else(|| offset.min(text.len()), |token| token.start)
}

/// The way from the top of the text to the token that starts at `offset`.
fn path_at(text: &str, offset: usize) -> String {
    let mut walk = Walk::default();
    let mut tokens = Tokens::new(text).map_while(Result::ok).peekable();
    while let Some(token) = tokens.next() {
        if token.start >= offset {
            let is_key = matches!(tokens.peek(), Some(next) if next.kind == TokenKind::Colon);
            return walk.path_to(token, is_key);
        }
        walk.step(token);
    }
    walk.path()
}

/// Line, counted from 1, on which a field, a map entry or a list item starts; `None` when there is no such place.
///
/// `path` is a way as error messages print it, for example `document.computers[3]`, where 3 is the key in the map or
/// the position in the list.
pub fn line_of(text: &str, path: &str) -> Option<usize> {
    spot_of(text, path).map(|start| line_and_column(text, start).0)
}

/// As [`line_of`], as a byte offset.
pub(crate) fn spot_of(text: &str, path: &str) -> Option<usize> {
    let mut walk = Walk::default();
    let mut tokens = Tokens::new(text).map_while(Result::ok).peekable();
    while let Some(token) = tokens.next() {
        let is_key = matches!(tokens.peek(), Some(next) if next.kind == TokenKind::Colon);
        if (is_key || walk.is_in_list()) && walk.path_to(token, is_key) == path {
            return Some(token.start);
        }
        walk.step(token);
    }
    None
}

/// The lines on which fields of the design and entries of its tables start, by their way as [`line_of`] takes it.
pub(crate) fn entry_lines(text: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let mut walk = Walk::default();
    let mut tokens = Tokens::new(text).map_while(Result::ok).peekable();
    let (mut line, mut counted) = (1, 0);
    while let Some(token) = tokens.next() {
        let is_key = matches!(tokens.peek(), Some(next) if next.kind == TokenKind::Colon);
        if is_key && walk.frames.len() <= TABLE_DEPTH {
            line += text.get(counted..token.start).unwrap_or("").matches('\n').count();
            counted = token.start;
            lines.entry(walk.path_to(token, is_key)).or_insert(line);
        }
        walk.step(token);
    }
    lines
}

/// Open brackets around an entry of a table: the file, the design, the table.
const TABLE_DEPTH: usize = 3;

/// An open bracket and where in it the walk stands.
#[derive(Clone, Copy, Debug)]
struct Frame<'a> {
    bracket: Bracket,
    key: Option<&'a str>,
    index: usize,
}

/// A walk over tokens that knows its way from the top.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walk<'a> {
    frames: Vec<Frame<'a>>,
    last: Option<Token<'a>>,
}

impl<'a> Walk<'a> {
    /// Goes past a token.
    pub(crate) fn step(&mut self, token: Token<'a>) {
        match token.kind {
            TokenKind::Open(bracket) => self.frames.push(Frame { bracket, key: None, index: 0 }),
            TokenKind::Close(_) => {
                self.frames.pop();
            }
            TokenKind::Colon => {
                if let (Some(frame), Some(key)) = (self.frames.last_mut(), self.last) {
                    frame.key = Some(key.text);
                }
            }
            TokenKind::Comma => {
                if let Some(frame) = self.frames.last_mut() {
                    frame.key = None;
                    frame.index += 1;
                }
            }
            TokenKind::Word | TokenKind::Number | TokenKind::Text | TokenKind::Mark => {}
        }
        self.last = Some(token);
    }

    fn is_in_list(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.bracket == Bracket::Square)
    }

    /// The way to `token`, which comes next: a key names its field, a closing bracket its record.
    fn path_to(&self, token: Token<'a>, is_key: bool) -> String {
        let mut frames = self.frames.clone();
        if matches!(token.kind, TokenKind::Close(_)) {
            frames.pop();
        } else if is_key && let Some(frame) = frames.last_mut() {
            frame.key = Some(token.text);
        }
        joined(&frames)
    }

    fn path(&self) -> String {
        joined(&self.frames)
    }

    /// The way to a field as `document.computers[].os`, to a value as `document.computers[].os: Server2019`: the same
    /// for every entry of a table and every item of a list.
    pub(crate) fn word(&self, token: Token<'a>, is_key: bool) -> String {
        let mut frames = self.frames.clone();
        let is_field = is_key && frames.last().is_some_and(|it| it.bracket == Bracket::Round);
        if is_field && let Some(frame) = frames.last_mut() {
            frame.key = Some(token.text);
        }
        let mut way = String::new();
        for frame in &frames {
            match (frame.key, frame.bracket) {
                (Some(key), Bracket::Round) if way.is_empty() => way.push_str(key),
                (Some(key), Bracket::Round) => way.extend([".", key]),
                (None, Bracket::Round) => {}
                (_, Bracket::Square | Bracket::Curly) => way.push_str("[]"),
            }
        }
        if !is_field {
            way.extend([": ", token.text]);
        }
        way
    }
}

fn joined(frames: &[Frame<'_>]) -> String {
    let mut path = String::new();
    for frame in frames {
        match (frame.key, frame.bracket) {
            (Some(key), Bracket::Round) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            (Some(key), _) => {
                path.push('[');
                path.push_str(key);
                path.push(']');
            }
            (None, Bracket::Square) => {
                path.push('[');
                path.push_str(&frame.index.to_string());
                path.push(']');
            }
            (None, _) => {}
        }
    }
    path
}
