#!/usr/bin/env bash
# roxmltree 0.21.2: where a text node stands in the file.
# Guess: `range()` of a text node covers what `text()` gives, so the text, unescaped, is found again at its place.
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
roxmltree = "=0.21.2"
TOML
cat >"$folder/src/main.rs" <<'RUST'
fn main() {
    let texts = [
        "<a>one &amp; two</a>",
        "<a>one<![CDATA[ & two]]></a>",
        "<a><![CDATA[one & two]]></a>",
        "<a><![CDATA[one]]> and two</a>",
        "<!DOCTYPE a [<!ENTITY e '<b>in</b>'>]><a>one &e;<c/></a>",
    ];
    for text in texts {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(text, options).unwrap();
        println!("{text}");
        for node in document.root_element().descendants().skip(1) {
            let kind = if node.is_text() { "text" } else { "element" };
            println!("  {kind} {:?} is said to stand at {:?}", node.text().unwrap_or_default(), &text[node.range()]);
        }
    }
}
RUST
seen=$(cd "$folder" && CARGO_TARGET_DIR="$folder/target" cargo run --quiet)
expected='<a>one &amp; two</a>
  text "one & two" is said to stand at "one &amp; two"
<a>one<![CDATA[ & two]]></a>
  text "one & two" is said to stand at "one"
<a><![CDATA[one & two]]></a>
  text "one & two" is said to stand at "<![CDATA[one & two]]>"
<a><![CDATA[one]]> and two</a>
  text "one and two" is said to stand at "<![CDATA[one]]>"
<!DOCTYPE a [<!ENTITY e '"'<b>in</b>'"'>]><a>one &e;<c/></a>
  text "one " is said to stand at "one &e;"
  element "in" is said to stand at "<b>in</b>"
  text "in" is said to stand at "in"
  element "" is said to stand at "<c/>"'
echo "roxmltree 0.21.2"
echo "Text and CDATA beside each other become one node, whose range is that of the first piece: its end is not where the text"
echo "ends. Before an entity that holds elements it is the other way round, and the range covers the reference too; the"
echo "elements from it stand in the DTD. What is to be replaced or pointed at needs more than the range of its text node."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
