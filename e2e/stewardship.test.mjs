// Time passes over published pages: they are asked about by mail, answered with
// each of the three buttons, and leave the atlas after a notice if nobody says
// anything.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { fill, press } from './form.mjs';
import { addPerson, linkIn, mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

const researcher = { email: 'rita@ricerca.example', name: 'Rita Ricerca', role: 'researcher' };
const day = 24;

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

describe('pages that nobody confirms', () => {
  for (const variant of [
    { tag: 'phone', title: 'on a phone without JavaScript', device: { viewport: phone, javaScript: false } },
    { tag: 'desk', title: 'on a wide screen with JavaScript', device: { viewport: desk, javaScript: true } },
  ]) {
    test(variant.title, async () => {
      const journey = new Journey(await startServer('serve', '--no-limits'), variant);
      try {
        addPerson(journey.server, researcher);
        await importsPages(journey);
        await journey.later(400 * day);
        await confirms(journey);
        await saysWhatHasChanged(journey);
        await saysThatItIsGone(journey);
        await wantsNoReminders(journey);
        await journey.later(700 * day);
        await tellsTheSilent(journey);
        await keepsAfterTheNotice(journey);
        await journey.later(770 * day);
        await leavesTheAtlas(journey);
        await comesBack(journey);
        assert.equal(journey.findings.join('\n'), '');
        assert.doesNotMatch(journey.logs(), /"level":"ERROR"|info@/, 'nothing failed and no personal datum is in the log');
      } finally {
        await journey.server.stop();
      }
    });
  }
});

class Journey {
  constructor(server, { tag, device }) {
    Object.assign(this, { server, tag, device, findings: [], earlier: '' });
  }

  async arrives() {
    return visit(browser, this.server, this.device);
  }

  async look(visitor, title) {
    this.findings.push(...await look(visitor, `steward-${this.tag}-${title}`));
  }

  /** Goes on so many hours after the beginning; by then nobody is signed in any more. */
  async later(hours) {
    this.earlier += this.server.log();
    this.server = await this.server.again('--no-limits', '--clock-ahead', `${hours}h`);
  }

  logs() {
    return this.earlier + this.server.log();
  }
}

async function signIn(journey) {
  const team = await journey.arrives();
  await team.page.goto('/accedi');
  await fill(team.page, { email: researcher.email });
  await press(team.page, 'Mandami il link');
  await team.page.goto(linkIn(await mailTo(journey.server, researcher.email, /\/entra\//), '/entra/'));
  await press(team.page, 'Entra');
  return team;
}

async function importsPages(journey) {
  const { page, context } = await signIn(journey);
  await page.goto('/redazione/importa');
  await fill(page, { source: 'Registro' });
  const rows = [
    'name;municipality;types;email;short_description;source',
    'Tessitori del Bisenzio;Prato;association;info@filo.example;Chi tesse e chi cuce;team',
    'Palco Barese;Bari;association;info@trama.example;Chi lavora in teatro;team',
    'Corrieri Uniti Torino;Torino;cooperative;info@nodo.example;Chi consegna in bici;team',
    'Ordito Pisano;Pisa;association;info@ordito.example;Chi fila;team',
    'Filanda Comune;Biella;association;info@filanda.example;Chi tinge;team',
  ];
  await page.locator('[name=file]').setInputFiles({ name: 'tabella.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await press(page, 'Leggi il file');
  await page.getByRole('button', { name: 'Importa', exact: true }).waitFor();
  await fill(page, { publish: 'yes' });
  await press(page, 'Importa');
  await page.getByText('Annulla questa importazione').waitFor();
  await context.close();
}

/** The mail has one button for each answer, which leads to that answer. */
function buttonsOf(mail) {
  const links = {};
  for (const answer of ['true', 'change', 'gone']) {
    const [, link] = mail.match(new RegExp(`<a [^>]*href="([^"]*/ancora-vero/[^"]*#${answer})"`)) ?? [];
    assert.ok(link, `no button for "${answer}"`);
    links[answer] = link;
  }
  return links;
}

async function confirms(journey) {
  const mail = await mailTo(journey.server, 'info@filo.example', /ancora vera/);
  const visitor = await journey.arrives();
  const { page } = visitor;
  await page.goto(buttonsOf(mail).true);
  await journey.look(visitor, 'still-true');
  const asked = new URL(page.url()).pathname;
  await press(page, 'Conferma la scheda');
  assert.match(await page.locator('body').innerText(), /Grazie, la conferma è sulla pagina/);
  await journey.look(visitor, 'confirmed');
  await page.goto(asked.replace('/ancora-vero/', '/en/still-true/'));
  assert.equal(visitor.status(), 410);
  assert.match(await page.locator('main').innerText(), /answer has/i);
  await journey.look(visitor, 'answered-english');
  await visitor.context.close();
}

async function saysWhatHasChanged(journey) {
  const mail = await mailTo(journey.server, 'info@trama.example', /ancora vera/);
  const visitor = await journey.arrives();
  const { page } = visitor;
  await page.goto(buttonsOf(mail).change);
  await page.getByRole('link', { name: 'Di\' che cosa è cambiato' }).click();
  await page.waitForURL('**/segnala');
  await fill(page, { wrong: 'Adesso siamo in un altro teatro.' });
  await page.waitForTimeout(3500); // nobody writes a sentence faster
  await press(page, 'Manda la segnalazione');
  assert.match(await page.locator('body').innerText(), /la segnalazione è arrivata/);
  await visitor.context.close();
}

async function saysThatItIsGone(journey) {
  const mail = await mailTo(journey.server, 'info@nodo.example', /ancora vera/);
  const visitor = await journey.arrives();
  await visitor.page.goto(buttonsOf(mail).gone);
  await press(visitor.page, 'Non c\'è più');
  assert.match(await visitor.page.locator('body').innerText(), /il gruppo di ricerca lo sa/);
  await visitor.context.close();
  const team = await signIn(journey);
  for (const [kind, name] of [['withdrawal', /Corrieri Uniti Torino/], ['report', /Palco Barese/]]) {
    await team.page.goto(`/redazione?cosa=${kind}`);
    assert.match(await team.page.locator('main').innerText(), name);
  }
  await team.context.close();
}

/** What a mail program sends for its reader, who has pressed its own button. */
async function wantsNoReminders(journey) {
  const mail = await mailTo(journey.server, 'info@ordito.example', /ancora vera/);
  const [, address] = mail.match(/^List-Unsubscribe:\s*<([^>]+)>/m);
  const answer = await fetch(address, {
    method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(answer.status, 200);
}

/** The team tells those of whom nobody has heard, whether they want reminders or not. */
async function tellsTheSilent(journey) {
  const team = await signIn(journey);
  const { page } = team;
  await page.goto('/redazione/archivio');
  const pages = await page.locator('ul.pairs > li').allInnerTexts();
  assert.equal(pages.length, 4, pages.join(' | '));
  assert.doesNotMatch(pages.join(), /Tessitori/, 'who has confirmed is not asked');
  await journey.look(team, 'quiet');
  await press(page, 'Avvisa chi cura queste 2 pagine');
  assert.equal((await page.locator('ul.pairs').innerText()).match(/Avvisata il/g).length, 2, 'what others have written is decided first');
  await journey.look(team, 'told');
  await page.goto('/redazione/freschezza');
  await journey.look(team, 'dashboard');
  await team.context.close();
}

async function keepsAfterTheNotice(journey) {
  const mail = await mailTo(journey.server, 'info@filanda.example', /sta per lasciare l'atlante/);
  const visitor = await journey.arrives();
  const { page } = visitor;
  await page.goto(buttonsOf(mail).true);
  assert.match(await page.locator('main').innerText(), /Senza una risposta, d[ae]l.* la pagina non sarà più pubblica/);
  await journey.look(visitor, 'about-to-leave');
  await press(page, 'Conferma la scheda');
  await visitor.context.close();
  await mailTo(journey.server, 'info@ordito.example', /sta per lasciare l'atlante/);
}

/** Only the page leaves about which nobody has said anything. */
async function leavesTheAtlas(journey) {
  const visitor = await journey.arrives();
  const { page } = visitor;
  for (let tries = 0; (await page.goto('/organizzazioni/ordito-pisano')).status() !== 410; tries++) {
    assert.ok(tries < 100, 'the page does not leave');
    await page.waitForTimeout(100);
  }
  assert.match(await page.locator('main').innerText(), /Da molto tempo nessuno confermava/);
  await journey.look(visitor, 'gone');
  assert.equal((await page.goto('/en/organisations/ordito-pisano')).status(), 410);
  await journey.look(visitor, 'gone-english');
  for (const slug of ['tessitori-del-bisenzio', 'palco-barese', 'filanda-comune', 'corrieri-uniti-torino']) {
    assert.equal((await page.goto(`/organizzazioni/${slug}`)).status(), 200, slug);
  }
  await visitor.context.close();
}

async function comesBack(journey) {
  const team = await signIn(journey);
  const { page } = team;
  await page.goto('/redazione/archivio');
  await page.getByRole('link', { name: 'Riporta in pubblico' }).click();
  await page.waitForURL('**/ripristina');
  await press(page, 'Riporta in pubblico');
  assert.equal((await page.goto('/organizzazioni/ordito-pisano')).status(), 200);
  await team.context.close();
}
