// The map of the atlas: with the script and without it, with the mouse and by
// the keyboard alone, side by side with the list.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { axeFindings, desk, launch, look, narrowest, phone, processorTime, visit } from './browser.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

const points = '.livemap .pin, .livemap .pins';

/** Opens the atlas and waits for the map that can be moved. */
async function atlas(options, path = '/atlante') {
  const visitor = await visit(browser, server, options);
  await visitor.page.goto(path);
  await visitor.page.locator('#mappa').scrollIntoViewIfNeeded();
  await visitor.page.locator(points).first().waitFor();
  return visitor;
}

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim());

test('without a script the map is a drawing whose dots are links, and an area is an address', async () => {
  const visitor = await visit(browser, server, { viewport: desk, javaScript: false });
  const { page, context } = visitor;
  await page.goto('/atlante?zona=41.7,12.3,42.1,12.8');
  assert.equal(await page.locator('.livemap').count(), 0);
  assert.ok(await page.locator('.map svg a').count() > 0, 'the dots are links');
  assert.match(await page.locator('#mappa').textContent(), /\d+ su \d+/);
  await page.locator('#vicino').fill('Firenze');
  await page.getByRole('button', { name: 'Applica i filtri' }).click();
  assert.match(page.url(), /zona=41\.7.*vicino=Firenze/, 'the area stays');
  assert.match(await page.locator('.rows .org').first().textContent(), /A \d+ km( \(\p{L}[^)]*\))?\./u);
  assert.deepEqual(await look(visitor, 'mappa-senza-script'), []);
  await context.close();
});

/** What of the map and the filter for distances does not fit the screen. */
function tooWide(page) {
  return page.evaluate(() => [...document.querySelectorAll('.livemap, #mappa > *, .livemap-keys *, .filters-near > *, .near-me > *')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map((element) => element.className));
}

for (const [name, viewport] of [['desk', desk], ['phone', phone], ['narrowest', narrowest]]) {
  test(`the map that can be moved is well made (${name})`, async () => {
    const visitor = await atlas({ viewport });
    assert.deepEqual(await look(visitor, `mappa-${name}`), []);
    assert.ok((await visitor.page.locator('.livemap .leaflet-land-pane svg').boundingBox()).width > 300, 'the outlines of land are seen');
    await visitor.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    assert.deepEqual(await tooWide(visitor.page), [], 'with text twice as large');
    await visitor.context.close();
  });
}

test('a name on the map stands beside a point of that town, and covers none', async () => {
  const { page, context } = await atlas({ viewport: desk });
  await page.locator('.livemap .town span').first().waitFor();
  const boxes = (selector) => page.locator(selector).evaluateAll((all) => all.map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { words: element.getAttribute('aria-label') ?? element.textContent, left, right, top, bottom };
  }));
  const [names, all] = [await boxes('.livemap .town span'), await boxes(points)];
  for (const name of names) {
    assert.ok(all.some(({ words }) => words.includes(name.words)), `${name.words} is the town of a point that is drawn`);
    assert.deepEqual(all.filter((point) => point.left < name.right && name.left < point.right && point.top < name.bottom && name.top < point.bottom), [], `${name.words} covers no point`);
  }
  await context.close();
});

test('on paper the map is the drawing', async () => {
  const { page, context } = await atlas({ viewport: desk });
  const drawn = page.locator('.map > svg');
  assert.equal(await drawn.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await drawn.isVisible(), true);
  assert.equal(await page.locator('.livemap').isVisible(), false);
  assert.equal(await page.locator('#livemap-help').isVisible(), false, 'paper has no keys');
  await context.close();
});

for (const [title, saves] of [
  ['data saving on', () => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })],
  ['a preference for less data', () => {
    const { matchMedia } = window;
    window.matchMedia = (query) => (query.includes('prefers-reduced-data') ? { matches: true } : matchMedia.call(window, query));
  }],
]) {
  test(`readers with ${title} are asked before the map loads`, async () => {
    const { page, context, faults } = await visit(browser, server, { viewport: phone });
    await page.addInitScript(saves);
    const loaded = [];
    page.on('request', (request) => { if (/livemap|land\.json|mappa\.json/.test(request.url())) loaded.push(request.url()); });
    await page.goto('/atlante');
    await page.locator('#mappa').scrollIntoViewIfNeeded();
    const open = page.getByRole('button', { name: 'Apri la mappa che si può muovere' });
    await open.focus();
    assert.deepEqual(loaded, [], 'nothing is loaded before');
    assert.ok(await page.locator('.map svg a').count() > 0, 'the dots are links');
    await page.keyboard.press('Enter');
    await page.locator(points).first().waitFor();
    assert.equal(await open.count(), 0);
    await page.waitForFunction(() => document.activeElement.matches('.livemap'));
    assert.deepEqual(faults, []);
    await context.close();
  });
}

test('the map is walked with the keyboard alone', async () => {
  const { page, context, faults } = await atlas({ viewport: desk }, '/atlante?regione=lazio&regione=toscana&regione=sicilia');
  await page.locator('.livemap').focus();
  for (let i = 0; i < 4 && !await page.evaluate(() => document.activeElement.matches('.pin, .pins')); i++) await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.pin, .pins')), 'Tab leads to a point');
  assert.equal(await page.locator('.livemap .pin[tabindex="0"], .livemap .pins[tabindex="0"]').count(), 1, 'one point is in the order of Tab');
  const first = await focused(page);
  await page.keyboard.press('End');
  const last = await focused(page);
  assert.notEqual(last, first, 'End goes to another point');
  await page.keyboard.press('ArrowUp');
  assert.notEqual(await focused(page), last, 'an arrow goes on');
  for (let i = 0; i < 9 && await page.evaluate(() => document.activeElement.matches('.pins')); i++) {
    const zoomed = page.waitForFunction((before) => document.activeElement?.getAttribute('aria-label') !== before, await focused(page));
    await page.keyboard.press('Enter');
    await zoomed;
    await page.waitForFunction(() => document.activeElement?.matches('.pin, .pins'));
  }
  const name = await focused(page);
  await page.keyboard.press('Enter');
  await page.locator('.leaflet-popup a').waitFor();
  const opened = await focused(page);
  assert.ok(name.startsWith(opened), `${opened} is the name of ${name}`);
  assert.deepEqual(await axeFindings(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), name, 'closing leads back to the point');
  await page.keyboard.press('Enter');
  await page.locator('.leaflet-popup a').waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/organizzazioni\//);
  assert.ok((await page.locator('h1').textContent()).includes(opened), 'the link opens the page');
  assert.deepEqual(faults, []);
  await context.close();
});

test('list and map point at each other', async () => {
  const { page, context } = await atlas({ viewport: desk }, '/atlante?q=officine+zero');
  await page.locator('.rows .org h3 a').first().focus();
  assert.equal(await page.locator('.livemap .here').count(), 1, 'a row marks its point');
  await page.locator(points).first().focus();
  assert.equal(await page.locator('.rows .org--here').count(), 1, 'a point marks its row');
  await context.close();
});

test('the part of the map that is seen becomes the list', async () => {
  const { page, context, faults } = await atlas({ viewport: desk }, '/atlante?regione=lazio');
  const found = async () => Number((await page.locator('#mappa').getByText(/\d+ su \d+/).first().textContent()).match(/(\d+) su/)[1]);
  const whole = await found();
  await page.getByRole('link', { name: 'Cerca in questa zona' }).click();
  await page.waitForURL(/zona=/);
  assert.match(page.url(), /regione=lazio/, 'the filters stay');
  assert.ok(await found() <= whole);
  await page.locator('#mappa').scrollIntoViewIfNeeded();
  await page.locator(points).first().waitFor();
  assert.equal(await page.locator('.livemap-area').count(), 1, 'the area is drawn');
  await page.getByRole('link', { name: /Zona della mappa/ }).click();
  assert.doesNotMatch(page.url(), /zona=/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('where there are too many points the server counts them', async () => {
  const { page, context, faults } = await visit(browser, server, { viewport: desk });
  await page.route('**/atlante/mappa.json*', async (route) => {
    const state = await (await route.fetch()).json();
    await route.fulfill({ json: { ...state, markers: undefined, grid: '/atlante/griglia.json' } }); // as above 20,000 organisations
  });
  await page.goto('/atlante');
  await page.locator('#mappa').scrollIntoViewIfNeeded();
  await page.locator(points).first().waitFor();
  const asked = page.waitForResponse(/griglia\.json\?vista=/);
  await page.getByRole('button', { name: 'Avvicina', exact: true }).click();
  assert.equal((await asked).status(), 200, 'each move asks anew');
  assert.deepEqual(faults, []);
  await context.close();
});

/** The points of so many organisations, written as the server writes them. */
function scattered(size) {
  const each = (value) => Array.from({ length: size }, (_, i) => value(i));
  return {
    towns: ['Roma'], lat: [418900], lon: [124800], names: each((i) => `Rete ${i}`), slugs: each(() => ''), stale: '0'.repeat(size), count: '1'.repeat(size),
    in: each(() => 0), dlat: each((i) => (i * 7919) % 60000 - 30000), dlon: each((i) => (i * 104729) % 60000 - 30000),
  };
}

test('20,000 points are on the map soon, and its groups count each once', async () => {
  const { page, context, faults } = await visit(browser, server, { viewport: desk });
  const size = 20_000;
  await page.route('**/atlante/mappa.json*', async (route) => {
    const state = await (await route.fetch()).json();
    await route.fulfill({ json: { ...state, found: undefined, area: null, markers: '/atlante/punti/molti' } });
  });
  await page.route('**/atlante/punti/molti', (route) => route.fulfill({ json: scattered(size) }));
  await page.goto('/atlante');
  const asked = page.waitForRequest('**/atlante/punti/molti');
  await page.locator('#mappa').scrollIntoViewIfNeeded();
  await asked;
  const worked = await processorTime(page);
  await page.locator('.livemap .pins').first().waitFor();
  await page.waitForFunction((all) => [...document.querySelectorAll('.livemap .pins span')].reduce((sum, { textContent }) => sum + Number(textContent.replace(/\D/g, '')), 0)
    + document.querySelectorAll('.livemap .pin').length === all, size);
  const took = await worked();
  assert.ok(took < 5, `the points took ${took} s`); // a second or less where nothing slows the processor down
  assert.deepEqual(faults, []);
  await context.close();
});

for (const [title, says, prepare] of [
  ['refuses to say', /non ha il permesso/, async () => {}],
  ['cannot know', /non sa dove si trova/, async ({ context }) => {
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation(null);
  }],
  ['takes too long to know', /ci mette troppo/, async ({ context, page }) => {
    await context.grantPermissions(['geolocation']);
    await page.addInitScript(() => {
      navigator.geolocation.getCurrentPosition = (found, failed) => failed({ code: GeolocationPositionError.TIMEOUT });
    });
  }],
]) {
  test(`near me says so, and sends nothing, where the browser ${title} where the reader is`, async () => {
    const visitor = await visit(browser, server, { viewport: phone });
    const { page, context } = visitor;
    await prepare(visitor);
    const posted = [];
    page.on('request', (request) => { if (request.method() === 'POST') posted.push(request.url()); });
    await page.goto('/atlante?q=lavoro');
    await page.getByRole('link', { name: /^Filtra/ }).click();
    const before = await page.locator('.rows .org h3').allTextContents();
    await page.getByRole('button', { name: 'Vicino a me' }).click();
    await page.locator('.near-me [role=status]').filter({ hasText: says }).waitFor();
    assert.deepEqual(await page.locator('.rows .org h3').allTextContents(), before, 'the list stays as it is');
    assert.deepEqual(posted, []);
    assert.deepEqual(await look(visitor, `vicino-${title.split(' ')[0]}`), []);
    await page.locator('#vicino').fill('Firenze');
    await page.getByRole('button', { name: 'Applica i filtri' }).click();
    await page.waitForURL(/q=lavoro.*vicino=Firenze/);
    assert.match(await page.locator('.rows .org').first().textContent(), /A (meno di 1|\d+) km( \(\p{L}[^)]*\))?\./u, 'a municipality does instead');
    await context.close();
  });
}

test('near me sorts the list and leaves no trace of where that is', async () => {
  const { page, context, faults } = await visit(browser, server, { viewport: desk });
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ latitude: 43.776931, longitude: 11.256211 });
  const sent = [];
  page.on('request', (request) => { if (/43\.7|11\.2/.test(request.url())) sent.push(request.url()); });
  let body = '';
  page.on('request', (request) => { if (request.method() === 'POST') body = request.postData(); });
  await page.goto('/atlante');
  await page.getByRole('button', { name: 'Vicino a me' }).click();
  await page.locator('.org-away').first().waitFor();
  assert.match(body, /lat=43\.78&lon=11\.26/, 'the position is rounded');
  assert.match(await page.locator('.rows .org').first().textContent(), /A (meno di 1|\d+) km( \(\p{L}[^)]*\))?\./u);
  await page.getByRole('button', { name: 'Pagina successiva' }).click();
  await page.getByRole('button', { name: 'Pagina precedente' }).waitFor();
  assert.deepEqual(await axeFindings(page), []);
  assert.equal(new URL(page.url()).search, '', 'no address has it');
  assert.deepEqual([...sent, ...faults], []);
  const said = server.log().replace(/"time":"[^"]*"|"ms":[\d.]+/g, ''); // times may look like a latitude
  assert.doesNotMatch(said, /43\.7|11\.2/, 'no log has it');
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.doesNotMatch(stored, /43\.7/);
  await context.close();
});
