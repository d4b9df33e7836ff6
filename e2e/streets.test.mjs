// The operator's own map of streets under the points: one PMTiles file, drawn
// by the browser without asking anybody else and within the content policy.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { pictures, shapes } from './archive.mjs';
import { desk, launch, look, visit } from './browser.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

const skip = !existsSync('node_modules/protomaps-leaflet') && 'npm packages are missing';
const credit = '<a href="https://www.openstreetmap.org/copyright">© OpenStreetMap</a> <b>contributors</b>';
const folder = mkdtempSync(join(tmpdir(), 'telaio-streets-'));
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); rmSync(folder, { recursive: true, force: true }); });

/** Opens the map over an archive, and hands over once tiles are there. */
async function over(bytes, work, dark = false) {
  const file = join(folder, 'streets.pmtiles');
  writeFileSync(file, bytes);
  const server = await startServer('demo', '--no-limits', '--map-archive', file);
  const visitor = await visit(browser, server, { viewport: desk, dark });
  try {
    const pieces = [];
    visitor.page.on('response', (response) => { if (response.url().endsWith('.pmtiles')) pieces.push(response.status()); });
    await visitor.page.goto('/atlante');
    await visitor.page.locator('#mappa').scrollIntoViewIfNeeded();
    await visitor.page.locator('.livemap canvas.leaflet-tile-loaded').first().waitFor();
    assert.ok(pieces.length > 1 && pieces.every((status) => status === 206), `pieces ${pieces}`);
    await work(visitor);
    assert.deepEqual(visitor.faults, []);
  } finally {
    await visitor.context.close();
    await server.stop();
  }
}

/** The colour in the middle of each tile. */
function colours(page) {
  return page.locator('.livemap canvas.leaflet-tile-loaded').evaluateAll((tiles) => tiles.map((tile) => [...tile.getContext('2d').getImageData(tile.width / 2, tile.height / 2, 1, 1).data].join()));
}

test('tiles of pictures are shown, with whom they are owed to', { skip }, async () => {
  await over(pictures(credit, [200, 220, 240]), async (visitor) => {
    const { page } = visitor;
    assert.ok((await colours(page)).includes('200,220,240,255'), 'the picture is painted');
    assert.equal((await page.locator('.leaflet-control-attribution').textContent()).trim(), '© OpenStreetMap contributors');
    assert.equal(await page.getByRole('link', { name: 'OpenStreetMap' }).getAttribute('href'), 'https://www.openstreetmap.org/copyright');
    assert.ok(await page.locator('.livemap .pin, .livemap .pins').count() > 0, 'the points are above');
    assert.deepEqual(await look(visitor, 'mappa-strade'), []);
  });
});

test('tiles of shapes are drawn, darker in the dark', { skip }, async () => {
  const seen = {};
  for (const dark of [false, true]) {
    await over(shapes(credit), async ({ page }) => {
      await page.getByRole('button', { name: 'Avvicina', exact: true }).click();
      await page.waitForFunction(() => document.querySelectorAll('.livemap canvas.leaflet-tile-loaded').length > 1);
      seen[dark] = new Set(await colours(page));
      await page.screenshot({ path: new URL(`./screens/mappa-strade-forme${dark ? '-dark' : ''}.png`, import.meta.url).pathname });
    }, dark);
  }
  assert.ok([...seen[true]].every((colour) => !seen[false].has(colour)), `the same colours: ${[...seen[true]]}`);
});
