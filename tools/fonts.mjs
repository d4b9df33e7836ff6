// Cuts the fonts of the design from their npm packages into the files that pages
// fetch, and writes beside them what each is for (fonts.json), which
// internal/web/asset declares to browsers. The first file of a font has the letters
// that Italian, English, German and French write with; a page with a name in
// another language fetches a second one. Run as: node tools/fonts.mjs DIST
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const packages = new URL('../node_modules/', import.meta.url).pathname;
const dist = process.argv[2];

// The sans is one file for all its weights. Of the serif two weights are used, and
// most pages use one: each is a file.
const fonts = [
  { name: 'familjen-grotesk', family: 'Familjen Grotesk', weights: '400 700', from: '@fontsource-variable/familjen-grotesk/files/familjen-grotesk-latin-wght-normal.woff2', features: ['kern', 'tnum'] },
  { name: 'literata', family: 'Literata', weights: '400', from: '@fontsource/literata/files/literata-latin-400-normal.woff2', features: ['kern', 'liga'] },
  { name: 'literata-bold', family: 'Literata', weights: '600', from: '@fontsource/literata/files/literata-latin-600-normal.woff2', features: ['kern', 'liga'] },
];
const licences = { 'OFL-familjen-grotesk.txt': '@fontsource-variable/familjen-grotesk/LICENSE', 'OFL-literata.txt': '@fontsource/literata/LICENSE' };

const points = (text) => [...text].map((letter) => letter.codePointAt(0));
const between = (first, last) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

const usual = new Set([...between(0x20, 0x7e), ...points('\u00a0«»·×°²ÀÈÉÌÒÙàèéìòùÄÖÜäöüßâêîôûçëï–—‘’“”…€−')]);
// What else the packages' Latin files have.
const rare = [...between(0xa1, 0xff), 0x131, 0x152, 0x153, 0x2bb, 0x2bc, 0x304, 0x308, ...points('‚„•′″‹›⁄™↑↓∕')].filter((point) => !usual.has(point));

/** The code points as CSS names them: U+0-2F,U+152. */
function range(points) {
  const runs = [];
  for (const point of [...points].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else runs.push([point, point]);
  }
  const hex = (point) => point.toString(16).toUpperCase();
  return runs.map(([first, last]) => `U+${hex(first)}${last > first ? `-${hex(last)}` : ''}`).join(',');
}

/** The package that cuts fonts, null where it is not there. */
function cutter() {
  try {
    return createRequire(import.meta.url)('subset-font');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.log('fonts: subset-font is not there: fonts stay whole (npm ci)');
    return null;
  }
}

const cut = cutter();
const made = [];

/** Writes one file of a font; it has the letters of all points, or is the whole. */
async function write({ name, family, weights, from, features }, suffix, letters) {
  let body = readFileSync(join(packages, from));
  // Tables for hinting, for text from top to bottom and for font menus are of no use on a page.
  if (cut) body = await cut(body, String.fromCodePoint(...letters), { targetFormat: 'woff2', keepFeatures: features, noHinting: true, dropTables: ['STAT', 'gasp', 'vhea', 'vmtx'] });
  const file = `${name}${suffix}.woff2`;
  writeFileSync(join(dist, file), body);
  made.push({ file, family, weights, range: range(letters) });
}

for (const font of fonts) {
  if (!cut) {
    await write(font, '', [...usual, ...rare]);
    continue;
  }
  await write(font, '', usual);
  await write({ ...font, features: ['kern', 'mark'] }, '-rare', rare);
}
for (const [to, from] of Object.entries(licences)) copyFileSync(join(packages, from), join(dist, to));
writeFileSync(join(dist, 'fonts.json'), JSON.stringify(made));
