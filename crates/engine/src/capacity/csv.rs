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
/// Fields are separated by commas, semicolons or tabs, whichever the first line has; with semicolons and tabs a comma
/// may stand for the decimal point. A run without a name in `by` gets `author`.
///
/// # Errors
/// The line and what is wrong with it, as a sentence; nothing is read then.
pub fn runs_from_csv(text: &str, author: &str) -> Result<Vec<LoadTestRun>, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((_, head)) = lines.next() else { return Err("The table is empty.".to_owned()) };
    let separator = [';', '\t'].into_iter().find(|it| head.contains(*it)).unwrap_or(',');
    let names: Vec<String> = fields(head, separator).iter().map(|it| it.to_lowercase()).collect();
    for name in COLUMNS.iter().skip(1).take(6) {
        if !names.iter().any(|it| it == name) {
            return Err(format!("The first line must name the column {name}."));
        }
    }
    if let Some(strange) = names.iter().find(|it| !COLUMNS.contains(&it.as_str())) {
        return Err(format!("There is no column {strange}; there are {}.", COLUMNS.join(", ")));
    }
    let runs: Vec<LoadTestRun> = lines
        .map(|(number, line)| Line { names: &names, fields: fields(line, separator), number: number + 1 }.read(author))
        .collect::<Result<_, _>>()?;
    if runs.is_empty() { Err("The table has no line below the names of its columns.".to_owned()) } else { Ok(runs) }
}

fn fields(line: &str, separator: char) -> Vec<String> {
    line.split(separator).map(|it| it.trim().trim_matches('"').trim().to_owned()).collect()
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
        let run = LoadTestRun {
            by: self.text("by").unwrap_or(author).to_owned(),
            on: self.text("on").unwrap_or_default().to_owned(),
            messages_per_sec: self.required("messages_per_sec")?,
            biztalk_cpu_percent: self.required("biztalk_cpu_percent")?,
            biztalk_cores: self.required("biztalk_cores")?,
            sql_cpu_percent: self.required("sql_cpu_percent")?,
            sql_cores: self.required("sql_cores")?,
            hops: self.required("hops")?,
            latency_secs: self.number("latency_secs")?,
            users: self.number("users")?,
            throttled: self
                .text("throttled")
                .is_some_and(|it| ["yes", "true", "1"].contains(&it.to_lowercase().as_str())),
        };
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
    fn a_faulty_table_says_where_and_what() {
        let fault = |text: &str| runs_from_csv(text, "").unwrap_err();
        assert_eq!(fault(""), "The table is empty.");
        assert_eq!(fault("on,hops\n"), "The first line must name the column messages_per_sec.");
        assert!(fault(&format!("{HEAD},rate\n")).starts_with("There is no column rate"));
        assert_eq!(fault(&format!("{HEAD}\n,,x,1,1,1,1,1,")), "Line 2: \"x\" in column messages_per_sec is no number.");
        assert_eq!(fault(&format!("{HEAD}\n,,1,120,1,1,1,1,")), "Line 2: CPU must be above 0 and at most 100 %.");
        assert_eq!(fault(&format!("{HEAD}\n,,1,,1,1,1,1,")), "Line 2: column biztalk_cpu_percent is empty.");
        assert_eq!(fault(HEAD), "The table has no line below the names of its columns.");
    }
}
