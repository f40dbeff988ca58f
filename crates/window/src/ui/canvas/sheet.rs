//! The drawing as it lies on the screen, turned into triangles once for as long as nothing of it moves.

use std::sync::Arc;

use egui::epaint::{Mesh, TessellationOptions, Tessellator};
use egui::{Rect, Shape};

use super::paint::Canvas;
use crate::scene::{Palette, Prim, Scene};
use crate::ui::paint::ScreenFromWorld;

/// What the triangles depend on.
#[derive(Debug)]
struct Key {
    scene: Arc<Scene>,
    transform: ScreenFromWorld,
    clip: Rect,
    palette: Palette,
    pixels_per_point: f32,
    options: TessellationOptions,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        // A scene that differs is another one: scenes are made anew, never changed.
        Arc::ptr_eq(&self.scene, &other.scene)
            && (self.transform, self.clip) == (other.transform, other.clip)
            && (self.pixels_per_point, self.options) == (other.pixels_per_point, other.options)
            && self.palette == other.palette
    }
}

/// A part of the drawing, in painting order.
#[derive(Debug)]
enum Layer {
    Triangles(Arc<Mesh>),
    /// A shape that egui draws with its own textures.
    Shape(Shape),
    /// A text by its item and its place in it: egui keeps text itself.
    Text(usize, usize),
}

/// What was painted last.
#[derive(Debug, Default)]
pub(in crate::ui) struct Sheet {
    key: Option<Key>,
    layers: Vec<Layer>,
}

impl Sheet {
    /// Paints what is visible of a drawing.
    pub(in crate::ui) fn paint(&mut self, canvas: &Canvas<'_>, scene: &Arc<Scene>) {
        let ctx = canvas.painter.ctx();
        let key = Key {
            scene: Arc::clone(scene),
            transform: canvas.transform,
            clip: canvas.painter.clip_rect(),
            palette: canvas.palette.clone(),
            pixels_per_point: ctx.pixels_per_point(),
            options: ctx.options(|it| it.tessellation_options),
        };
        if self.key.as_ref() != Some(&key) {
            self.layers = Maker::new(&key, std::mem::take(&mut self.layers)).layers(canvas, scene);
            self.key = Some(key);
        }
        let mut brush = canvas.brush(1.0);
        for layer in &self.layers {
            match layer {
                Layer::Triangles(mesh) => brush.shapes.push(Shape::Mesh(Arc::clone(mesh))),
                Layer::Shape(shape) => brush.shapes.push(shape.clone()),
                Layer::Text(item, prim) => {
                    if let Some(text) = scene.items.get(*item).and_then(|it| it.prims.get(*prim)) {
                        brush.draw(text);
                    }
                }
            }
        }
        canvas.painter.extend(brush.shapes);
    }
}

/// Makes the layers of a drawing.
struct Maker {
    tessellator: Tessellator,
    mesh: Mesh,
    /// Meshes that are no longer needed, for their memory.
    spare: Vec<Mesh>,
    layers: Vec<Layer>,
}

impl Maker {
    fn new(key: &Key, old: Vec<Layer>) -> Self {
        // Neither text nor circles come here, so neither the size of the font texture nor its discs are used.
        let mut tessellator = Tessellator::new(key.pixels_per_point, key.options, [1, 1], Vec::new());
        tessellator.set_clip_rect(key.clip);
        let unused = |layer| match layer {
            Layer::Triangles(mesh) => Arc::into_inner(mesh),
            _ => None,
        };
        // Taken from the end, so that as a rule each new mesh has the memory of the one in its place.
        let mut spare: Vec<Mesh> = old.into_iter().rev().filter_map(unused).collect();
        spare.iter_mut().for_each(Mesh::clear);
        Self { tessellator, mesh: spare.pop().unwrap_or_default(), spare, layers: Vec::new() }
    }

    fn layers(mut self, canvas: &Canvas<'_>, scene: &Scene) -> Vec<Layer> {
        let clip = canvas.painter.clip_rect();
        let mut brush = canvas.brush(1.0);
        for (number, item) in scene.items.iter().enumerate() {
            if !clip.intersects(canvas.transform.rect(item.bounds)) {
                continue;
            }
            for (place, prim) in canvas.drawn(item) {
                if canvas.is_text(prim) {
                    self.push(Layer::Text(number, place));
                    continue;
                }
                canvas.draw(prim, 1.0, &mut brush);
                for shape in brush.shapes.drain(..) {
                    match prim {
                        Prim::Circle { .. } => self.push(Layer::Shape(shape)),
                        _ => self.tessellator.tessellate_shape(shape, &mut self.mesh),
                    }
                }
            }
        }
        self.finish_mesh();
        self.layers
    }

    fn push(&mut self, layer: Layer) {
        self.finish_mesh();
        self.layers.push(layer);
    }

    fn finish_mesh(&mut self) {
        if self.mesh.is_empty() {
            return;
        }
        let next = self.spare.pop().unwrap_or_default();
        self.layers.push(Layer::Triangles(Arc::new(std::mem::replace(&mut self.mesh, next))));
    }
}

#[cfg(test)]
mod tests {
    use egui::epaint::{ClippedPrimitive, Primitive};
    use egui::{Context, Pos2, RawInput, Vec2};

    use super::*;
    use crate::document::template;
    use crate::scene::{SceneOptions, build};
    use crate::ui::theme;

    fn scene() -> Arc<Scene> {
        Arc::new(build(&template("large").unwrap().document, &SceneOptions::default()))
    }

    /// What one frame puts on the screen.
    fn frame(ctx: &Context, scale: f32, mut paint: impl FnMut(&Canvas<'_>)) -> Vec<ClippedPrimitive> {
        let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(900.0, 600.0));
        let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
        let transform = ScreenFromWorld { scale, origin: Pos2::new(-10.3, -20.7) };
        let mut output = ctx.run_ui(input, |ui| {
            let painter = ui.painter_at(screen);
            paint(&Canvas { painter: &painter, transform, palette: Palette::light() });
        });
        let shapes = std::mem::take(&mut output.shapes);
        output.drop_without_applying_deltas();
        ctx.tessellate(shapes, 1.0)
    }

    fn context() -> Context {
        let ctx = Context::default();
        theme::install(&ctx);
        frame(&ctx, 1.0, |_| {});
        ctx
    }

    #[test]
    fn what_is_kept_looks_like_what_is_painted_shape_by_shape() {
        let (ctx, scene) = (context(), scene());
        for scale in [0.15, 0.3, 0.8] {
            let clip = Rect::from_min_size(Pos2::ZERO, Vec2::new(900.0, 600.0));
            let mut sheet = Sheet::default();
            let kept = || frame(&ctx, scale, |canvas| sheet.paint(canvas, &scene));
            let kept: Vec<_> = std::iter::repeat_with(kept).take(2).collect();
            let direct = frame(&ctx, scale, |canvas| {
                let seen = scene.items.iter().filter(|it| clip.intersects(canvas.transform.rect(it.bounds)));
                seen.for_each(|item| canvas.item(item, 1.0));
            });
            for kept in kept {
                assert_eq!(kept.len(), direct.len());
                for (kept, direct) in kept.iter().zip(&direct) {
                    let (Primitive::Mesh(a), Primitive::Mesh(b)) = (&kept.primitive, &direct.primitive) else {
                        panic!("only triangles are expected")
                    };
                    assert!(a.vertices.len() > 500 && a == b, "scale {scale}");
                }
            }
        }
    }

    #[test]
    fn triangles_are_made_again_only_when_the_drawing_or_its_place_differs() {
        let (ctx, scene, mut sheet) = (context(), scene(), Sheet::default());
        let mut shown = |scale, scene: &Arc<Scene>| {
            frame(&ctx, scale, |canvas| sheet.paint(canvas, scene));
            let first = sheet.layers.iter().find_map(|layer| match layer {
                Layer::Triangles(mesh) => Some(Arc::clone(mesh)),
                _ => None,
            });
            first.unwrap()
        };
        let first = shown(0.3, &scene);
        assert!(Arc::ptr_eq(&shown(0.3, &scene), &first), "nothing has moved");
        let moved = shown(0.31, &scene);
        assert!(!Arc::ptr_eq(&moved, &first));
        assert!(!Arc::ptr_eq(&shown(0.31, &self::scene()), &moved), "another drawing in the same place");
    }
}
