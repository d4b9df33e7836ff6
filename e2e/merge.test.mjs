// Two pages of one organisation become one and are parted again, a page leaves
// the atlas and returns, and whoever takes part hears of a page that is there
// already: with and without scripts, and by keyboard.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { readPDF } from './pdf.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

let pair; // the address of the pair that the desk shows
let signedIn; // cookies of the researcher: each login link works once

async function researcher(device) {
  const visitor = await visit(browser, server, device);
  if (!signedIn) {
    await visitor.page.goto(server.links().researcher);
    await visitor.page.locator('main button').first().click();
    await visitor.page.waitForURL('**/redazione');
    signedIn = await visitor.context.cookies();
  }
  await visitor.context.addCookies(signedIn);
  return visitor;
}

async function fine(visitor, name) { assert.deepEqual(await look(visitor, name), []); }

for (const { title, device, tag } of [
  { title: 'on a phone without JavaScript', device: { viewport: phone, javaScript: false }, tag: 'phone' },
  { title: 'on a wide screen with JavaScript', device: { viewport: desk }, tag: 'desk' },
]) {
  test(`two pages become one and two again, ${title}`, async () => {
    const visitor = await researcher(device);
    const { page } = visitor;
    await page.goto('/redazione/doppioni');
    await page.locator('form button', { hasText: 'Cerca adesso' }).click();
    if (tag === 'phone') {
      await fine(visitor, 'twins-phone');
      await page.locator('ul.pairs a.go').first().click();
      await fine(visitor, 'twin-phone');
    } else { // parting has told them apart: the pair is not listed any more
      assert.equal(await page.locator('ul.pairs > li').count(), 0);
      await fine(visitor, 'twins-desk');
      await page.goto(pair);
      assert.match(await page.locator('main').innerText(), /non sono la stessa/);
    }
    pair = new URL(page.url()).pathname;
    await page.locator('[name=story][value=right]').check();
    await page.locator('form#choices button').click();
    assert.match(page.url(), /story=right/);
    await fine(visitor, `merge-preview-${tag}`);
    await page.locator('main form button', { hasText: 'Unisci' }).click();
    await page.waitForURL('**/redazione/unioni/**');
    await fine(visitor, `merged-${tag}`);
    await page.goto('/organizzazioni/torni-e-ritorni');
    assert.match(await page.locator('main').innerText(), /Ci hanno parlato di un'officina/);
    await page.goBack();
    await page.locator('main form button', { hasText: 'Separa' }).click();
    await page.waitForURL('**/redazione/organizzazioni/**');
    await page.goto('/organizzazioni/torni-e-ritorni');
    assert.doesNotMatch(await page.locator('main').innerText(), /Ci hanno parlato di un'officina/);
    await visitor.context.close();
  });
}

test('a page leaves the atlas and returns', async () => {
  const visitor = await researcher({ viewport: phone, javaScript: false });
  const { page } = visitor;
  await page.goto('/redazione/archivio');
  await fine(visitor, 'archive');
  const gone = await page.goto('/organizzazioni/la-lanterna-delle-filande');
  assert.equal(gone.status(), 410);
  await fine(visitor, 'gone');
  assert.match(await page.locator('main').innerText(), /non esiste più[\s\S]*Lanificio delle Competenze/);
  const english = await page.goto('/en/organisations/la-lanterna-delle-filande');
  assert.equal(english.status(), 410);
  assert.match(await page.locator('main').innerText(), /no longer exists/);
  await page.goto('/redazione/archivio');
  await page.getByRole('link', { name: /^Riporta in pubblico/ }).first().click();
  await fine(visitor, 'unarchive');
  await page.locator('main form button').first().click();
  await page.waitForURL('**/redazione/organizzazioni/**');
  assert.equal((await page.goto('/organizzazioni/la-lanterna-delle-filande')).status(), 200);
  await page.goBack();
  await page.locator('a.go', { hasText: 'Archivia questa pagina' }).click();
  await page.locator('main form button', { hasText: 'Archivia' }).click();
  await fine(visitor, 'archive-refused');
  assert.match(await page.locator('main').innerText(), /Scegli il motivo/);
  await page.locator('[name=why][value=ceased]').check();
  await page.locator('main form button', { hasText: 'Archivia' }).click();
  await page.waitForURL('**/redazione/archivio**');
  assert.equal((await page.goto('/organizzazioni/la-lanterna-delle-filande')).status(), 410);
  await page.goto('/redazione/archivio');
  await page.getByRole('link', { name: 'Aggiungi La Lanterna delle Filande' }).click();
  await page.waitForURL('**/successore');
  await page.locator('[name=successor]').fill('ilfilo.example');
  await page.locator('[name=successor_name]').fill('Il Filo');
  await fine(visitor, 'successor');
  await page.locator('main form button').click();
  await page.waitForURL('**/redazione/archivio**');
  await fine(visitor, 'archive-succeeded');
  await page.goto('/organizzazioni/la-lanterna-delle-filande');
  assert.match(await page.locator('main').innerText(), /Al suo posto c'è Il Filo/);
  await visitor.context.close();
});

test('who takes part hears of a page that is there already', async () => {
  const visitor = await visit(browser, server, { viewport: phone, javaScript: false });
  const { page } = visitor;
  await page.goto('/partecipa');
  await page.locator('button[value=new]').click();
  await page.locator('[name=name]').fill('Cooperativa Torni e Ritorni');
  await page.locator('[name=types][value=cooperative]').check();
  await page.locator('button[value=continue]').click();
  await fine(visitor, 'similar');
  assert.equal(await page.locator('#similar a').getAttribute('href'), '/organizzazioni/torni-e-ritorni');
  const first = page.url();
  await page.locator('button[value=different]').click();
  assert.notEqual(new URL(page.url()).pathname, new URL(first).pathname, 'the next step');
  await visitor.context.close();
});

test('a script says so while the name is typed', async () => {
  const visitor = await visit(browser, server, { viewport: desk });
  const { page } = visitor;
  await page.goto('/partecipa');
  await page.locator('button[value=new]').click();
  await page.locator('[name=name]').pressSequentially('Torni e ritorni');
  await page.locator('[data-similar] a').waitFor();
  assert.equal(await page.locator('[data-similar] a').getAttribute('href'), '/organizzazioni/torni-e-ritorni');
  await fine(visitor, 'similar-typing');
  await visitor.context.close();
});

test('a relation that is told by name only is linked', async () => {
  const visitor = await researcher({ viewport: phone, javaScript: false });
  const { page } = visitor;
  await page.goto('/redazione/legami');
  await fine(visitor, 'loose');
  const row = page.locator('ul.pairs > li', { hasText: 'Guide Senza Ombrello' });
  await row.getByRole('button', { name: /^Non è la stessa/ }).click();
  await page.locator('details summary').last().click();
  await page.getByRole('button', { name: /^Proponila di nuovo/ }).click();
  await row.getByRole('button', { name: /^È questa, collega/ }).click();
  assert.match(await page.locator('main').innerText(), /Il legame porta alla sua pagina/);
  await fine(visitor, 'loose-linked');
  await page.goto('/organizzazioni/guide-senza-ombrello');
  assert.ok(await page.locator('main a[href="/organizzazioni/stagioni-in-quota"]').count() > 0, 'the relation leads to the page');
  await visitor.context.close();
});

test('the network is printed with its picture on one sheet', async () => {
  const { page, context } = await visit(browser, server, { viewport: desk });
  await page.goto('/atlante/rete?forma=advocacy&conferma=entrambe');
  const names = await page.locator('.network-names a:first-child').allInnerTexts();
  const paper = await readPDF(await page.pdf({ preferCSSPageSize: true }));
  assert.ok(paper.pages.length <= 2, `${paper.pages.length} sheets`);
  for (const name of names) assert.ok(paper.pages[0].includes(name), `${name} is not on the first sheet`);
  assert.match(paper.pages[0], /Forma di solidarietà: Advocacy · Solo i legami confermati/, 'the paper says what was chosen');
  await context.close();
});

test('sides are chosen with the keyboard alone', async () => {
  const visitor = await researcher({ viewport: desk });
  const { page } = visitor;
  await page.goto(pair);
  for (let stops = 0; stops < 80 && !(await page.evaluate(() => document.activeElement?.name === 'target')); stops++) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('[name=target]:checked').getAttribute('value'), 'right');
  await visitor.context.close();
});
