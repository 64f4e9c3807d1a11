//! Lists as files of comma-separated values (RFC 4180).

use std::fmt::Write;

/// A file of `rows` below the headings of their columns.
///
/// A spreadsheet takes what begins like a formula for one, and carries it out: such a value gets an apostrophe in front,
/// which makes it text.
pub fn csv<const N: usize>(headings: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut file = String::new();
    line(&mut file, headings.iter().copied());
    for row in rows {
        line(&mut file, row.iter().map(String::as_str));
    }
    file
}

fn line<'a>(file: &mut String, values: impl Iterator<Item = &'a str>) {
    for (n, value) in values.enumerate() {
        if n > 0 {
            file.push(',');
        }
        let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            "'"
        } else {
            ""
        };
        // Writing to a text can't fail.
        _ = match value.contains([',', '"', '\n', '\r', ';']) {
            true => write!(file, "\"{guard}{}\"", value.replace('"', "\"\"")),
            false => write!(file, "{guard}{value}"),
        };
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn values_are_quoted_where_they_must_be_and_formulas_are_made_text() {
        let rows = [
            ["plain", "with, comma"],
            ["a \"quote\"", "two\nlines"],
            ["=1+1", "+49"],
            ["-1", "@SUM(A1),x"],
            ["\t=1", "x=1"],
        ];
        let rows = rows.map(|row| row.map(String::from)).into_iter();
        assert_eq!(
            csv(["A", "B"], rows),
            "A,B\r\nplain,\"with, comma\"\r\n\"a \"\"quote\"\"\",\"two\nlines\"\r\n'=1+1,'+49\r\n'-1,\"'@SUM(A1),x\"\r\n\
             '\t=1,x=1\r\n"
        );
    }
}
