// Going through the site with the keyboard alone, and choosing light or dark
// without a script.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { desk, launch, visit } from './browser.mjs';
import { linkIn, mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('a researcher signs in with the keyboard alone', async () => {
  const { page, context } = await visit(browser, server, { viewport: desk });
  await page.goto('/accedi');
  await skipsToContent(page);
  await tabTo(page, '[name=email]');
  await page.keyboard.type('ricerca@telaio.example');
  await enter(page);
  assert.equal(new URL(page.url()).pathname, '/accedi/posta');
  await page.goto(linkIn(await mailTo(server, 'ricerca@telaio.example', /\/entra\//), '/entra/'));
  await skipsToContent(page);
  await tabTo(page, 'main button');
  await enter(page);
  assert.equal(new URL(page.url()).pathname, '/redazione');
  await context.close();
});

test('a step of the form is filled in with the keyboard alone', async () => {
  const { page, context } = await visit(browser, server, { viewport: desk });
  await page.goto('/partecipa');
  await tabTo(page, 'button[value=new]');
  await enter(page);
  const first = page.url();
  await skipsToContent(page);
  await tabTo(page, '[name=name]');
  await page.keyboard.type('Officina di prova');
  await tabTo(page, '[name=types]');
  await page.keyboard.press('Space');
  await tabTo(page, '[name=legal_status]');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[name=legal_status]:checked').count(), 1, 'an arrow chooses');
  await tabTo(page, 'main form button');
  await enter(page);
  assert.notEqual(page.url(), first, 'the step was saved');
  await page.goto(first);
  assert.equal(await page.locator('[name=name]').inputValue(), 'Officina di prova');
  await context.close();
});

test('every stop of the keyboard can be seen', async () => {
  const { page, context } = await visit(browser, server, { viewport: desk });
  const hidden = [];
  for (const path of ['/', '/atlante', '/atlante/rete', '/atlante/rete?intorno=cantiere-lungofiume&passi=2', '/organizzazioni/officine-zero', '/accedi', '/partecipa']) {
    await page.goto(path);
    for (let stops = 0; stops < 200; stops++) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (!stop) break; // round the page
      if (!stop.ring || stop.covered) hidden.push(`${path}: ${stop.what}: ${stop.covered ? 'covered' : 'no ring'}`);
    }
  }
  assert.deepEqual(hidden, []);
  await context.close();
});

test('the network is walked with the keyboard alone', async () => {
  const { page, context } = await visit(browser, server, { viewport: desk, javaScript: false });
  await page.goto('/atlante/rete');
  await skipsToContent(page);
  await tabTo(page, '[name=intorno]');
  await page.keyboard.type('Cantiere Lungofiume');
  await enter(page);
  assert.equal(await page.locator('h1').innerText(), 'La rete attorno a Cantiere Lungofiume');
  assert.match(page.url(), /intorno=/);

  await skipsToContent(page);
  await tabTo(page, 'nav.tabs a[href*="passi=2"]');
  await enter(page);
  assert.equal(await page.locator('nav.tabs a[aria-current=page]').getAttribute('href').then((href) => /passi=2/.test(href)), true, 'two steps away');

  await skipsToContent(page);
  await tabTo(page, '.network-names a.network-around');
  const next = await page.evaluate(() => document.activeElement.querySelector('.visually-hidden').textContent);
  assert.ok((await focused(page)).ring, 'where the focus is can be seen');
  await enter(page);
  assert.equal(await page.locator('h1').innerText(), `La rete attorno a ${next}`, 'each name of the picture can be put in the middle');

  await skipsToContent(page);
  await tabTo(page, '.network-names a:not(.network-around)');
  const name = await page.evaluate(() => document.activeElement.textContent);
  await enter(page);
  assert.equal(await page.locator('h1').innerText(), name, 'each name of the picture leads to its page');

  await page.goBack();
  await skipsToContent(page);
  await tabTo(page, '.network-filter a.tag');
  await enter(page);
  assert.equal(await page.locator('h1').innerText(), 'La rete', 'nobody is in the middle any more');

  await skipsToContent(page);
  await tabTo(page, '.table-wrap');
  assert.ok((await focused(page)).ring, 'the table can be scrolled');
  await tabTo(page, 'a[download]');
  assert.match((await focused(page)).href, /rete\.csv|network\.csv|csv/);
  await context.close();
});

test('light or dark is chosen without a script and stays', async () => {
  const { page, context, faults } = await visit(browser, server, { viewport: desk, javaScript: false });
  const ground = async () => (await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor));
  await page.goto('/atlante?forma=empowerment');
  const light = await ground();
  await page.getByRole('button', { name: 'Scuro' }).click();
  await page.waitForURL(/forma=empowerment/);
  assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto('/en/');
  assert.equal(await ground(), dark, 'other pages follow, in either language');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Light' }).click();
  await page.waitForURL(/\/en\//);
  assert.equal(await ground(), light, 'the choice is stronger than the device');
  await page.getByRole('button', { name: /device/i }).click();
  await page.waitForURL(/\/en\//);
  assert.equal(await page.locator('html').getAttribute('data-theme'), null);
  assert.equal(await ground(), dark, 'the device decides again');
  assert.deepEqual(faults, []);
  await context.close();
});

/** The first stop of the keyboard leads past the navigation. */
async function skipsToContent(page) {
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).href, '#content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => location.hash), '#content');
}

/** Presses Tab until the focus is on what the selector says. */
async function tabTo(page, selector) {
  for (let stops = 0; stops < 100; stops++) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
    if (there) return;
  }
  assert.fail(`the keyboard does not reach ${selector} on ${page.url()}`);
}

/** Presses Enter and waits for the page that follows. */
async function enter(page) {
  const next = page.waitForEvent('domcontentloaded');
  await page.keyboard.press('Enter');
  await next;
}

/**
 * What has the focus, whether a ring of at least 2 px shows it, and whether
 * something else lies over its middle. Null when the focus has left the page.
 */
async function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const drawn = (one) => parseFloat(getComputedStyle(one).outlineWidth) >= 2 && getComputedStyle(one).outlineStyle !== 'none';
    let ring = false; // of the element, or of a part of the page that shows it in its stead
    for (let one = element; one && one !== document.body; one = one.parentElement) ring ||= drawn(one);
    const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const covered = top !== null && top !== element && !element.contains(top) && !top.contains(element);
    return { ring, covered, href: element.getAttribute('href'), what: element.outerHTML.slice(0, 120) };
  });
}
