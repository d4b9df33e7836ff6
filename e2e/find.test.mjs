// Somebody who looks for help finds it: on a phone without scripts and on a wide
// screen with them, whatever the spelling, and nothing that was asked is lost on
// the way.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { press } from './form.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let server, browser;
before(async () => { server = await startServer('demo', '--no-limits'); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

const devices = [
  { tag: 'phone', title: 'on a phone without JavaScript', device: { viewport: phone, javaScript: false } },
  { tag: 'desk', title: 'on a wide screen with JavaScript', device: { viewport: desk, javaScript: true } },
];

/** Searches as people do: by the field that is seen, and its button. */
async function search(page, text) {
  await page.locator('#q').fill(text);
  await page.getByRole('button', { name: /^(Cerca|Search)$/ }).click();
  await page.waitForURL((url) => url.searchParams.get('q') === text);
}

const names = (page) => page.locator('.rows .org h3 a').allTextContents();
const found = async (page) => Number((await page.locator('.atlas-list [role=status]').textContent()).match(/\d+/)?.[0]);
const asked = (page) => Object.fromEntries(new URL(page.url()).searchParams);

for (const { tag, title, device } of devices) {
  test(`who looks for help finds it, whatever the spelling, ${title}`, async () => {
    const visitor = await visit(browser, server, device);
    const { page, context } = visitor;
    await page.goto('/atlante');
    for (const [text, expected] of [
      ['corso cnc roma', 'Officine Zero'], ['corsi cnc roma', 'Officine Zero'], ['falegnami', 'Officine Zero'], ['faleganmi', 'Officine Zero'],
      ['"officine zero"', 'Officine Zero'], ["l'officina", 'Officine Zero'], ['societa', 'Bora Condivisa'], ['Naples', 'Le Ore Nostre'],
    ]) {
      await search(page, text);
      assert.ok((await names(page)).includes(expected), `${text} finds ${expected}, not only ${await names(page)}`);
    }
    assert.deepEqual(await look(visitor, `trova-${tag}`), []);
    await search(page, 'faleganmi');
    await page.getByText('Mostriamo i risultati per “falegname”').waitFor();
    await search(page, 'corsi cnc vicino a bologna');
    assert.deepEqual(await look(visitor, `trova-niente-${tag}`), []);
    await page.getByRole('link', { name: /Cerca “corsi cnc” vicino a Bologna/ }).click();
    await page.waitForURL(/vicino=/);
    assert.match(await page.locator('.rows .org').first().textContent(), /A \d+ km( \(\p{L}[^)]*\))?\./u);
    await context.close();
  });

  test(`the query survives every click, ${title}`, async () => {
    const visitor = await visit(browser, server, device);
    const { page, context } = visitor;
    await page.goto('/atlante');
    await search(page, 'lavoro');
    if (tag === 'phone') await page.getByRole('link', { name: 'Filtra', exact: true }).click();
    const box = page.locator('label.check', { hasText: 'Network' });
    const promised = Number(await box.locator('.n').textContent());
    await box.locator('input').check();
    await page.getByRole('button', { name: 'Applica i filtri' }).click();
    await page.waitForURL(/forma=network/);
    assert.equal(await found(page), promised, 'as many are found as the filter said');
    assert.deepEqual(asked(page), { q: 'lavoro', forma: 'network', vicino: '' });

    const orders = page.getByRole('navigation', { name: 'In ordine di' });
    await orders.getByRole('link', { name: 'nome', exact: true }).click();
    await page.waitForURL(/ordine=nome/);
    await page.getByRole('link', { name: /Pagina successiva/ }).click();
    await page.waitForURL(/pagina=2/);
    const second = { q: 'lavoro', forma: 'network', ordine: 'nome', pagina: '2' };
    assert.deepEqual(asked(page), second);
    const here = page.url();
    await page.locator('.rows .org h3 a').first().click();
    await page.waitForURL(/\/organizzazioni\//);
    await page.goBack();
    assert.equal(page.url(), here, 'the way back leads to the same list');
    if (device.javaScript) {
      await page.locator('.rows .org h3 a').first().click();
      await page.waitForURL(/\/organizzazioni\//);
      await page.locator('.crumbs').getByRole('link', { name: 'Atlante' }).click();
      await page.waitForURL(here);
    }

    if (tag === 'phone') await page.locator('details.menu > summary').click();
    await page.getByRole('link', { name: 'English' }).locator('visible=true').click();
    await page.waitForURL(/\/en\/atlas\?/);
    assert.deepEqual(asked(page), second, 'the language changes and nothing else');
    assert.deepEqual(await look(visitor, `trova-en-${tag}`), []);
    await page.getByRole('link', { name: /“lavoro”.*remove the filter/ }).click();
    await page.waitForURL((url) => !url.searchParams.has('q'));
    assert.deepEqual(asked(page), { forma: 'network' }, 'what is taken away goes alone; by name is how it stands without a text');
    await context.close();
  });

  test(`a place is the reason that is shown, and a way on, ${title}`, async () => {
    const visitor = await visit(browser, server, device);
    const { page, context } = visitor;
    await page.goto('/atlante');
    await search(page, 'lombardia');
    const rows = page.locator('.rows .org');
    assert.ok(await rows.count() > 1);
    assert.equal(await rows.filter({ has: page.locator('mark', { hasText: 'Lombardia' }) }).count(), await rows.count(), 'every row shows the region');
    assert.deepEqual(await look(visitor, `trova-luogo-${tag}`), []);
    await search(page, 'paris');
    assert.equal(await found(page), 0, 'nobody is in Paris, and nothing is a form of it');
    await page.getByRole('link', { name: /Guarda le più vicine a Parigi/ }).click();
    await page.waitForURL(/vicino=/);
    assert.ok(await rows.count() > 1);
    await page.goto('/en/organisations/le-ore-nostre');
    assert.deepEqual(await look(visitor, `trova-scheda-${tag}`), []);
    for (const [name, address] of [['Naples (NA)', 'comune=it-063049'], ['Campania', 'regione=campania'], ['Association', 'tipo=association'], ['Network', 'forma=network']]) {
      await page.goto('/en/organisations/le-ore-nostre');
      await page.getByRole('link', { name: `${name}: see in the atlas` }).first().click();
      await page.waitForURL((url) => url.pathname === '/en/atlas' && url.search === `?${address}`);
      assert.ok((await names(page)).length > 0, `the atlas has somebody for ${name}`);
    }
    await context.close();
  });

  test(`a relation told by name is led to its page, ${title}`, async () => {
    const visitor = await visit(browser, server, device);
    const { page, context } = visitor;
    await page.goto('/partecipa');
    await press(page, 'Faccio parte di un\'organizzazione');
    await page.goto(page.url().replace(/[^/]*$/, 'la-vostra-storia'));
    await press(page, 'Aggiungi un legame');
    await page.locator('[name="relations.0.relation_kind"][value=partner]').check();
    await page.locator('[name="relations.0.relation_name"]').fill('mutuo palco');
    await page.locator('[name=short_description]').fill('Cuciamo insieme.');
    await press(page, 'Salva e continua');
    await page.getByText('È questa?').waitFor();
    assert.deepEqual(await look(visitor, `legame-${tag}`, { picturesOf: ['light', 'dark'] }), []);
    await press(page, /Sì, è questa/);
    await page.getByText('Il legame porta alla pagina:').waitFor();
    assert.match(await page.getByRole('link', { name: /Mutuo Palco/ }).getAttribute('href'), /\/organizzazioni\/mutuo-palco$/);
    assert.deepEqual(await look(visitor, `legame-collegato-${tag}`, { picturesOf: ['light', 'dark'] }), []);
    await press(page, /Togli il collegamento/);
    await page.getByText('È questa?').waitFor();
    await context.close();
  });
}
