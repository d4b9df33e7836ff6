// What the other tests rely on: no text is spared because another looks like it.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { axeFindings, launch } from './browser.mjs';
import { test } from './witness.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const pale = 'color: #999';

/** The ids of the rules that axe finds broken in the body, within main. */
async function broken(body, options) {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="it"><title>Prova</title><style>body { background: #fff; color: #000 } @media (prefers-color-scheme: dark) { body { background: #000; color: #fff } }</style><main><h1>Prova</h1>${body}</main>`);
  if (options?.contrastOnly) await page.emulateMedia({ colorScheme: 'dark' });
  const found = await axeFindings(page, options);
  await page.close();
  return found.map((line) => line.split(': ')[1]);
}

test('a pale text is found wherever it stands', async () => {
  assert.deepEqual(await broken('<p>Nero su bianco</p>'), []);
  assert.deepEqual(await broken(`<p hidden style="${pale}">Nascosto</p>`), [], 'what is hidden is not measured');
  assert.deepEqual(await broken(`<p style="${pale}">Visibile</p>`), ['color-contrast'], 'and is found once it is seen');
  assert.deepEqual(await broken(`<p style="${pale}">Visibile</p>`), ['color-contrast'], 'on each page again');
  assert.deepEqual(await broken(`<p>Bianco</p><p style="background: #000"><span style="${pale}">Grigio su nero</span></p>`), []);
  assert.deepEqual(await broken('<p style="background: #000; color: #333">Scuro su nero</p>'), ['color-contrast'], 'of what it stands on');
  assert.deepEqual(await broken('<p style="color: #757575">Appena</p>'), []);
  assert.deepEqual(await broken('<div style="opacity: 0.8"><p style="color: #757575">Appena</p></div>'), ['color-contrast'], 'of what it shines through');
  assert.deepEqual(await broken('<p style="font-size: 32px; color: #888">Grande</p>'), []);
  assert.deepEqual(await broken('<p style="font-size: 16px; color: #888">Piccolo</p>'), ['color-contrast'], 'of its size');
});

test('a text that is pale in the dark only is found there', async () => {
  const body = '<p style="color: #333">Scuro</p>';
  assert.deepEqual(await broken(body), []);
  assert.deepEqual(await broken(body, { contrastOnly: true }), ['color-contrast']);
});

test('a link that only its colour tells from the text around it is found', async () => {
  assert.deepEqual(await broken('<p>Leggi <a href="/">la guida</a> prima.</p>'), []);
  assert.deepEqual(await broken('<p><a href="/" style="text-decoration: none; color: #001a33">La guida</a></p>'), [], 'alone it is no link in a text');
  assert.deepEqual(await broken('<p>Leggi <a href="/" style="text-decoration: none; color: #001a33">la guida</a> prima.</p>'), ['link-in-text-block']);
});

test('what has no name is found beside texts that are known', async () => {
  assert.deepEqual(await broken('<p>Nero su bianco</p><button></button>'), ['button-name']);
});
