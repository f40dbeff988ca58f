//! Textures kept in memory: glyphs, icons, pictures.

use std::collections::BTreeMap;
use std::mem;

use eframe::egui::{Color32, ColorImage, ImageData, Pos2, TextureFilter, TextureId, TexturesDelta};

/// A colour as red, green, blue and opacity from 0 to 255, each already multiplied by the opacity.
pub(super) type Rgba = [f32; 4];

/// The textures that `egui` has handed out.
#[derive(Debug, Default)]
pub(super) struct Textures(BTreeMap<TextureId, Texture>);

impl Textures {
    /// Takes over what has changed. Freed textures go at once: what is drawn now was made after they were freed.
    pub(super) fn apply(&mut self, mut delta: TexturesDelta) {
        let changed: BTreeMap<_, _> = mem::take(&mut delta.set).into_iter().collect();
        for (id, changes) in changed {
            for change in changes {
                let ImageData::Color(image) = change.image;
                match change.pos {
                    Some(corner) => {
                        if let Some(texture) = self.0.get_mut(&id) {
                            texture.patch(corner, &image);
                        }
                    }
                    None => {
                        let is_smooth = change.options.magnification == TextureFilter::Linear;
                        let ColorImage { size, pixels, .. } = &*image;
                        self.0.insert(id, Texture { size: *size, pixels: pixels.clone(), is_smooth });
                    }
                }
            }
        }
        let freed = mem::take(&mut delta.free);
        self.0.retain(|id, _| !freed.contains(id));
    }

    /// `None` for a texture that nobody has made.
    pub(super) fn get(&self, id: TextureId) -> Option<&Texture> {
        self.0.get(&id).filter(|it| !it.pixels.is_empty())
    }
}

/// A picture that triangles take their colours from.
#[derive(Debug)]
pub(super) struct Texture {
    size: [usize; 2],
    pixels: Vec<Color32>,
    /// Whether colours between pixels are mixed.
    is_smooth: bool,
}

impl Texture {
    fn patch(&mut self, [left, top]: [usize; 2], image: &ColorImage) {
        let [width, height] = image.size;
        if left + width > self.size[0] || top + height > self.size[1] {
            return;
        }
        for row in 0..height {
            let start = (top + row) * self.size[0] + left;
            self.pixels[start..start + width].copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
        }
    }

    /// The colour at a place from (0, 0) to (1, 1); beyond it that of the edge.
    pub(super) fn color(&self, at: Pos2) -> Rgba {
        let [width, height] = self.size.map(|it| it as f32);
        let (x, y) = (at.x * width - 0.5, at.y * height - 0.5);
        if !self.is_smooth {
            return self.pixel(x.round(), y.round());
        }
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        // Text at its own size lies on the pixels of its texture.
        if right.min(1.0 - right) < NEAR && down.min(1.0 - down) < NEAR {
            return self.pixel(x.round(), y.round());
        }
        let mix = |a: Rgba, b: Rgba, share: f32| std::array::from_fn(|it| a[it] + (b[it] - a[it]) * share);
        let above = mix(self.pixel(left, top), self.pixel(left + 1.0, top), right);
        let below = mix(self.pixel(left, top + 1.0), self.pixel(left + 1.0, top + 1.0), right);
        mix(above, below, down)
    }

    fn pixel(&self, x: f32, y: f32) -> Rgba {
        let [width, height] = self.size;
        // Negative numbers and what is no number become 0.
        let (x, y) = ((x as usize).min(width - 1), (y as usize).min(height - 1));
        self.pixels[y * width + x].to_array().map(f32::from)
    }
}

/// So near to the middle of a pixel, in pixels, mixing in its neighbours would change no colour by more than one step.
const NEAR: f32 = 1.0 / 512.0;

#[cfg(test)]
mod tests {
    use eframe::egui::epaint::ImageDelta;
    use eframe::egui::{TextureOptions, pos2};

    use super::*;

    fn of(options: TextureOptions) -> Textures {
        let mut textures = Textures::default();
        let image = ColorImage::new([2, 1], vec![Color32::BLACK, Color32::WHITE]);
        let mut delta = TexturesDelta::default();
        delta.set.entry(TextureId::Managed(1)).or_default().push(ImageDelta::full(image, options));
        textures.apply(delta);
        textures
    }

    #[test]
    fn smooth_textures_mix_their_pixels_and_others_do_not() {
        let middle = |options| of(options).get(TextureId::Managed(1)).unwrap().color(pos2(0.5, 0.5))[0];
        assert!((middle(TextureOptions::LINEAR) - 127.5).abs() < 0.01);
        assert!([0.0, 255.0].contains(&middle(TextureOptions::NEAREST)));
        let textures = of(TextureOptions::LINEAR);
        let texture = textures.get(TextureId::Managed(1)).unwrap();
        assert_eq!(texture.color(pos2(-3.0, -2.0))[0], 0.0);
        assert_eq!(texture.color(pos2(9.0, 9.0))[0], 255.0);
    }

    #[test]
    fn a_part_that_changes_leaves_the_rest_and_a_freed_texture_is_gone() {
        let mut textures = of(TextureOptions::NEAREST);
        let mut delta = TexturesDelta::default();
        let patch = ColorImage::new([1, 1], vec![Color32::RED]);
        let change = ImageDelta::partial([1, 0], patch, TextureOptions::NEAREST);
        delta.set.entry(TextureId::Managed(1)).or_default().push(change);
        textures.apply(delta);
        let texture = textures.get(TextureId::Managed(1)).unwrap();
        assert_eq!(texture.color(pos2(0.75, 0.5)), [255.0, 0.0, 0.0, 255.0]);
        assert_eq!(texture.color(pos2(0.25, 0.5)), [0.0, 0.0, 0.0, 255.0]);
        let mut delta = TexturesDelta::default();
        delta.free.insert(TextureId::Managed(1));
        textures.apply(delta);
        assert!(textures.get(TextureId::Managed(1)).is_none());
    }
}
