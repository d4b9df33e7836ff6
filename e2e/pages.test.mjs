// Every page of the demonstration, as everybody who may see it. Each reader
// starts from the pages below and follows what stands on them; a page that is
// new is found by its links.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { appearance, desk, launch, look, narrowest, overflows, phone, screenshot, visit } from './browser.mjs';
import { press } from './form.mjs';
import { readers } from './readers.mjs';
import { noteSeen, routeOf, routes } from './route.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser, known;
before(async () => {
  server = await startServer('demo', '--no-limits');
  browser = await launch();
  known = routes();
});
after(async () => { await browser?.close(); await server?.stop(); });

/** How many pages of one route are worth a look, where it is more than one. */
const worth = { 'draft-page': 8, proposal: 5, 'desk-practice': 4 };

const looked = new Map(); // how many pages of each pattern, by any reader

for (const reader of readers) {
  test(`the pages of ${reader.name} are accessible, valid and keep to themselves`, async () => {
    const eyes = await openEyes(reader);
    const findings = [];
    const waiting = [...eyes.landing, ...reader.starts];
    const done = new Set(waiting);
    for (const { pattern } of waiting.map((path) => routeOf(known, path)).filter(Boolean)) looked.set(pattern, (looked.get(pattern) ?? 0) + 1);
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      findings.push(...await seenEverywhere(eyes, reader, path));
      for (const link of await leadsTo(eyes.wide.page)) {
        const route = routeOf(known, link.replace(/\?.*/, ''));
        if (!route || done.has(link) || (looked.get(route.pattern) ?? 0) >= (worth[route.name] ?? 1)) continue;
        done.add(link);
        if (!await isPage(eyes, link)) continue;
        looked.set(route.pattern, (looked.get(route.pattern) ?? 0) + 1);
        waiting.push(link);
      }
    }
    assert.equal(findings.join('\n'), '');
    assert.ok(done.size > reader.starts.length, 'links were followed');
    await eyes.wide.context.close();
    await eyes.small.context.close();
  });
}

/** A wide screen with scripts and a phone without, of one and the same reader. */
async function openEyes(reader) {
  const wide = await visit(browser, server, { viewport: desk });
  const small = await visit(browser, server, { viewport: phone, javaScript: false });
  const landing = [];
  const link = server.links()[reader.name];
  if (link) {
    await wide.page.goto(link);
    await press(wide.page, 'Entra');
    landing.push(new URL(wide.page.url()).pathname);
  }
  for (const open of reader.doors) {
    await open(wide.page);
    landing.push(new URL(wide.page.url()).pathname);
  }
  await small.context.addCookies(await wide.context.cookies());
  return { wide, small, landing };
}

/**
 * The page on a wide screen with scripts and on a phone without, in light and in
 * dark; then how it fits a phone with scripts. A page in English has the shape
 * of its Italian one: its colours and pictures are not looked at once more.
 */
async function seenEverywhere({ wide, small }, reader, path) {
  const name = nameOf(reader.name, path);
  const brief = path.startsWith('/en/') && path !== '/en/';
  await wide.page.goto(path);
  const found = await look(wide, `${name}-1280`, { brief });
  if (wide.status() < 400) noteSeen(path.replace(/\?.*/, '')); // it may have led elsewhere
  for (const viewport of [phone, narrowest]) {
    await wide.page.setViewportSize(viewport);
    if (await overflows(wide.page)) found.push(`${path} scrolls sideways at ${viewport.width} px`);
  }
  await wide.page.setViewportSize(desk);
  await small.page.goto(path);
  found.push(...await appearance(small, `${name}-390`, { brief }));
  return found.concat(small.faults.splice(0).map((fault) => `${path} without scripts: ${fault}`));
}

/** A name for the pictures: the reader, the kind of page, what was asked for. */
function nameOf(reader, path) {
  const [plain, query = ''] = path.split('?');
  const route = routeOf(known, plain);
  const last = route?.name === 'draft-page' ? plain.split('/').pop() : '';
  const nth = (worth[route?.name] ?? 1) > 1 && !last ? String(looked.get(route.pattern) ?? 0) : '';
  const parts = [reader, route?.name ?? plain, plain.startsWith('/en/') ? 'en' : '', /vecchio/.test(plain) ? 'old' : '', last, nth, query];
  return parts.filter(Boolean).map((part) => part.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '')).join('-');
}

/**
 * Where the links and the search forms of the page lead, on this site. A link
 * that only changes the language would change it for all pages that follow.
 */
async function leadsTo(page) {
  return page.evaluate(() => {
    const links = [...document.querySelectorAll('a[href]')].filter((a) => !a.download && a.origin === location.origin && !/[?&]lingua=/.test(a.search)).map((a) => a.pathname + a.search);
    const searches = [...document.querySelectorAll('form[method=get]')].map((form) => `${new URL(form.action).pathname}?${new URLSearchParams(new FormData(form))}`);
    return [...links, ...searches];
  });
}

/** Whether the address answers with a page, and not with a file. */
async function isPage({ wide }, path) {
  const response = await wide.context.request.get(path);
  const type = response.headers()['content-type'] ?? '';
  await response.dispose();
  return type.startsWith('text/html');
}

test('pages are printed in black on white, without what only a screen can use', async () => {
  const { page, context } = await visit(browser, server, { viewport: { width: 718, height: 1000 }, dark: true });
  for (const path of ['/', '/atlante', '/organizzazioni/officine-zero', '/la-ricerca']) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await screenshot(page, `print-${nameOf('everybody', path)}`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)', path);
    for (const part of ['.nav', '.menu', '.themes', 'form[role=search]']) {
      for (const one of await page.locator(part).all()) assert.equal(await one.isVisible(), false, `${path}: ${part}`);
    }
    assert.equal(await overflows(page), false, `${path} is wider than the paper`);
    await page.emulateMedia({ media: 'screen' });
  }
  await context.close();
});
