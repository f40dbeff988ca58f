//! The display list as a PNG picture of a chosen resolution.

use std::sync::Arc;

use resvg::{tiny_skia, usvg};

use crate::carried::{Origin, png::attach};
use crate::export::error::ExportError;
use crate::export::options::{LEAST_DPI, MOST_DPI};
use crate::export::svg::{SvgOptions, scene_svg};
use crate::lettering::Lettering;
use crate::scene::{Ink, Palette, Scene};

/// Largest picture in million pixels; four bytes each while drawing.
const MOST_MEGAPIXELS: u64 = 100;
/// World units per inch: one unit is one pixel of CSS.
const UNITS_PER_INCH: f32 = 96.0;
/// How hard the encoder looks for repetitions, of 9: a drawing gains little by more.
const LEVEL: u8 = 3;
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
    lettering: &Arc<Lettering>,
    origin: Option<&Origin>,
) -> Result<Vec<u8>, ExportError> {
    let (width, height) = pixel_size(scene, dpi)?;
    let options = SvgOptions { searchable: false, lettering: Arc::clone(lettering), ..SvgOptions::default() };
    let svg = scene_svg(scene, palette, &options);
    let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).map_err(failed)?;
    let mut canvas = tiny_skia::Pixmap::new(width, height).ok_or_else(|| failed("not enough memory"))?;
    let ground = palette.color(Ink::Background);
    canvas.fill(tiny_skia::Color::from_rgba8(ground.r, ground.g, ground.b, 255));
    let scale = dpi as f32 / UNITS_PER_INCH;
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale, scale), &mut canvas.as_mut());
    encode(&canvas, dpi, origin)
}

/// The picture is opaque, so red, green and blue say it all. Rows of a drawing repeat each other: without filters, which
/// photographs gain by, it becomes smaller at half the effort.
fn encode(canvas: &tiny_skia::Pixmap, dpi: u32, origin: Option<&Origin>) -> Result<Vec<u8>, ExportError> {
    let (pixels, _) = canvas.data().as_chunks::<4>();
    let mut rgb = vec![0; 3 * pixels.len()];
    for ([red, green, blue], [r, g, b, _]) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(pixels) {
        (*red, *green, *blue) = (*r, *g, *b);
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, canvas.width(), canvas.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
    let per_meter = (dpi as f32 * INCHES_PER_METER).round() as u32;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_meter, yppu: per_meter, unit }));
    let mut writer = encoder.write_header().map_err(failed)?;
    if let Some(origin) = origin {
        attach(&mut writer, origin).map_err(failed)?;
    }
    writer.write_image_data(&rgb).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    #[test]
    fn picture_has_the_size_and_resolution_asked_for() {
        let scene = sample::scene();
        let file = scene_png(&scene, Palette::light(), 192, &Arc::default(), None).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
        let info = reader.info();
        let size = scene.bounds.size();
        assert_eq!((info.width, info.height), ((size.width * 2.0) as u32, (size.height * 2.0) as u32));
        assert_eq!(info.pixel_dims.unwrap().xppu, 7559);
    }

    #[test]
    fn picture_shows_text_on_the_background() {
        let scene = sample::scene();
        let file = scene_png(&scene, Palette::print(), 96, &Arc::default(), None).unwrap();
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
            scene_png(&scene, Palette::dark(), 60, &Arc::default(), None).unwrap(),
            scene_png(&scene, Palette::dark(), 60, &Arc::default(), None).unwrap()
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
            scene_png(&Scene::default(), Palette::light(), 96, &Arc::default(), None),
            Err(ExportError::Empty)
        ));
        assert!(matches!(
            scene_png(&sample::scene(), Palette::light(), 0, &Arc::default(), None),
            Err(ExportError::Resolution { .. })
        ));
    }
}
