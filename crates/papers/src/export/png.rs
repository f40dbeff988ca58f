//! The display list as a PNG picture of a chosen resolution.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use tiny_skia::Pixmap;

use crate::carried::{Origin, png::attach};
use crate::export::error::ExportError;
use crate::export::options::{LEAST_DPI, MOST_DPI};
use crate::export::paint::paint;
use crate::lettering::Lettering;
use crate::scene::{Palette, Scene};

/// Largest picture in million pixels; four bytes each while drawing.
const MOST_MEGAPIXELS: u64 = 100;
/// World units per inch: one unit is one pixel of CSS.
const UNITS_PER_INCH: f32 = 96.0;
/// How hard the encoder looks for repetitions, of 9: a drawing gains little by more.
const LEVEL: u8 = 2;
/// Most colors that a table has.
const MOST_COLORS: usize = 256;
/// Inches per meter, to store the resolution.
const INCHES_PER_METER: f32 = 39.370_08;

fn failed(reason: impl ToString) -> ExportError {
    ExportError::Encoding { format: "PNG", reason: reason.to_string() }
}

/// Width and height in pixels at `dpi`.
pub fn pixel_size(scene: &Scene, dpi: u32) -> Result<(u32, u32), ExportError> {
    if !(LEAST_DPI..=MOST_DPI).contains(&dpi) {
        return Err(ExportError::Resolution { dpi, least: LEAST_DPI, most: MOST_DPI });
    }
    let size = scene.bounds.size();
    if !(size.width > 0.0 && size.height > 0.0) {
        return Err(ExportError::Empty);
    }
    let scale = dpi as f32 / UNITS_PER_INCH;
    let (width, height) = ((size.width * scale).ceil() as u64, (size.height * scale).ceil() as u64);
    let pixels = width.saturating_mul(height);
    if pixels > MOST_MEGAPIXELS * 1_000_000 {
        let shrink = libm::sqrt((MOST_MEGAPIXELS * 1_000_000) as f64 / pixels as f64);
        let suggested = (f64::from(dpi) * shrink * 0.99) as u32;
        return Err(ExportError::PictureTooLarge { width, height, dpi, limit: MOST_MEGAPIXELS, suggested });
    }
    Ok((width.max(1) as u32, height.max(1) as u32))
}

/// The drawing as a PNG file on the palette's background, with `dpi` and where it comes from stored in the file.
pub fn scene_png(
    scene: &Scene,
    palette: &Palette,
    dpi: u32,
    lettering: &Lettering,
    origin: Option<&Origin>,
) -> Result<Vec<u8>, ExportError> {
    let (width, height) = pixel_size(scene, dpi)?;
    let mut canvas = Pixmap::new(width, height).ok_or_else(|| failed("not enough memory"))?;
    paint(&mut canvas, scene, palette, lettering, dpi as f32 / UNITS_PER_INCH);
    encode(&canvas, dpi, origin)
}

/// A drawing has few colors but for the edges of letters and lines, so a table of them and a byte for each pixel say it:
/// that is packed in a third of the time, and is smaller. Filters are for photographs.
fn encode(canvas: &Pixmap, dpi: u32, origin: Option<&Origin>) -> Result<Vec<u8>, ExportError> {
    let Indexed { colors, pixels } = Indexed::of(canvas);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, canvas.width(), canvas.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(colors);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
    let per_meter = (dpi as f32 * INCHES_PER_METER).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_meter, yppu: per_meter, unit }));
    let mut writer = encoder.write_header().map_err(failed)?;
    if let Some(origin) = origin {
        attach(&mut writer, origin).map_err(failed)?;
    }
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

/// A picture as a table of colors and, for each pixel, which of them it has.
struct Indexed {
    /// Red, green and blue of each color.
    colors: Vec<u8>,
    pixels: Vec<u8>,
}

impl Indexed {
    /// The most frequent colors of an opaque picture are kept; any other becomes the kept one that is most like it.
    fn of(canvas: &Pixmap) -> Self {
        let mut seen = Seen::default();
        // Neighbors mostly have the same color: runs of pixels, each with the place of its color.
        let (mut runs, mut rest) = (Vec::<(u32, u32)>::new(), canvas.data().as_chunks::<4>().0);
        while let Some(color) = rest.first() {
            let (run, others) = rest.split_at(length_of_run(rest, *color));
            runs.push((seen.count(*color, run.len()), run.len() as u32));
            rest = others;
        }
        let mut kept = seen.colors.clone();
        kept.sort_unstable_by_key(|(color, count)| (Reverse(*count), *color));
        kept.truncate(MOST_COLORS);
        let kept: Vec<[u8; 4]> = kept.into_iter().map(|(color, _)| color).collect();
        let shown: Vec<u8> = seen.colors.iter().map(|(color, _)| nearest(*color, &kept)).collect();
        let mut pixels = vec![0; canvas.data().len() / 4];
        let mut left = pixels.as_mut_slice();
        for (place, length) in runs {
            let (run, rest) = left.split_at_mut(length as usize);
            run.fill(shown.get(place as usize).copied().unwrap_or_default());
            left = rest;
        }
        Self { colors: kept.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect(), pixels }
    }
}

/// How many pixels from the first one on have its color; many are compared at once.
fn length_of_run(pixels: &[[u8; 4]], color: [u8; 4]) -> usize {
    const AT_ONCE: usize = 16;
    let whole = pixels.as_chunks::<AT_ONCE>().0.iter().take_while(|it| **it == [color; AT_ONCE]).count() * AT_ONCE;
    whole + pixels.iter().skip(whole).take_while(|it| **it == color).count()
}

/// The place of the color that is most like one; of several alike, the first.
fn nearest(color: [u8; 4], kept: &[[u8; 4]]) -> u8 {
    let distance =
        |other: &[u8; 4]| color.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum::<u32>();
    kept.iter().enumerate().min_by_key(|(_, it)| distance(it)).map_or(0, |(place, _)| place as u8)
}

/// Colors in the order in which they come, with the number of their pixels.
struct Seen {
    colors: Vec<([u8; 4], usize)>,
    places: FxHashMap<u32, u32>,
    /// Colors that came lately with their places, so that few are looked up.
    recent: [Option<(u32, u32)>; MOST_COLORS],
}

impl Default for Seen {
    fn default() -> Self {
        Self { colors: Vec::new(), places: FxHashMap::default(), recent: [None; MOST_COLORS] }
    }
}

impl Seen {
    /// Adds pixels of a color and says which place it has.
    fn count(&mut self, color: [u8; 4], pixels: usize) -> u32 {
        let key = u32::from_ne_bytes(color);
        // The upper bits of a product with the golden ratio differ where any bits do.
        let slot = self.recent.get_mut((key.wrapping_mul(0x9E37_79B1) >> 24) as usize);
        let known = slot.as_deref().copied().flatten().filter(|(of, _)| *of == key);
        let place = known.map_or_else(
            || {
                *self.places.entry(key).or_insert_with(|| {
                    self.colors.push((color, 0));
                    self.colors.len() as u32 - 1
                })
            },
            |(_, place)| place,
        );
        if let Some(slot) = slot {
            *slot = Some((key, place));
        }
        if let Some((_, count)) = self.colors.get_mut(place as usize) {
            *count += pixels;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn a_picture_of_more_colors_than_a_table_has_keeps_its_look() {
        let document = crate::document::template("availability-group-azure").unwrap().document.clone();
        let scene = crate::scene::build(&document, &crate::scene::SceneOptions::default());
        let (width, height) = pixel_size(&scene, 150).unwrap();
        let mut canvas = Pixmap::new(width, height).unwrap();
        paint(&mut canvas, &scene, Palette::print(), &Lettering::default(), 150.0 / UNITS_PER_INCH);
        let colors: std::collections::BTreeSet<&[u8; 4]> = canvas.data().as_chunks().0.iter().collect();
        assert!(colors.len() > MOST_COLORS);
        let read = image::load_from_memory(&encode(&canvas, 150, None).unwrap()).unwrap().to_rgba8();
        let differences: Vec<u8> = canvas.data().iter().zip(read.as_raw()).map(|(a, b)| a.abs_diff(*b)).collect();
        let far = differences.iter().filter(|it| **it > 16).count();
        assert!(far * 500 < differences.len(), "{far} of {} are not what was painted", differences.len());
    }

    #[test]
    fn picture_has_the_size_and_resolution_asked_for() {
        let scene = sample::scene();
        let file = scene_png(&scene, Palette::light(), 192, &Lettering::default(), None).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let info = reader.info();
        let size = scene.bounds.size();
        assert_eq!((info.width, info.height), ((size.width * 2.0) as u32, (size.height * 2.0) as u32));
        assert_eq!(info.pixel_dims.unwrap().xppu, 7559);
    }

    #[test]
    fn picture_shows_text_on_the_background() {
        let scene = sample::scene();
        let file = scene_png(&scene, Palette::print(), 96, &Lettering::default(), None).unwrap();
        let picture = image::load_from_memory(&file).unwrap().to_rgb8();
        assert_eq!(picture.get_pixel(0, 0).0, [255, 255, 255]);
        let name = sample::title_area();
        let dark = picture.enumerate_pixels().filter(|(x, y, p)| {
            name.contains(crate::geometry::Point::new(*x as f32, *y as f32)) && p.0.iter().all(|c| *c < 90)
        });
        assert!(dark.count() > 40, "the title is not drawn");
    }

    #[test]
    fn same_scene_same_bytes() {
        let scene = sample::scene();
        assert_eq!(
            scene_png(&scene, Palette::dark(), 60, &Lettering::default(), None).unwrap(),
            scene_png(&scene, Palette::dark(), 60, &Lettering::default(), None).unwrap()
        );
    }

    #[test]
    fn huge_picture_is_refused_with_a_resolution_that_works() {
        let mut scene = sample::scene();
        scene.bounds = crate::geometry::Rect::from_ltrb(0.0, 0.0, 20_000.0, 10_000.0);
        let error = pixel_size(&scene, 600).unwrap_err();
        let ExportError::PictureTooLarge { suggested, .. } = error else { panic!("{error}") };
        assert!(pixel_size(&scene, suggested).is_ok() && suggested > 60);
    }

    #[test]
    fn empty_scene_and_odd_resolution_are_refused() {
        assert!(matches!(
            scene_png(&Scene::default(), Palette::light(), 96, &Lettering::default(), None),
            Err(ExportError::Empty)
        ));
        assert!(matches!(
            scene_png(&sample::scene(), Palette::light(), 0, &Lettering::default(), None),
            Err(ExportError::Resolution { .. })
        ));
    }
}
