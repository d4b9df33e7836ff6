// Organisations come from a file and from an address: what would happen is shown
// first, nothing is public without a person, and everything can be taken back.
// With and without scripts.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { press } from './form.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

const flags = ['--no-limits', '--fetch-loopback'];
let server, browser, register;
let rows = 'Denominazione;Comune;E-mail;Anno\nFilo Provato;Prato;info@filo.example;2013\nSartoria Provata;Prato;info@filo.example;2014\n';
let signedIn; // cookies of the researcher: each login link works once

before(async () => {
  server = await startServer('demo', ...flags);
  browser = await launch();
  register = createServer((request, response) => {
    if (request.url === '/pagina') response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Dati</title>');
    else response.setHeader('Content-Type', 'text/csv').end(rows);
  });
  await new Promise((resolve) => { register.listen(0, '127.0.0.1', resolve); });
});
after(async () => {
  await browser?.close();
  await server?.stop();
  register?.close();
});

const address = (path) => `http://127.0.0.1:${register.address().port}${path}`;

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

/** Waits until the page, which looks again by itself, says so. */
async function says(page, words) {
  await page.locator('main', { hasText: words }).waitFor({ timeout: 30000 });
}

test('a file is looked at, taken and taken back, on a phone without JavaScript', async () => {
  const visitor = await researcher({ viewport: phone, javaScript: false });
  const { page } = visitor;
  await page.goto('/redazione/importa');
  await fine(visitor, 'import-begin');
  await press(page, 'Leggi il file');
  assert.match(await page.locator('main').innerText(), /da dove vengono le righe/);
  await fine(visitor, 'import-refused');
  await page.locator('[name=source]').fill('Elenco di prova');
  const file = 'Boh;Comune;Anno\nOrdito Sparso;Prato;2011\nTrama Sparsa;Prato;boh\nOrditto Sparso;Prato;2012\n';
  await page.locator('[name=file]').setInputFiles({ name: 'elenco.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await press(page, 'Leggi il file');
  await says(page, 'Nessuna colonna è il nome');
  await fine(visitor, 'import-columns');
  await page.locator('select[name="column.0"]').selectOption('name');
  await press(page, 'Controlla di nuovo');
  await says(page, 'Forse la stessa organizzazione');
  await fine(visitor, 'import-checked');
  await page.locator('[name=publish][value=yes]').check();
  await page.locator('[name=skip]').check();
  await press(page, 'Importa');
  await says(page, 'Annulla questa importazione');
  await fine(visitor, 'import-applied');
  assert.equal((await visitor.context.request.get('/organizzazioni/ordito-sparso')).status(), 200);
  assert.equal((await visitor.context.request.get('/organizzazioni/orditto-sparso')).status(), 404, 'a person has to look at it first');
  await page.locator('summary', { hasText: 'Annulla' }).click();
  await press(page, "Annulla l'importazione");
  await says(page, 'Annullata');
  await fine(visitor, 'import-undone');
  assert.equal((await visitor.context.request.get('/organizzazioni/ordito-sparso')).status(), 410);
  await visitor.context.close();
});

test('an address is fetched, and what changes there waits for a person', async () => {
  let visitor = await researcher({ viewport: desk });
  await visitor.page.goto('/redazione/importa');
  await visitor.page.locator('[name=source]').fill('Registro di prova');
  await visitor.page.locator('[name=address]').fill(address('/elenco.csv'));
  await press(visitor.page, 'Leggi il file');
  await visitor.page.waitForURL('**/redazione/importa/*', { timeout: 30000 });
  await says(visitor.page, 'Come prenderle');
  await visitor.page.locator('[name=publish][value=yes]').check();
  await press(visitor.page, 'Importa');
  await says(visitor.page, 'Annulla questa importazione');
  await visitor.page.locator('a.go', { hasText: "L'indirizzo da cui viene" }).click();
  await fine(visitor, 'feed');
  const feed = new URL(visitor.page.url()).pathname;
  await press(visitor.page, 'Scarica adesso');
  await says(visitor.page, 'niente di nuovo');
  await visitor.page.locator('[name=every][value=daily]').check();
  await press(visitor.page, 'Salva');
  await says(visitor.page, 'La prossima volta da solo');
  await fine(visitor, 'feed-daily');
  await visitor.context.close();

  rows = rows.replace('2013', '2015');
  server = await server.again(...flags, '--clock-ahead', '25h');
  signedIn = undefined; // a day later nobody is signed in any more
  visitor = await researcher({ viewport: phone, javaScript: false });
  const { page } = visitor;
  for (let tries = 0; tries < 100 && !(await page.locator('#prepared').count()); tries++) await page.goto('/redazione');
  assert.match(await page.locator('main').innerText(), /1 importazione preparata aspetta una decisione/);
  await fine(visitor, 'desk-prepared');
  await page.goto(feed);
  await fine(visitor, 'feed-prepared');
  assert.doesNotMatch(await (await visitor.context.request.get('/organizzazioni/filo-provato')).text(), /2015/, 'nobody has approved it');
  await page.goto('/redazione/importa');
  await fine(visitor, 'import-list');
  await page.locator('#prepared + ul a').first().click();
  await press(page, 'Lascia perdere');
  assert.equal(await page.locator('#prepared').count(), 0);
  await page.goto(feed);
  await page.locator('summary', { hasText: 'Dimentica' }).click();
  await press(page, 'Dimentica questo indirizzo');
  assert.doesNotMatch(await page.locator('main').innerText(), /Indirizzi salvati/);
  await visitor.context.close();
});

test('an address that is no file says why', async () => {
  const visitor = await researcher({ viewport: phone, javaScript: false });
  const { page } = visitor;
  await page.goto('/redazione/importa');
  await page.locator('[name=source]').fill('Una pagina');
  await page.locator('[name=address]').fill('http://10.0.0.1/elenco.csv');
  await press(page, 'Leggi il file');
  assert.match(await page.locator('main').innerText(), /serve un sito pubblico/);
  await fine(visitor, 'import-private');
  await page.locator('[name=address]').fill(address('/pagina'));
  await press(page, 'Leggi il file');
  await says(page, 'una pagina da leggere');
  await fine(visitor, 'feed-failed');
  await visitor.context.close();
});
