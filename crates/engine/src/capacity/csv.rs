//! Load test runs from a table of comma- or semicolon-separated values, as a spreadsheet writes it.

use crate::model::LoadTestRun;

/// The columns by name; the last four may be missing.
pub const COLUMNS: [&str; 11] = [
    "on",
    "messages_per_sec",
    "biztalk_cpu_percent",
    "biztalk_cores",
    "sql_cpu_percent",
    "sql_cores",
    "hops",
    "by",
    "latency_secs",
    "users",
    "throttled",
];

/// Reads runs: a line with the names of columns in any order, then one line per run.
///
/// Fields are separated by commas, semicolons or tabs, whichever the first line has, and may stand in quotation marks;
/// with semicolons, tabs and quotation marks a comma may stand for the decimal point. Lines may end as on any system,
/// and lines without anything in them are passed over. A run without a name in `by` gets `author`.
///
/// # Errors
/// The line and what is wrong with it, as a sentence; nothing is read then.
pub fn runs_from_csv(text: &str, author: &str) -> Result<Vec<LoadTestRun>, String> {
    // A quotation mark that nobody closes swallows the rest of the table: then they are taken as mere decoration.
    runs(text, author, Quotes::Hold).or_else(|problem| runs(text, author, Quotes::Decorate).or(Err(problem)))
}

/// What quotation marks around a field are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// They hold it together, separators and doubled quotation marks included.
    Hold,
    /// Nothing.
    Decorate,
}

fn runs(text: &str, author: &str, quotes: Quotes) -> Result<Vec<LoadTestRun>, String> {
    let mut rows = rows(text, quotes)?.into_iter();
    let Some((_, head)) = rows.next() else { return Err("The table is empty.".to_owned()) };
    let names: Vec<String> = head.iter().map(|it| it.to_lowercase()).collect();
    for name in COLUMNS.iter().skip(1).take(6) {
        if !names.iter().any(|it| it == name) {
            return Err(format!("The first line must name the column {name}."));
        }
    }
    if let Some(strange) = names.iter().find(|it| !COLUMNS.contains(&it.as_str())) {
        return Err(format!("There is no column {strange}; there are {}.", COLUMNS.join(", ")));
    }
    let runs: Vec<LoadTestRun> = rows
        .map(|(line, fields)| Line { names: &names, fields, number: line }.read(author))
        .collect::<Result<_, _>>()?;
    if runs.is_empty() { Err("The table has no line below the names of its columns.".to_owned()) } else { Ok(runs) }
}

/// The lines that say anything, each with its number and its fields.
fn rows(text: &str, quotes: Quotes) -> Result<Vec<(usize, Vec<String>)>, String> {
    let head = text.split(['\r', '\n']).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|it| head.as_bytes().contains(it)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quotes == Quotes::Hold)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|err| format!("The table cannot be read: {err}."))?;
        let line = line_of(text, &record);
        let fields: Vec<String> = record.iter().map(|field| bare(field, quotes).to_owned()).collect();
        if let Some(at) = fields.iter().position(|it| it.contains(['\r', '\n'])) {
            return Err(format!("Line {line}: column {} holds a line break; is a quotation mark missing?", at + 1));
        }
        if fields.iter().any(|it| !it.is_empty()) {
            rows.push((line, fields));
        }
    }
    Ok(rows)
}

/// A field without what surrounds it.
fn bare(field: &str, quotes: Quotes) -> &str {
    let field = field.trim();
    match quotes {
        // Quotation marks after a space still stand there.
        Quotes::Hold => field.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or(field).trim(),
        Quotes::Decorate => field.trim_matches('"').trim(),
    }
}

/// The line in which a record starts. The library counts line feeds only, and not those just before the record.
fn line_of(text: &str, record: &csv::StringRecord) -> usize {
    let (before, rest) = text.split_at(record.position().map_or(0, |it| it.byte() as usize));
    let skipped = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let before = text[..before.len() + skipped].replace("\r\n", "\n");
    before.matches(['\r', '\n']).count() + 1
}

/// A line of the table by the names of its columns.
struct Line<'a> {
    names: &'a [String],
    fields: Vec<String>,
    number: usize,
}

impl Line<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        let at = self.names.iter().position(|it| it == name)?;
        self.fields.get(at).map(String::as_str).filter(|it| !it.is_empty())
    }

    fn number(&self, name: &str) -> Result<Option<f64>, String> {
        let Some(text) = self.text(name) else { return Ok(None) };
        let value = text.trim_end_matches('%').trim().replace(',', ".").parse::<f64>().ok();
        value.map(Some).ok_or_else(|| format!("Line {}: {text:?} in column {name} is no number.", self.number))
    }

    fn required(&self, name: &str) -> Result<f64, String> {
        self.number(name)?.ok_or_else(|| format!("Line {}: column {name} is empty.", self.number))
    }

    fn read(&self, author: &str) -> Result<LoadTestRun, String> {
        let throttled = self.text("throttled").map(str::to_lowercase);
        let throttled = throttled.is_some_and(|it| ["yes", "true", "1"].contains(&it.as_str()));
        let run = LoadTestRun {
            by: self.text("by").unwrap_or(author).to_owned(),
            on: self.text("on").unwrap_or_default().to_owned(),
            messages_per_sec: self.required("messages_per_sec")?,
            biztalk_cpu_percent: self.required("biztalk_cpu_percent")?,
            biztalk_cores: self.required("biztalk_cores")?,
            sql_cpu_percent: self.required("sql_cpu_percent")?,
            sql_cores: self.required("sql_cores")?,
            hops: self.required("hops")?,
            ..LoadTestRun::default()
        };
        let (latency_secs, users) = (self.number("latency_secs")?, self.number("users")?);
        let run = LoadTestRun { latency_secs, users, throttled, ..run };
        run.problem().map_or(Ok(run), |problem| Err(format!("Line {}: {problem}", self.number)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "on,by,messages_per_sec,biztalk_cpu_percent,biztalk_cores,sql_cpu_percent,sql_cores,hops,users";

    #[test]
    fn several_runs_are_read_with_what_is_optional_left_open() {
        let text = format!("{HEAD}\n2026-01-30,A. Tester,80,40,16,30 %,16,2,\n\n2026-01-31,,95.5,51,16,36,16,2,40\n");
        let runs = runs_from_csv(&text, "The author").unwrap();
        assert_eq!(runs.len(), 2);
        assert_eq!((runs[0].by.as_str(), runs[0].sql_cpu_percent, runs[0].users), ("A. Tester", 30.0, None));
        assert_eq!((runs[1].by.as_str(), runs[1].messages_per_sec, runs[1].users), ("The author", 95.5, Some(40.0)));
    }

    #[test]
    fn semicolons_allow_decimal_commas() {
        let head = HEAD.replace(',', ";");
        let runs = runs_from_csv(&format!("{head}\n;;80,5;40;16;30;16;2;"), "").unwrap();
        assert_eq!(runs[0].messages_per_sec, 80.5);
    }

    #[test]
    fn quotation_marks_hold_fields_together() {
        let text = format!("{HEAD}\n\"2026-01-30\",\"Tester, A. \"\"Al\"\"\",\"80,5\",40,16, \"30\" ,16,2,\n");
        let runs = runs_from_csv(&text, "").unwrap();
        assert_eq!((runs[0].on.as_str(), runs[0].by.as_str()), ("2026-01-30", "Tester, A. \"Al\""));
        assert_eq!((runs[0].messages_per_sec, runs[0].sql_cpu_percent), (80.5, 30.0));
    }

    #[test]
    fn a_stray_quotation_mark_swallows_nothing() {
        for stray in ["\"2026-01-30,,80", "2026-01-30,\"A,80", "2026-01-30,,80\""] {
            let runs = runs_from_csv(&format!("{HEAD}\n{stray},40,16,30,16,2,\n,,81,40,16,30,16,2,\n"), "A").unwrap();
            assert_eq!((runs[0].messages_per_sec, runs[1].messages_per_sec), (80.0, 81.0));
            assert_eq!((runs[0].by.as_str(), runs[1].by.as_str()), ("A", "A"));
        }
        let last = format!("{HEAD},throttled\n,,80,40,16,30,16,2,,\"no\n,,81,40,16,30,16,2,,\n");
        assert_eq!(runs_from_csv(&last, "").unwrap().len(), 2);
    }

    #[test]
    fn lines_end_as_on_any_system_and_are_counted_so() {
        let table = |end: &str| [HEAD, "", "  ", ",,1,1,1,1,1,1,", ",,,,,,,,", ",,x,1,1,1,1,1,"].join(end);
        for end in ["\n", "\r\n", "\r"] {
            let fault = runs_from_csv(&table(end), "").unwrap_err();
            assert_eq!(fault, "Line 6: \"x\" in column messages_per_sec is no number.", "lines end with {end:?}");
        }
    }

    #[test]
    fn tabs_and_a_byte_order_mark_come_from_spreadsheets() {
        let text = format!("\u{feff}{HEAD}\n,A,80,40,16,30,16,2,\n").replace(',', "\t");
        assert_eq!(runs_from_csv(&text, "").unwrap()[0].messages_per_sec, 80.0);
    }

    #[test]
    fn a_faulty_table_says_where_and_what() {
        let fault = |text: &str| runs_from_csv(text, "").unwrap_err();
        assert_eq!(fault(""), "The table is empty.");
        assert_eq!(fault("on,hops\n"), "The first line must name the column messages_per_sec.");
        assert!(fault(&format!("{HEAD},rate\n")).starts_with("There is no column rate"));
        assert_eq!(fault(&format!("{HEAD}\n,,x,1,1,1,1,1,")), "Line 2: \"x\" in column messages_per_sec is no number.");
        assert_eq!(fault(&format!("{HEAD}\n,,1,120,1,1,1,1,")), "Line 2: CPU must be above 0 and at most 100 %.");
        assert_eq!(fault(&format!("{HEAD}\n,,1,,1,1,1,1,")), "Line 2: column biztalk_cpu_percent is empty.");
        assert_eq!(
            fault(&format!("{HEAD}\n,\"A\nB\",x,1,1,1,1,1,")),
            "Line 2: column 2 holds a line break; is a quotation mark missing?"
        );
        assert_eq!(fault(HEAD), "The table has no line below the names of its columns.");
    }
}
