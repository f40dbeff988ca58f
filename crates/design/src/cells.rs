//! Cells of text files with separated values: what spreadsheets take for text, and for UTF-8.

/// The mark that says a text is UTF-8, without which spreadsheets guess.
pub const MARK: &str = "\u{feff}";

/// A text that no spreadsheet takes for a formula: an apostrophe stands before what would be one.
pub fn harmless(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text without the apostrophe that [`harmless`] put before it.
pub fn as_entered(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text_and_comes_back_as_entered() {
        for text in ["=1+1", "+49 30", "-", "@SUM(A1)", "plain", "'quoted", "'=1"] {
            let safe = harmless(text);
            assert!(!safe.starts_with(['=', '+', '-', '@']), "{safe}");
            assert_eq!(as_entered(&safe), text);
        }
    }
}
