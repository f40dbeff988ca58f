//! Lays RON text out for people and for version control: small records on one line, one record per line.

use std::borrow::Cow;

use super::scan::{Token, TokenKind, Tokens};

/// Longest line that a record may fill before it is spread over several, in characters.
const MAX_WIDTH: usize = 120;

/// Brackets this deep are always spread over lines, so that adding a record never moves the others.
const SPREAD_DEPTH: usize = 3;

/// Lays out a text in which no bracket is left open.
///
/// The result depends on the tokens alone, so laying out a second time changes nothing; comments are lost.
pub(crate) fn lay_out(compact: &str) -> String {
    let tokens: Vec<Token<'_>> = Tokens::new(compact).map_while(Result::ok).collect();
    let texts: Vec<Cow<'_, str>> = tokens.iter().map(plain).collect();
    let spans = spans(&tokens, &texts);
    let mut out = Writer { text: String::with_capacity(compact.len() * 2), column: 0, open: Vec::new() };
    for (at, token) in tokens.iter().enumerate() {
        let written = texts.get(at).map_or("", |text| text.as_ref());
        let next = tokens.get(at + 1).map(|token| token.kind);
        match token.kind {
            TokenKind::Open(_) => {
                let span = spans.get(at).copied().unwrap_or_default();
                out.open(written, span);
            }
            TokenKind::Close(_) => out.close(written),
            TokenKind::Comma => out.comma(next),
            TokenKind::Colon => out.push(": "),
            TokenKind::Word | TokenKind::Number | TokenKind::Text | TokenKind::Mark => out.push(written),
        }
    }
    out.text.push('\n');
    out.text
}

/// The token as written in a design: an apostrophe needs no backslash between double quotes.
fn plain<'a>(token: &Token<'a>) -> Cow<'a, str> {
    if token.kind != TokenKind::Text || !token.text.starts_with('"') || !token.text.contains('\\') {
        return Cow::Borrowed(token.text);
    }
    let mut plain = String::with_capacity(token.text.len());
    let mut chars = token.text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('\'') => plain.push('\''),
            Some(hidden) => plain.extend(['\\', hidden]),
            None => plain.push('\\'),
        }
    }
    Cow::Owned(plain)
}

/// What is between a bracket and its partner.
#[derive(Clone, Copy, Debug, Default)]
struct Span {
    /// Characters of the whole on one line, with both brackets.
    width: usize,
    is_empty: bool,
}

/// For each opening bracket, its span; for other tokens a value without meaning.
fn spans(tokens: &[Token<'_>], texts: &[Cow<'_, str>]) -> Vec<Span> {
    let mut spans = vec![Span::default(); tokens.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut width = 0;
    for (at, (token, text)) in tokens.iter().zip(texts).enumerate() {
        let before = width;
        width += match token.kind {
            TokenKind::Comma | TokenKind::Colon => 2,
            _ => text.chars().count(),
        };
        match token.kind {
            TokenKind::Open(_) => open.push((at, before)),
            TokenKind::Close(_) => {
                if let Some((opened_at, opened_width)) = open.pop()
                    && let Some(span) = spans.get_mut(opened_at)
                {
                    *span = Span { width: width - opened_width, is_empty: at == opened_at + 1 };
                }
            }
            _ => {}
        }
    }
    spans
}

/// Collects the lines; knows which of the open brackets are spread.
struct Writer {
    text: String,
    column: usize,
    open: Vec<bool>,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.chars().count();
    }

    fn new_line(&mut self) {
        let indent = 2 * self.open.iter().filter(|is_spread| **is_spread).count();
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }

    fn open(&mut self, bracket: &str, span: Span) {
        let is_inside_flat = self.open.last() == Some(&false);
        // One more column for the comma that follows.
        let fits = self.column + span.width < MAX_WIDTH;
        let must_spread = self.open.len() < SPREAD_DEPTH || !fits;
        let is_spread = !span.is_empty && !is_inside_flat && must_spread;
        self.push(bracket);
        self.open.push(is_spread);
        if is_spread {
            self.new_line();
        }
    }

    fn close(&mut self, bracket: &str) {
        if self.open.pop() == Some(true) {
            let kept = self.text.trim_end().len();
            self.text.truncate(kept);
            if !self.text.ends_with(',') {
                self.text.push(',');
            }
            self.new_line();
        }
        self.push(bracket);
    }

    fn comma(&mut self, next: Option<TokenKind>) {
        let is_spread = self.open.last() == Some(&true);
        if is_spread {
            self.text.push(',');
            self.new_line();
        } else if !matches!(next, Some(TokenKind::Close(_))) {
            self.push(", ");
        }
    }
}
