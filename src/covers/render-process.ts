// A process of its own: `node render-process.ts FONT…` reads SVG from its input and writes PNG to its output. What the renderer takes goes back to
// the system with it, and a picture that crashes the renderer takes nothing else along.
import { text } from 'node:stream/consumers';
import { Resvg } from '@resvg/resvg-js';
import { fontFamily } from './fonts.ts';

const svg = await text(process.stdin);
const image = new Resvg(svg, {
  font: { loadSystemFonts: false, fontFiles: process.argv.slice(2), defaultFontFamily: fontFamily },
}).render();
process.stdout.write(image.asPng());
