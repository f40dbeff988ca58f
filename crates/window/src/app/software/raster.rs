//! Triangles to pixels, as `egui` means them: colours multiplied by their opacity, mixed over what is there in sRGB.
//!
//! A pixel belongs to the triangle that its middle lies in; on a common edge it belongs to one of the two. So neither
//! gaps nor seams show between the triangles of a shape.

use eframe::egui::epaint::{Mesh, Primitive, Vertex};
use eframe::egui::{ClippedPrimitive, Color32, Pos2, Rect, Vec2};

use super::texture::{Rgba, Texture, Textures};

/// A picture that is drawn on: rows of pixels 0x00RRGGBB from the top.
pub(super) struct Picture<'a> {
    pixels: &'a mut [u32],
    width: usize,
}

/// Part of a picture in pixels; right and bottom are the first that no longer belong to it.
#[derive(Clone, Copy)]
struct Clip {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl<'a> Picture<'a> {
    /// `width` is that of a row.
    pub(super) fn new(pixels: &'a mut [u32], width: usize) -> Self {
        Self { pixels, width }
    }

    /// Makes everything black.
    pub(super) fn clear(&mut self) {
        self.pixels.fill(0);
    }

    /// Draws shapes over what is there; `scale` is pixels per point.
    pub(super) fn draw(&mut self, primitives: &[ClippedPrimitive], textures: &Textures, scale: f32) {
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            // Nothing of ours is drawn by callbacks of a graphics driver.
            let Primitive::Mesh(mesh) = primitive else { continue };
            if let Some(texture) = textures.get(mesh.texture_id) {
                self.mesh(mesh, texture, self.clip(*clip_rect, scale), scale);
            }
        }
    }

    fn clip(&self, rect: Rect, scale: f32) -> Clip {
        let height = self.pixels.len() / self.width.max(1);
        // Negative numbers and what is no number become 0.
        let pixel = |value: f32, most: usize| ((value * scale).round() as usize).min(most);
        Clip {
            left: pixel(rect.min.x, self.width),
            top: pixel(rect.min.y, height),
            right: pixel(rect.max.x, self.width),
            bottom: pixel(rect.max.y, height),
        }
    }

    fn mesh(&mut self, mesh: &Mesh, texture: &Texture, clip: Clip, scale: f32) {
        for corners in mesh.indices.as_chunks::<3>().0 {
            let [Some(a), Some(b), Some(c)] = corners.map(|it| mesh.vertices.get(it as usize)) else { continue };
            let corners = [a, b, c].map(|it| Vertex { pos: it.pos * scale, ..*it });
            self.triangle(&corners, texture, clip);
        }
    }

    fn triangle(&mut self, corners: &[Vertex; 3], texture: &Texture, clip: Clip) {
        let [a, b, c] = corners.map(|it| it.pos);
        let size = cross(b - a, c - a);
        if size == 0.0 || !size.is_finite() {
            return;
        }
        let (top, bottom) = (a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y));
        let rows = first_from(top).max(clip.top)..first_from(bottom).min(clip.bottom);
        let paint = Paint::new(corners, size, texture);
        for row in rows {
            let (from, to) = span([a, b, c], row as f32 + 0.5);
            let (from, to) = (first_from(from).max(clip.left), first_from(to).min(clip.right));
            if from < to {
                let start = row * self.width;
                paint.row(&mut self.pixels[start + from..start + to], from, row);
            }
        }
    }
}

/// The first pixel whose middle is not before `edge`.
fn first_from(edge: f32) -> usize {
    // Negative numbers become 0.
    (edge - 0.5).ceil() as usize
}

/// Where a horizontal line enters and leaves a triangle.
fn span([a, b, c]: [Pos2; 3], y: f32) -> (f32, f32) {
    let (mut from, mut to) = (f32::INFINITY, f32::NEG_INFINITY);
    for (p, q) in [(a, b), (b, c), (c, a)] {
        // Both triangles at an edge reckon from the same end, so that they come to the same number.
        let (p, q) = if (p.y, p.x) <= (q.y, q.x) { (p, q) } else { (q, p) };
        if p.y <= y && y < q.y {
            let x = p.x + (q.x - p.x) * ((y - p.y) / (q.y - p.y));
            (from, to) = (from.min(x), to.max(x));
        }
    }
    (from, to)
}

fn cross(a: Vec2, b: Vec2) -> f32 {
    a.x * b.y - a.y * b.x
}

/// What a triangle is filled with.
enum Paint<'a> {
    /// One colour everywhere.
    Flat(Color32),
    /// Colours that run from corner to corner.
    Run(Plane<4>),
    /// One colour or several, times those of a texture.
    Textured(Plane<4>, Plane<2>, &'a Texture),
}

impl<'a> Paint<'a> {
    fn new(corners: &[Vertex; 3], size: f32, texture: &'a Texture) -> Self {
        let [a, b, c] = corners;
        let is_one_texel = a.uv == b.uv && b.uv == c.uv;
        let colors = corners.map(|it| it.color.to_array().map(f32::from));
        let at = corners.map(|it| it.pos);
        if !is_one_texel {
            let places = corners.map(|it| [it.uv.x, it.uv.y]);
            return Self::Textured(Plane::new(at, size, colors), Plane::new(at, size, places), texture);
        }
        let texel = texture.color(a.uv);
        if a.color == b.color && b.color == c.color {
            return Self::Flat(color_of(times(colors[0], texel)));
        }
        Self::Run(Plane::new(at, size, colors.map(|color| times(color, texel))))
    }

    /// Fills pixels of a row, the first of which is at `left`.
    fn row(&self, pixels: &mut [u32], left: usize, row: usize) {
        match self {
            Self::Flat(color) if color.a() == 255 => pixels.fill(word_of(*color)),
            Self::Flat(color) => {
                for pixel in pixels {
                    *pixel = over(*color, *pixel);
                }
            }
            Self::Run(colors) => {
                for (pixel, color) in pixels.iter_mut().zip(colors.along(left, row)) {
                    *pixel = over(color_of(color), *pixel);
                }
            }
            Self::Textured(colors, places, texture) => {
                let both = colors.along(left, row).zip(places.along(left, row));
                for (pixel, (color, [u, v])) in pixels.iter_mut().zip(both) {
                    let texel = texture.color(Pos2::new(u, v));
                    if texel[3] > 0.0 || texel[0] > 0.0 {
                        *pixel = over(color_of(times(color, texel)), *pixel);
                    }
                }
            }
        }
    }
}

/// Values that run evenly over a triangle.
struct Plane<const N: usize> {
    /// At the middle of the pixel in the corner of the picture.
    start: [f32; N],
    across: [f32; N],
    down: [f32; N],
    least: [f32; N],
    most: [f32; N],
}

impl<const N: usize> Plane<N> {
    fn new([a, b, c]: [Pos2; 3], size: f32, values: [[f32; N]; 3]) -> Self {
        let (to_b, to_c) = (b - a, c - a);
        let [at_a, at_b, at_c] = values;
        let over = |it: usize| (at_b[it] - at_a[it], at_c[it] - at_a[it]);
        let across: [f32; N] = std::array::from_fn(|it| (over(it).0 * to_c.y - over(it).1 * to_b.y) / size);
        let down: [f32; N] = std::array::from_fn(|it| (over(it).1 * to_b.x - over(it).0 * to_c.x) / size);
        let start = std::array::from_fn(|it| at_a[it] + across[it] * (0.5 - a.x) + down[it] * (0.5 - a.y));
        let least = std::array::from_fn(|it| at_a[it].min(at_b[it]).min(at_c[it]));
        let most = std::array::from_fn(|it| at_a[it].max(at_b[it]).max(at_c[it]));
        Self { start, across, down, least, most }
    }

    /// The values of a row from a pixel on. Rounding leads none beyond those of the corners.
    fn along(&self, left: usize, row: usize) -> impl Iterator<Item = [f32; N]> {
        let (left, row) = (left as f32, row as f32);
        let first: [f32; N] = std::array::from_fn(|it| self.start[it] + self.across[it] * left + self.down[it] * row);
        (0u16..=u16::MAX).map(move |step| {
            let step = f32::from(step);
            std::array::from_fn(|it| (first[it] + self.across[it] * step).clamp(self.least[it], self.most[it]))
        })
    }
}

fn times(color: Rgba, texel: Rgba) -> Rgba {
    std::array::from_fn(|it| color[it] * texel[it] / 255.0)
}

fn color_of(color: Rgba) -> Color32 {
    let [red, green, blue, opacity] = color.map(|it| (it + 0.5) as u8);
    Color32::from_rgba_premultiplied(red, green, blue, opacity)
}

fn word_of(color: Color32) -> u32 {
    u32::from_be_bytes([0, color.r(), color.g(), color.b()])
}

/// A colour over an opaque pixel.
fn over(color: Color32, pixel: u32) -> u32 {
    let left = 255 - u32::from(color.a());
    let [_, red, green, blue] = pixel.to_be_bytes();
    let mix = |new: u8, old: u8| (u32::from(new) + (u32::from(old) * left + 127) / 255).min(255) as u8;
    u32::from_be_bytes([0, mix(color.r(), red), mix(color.g(), green), mix(color.b(), blue)])
}

#[cfg(test)]
mod tests;
