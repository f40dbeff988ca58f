//! Pictures of every panel, view, menu and dialog, for eyes: `tools/screens.sh` asks for them.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use egui::{Context, FullOutput, TexturesDelta, Vec2};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, TestRenderer};
use tierwright_session::command::AppCommand;
use tierwright_session::queue::Message;
use tierwright_window::app::software::Painter;

use crate::legible::{Desk, PANELS, designs};
use crate::{every_dialog, every_place};

/// Screens in pixels.
const SCREENS: [Vec2; 2] = [Vec2::new(1280.0, 800.0), Vec2::new(1920.0, 1080.0)];
/// Sizes of the interface.
const SCALES: [f32; 2] = [1.0, 1.5];
const THEMES: [(&str, AppCommand); 3] =
    [("light", AppCommand::ThemeLight), ("dark", AppCommand::ThemeDark), ("contrast", AppCommand::ThemeHighContrast)];

/// Keeps what a window needs to become pixels.
#[derive(Clone, Default)]
struct Keeper(Rc<RefCell<Painter>>);

impl TestRenderer for Keeper {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.borrow_mut().take(std::mem::take(delta));
    }
}

impl Keeper {
    fn save(&self, ctx: &Context, frame: &FullOutput, path: &Path) {
        let scale = ctx.pixels_per_point();
        let size = (ctx.content_rect().size() * scale).round();
        let (width, height) = (size.x as usize, size.y as usize);
        let mut pixels = vec![0_u32; width * height];
        self.0.borrow().draw(&ctx.tessellate(frame.shapes.clone(), scale), scale, &mut pixels, width);
        let mut png = png::Encoder::new(std::fs::File::create(path).unwrap(), width as u32, height as u32);
        png.set_color(png::ColorType::Rgb);
        let bytes: Vec<u8> = pixels.iter().flat_map(|it| it.to_be_bytes().into_iter().skip(1)).collect();
        png.write_header().unwrap().write_image_data(&bytes).unwrap();
    }
}

/// One window, and where its pictures go.
struct Camera {
    keeper: Keeper,
    folder: PathBuf,
    number: usize,
}

impl Camera {
    fn take(&mut self, desk: &mut Desk, what: &str) {
        desk.harness.run_steps(4);
        self.number += 1;
        let name: String = what.chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
        let path = self.folder.join(format!("{:03}-{name}.png", self.number));
        self.keeper.save(&desk.harness.ctx, desk.harness.output(), &path);
    }
}

/// `SCREENS_IN` names the folder, `SCREENS_OF` words that all must occur in `DESIGN-WIDTH-SCALE-THEME`.
#[test]
fn take_pictures_of_everything() {
    let folder = PathBuf::from(std::env::var("SCREENS_IN").unwrap());
    let wanted = std::env::var("SCREENS_OF").unwrap_or_default();
    for (design, document) in designs() {
        for (screen, scale) in SCREENS.into_iter().flat_map(|it| SCALES.map(|scale| (it, scale))) {
            for (theme, command) in THEMES {
                let name = format!("{design}-{}-{:.0}-{theme}", screen.x, scale * 100.0);
                if !wanted.split_whitespace().all(|it| name.contains(it)) {
                    continue;
                }
                let camera = Camera { keeper: Keeper::default(), folder: folder.join(name), number: 0 };
                std::fs::create_dir_all(&camera.folder).unwrap();
                let builder = Harness::builder().with_size(screen / scale).with_pixels_per_point(scale);
                let desk = Desk::on(&document, builder.renderer(camera.keeper.clone()));
                walk(desk, camera, command);
            }
        }
    }
}

fn walk(mut desk: Desk, mut camera: Camera, theme: AppCommand) {
    let desk = &mut desk;
    desk.send(Message::Command(theme));
    // The first one is open.
    for (at, panel) in PANELS.into_iter().enumerate() {
        if at > 0 {
            desk.harness.get_by_label(panel).click();
        }
        camera.take(desk, panel);
    }
    every_place::views(desk, |desk, view| camera.take(desk, view));
    every_place::menus(desk, |desk, menu| camera.take(desk, menu));
    every_dialog::each(desk, |desk, dialog| camera.take(desk, dialog));
}
