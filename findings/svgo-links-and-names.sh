#!/usr/bin/env bash
# SVGO 4.1.0, its default plugins: what becomes of links, roles and the names of parts in a drawing.
# Guess, when it was tried for what it does to text that is there only to be found: a file gets smaller and does the same;
# a link keeps its target, an id stays as long as something refers to it, a role and an accessible name stay.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit svgo@4.1.0 >/dev/null
cat >try.mjs <<'JS'
import { optimize } from "svgo";

const drawing = (attributes, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40" ${attributes}>${content}</svg>`;
const line = '<path d="M0 0h9"/>';
const after = (attributes, content) => optimize(drawing(attributes, content)).data;
const say = (what, kept) => console.log(`${what}: ${kept ? "kept" : "gone"}`);

const web = after("", '<a href="https://example.org/"><text y="9">to</text></a>');
say("href of a link to a page", web.includes("example.org"));
const inside = after("", `<g id="part">${line}</g><a href="#part"><text y="9">to</text></a>`);
say("href of a link to a part of the drawing", /<a [^>]*href=/.test(inside));
const old = after(
  'xmlns:xlink="http://www.w3.org/1999/xlink"',
  `<g id="part">${line}</g><a xlink:href="#part"><text y="9">to</text></a>`,
);
say("the same link as xlink:href", /<a [^>]*xlink:href="#/.test(old));
const named = after('role="img" aria-labelledby="name"', `<title id="name">Two servers</title>${line}`);
say("role of the drawing", named.includes("role="));
say("title of the drawing", named.includes("Two servers"));
say("aria-labelledby of the drawing", named.includes('aria-labelledby="name"'));
say("id that aria-labelledby refers to", named.includes('id="name"'));
const group = after("", `<g><title>Server 1</title>${line}</g><g><title>Server 2</title>${line}</g>`);
say("group that a title names", group.includes("<g"));
JS
seen=$(node try.mjs)
expected='href of a link to a page: gone
href of a link to a part of the drawing: gone
the same link as xlink:href: kept
role of the drawing: gone
title of the drawing: kept
aria-labelledby of the drawing: kept
id that aria-labelledby refers to: gone
group that a title names: gone'
echo "SVGO 4.1.0 (Node.js $(node --version))"
echo "By default links with SVG 2's href lose their targets, while the deprecated xlink:href keeps its own; roles go; the id"
echo "goes that aria-labelledby still names, so that the drawing has a title and no name; titles of parts become titles of"
echo "nothing in particular, since their groups are dissolved. What is seen is the same. A drawing that somebody works with"
echo "goes through SVGO with removeUnknownsAndDefaults, cleanupIds and collapseGroups switched off, or not at all."
echo "$seen"
[[ "$seen" == "$expected" ]] || { echo "This has changed; it was:"; echo "$expected"; exit 1; }
