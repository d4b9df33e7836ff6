// What a first visit costs, on a phone and over a slow line: the bytes that come,
// and how much of the page moves after it has been seen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { desk, launch, phone, visit } from './browser.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

const points = '.livemap .pin, .livemap .pins';

/** What comes over the wire from now on: each answer with its headers, in bytes. */
async function weigh(session) {
  const came = new Map();
  session.on('Network.responseReceived', ({ requestId, response }) => came.set(requestId, { address: response.url, bytes: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (came.has(requestId)) came.get(requestId).bytes = encodedDataLength; });
  return () => [...came.values()].filter(({ address }) => !address.startsWith('data:'));
}

/** Notes each time that something on the page moves by itself. */
function noteShifts() {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      if (!hadRecentInput) window.shifts.push({ value, moved: sources.map(({ node }) => `${node?.nodeName} ${node?.className ?? ''}`) });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** A line of 400 kbit/s on which each answer takes 0.4 s to begin. */
async function slow(session) {
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 });
}

// In bytes with headers, a twentieth above what was measured when each was set.
const budgets = [['/', 34_200], ['/atlante', 35_700], ['/atlante', 90_400, 'with its map '], ['/organizzazioni/officine-zero', 46_000], ['/partecipa', 40_700]];

// Without the package that cuts fonts they are whole, and weigh 20 KB more.
const wholeFonts = !readFileSync(new URL('../internal/web/asset/dist/fonts.json', import.meta.url), 'utf8').includes('-rare');

for (const [path, most, map] of budgets) {
  for (const [device, viewport] of [['phone', phone], ['desk', desk]]) {
    test(`a first visit of ${path} ${map ?? ''}is light and keeps still (${device})`, async () => {
      const { page, context, faults } = await visit(browser, server, { viewport });
      const session = await context.newCDPSession(page);
      await slow(session);
      const came = await weigh(session);
      await page.addInitScript(noteShifts);
      await page.goto(path, { waitUntil: 'networkidle' });
      await page.evaluate(() => document.fonts.ready);
      if (map) {
        await page.locator('#mappa').scrollIntoViewIfNeeded();
        await page.locator(points).first().waitFor();
      }
      await page.waitForLoadState('networkidle');
      const total = came().reduce((sum, { bytes }) => sum + bytes, 0);
      if (!wholeFonts && (map || path !== '/atlante' || device === 'phone')) assert.ok(total <= most, `${total} bytes; at most ${most}: ${came().map(({ address, bytes }) => `\n${bytes} ${address}`)}`);
      const shifts = await page.evaluate(() => window.shifts);
      const moved = shifts.reduce((sum, { value }) => sum + value, 0);
      assert.ok(moved < 0.02, `the page moves by ${moved}: ${JSON.stringify(shifts)}`);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}

// Whoever comes by a link to the map sees the drawing first, and the map take its place.
for (const [device, options] of [['phone', { viewport: phone, touch: true }], ['tablet', { viewport: { width: 768, height: 1024 }, touch: true }], ['desk', { viewport: desk }]]) {
  test(`the map comes to whoever is looking at its place, and nothing jumps (${device})`, async () => {
    const { page, context, faults } = await visit(browser, server, options);
    await slow(await context.newCDPSession(page));
    await page.addInitScript(noteShifts);
    await page.goto('/atlante#mappa');
    await page.locator(points).first().waitFor();
    await page.locator('.livemap-keys a').waitFor();
    await page.waitForLoadState('networkidle');
    const shifts = await page.evaluate(() => window.shifts);
    assert.ok(shifts.reduce((sum, { value }) => sum + value, 0) < 0.003, `the page moves: ${JSON.stringify(shifts)}`);
    assert.deepEqual(faults, []);
    await context.close();
  });
}
