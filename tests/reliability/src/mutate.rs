//! Damages texts: the ways in which files arrive broken, and those in which somebody breaks them.

use tierwright_design::testing::Lcg;

/// Numbers and words that have broken programs before.
const NASTY: [&str; 32] = [
    "4294967295",
    "4294967296",
    "-1",
    "0",
    "1e308",
    "1e-308",
    "-0.0",
    "9223372036854775807",
    "NaN",
    "inf",
    "null",
    "99999999999999999999999999",
    "0x10",
    "1_000",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\\",
    "\"",
    "'",
    "]]>",
    "<!--",
    "&lt;",
    "&#0;",
    "/*",
    "//",
    "../../etc/passwd",
    "\u{1f4a9}",
];

/// A text with one to a few spots changed; `others` are texts to take pieces from.
pub fn mutated(text: &str, others: &[String], dice: &mut Lcg) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        change(&mut bytes, others, dice);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn change(bytes: &mut Vec<u8>, others: &[String], dice: &mut Lcg) {
    let len = bytes.len();
    let at = dice.below(len + 1);
    let reach = |dice: &mut Lcg, most: usize| at + dice.below(most.min(len - at) + 1);
    match dice.below(12) {
        0 if at < len => bytes[at] ^= 1 << dice.below(8),
        1 => bytes.truncate(at),
        2 => drop(bytes.drain(at..reach(dice, 40))),
        3 => {
            let piece = bytes[at..reach(dice, 200)].to_vec();
            let to = dice.below(len + 1);
            bytes.splice(to..to, piece);
        }
        4 | 5 => {
            let (start, end) = number_near(bytes, at);
            bytes.splice(start..end, nasty(dice));
        }
        6 => {
            bytes.splice(at..at, nasty(dice));
        }
        7 => {
            let piece = others.get(dice.below(others.len())).map_or(&[][..], |it| it.as_bytes());
            let start = dice.below(piece.len() + 1);
            let end = start + dice.below((piece.len() - start).min(200) + 1);
            bytes.splice(at..at, piece[start..end].iter().copied());
        }
        8 => {
            let (start, end) = word_near(bytes, at);
            let (other_start, other_end) = word_near(bytes, dice.below(len + 1));
            let other = bytes[other_start..other_end].to_vec();
            bytes.splice(start..end, other);
        }
        9 => {
            let piece = bytes[at..reach(dice, 12)].to_vec();
            let times = 1 << dice.below(9);
            let many: Vec<u8> = piece.iter().copied().cycle().take(piece.len() * times).collect();
            bytes.splice(at..at, many);
        }
        10 => {
            let (start, end) = line_near(bytes, at);
            bytes.drain(start..end);
        }
        _ => {
            let (start, end) = line_near(bytes, at);
            let line = bytes[start..end].to_vec();
            let to = line_near(bytes, dice.below(len + 1)).0;
            bytes.splice(to..to, line);
        }
    }
}

fn nasty(dice: &mut Lcg) -> Vec<u8> {
    NASTY[dice.below(NASTY.len())].as_bytes().to_vec()
}

/// Where the run of such bytes around or behind a place starts and ends.
fn run_near(bytes: &[u8], at: usize, belongs: impl Fn(u8) -> bool) -> (usize, usize) {
    let start = (at..bytes.len()).find(|it| belongs(bytes[*it])).unwrap_or(bytes.len());
    let before = bytes[..start].iter().rev().take_while(|it| belongs(**it)).count();
    let after = bytes[start..].iter().take_while(|it| belongs(**it)).count();
    (start - before, start + after)
}

fn number_near(bytes: &[u8], at: usize) -> (usize, usize) {
    run_near(bytes, at, |it| it.is_ascii_digit() || it == b'.')
}

fn word_near(bytes: &[u8], at: usize) -> (usize, usize) {
    run_near(bytes, at, |it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-'))
}

fn line_near(bytes: &[u8], at: usize) -> (usize, usize) {
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    let end = bytes[at..].iter().position(|it| *it == b'\n').map_or(bytes.len(), |it| at + it + 1);
    (start, end)
}
