// Every page of the demonstration, as everybody who may see it: on a wide screen
// and on a phone, in light and in dark, with scripts and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { appearance, desk, launch, look, narrowest, overflows, phone, sent, visit } from './browser.mjs';
import { fill, press, standing } from './form.mjs';
import { startServer } from './server.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

/** Where each reader starts from; what is linked from there follows. */
const starts = {
  everybody: [
    '/', '/en/', '/atlante?forma=empowerment&regione=lazio', '/atlante?q=zzzz', '/en/atlas', '/organizzazioni/officine-zero',
    '/en/organisations/officine-zero', '/en/participate', '/en/sign-in', '/accedi/posta', '/non-esiste', '/entra/vecchio', '/stato/vecchio',
    '/partecipa/riprendi/vecchio', '/partecipa/conferma/vecchio', '/redazione',
  ],
  researcher: ['/redazione', '/redazione?stato=attesa', '/redazione?stato=concluse', '/redazione?q=zzzz', '/redazione/organizzazioni', '/redazione/organizzazioni?q=zzzz'],
  administrator: ['/redazione'],
  editor: ['/area'],
};

/** How many pages of one shape are worth a look; one, unless they differ. */
const most = { '/redazione/proposte/:id': 5 };

for (const reader of Object.keys(starts)) {
  test(`the pages of ${reader} are accessible, valid and keep to themselves`, async () => {
    const visitor = await visit(browser, server, { viewport: desk });
    const plain = await visit(browser, server, { viewport: phone, javaScript: false });
    if (reader !== 'everybody') {
      await visitor.page.goto(server.links()[reader]);
      await press(visitor.page, 'Entra');
      await plain.context.addCookies(await visitor.context.cookies());
    }
    const findings = [];
    const waiting = [...starts[reader]];
    const done = new Set(waiting);
    for (let path = waiting.shift(); path; path = waiting.shift()) {
      if (process.env.SAY) console.log(new Date().toISOString(), path);
      findings.push(...await seenEverywhere(visitor, plain, reader, path));
      for (const link of await links(visitor.page, reader)) {
        const shape = shapeOf(link);
        const seen = [...done].filter((p) => shapeOf(p) === shape).length;
        if (!done.has(link) && seen < (most[shape] ?? 1)) {
          done.add(link);
          waiting.push(link);
        }
      }
    }
    assert.equal(findings.join('\n'), '');
    assert.ok(done.size > starts[reader].length, 'links were followed');
    await visitor.context.close();
    await plain.context.close();
  });
}

/** The page at each width with scripts, then on a phone without. */
async function seenEverywhere(visitor, plain, reader, path) {
  const name = `${reader}-${shapeOf(path).replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}${path.includes('?') ? path.replace(/[^a-z0-9]+/gi, '-').slice(-24) : ''}`;
  const { page } = visitor;
  await page.setViewportSize(desk);
  await page.goto(path);
  const found = [...await appearance(visitor, `${name}-1280`), ...await sent(visitor, name)];
  await page.setViewportSize(phone);
  found.push(...await appearance(visitor, `${name}-390`));
  await page.setViewportSize(narrowest);
  if (await overflows(page)) found.push(`${path} scrolls sideways at 320 px`);
  await plain.page.goto(path);
  if (await overflows(plain.page)) found.push(`${path} scrolls sideways on a phone without scripts`);
  return found.concat(plain.faults.splice(0).map((fault) => `${path} without scripts: ${fault}`));
}

/** The pages that this one leads to and that this reader's test is about. */
async function links(page, reader) {
  const paths = await page.locator('a[href]').evaluateAll((all) => all.filter((a) => !a.download && a.origin === location.origin).map((a) => a.pathname));
  const own = reader === 'everybody' ? /^\/(?!redazione|area|account|en\/(?!$|about|data|privacy))/ : /^\/(redazione|area|account|amministrazione)/;
  return paths.filter((path) => own.test(path) && !/\.(json|jsonld|csv|txt|xml|png|svg)$/.test(path));
}

/** A path without what differs between pages of the same kind. */
function shapeOf(path) {
  return path.replace(/\?.*/, '').replace(/\/(organizzazioni|organisations)\/(?!officine)[^/]+/, '/$1/:slug')
    .replace(/\/[a-z0-9]{20}(?=\/|$)/g, '/:id').replace(/\/campi\/\w+/, '/campi/:field');
}
