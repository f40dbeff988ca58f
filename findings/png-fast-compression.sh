#!/usr/bin/env bash
# png 0.18.1: how large a drawing becomes with `Compression::Fast`.
# Guess: about as its documentation says, “better compression ratio than the fastest modes of other encoders”: hardly
# larger than what level 1 of zlib makes of the same pixels.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
cat >"$folder/Cargo.toml" <<'TOML'
[package]
name = "trial"
version = "0.0.0"
edition = "2024"
[dependencies]
png = "=0.18.1"
TOML
cat >"$folder/src/main.rs" <<'RUST'
use png::{BitDepth, ColorType, Compression, DeflateCompression, Encoder, Filter};

const SIDE: usize = 1000;

/// Boxes with lines of text in them: thirty signs of 8 by 12 pixels, each drawn anew wherever it stands.
fn drawing() -> Vec<u8> {
    let mut pixels = vec![255; 3 * SIDE * SIDE];
    let mut dice = 7_u32;
    let mut roll = move |sides: u32| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 16) % sides
    };
    let signs: Vec<Vec<bool>> = (0..30).map(|_| (0..96).map(|_| roll(3) == 0).collect()).collect();
    let mut put = |x: usize, y: usize, gray: u8| pixels[3 * (y * SIDE + x)..][..3].fill(gray);
    for top in (20..SIDE - 120).step_by(140) {
        for left in (20..SIDE - 180).step_by(200) {
            for at in 0..160 {
                put(left + at, top, 90);
                put(left + at, top + 100, 90);
            }
            for (line, column) in (0..5).flat_map(|line| (0..16).map(move |column| (line, column))) {
                let sign = &signs[roll(30) as usize];
                for (at, _) in sign.iter().enumerate().filter(|(_, is_ink)| **is_ink) {
                    put(left + 10 + 9 * column + at % 8, top + 12 + 17 * line + at / 8, 30);
                }
            }
        }
    }
    pixels
}

fn size(pixels: &[u8], choose: impl Fn(&mut Encoder<'_, &mut Vec<u8>>)) -> usize {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, SIDE as u32, SIDE as u32);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    choose(&mut encoder);
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    file.len()
}

fn main() {
    let pixels = drawing();
    let fast = size(&pixels, |it| it.set_compression(Compression::Fast));
    let one = size(&pixels, |it| {
        it.set_filter(Filter::NoFilter);
        it.set_deflate_compression(DeflateCompression::Level(1));
    });
    println!("{} bytes of pixels: `Compression::Fast` {fast}, level 1 without a filter {one}", pixels.len());
    println!("`Fast` is {} times as large", fast / one);
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" nice cargo run --quiet --release)
echo "png 0.18.1"
echo "The compressor behind Fast and Fastest knows runs of zeros and codes that are made once for photographs; it repeats"
echo "nothing. A drawing, whose letters and lines come again and again, becomes several times as large as with level 1."
echo "$seen"
times=$(sed -n 's/.* is \([0-9]*\) times.*/\1/p' <<<"$seen")
[[ "$times" -ge 3 ]] || { echo "This has changed; it was three times as large or more."; exit 1; }
