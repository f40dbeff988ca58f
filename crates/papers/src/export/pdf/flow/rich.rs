//! Text with bold words and links, and its lines at a given width.

use crate::export::pdf::flow::style::TextStyle;
use crate::geometry::{Point, Rect};
use crate::scene::text::{break_word, end_of_word, may_break_after, text_width};
use crate::scene::{Face, Ink, Prim, Stroke};

/// A word of more points than this may be cut where a column is narrow.
pub(super) const MOST_WHOLE: f32 = 80.0;

/// A stretch of text in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    text: String,
    face: Option<Face>,
    ink: Option<Ink>,
    url: Option<String>,
}

/// A stretch of text in one look, for formats that set text themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextLook<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_bold: bool,
    pub(crate) is_mono: bool,
    pub(crate) is_muted: bool,
    /// Where it leads; within the document where it starts with `#`.
    pub(crate) url: Option<&'a str>,
}

/// Text with bold words, colors and links; a line break in it starts a new line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    spans: Vec<Span>,
}

impl RichText {
    /// Empty text to build on.
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, text: impl Into<String>, face: Option<Face>, ink: Option<Ink>, url: Option<String>) -> Self {
        self.spans.push(Span { text: text.into(), face, ink, url });
        self
    }

    /// Adds plain text.
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(text, None, None, None)
    }

    /// Adds bold text.
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.with(text, Some(Face::Bold), Some(Ink::TextStrong), None)
    }

    /// Adds text of equal widths, for names and commands typed as they stand.
    pub fn mono(self, text: impl Into<String>) -> Self {
        self.with(text, Some(Face::Mono), None, None)
    }

    /// Adds secondary text.
    pub fn muted(self, text: impl Into<String>) -> Self {
        self.with(text, None, Some(Ink::TextMuted), None)
    }

    /// Adds a link to `url`, or with `#name` to an anchor of the document.
    pub fn link(self, text: impl Into<String>, url: impl Into<String>) -> Self {
        self.with(text, None, Some(Ink::Accent), Some(url.into()))
    }

    /// Adds another text.
    pub fn joined(mut self, other: Self) -> Self {
        self.spans.extend(other.spans);
        self
    }

    /// Its stretches, each in one look.
    pub(crate) fn looks(&self) -> impl Iterator<Item = TextLook<'_>> {
        self.spans.iter().map(|span| TextLook {
            text: &span.text,
            is_bold: span.face == Some(Face::Bold),
            is_mono: span.face == Some(Face::Mono),
            is_muted: span.ink == Some(Ink::TextMuted),
            url: span.url.as_deref(),
        })
    }

    /// The words alone.
    pub(crate) fn words(&self) -> String {
        self.spans.iter().map(|it| it.text.as_str()).collect()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }
}

impl From<&str> for RichText {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}

impl From<String> for RichText {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}

impl From<&String> for RichText {
    fn from(text: &String) -> Self {
        Self::new().text(text.as_str())
    }
}

/// Consecutive words of one span on one line.
#[derive(Clone, Debug, PartialEq)]
struct Run {
    span: usize,
    x: f32,
    text: String,
}

/// One line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextLine {
    runs: Vec<Run>,
    /// Width in points.
    pub(super) width: f32,
}

/// A part of a word that lies in one span.
type Fragment<'a> = (usize, &'a str);

impl RichText {
    fn face(&self, span: usize, style: &TextStyle) -> Face {
        self.spans.get(span).and_then(|s| s.face).unwrap_or(style.face)
    }

    fn measure(&self, fragment: Fragment<'_>, style: &TextStyle) -> f32 {
        text_width(self.face(fragment.0, style), style.size, fragment.1)
    }

    /// The words of each hard line; a word may run through several spans.
    fn hard_lines(&self) -> Vec<Vec<Vec<Fragment<'_>>>> {
        let mut lines = vec![Vec::new()];
        let mut word: Vec<Fragment<'_>> = Vec::new();
        for (index, span) in self.spans.iter().enumerate() {
            let mut rest = span.text.as_str();
            while let Some(at) = end_of_word(rest) {
                let (head, tail) = rest.split_at(at);
                if !head.is_empty() {
                    word.push((index, head));
                }
                let line: Option<&mut Vec<Vec<Fragment<'_>>>> = lines.last_mut();
                if let Some(line) = line
                    && !word.is_empty()
                {
                    line.push(std::mem::take(&mut word));
                }
                if tail.starts_with('\n') {
                    lines.push(Vec::new());
                }
                rest = tail.get(tail.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            if !rest.is_empty() {
                word.push((index, rest));
            }
        }
        if let Some(line) = lines.last_mut()
            && !word.is_empty()
        {
            line.push(word);
        }
        lines
    }

    /// The lines of the text at `width`; at least one.
    pub(super) fn lines(&self, style: &TextStyle, width: f32) -> Vec<TextLine> {
        let space = text_width(style.face, style.size, " ");
        let mut done = Vec::new();
        for words in self.hard_lines() {
            let mut line = TextLine::default();
            for word in &words {
                let needed: f32 = word.iter().map(|f| self.measure(*f, style)).sum();
                if !line.runs.is_empty() && line.width + space + needed > width {
                    done.push(std::mem::take(&mut line));
                }
                if needed > width {
                    self.push_pieces(&mut line, &mut done, word, (style, width));
                } else {
                    let gap = if line.runs.is_empty() { 0.0 } else { space };
                    self.push_word(&mut line, word, gap, style);
                }
            }
            done.push(line);
        }
        done
    }

    /// Width of its longest word in points, or of the longest part of one that is wider than `whole`: such a word may be
    /// cut behind a hyphen rather than take the room of other columns.
    pub(super) fn longest_word(&self, style: &TextStyle, whole: f32) -> f32 {
        let words = self.hard_lines().into_iter().flatten();
        words.map(|word| self.width_of_word(&word, style, whole)).fold(0.0, f32::max)
    }

    /// The words that break at `width`, though no separator is there.
    #[cfg(test)]
    pub(super) fn broken_words(&self, style: &TextStyle, width: f32) -> Vec<String> {
        let words = self.hard_lines().into_iter().flatten();
        let is_broken = |word: &Vec<Fragment<'_>>| self.width_of_word(word, style, 0.0) > width + 0.01;
        words.filter(is_broken).map(|it| it.iter().map(|it| it.1).collect()).collect()
    }

    /// Width of all of it in one line in points.
    pub(super) fn length(&self, style: &TextStyle) -> f32 {
        let spans = self.spans.iter();
        spans.map(|it| text_width(it.face.unwrap_or(style.face), style.size, &it.text)).sum()
    }

    fn width_of_word(&self, word: &[Fragment<'_>], style: &TextStyle, most_whole: f32) -> f32 {
        let whole: f32 = word.iter().map(|it| self.measure(*it, style)).sum();
        if whole <= most_whole {
            return whole;
        }
        let parts = word.iter().flat_map(|(span, text)| text.split_inclusive(may_break_after).map(|it| (*span, it)));
        parts.map(|it| self.measure(it, style)).fold(0.0, f32::max)
    }

    fn push_word(&self, line: &mut TextLine, word: &[Fragment<'_>], mut gap: f32, style: &TextStyle) {
        for fragment in word {
            let (span, text) = *fragment;
            match line.runs.last_mut() {
                Some(run) if run.span == span => {
                    if gap > 0.0 {
                        run.text.push(' ');
                    }
                    run.text.push_str(text);
                    line.width = run.x + text_width(self.face(span, style), style.size, &run.text);
                }
                _ => {
                    let x = line.width + gap;
                    line.width = x + self.measure(*fragment, style);
                    line.runs.push(Run { span, x, text: text.to_owned() });
                }
            }
            gap = 0.0;
        }
    }

    /// A word wider than a line: its pieces fill lines of their own.
    fn push_pieces(
        &self,
        line: &mut TextLine,
        done: &mut Vec<TextLine>,
        word: &[Fragment<'_>],
        (style, width): (&TextStyle, f32),
    ) {
        for (span, text) in word {
            for piece in break_word(self.face(*span, style), style.size, text, width) {
                let fragment = (*span, piece.as_str());
                if !line.runs.is_empty() && line.width + self.measure(fragment, style) > width {
                    done.push(std::mem::take(line));
                }
                self.push_word(line, &[fragment], 0.0, style);
            }
        }
    }

    /// The shapes of one of its lines whose top left corner is `at`.
    pub(super) fn draw(&self, line: &TextLine, style: &TextStyle, at: Point) -> Vec<Prim> {
        let mut prims = Vec::new();
        let baseline = at.y + style.baseline();
        for run in &line.runs {
            let Some(span) = self.spans.get(run.span) else { continue };
            let (face, ink) = (span.face.unwrap_or(style.face), span.ink.unwrap_or(style.ink));
            let left = at.x + run.x;
            prims.push(Prim::text(Point::new(left, baseline), style.size, face, ink, run.text.as_str()));
            if let Some(url) = &span.url {
                let right = left + text_width(face, style.size, &run.text);
                let y = baseline + style.size * 0.16;
                let stroke = Stroke::solid(ink, style.size * 0.045);
                prims.push(Prim::line(vec![Point::new(left, y), Point::new(right, y)], stroke));
                let rect = Rect::from_ltrb(left, at.y, right, at.y + style.leading);
                prims.push(Prim::Link { rect, url: url.clone() });
            }
        }
        prims
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::flow::style::BODY;

    fn read(text: &RichText, width: f32) -> Vec<String> {
        let join = |line: &TextLine| line.runs.iter().map(|r| r.text.as_str()).collect::<Vec<_>>().join("|");
        text.lines(&BODY, width).iter().map(join).collect()
    }

    #[test]
    fn words_of_one_look_form_one_run() {
        let text = RichText::from("one two ").bold("three four").text(", five");
        assert_eq!(read(&text, 500.0), ["one two|three four|, five"]);
    }

    #[test]
    fn a_number_never_parts_from_its_unit() {
        let text = RichText::from("about 5 %.");
        let width = text_width(Face::Regular, BODY.size, "about 5") + 1.0;
        assert_eq!(read(&text, width), ["about", "5 %."]);
    }

    #[test]
    fn comma_behind_a_bold_word_stays_with_it() {
        let text = RichText::new().bold("alpha").text(", beta");
        let width = text_width(Face::Bold, BODY.size, "alpha,") + 1.0;
        let lines = read(&text, width);
        assert_eq!(lines.last().unwrap(), "beta");
        assert_eq!(lines.first().unwrap(), "alpha|,");
    }

    #[test]
    fn no_line_is_wider_than_asked_and_no_word_is_lost() {
        let long =
            "C:\\Program Files (x86)\\Microsoft BizTalk Server 2020\\ Enterprise Single Sign-On and a very long tail";
        let text =
            RichText::from(long).link("https://learn.microsoft.com/biztalk/core/clustering-the-master-secret", "u");
        for width in [20.0, 60.0, 140.0] {
            let lines = text.lines(&BODY, width);
            assert!(lines.iter().all(|l| l.width <= width + 0.01), "{width}");
            let letters: String = read(&text, width).concat().chars().filter(|c| !matches!(c, ' ' | '|')).collect();
            assert!(letters.contains("BizTalkServer2020") && letters.ends_with("master-secret"), "{letters}");
        }
    }

    #[test]
    fn line_breaks_stay() {
        assert_eq!(read(&RichText::from("a\nb\n\nc"), 100.0), ["a", "b", "", "c"]);
        assert_eq!(read(&RichText::new(), 100.0), [""]);
    }

    #[test]
    fn link_covers_its_words_on_every_line() {
        let text = RichText::new().link("clustering the master secret server", "https://example.com");
        let lines = text.lines(&BODY, 80.0);
        let links = lines.iter().flat_map(|l| text.draw(l, &BODY, Point::default()));
        assert_eq!(links.filter(|p| matches!(p, Prim::Link { .. })).count(), lines.len());
    }
}
