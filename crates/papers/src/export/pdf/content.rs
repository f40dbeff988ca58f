//! The content of a PDF page as text: numbers, strings and operators (ISO 32000-1, 7.8.2).

/// Rounds to a thousandth of a point: files stay small and do not depend on the last bits of a float.
pub(super) fn tidy(value: f32) -> f32 {
    (value * 1000.0).round() / 1000.0
}

/// Content that grows from operand to operator.
#[derive(Default)]
pub(super) struct Content {
    bytes: Vec<u8>,
}

impl Content {
    /// The bytes so far.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds an operator, or several words that end in one.
    pub(super) fn operator(&mut self, name: &str) -> &mut Self {
        self.text(name).text("\n")
    }

    /// Adds text as it stands.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// Adds a number rounded to thousandths.
    pub(super) fn number(&mut self, value: f32) -> &mut Self {
        let thousandths = (f64::from(value) * 1000.0).round() as i64;
        if thousandths < 0 {
            self.text("-");
        }
        let (whole, mut rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
        self.text(&whole.to_string());
        if rest > 0 {
            self.text(".");
            while rest > 0 {
                self.bytes.push(b'0' + (rest / 100) as u8);
                rest = rest % 100 * 10;
            }
        }
        self.text(" ")
    }

    /// Adds a string of codes of two bytes each.
    pub(super) fn string(&mut self, codes: impl Iterator<Item = u16>) -> &mut Self {
        self.text("(");
        for byte in codes.flat_map(u16::to_be_bytes) {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
                // As it stands it would be read as a line feed.
                b'\r' => self.bytes.extend(*b"\\r"),
                _ => self.bytes.push(byte),
            }
        }
        self.text(") ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(fill: impl FnOnce(&mut Content)) -> Vec<u8> {
        let mut content = Content::default();
        fill(&mut content);
        content.into_bytes()
    }

    #[test]
    fn numbers_have_three_decimals_at_most_and_no_zeros_behind() {
        let numbers = |values: &[f32]| {
            let bytes = written(|it| {
                for value in values {
                    it.number(*value);
                }
            });
            String::from_utf8(bytes).unwrap()
        };
        assert_eq!(numbers(&[0.0, -0.0, 12.0, 0.5, -0.25, 1.001, 99.9996]), "0 0 12 0.5 -0.25 1.001 100 ");
        assert_eq!(numbers(&[-0.0004, 0.05, -841.89]), "0 0.05 -841.89 ");
    }

    #[test]
    fn bytes_that_mean_something_in_a_string_are_escaped() {
        let codes = [u16::from(b'('), u16::from(b')'), u16::from(b'\\'), 13, 0x0102];
        let bytes = written(|it| {
            it.string(codes.into_iter()).operator("Tj");
        });
        assert_eq!(bytes, b"(\0\\(\0\\)\0\\\\\0\\r\x01\x02) Tj\n");
    }
}
