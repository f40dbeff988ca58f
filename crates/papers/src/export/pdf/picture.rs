//! Pictures such as a logo, ready to place in a PDF.

use printpdf::{RawImage, RawImageData, RawImageFormat, XObject};

use crate::export::error::ExportError;

/// Most pixels of a logo: larger ones only slow the document down.
const MOST_PIXELS: u64 = 16_000_000;

/// A decoded picture with transparency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    rgba: Vec<u8>,
}

impl Picture {
    /// Reads a PNG file's bytes.
    pub fn from_png(bytes: &[u8]) -> Result<Self, ExportError> {
        let unreadable = |reason: String| ExportError::Logo { reason };
        let mut reader = image::ImageReader::new(std::io::Cursor::new(bytes));
        reader.set_format(image::ImageFormat::Png);
        let (width, height) = reader.into_dimensions().map_err(|e| unreadable(e.to_string()))?;
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(unreadable(format!("it has {width} x {height} pixels; at most 16 million are used")));
        }
        let picture = image::load_from_memory_with_format(bytes, image::ImageFormat::Png)
            .map_err(|e| unreadable(e.to_string()))?
            .to_rgba8();
        Ok(Self { width, height, rgba: picture.into_raw() })
    }

    /// The largest width and height with the picture's proportions inside the given ones.
    pub fn fit(&self, width: f32, height: f32) -> (f32, f32) {
        let scale = (width / self.width.max(1) as f32).min(height / self.height.max(1) as f32);
        (self.width as f32 * scale, self.height as f32 * scale)
    }

    pub(super) fn x_object(&self) -> XObject {
        XObject::Image(RawImage {
            pixels: RawImageData::U8(self.rgba.clone()),
            width: self.width as usize,
            height: self.height as usize,
            data_format: RawImageFormat::RGBA8,
            tag: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_not_a_logo() {
        let error = Picture::from_png(b"not a picture").unwrap_err().to_string();
        assert!(error.contains("could not be read as a PNG"), "{error}");
    }

    #[test]
    fn picture_keeps_its_proportions() {
        let picture = Picture { width: 200, height: 100, rgba: Vec::new() };
        assert_eq!(picture.fit(50.0, 50.0), (50.0, 25.0));
        assert_eq!(picture.fit(500.0, 50.0), (100.0, 50.0));
    }
}
