//! Splits RON text into tokens and finds places in it; knows nothing of the model.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `(`, `[` or `{`.
    Open(Bracket),
    /// `)`, `]` or `}`.
    Close(Bracket),
    /// `:`.
    Colon,
    /// `,`.
    Comma,
    /// A name: a field, an enum variant, `true`, `Some`, `NaN`.
    Word,
    /// Anything that starts like a number.
    Number,
    /// A string, byte string or character with its quotes.
    Text,
    /// Any other character; the parser decides about it.
    Mark,
}

/// One of the three pairs of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// `(` and `)`: records, tuples and enum variants.
    Round,
    /// `[` and `]`: lists.
    Square,
    /// `{` and `}`: maps.
    Curly,
}

impl Bracket {
    /// The character that opens the pair.
    pub(crate) fn opening(self) -> char {
        match self {
            Self::Round => '(',
            Self::Square => '[',
            Self::Curly => '{',
        }
    }

    /// The character that closes the pair.
    pub(crate) fn closing(self) -> char {
        match self {
            Self::Round => ')',
            Self::Square => ']',
            Self::Curly => '}',
        }
    }
}

/// A token with its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// The characters as written.
    pub(crate) text: &'a str,
    /// Byte offset of the first character.
    pub(crate) start: usize,
}

/// Why the text cannot be split into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unclosed {
    /// A quoted text that starts at this byte offset has no closing quote.
    Text(usize),
    /// A `/*` comment that starts at this byte offset has no `*/`.
    Comment(usize),
    /// Outside of texts, a line ends at this byte offset with a carriage return and no line feed: a comment would swallow
    /// the line behind it.
    Line(usize),
}

/// Walks over the tokens of a text; white space and comments are left out.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Leaves out so many bytes of white space or comment.
    fn skip(&mut self, len: usize) -> Result<(), Unclosed> {
        match lone_return(self.rest(), len) {
            Some(at) => Err(Unclosed::Line(self.at + at)),
            None => {
                self.at += len;
                Ok(())
            }
        }
    }

    fn skip_space(&mut self) -> Result<(), Unclosed> {
        // Most tokens follow one another with nothing or a blank between.
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if bytes.get(self.at).is_some_and(|it| it.is_ascii_graphic() && *it != b'/') {
            return Ok(());
        }
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.skip(rest.len() - trimmed.len())?;
            if trimmed.starts_with("//") {
                self.skip(trimmed.find('\n').unwrap_or(trimmed.len()))?;
            } else if trimmed.starts_with("/*") {
                self.skip(comment_len(trimmed).ok_or(Unclosed::Comment(self.at))?)?;
            } else {
                return Ok(());
            }
        }
    }
}

/// Where a carriage return stands in the first `len` bytes that no line feed follows.
fn lone_return(text: &str, len: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..len).find(|at| bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Unclosed>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(unclosed) = self.skip_space() {
            self.at = self.text.len();
            return Some(Err(unclosed));
        }
        let start = self.at;
        let (kind, len) = match self.text.as_bytes().get(start)? {
            b'(' => (TokenKind::Open(Bracket::Round), 1),
            b'[' => (TokenKind::Open(Bracket::Square), 1),
            b'{' => (TokenKind::Open(Bracket::Curly), 1),
            b')' => (TokenKind::Close(Bracket::Round), 1),
            b']' => (TokenKind::Close(Bracket::Square), 1),
            b'}' => (TokenKind::Close(Bracket::Curly), 1),
            b':' => (TokenKind::Colon, 1),
            b',' => (TokenKind::Comma, 1),
            _ => {
                let Some(found) = long_token(self.rest()) else {
                    self.at = self.text.len();
                    return Some(Err(Unclosed::Text(start)));
                };
                found
            }
        };
        self.at += len;
        Some(Ok(Token { kind, text: self.text.get(start..self.at).unwrap_or(""), start }))
    }
}

/// Kind and length in bytes of the token at the start of `rest`; `None` for a quoted text without end.
fn long_token(rest: &str) -> Option<(TokenKind, usize)> {
    let first = rest.chars().next()?;
    if first == '"' {
        return quoted_len(rest, '"').map(|len| (TokenKind::Text, len));
    }
    if first == '\'' {
        return quoted_len(rest, '\'').map(|len| (TokenKind::Text, len));
    }
    if first.is_ascii_digit() || matches!(first, '+' | '-' | '.') {
        return Some((TokenKind::Number, ascii_run_len(rest, is_number_byte)));
    }
    if !(first.is_alphabetic() || first == '_') {
        return Some((TokenKind::Mark, first.len_utf8()));
    }
    let prefix = rest.strip_prefix('b').unwrap_or(rest);
    let prefix_len = rest.len() - prefix.len();
    if let Some(num_hashes) = raw_hashes(prefix) {
        return raw_len(prefix, num_hashes).map(|len| (TokenKind::Text, prefix_len + len));
    }
    if prefix_len == 1 && prefix.starts_with(['"', '\'']) {
        let quote = if prefix.starts_with('"') { '"' } else { '\'' };
        return quoted_len(prefix, quote).map(|len| (TokenKind::Text, 1 + len));
    }
    Some((TokenKind::Word, word_len(rest)))
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_')
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'#')
}

/// Length of the run of ASCII characters at the start that belong together.
fn ascii_run_len(text: &str, belongs: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|byte| !belongs(byte)).unwrap_or(text.len())
}

/// Length of a word, whose letters may be of any alphabet.
fn word_len(text: &str) -> usize {
    let len = ascii_run_len(text, is_word_byte);
    match text.as_bytes().get(len) {
        Some(byte) if !byte.is_ascii() => {
            text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '#')).unwrap_or(text.len())
        }
        _ => len,
    }
}

/// Length of a quoted text with both quotes; `\` hides the next character. Neither is ever part of a longer character.
fn quoted_len(text: &str, quote: char) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if char::from(byte) == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The number of `#` in front of a raw text such as `r#"…"#`; `None` when this is not one.
fn raw_hashes(text: &str) -> Option<usize> {
    let after_r = text.strip_prefix('r')?;
    let body = after_r.trim_start_matches('#');
    body.starts_with('"').then_some(after_r.len() - body.len())
}

/// Length of a raw text; `None` when its end is missing.
fn raw_len(text: &str, num_hashes: usize) -> Option<usize> {
    let start = "r".len() + num_hashes + "\"".len();
    let end = format!("\"{}", "#".repeat(num_hashes));
    text.get(start..)?.find(&end).map(|at| start + at + end.len())
}

/// Length of a `/* … */` comment; they nest.
fn comment_len(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}
