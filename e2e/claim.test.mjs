// Who keeps a page: the team imports it, somebody shows that they represent it,
// invites others and hands over; then a year passes and the page is asked about.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { fill, follow, press } from './form.mjs';
import { addPerson, linkIn, mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

const researcher = { email: 'rita@ricerca.example', name: 'Rita Ricerca', role: 'researcher' };
const ada = { email: 'ada@posta.example', name: 'Ada Prova' };
const dora = { email: 'dora@posta.example', name: 'Dora Prova' };
const emma = { email: 'emma@posta.example', name: 'Emma Prova' };
const stranger = { email: 'ugo@posta.example', name: 'Ugo Prova' };
const day = 24;

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

describe('an organisation takes its page over', () => {
  for (const variant of [
    { tag: 'phone', title: 'on a phone without JavaScript', device: { viewport: phone, javaScript: false } },
    { tag: 'desk', title: 'on a wide screen with JavaScript', device: { viewport: desk, javaScript: true } },
  ]) {
    test(variant.title, async () => {
      const journey = new Journey(await startServer('serve'), variant);
      try {
        addPerson(journey.server, researcher);
        await walk(journey);
      } finally {
        await journey.server.stop();
      }
    });
  }
});

describe('an organisation is known by its site', () => {
  for (const { proves, ...variant } of [
    { tag: 'file', title: 'by a file, on a phone without JavaScript', device: { viewport: phone, javaScript: false }, proves: provesByFile },
    { tag: 'mark', title: 'by a mark in a page, on a wide screen with JavaScript', device: { viewport: desk, javaScript: true }, proves: provesByMark },
  ]) {
    test(variant.title, async () => {
      const site = await startSite();
      const journey = new Journey(await startServer('serve', '--fetch-loopback'), variant);
      try {
        addPerson(journey.server, researcher);
        await importsPagesWithSites(journey, site);
        await proves(journey, site);
        assert.equal(journey.findings.join('\n'), '');
        assert.doesNotMatch(journey.logs(), /"level":"ERROR"|posta\.example|Prova/, 'nothing failed and no personal datum is in the log');
      } finally {
        await journey.server.stop();
        await site.stop();
      }
    });
  }
});

/** A web site on this machine, under a name as sites have: `pages` has its texts by path. */
async function startSite() {
  const pages = {};
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    const text = pages[request.url];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': request.url.endsWith('.txt') ? 'text/plain' : 'text/html' });
    response.end(text ?? '');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://filanda.localhost:${server.address().port}`, pages, asked,
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

async function importsPagesWithSites(journey, site) {
  site.pages['/'] = '<!doctype html><title>Filanda</title><p>Tessiamo.';
  site.pages['/gruppo'] = '<!doctype html><title>Gruppo</title><p>Cuciamo.';
  const team = journey.team = await signIn(journey, researcher);
  await uploads(team, 'Registro', [
    'name;municipality;types;website;short_description;source',
    `Filanda Comune Biella;Biella;association;${site.url}/;Chi fila;team`,
    `Sarti di Lecce;Lecce;cooperative;${site.url.replace('filanda', 'sarti')}/gruppo;Chi cuce;team`,
  ]);
  await imports(team);
}

/** The first look finds nothing; then the file is there, and Ada keeps the page. */
async function provesByFile(journey, site) {
  const claimer = await begins(journey, ada, 'filanda-comune-biella', 'Cura questa pagina');
  const { page } = claimer;
  await press(page, 'Mostra che cosa mettere');
  const token = (await page.locator('#file-token').innerText()).trim();
  assert.match(token, /^\w{20,}$/);
  assert.match(await page.locator('#meta-token').innerText(), new RegExp(token));
  await press(page, /^L'ho messa/);
  await page.getByText('non c\'è ancora').first().waitFor({ timeout: 20000 });
  assert.ok(site.asked.includes('/.well-known/telaio.txt'), `only ${site.asked} was asked for`);
  await journey.look(claimer, 'missing');
  site.pages['/.well-known/telaio.txt'] = `${token}\n`;
  await press(page, /^L'ho messa/);
  await page.getByText('Curi già questa pagina').waitFor({ timeout: 20000 });
  await journey.look(claimer, 'found');
  await mailTo(journey.server, ada.email, /Ora curi la pagina/);
  await follow(page, 'Vai all\'area dell\'organizzazione');
  assert.match(new URL(page.url()).pathname, /^\/area\/\w+$/);
}

/** Of a page inside a site only its own head counts, and nothing in its text. */
async function provesByMark(journey, site) {
  const claimer = await begins(journey, dora, 'sarti-di-lecce', 'Cura questa pagina');
  const { page } = claimer;
  await press(page, 'Mostra che cosa mettere');
  assert.equal(await page.locator('#file-token').count(), 0, 'whoever has a page on a host does not speak for the host');
  const mark = (await page.locator('#meta-token').innerText()).trim();
  site.pages['/gruppo'] = `<!doctype html><title>Gruppo</title><p>Un commento: ${mark}`;
  await press(page, /^L'ho messa/);
  await page.getByText('non c\'è ancora').first().waitFor({ timeout: 20000 });
  site.pages['/gruppo'] = `<!doctype html><title>Gruppo</title>${mark}<p>Cuciamo.`;
  await press(page, /^L'ho messa/);
  await page.getByText('Curi già questa pagina').waitFor({ timeout: 20000 });
  await mailTo(journey.server, dora.email, /Ora curi la pagina/);
}

async function walk(journey) {
  await importsPages(journey);
  await undoesAnImport(journey);
  await claimsByCode(journey);
  await tellsThePublic(journey);
  await invitesAnother(journey);
  await asksToRemove(journey);
  await isKnownToTheTeam(journey);
  await cannotTakeAPageOver(journey);
  await handsOver(journey);
  await answersAYearLater(journey);
  await reportsAMistake(journey);
  assert.equal(journey.findings.join('\n'), '');
  assert.doesNotMatch(journey.logs(), /"level":"ERROR"|posta\.example|Prova/, 'nothing failed and no personal datum is in the log');
}

/** The people of one journey, each on a device of their own. */
class Journey {
  constructor(server, { tag, device }) {
    Object.assign(this, { server, tag, device, shots: 0, findings: [], earlier: '' });
  }

  async arrives() {
    return visit(browser, this.server, this.device);
  }

  async look(visitor, title) {
    this.shots++;
    this.findings.push(...await look(visitor, `claim-${this.tag}-${String(this.shots).padStart(2, '0')}-${title}`));
  }

  /** Goes on so many hours later. */
  async later(hours) {
    this.earlier += this.server.log();
    this.server = await this.server.again('--clock-ahead', `${hours}h`);
  }

  logs() {
    return this.earlier + this.server.log();
  }
}

/** Signs in by the mailed link. */
async function signIn(journey, person) {
  const asked = await journey.arrives();
  await asked.page.goto('/accedi');
  await fill(asked.page, { email: person.email });
  await press(asked.page, 'Mandami il link');
  await asked.page.goto(linkIn(await mailTo(journey.server, person.email, /\/entra\//), '/entra/'));
  await press(asked.page, 'Entra');
  return asked;
}

/** Uploads a table and waits until it is known what it would do. */
async function uploads(visitor, source, rows) {
  const { page } = visitor;
  await page.goto('/redazione/importa');
  await fill(page, { source });
  await page.locator('[name=file]').setInputFiles({ name: 'tabella.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) });
  await press(page, 'Leggi il file');
  await page.getByRole('button', { name: 'Importa', exact: true }).waitFor();
}

async function imports(visitor) {
  await fill(visitor.page, { publish: 'yes' });
  await press(visitor.page, 'Importa');
  await visitor.page.getByText('Annulla questa importazione').waitFor();
}

async function importsPages(journey) {
  const team = journey.team = await signIn(journey, researcher);
  await team.page.goto('/redazione/importa');
  await journey.look(team, 'imports');
  await uploads(team, 'Registro', [
    'name;municipality;types;email;website;short_description;source',
    'Tessitori del Bisenzio;Prato;association;info@filo.example;;Chi tesse e chi cuce;team',
    'Corrieri Uniti Torino;Torino;cooperative;;https://nodo.example;Chi consegna in bici;team',
    'Palco Barese;Bari;association;info@trama.example;;Chi lavora in teatro;team',
  ]);
  await journey.look(team, 'dry-run');
  await imports(team);
  await journey.look(team, 'imported');
}

async function undoesAnImport(journey) {
  const { team } = journey;
  await uploads(team, 'Altro registro', ['name;municipality;types', 'Ordito Pisano;Pisa;association']);
  await imports(team);
  assert.equal((await team.page.goto('/organizzazioni/ordito-pisano')).status(), 200);
  await team.page.goto('/redazione/importa');
  await follow(team.page, 'Altro registro');
  await team.page.getByText('Annulla questa importazione').click();
  await press(team.page, 'Annulla l\'importazione');
  await team.page.getByText('Annullata').first().waitFor();
  await journey.look(team, 'undone');
  assert.notEqual((await team.page.goto('/organizzazioni/ordito-pisano')).status(), 200);
  team.faults.splice(0); // a page that is no more is said in the console too
}

/** Begins a claim of the page without an account. */
async function begins(journey, person, slug, link) {
  const visitor = await journey.arrives();
  const { page } = visitor;
  await page.goto(`/organizzazioni/${slug}`);
  await follow(page, link);
  await fill(page, { name: person.name, email: person.email });
  await press(page, 'Mandami il link');
  await page.goto(linkIn(await mailTo(journey.server, person.email, /\/entra\//), '/entra/'));
  await press(page, 'Entra');
  assert.equal(new URL(page.url()).pathname, `/organizzazioni/${slug}/rappresenta`);
  return visitor;
}

async function claimsByCode(journey) {
  const nobody = await journey.arrives();
  await nobody.page.goto('/en/organisations/tessitori-del-bisenzio/represent');
  await journey.look(nobody, 'claim-english');
  await nobody.context.close();
  const claimer = journey.ada = await begins(journey, ada, 'tessitori-del-bisenzio', 'Cura questa pagina');
  const { page } = claimer;
  await journey.look(claimer, 'proofs');
  await press(page, 'Manda il codice');
  const [code] = (await mailTo(journey.server, 'info@filo.example', /Ada Prova/)).match(/[2-9A-Z]{4}-[2-9A-Z]{4}/);
  await fill(page, { code: 'AAAA-AAAA' });
  await press(page, 'Usa il codice');
  assert.match(await page.getByRole('alert').innerText(), /non è quello del messaggio/);
  await journey.look(claimer, 'wrong-code');
  await fill(page, { code });
  await press(page, 'Usa il codice');
  assert.match(new URL(page.url()).pathname, /^\/area\/\w+$/);
  assert.match(await page.locator('main').innerText(), /Ora curi questa pagina/);
  journey.area = new URL(page.url()).pathname;
  await journey.look(claimer, 'area');
  await mailTo(journey.server, ada.email, /Ora curi la pagina/);
}

/** The page says that it is kept, and nothing about who keeps it. */
async function tellsThePublic(journey) {
  const reader = await journey.arrives();
  await reader.page.goto('/organizzazioni/tessitori-del-bisenzio');
  assert.match(await reader.page.locator('main').innerText(), /Pagina curata da chi la rappresenta/);
  assert.doesNotMatch(await reader.markup(), /Ada|posta\.example/);
  for (const form of ['.json', '.jsonld']) {
    const data = await reader.page.request.get(`/organizzazioni/tessitori-del-bisenzio${form}`);
    assert.doesNotMatch(await data.text(), /Ada|posta\.example/);
  }
  await journey.look(reader, 'kept');
  await reader.context.close();
}

/** Accepts the invitation that was mailed, and signs in where that is next. */
async function accepts(journey, person, notice) {
  const guest = await journey.arrives();
  const { page } = guest;
  await page.goto(linkIn(await mailTo(journey.server, person.email, /\/invito\//), '/invito/'));
  await journey.look(guest, 'invitation');
  await press(page, 'Accetta');
  assert.match(await page.locator('body').innerText(), notice);
  return guest;
}

async function invitesAnother(journey) {
  const { page } = journey.ada;
  await page.goto(`${journey.area}/persone`);
  await fill(page, { name: dora.name, email: dora.email });
  await press(page, 'Manda l\'invito');
  assert.match(await page.locator('main').innerText(), /Inviti che aspettano una risposta/);
  await journey.look(journey.ada, 'invited');
  journey.dora = await accepts(journey, dora, /Invito accettato/);
  await journey.look(journey.dora, 'accepted');
  await journey.dora.page.goto(linkIn(await mailTo(journey.server, dora.email, /\/entra\//), '/entra/'));
  await press(journey.dora.page, 'Entra');
  assert.equal(new URL(journey.dora.page.url()).pathname, journey.area);
  await mailTo(journey.server, ada.email, /Dora Prova/);
}

/** A removal is announced to the one whom it is about, who stops it. */
async function asksToRemove(journey) {
  const { page } = journey.ada;
  await page.goto(`${journey.area}/persone`);
  await follow(page, /^Togli/);
  await journey.look(journey.ada, 'remove');
  await press(page, 'Avvisa e togli tra sette giorni');
  await journey.look(journey.ada, 'announced');
  await mailTo(journey.server, dora.email, /Hanno chiesto di togliere/);
  await journey.dora.page.goto(`${journey.area}/persone`);
  await press(journey.dora.page, /^Non sono d'accordo/);
  await mailTo(journey.server, ada.email, /continua a curare/);
}

/** The site does not answer, so the team is asked, and says yes. */
async function isKnownToTheTeam(journey) {
  const claimer = journey.emma = await begins(journey, emma, 'corrieri-uniti-torino', 'Cura questa pagina');
  const { page } = claimer;
  await press(page, 'Mostra che cosa mettere');
  assert.match(await page.locator('#meta-token').innerText(), /^<meta name="telaio-claim" content="\w+">$/);
  await press(page, /^L'ho messa/);
  await page.getByText('Il sito non risponde').waitFor();
  await journey.look(claimer, 'site');
  await fill(page, { reason: 'corta' });
  await press(page, 'Manda la richiesta');
  assert.match(await page.getByRole('alert').innerText(), /Scrivi almeno una frase/);
  await fill(page, { reason: 'Tengo le consegne dal 2019.' });
  await press(page, 'Manda la richiesta');
  await journey.look(claimer, 'asked');
  await toTheOnly(journey, 'claim');
  await journey.look(journey.team, 'claim');
  await press(journey.team.page, 'La rappresenta');
  await mailTo(journey.server, emma.email, /Ora curi la pagina/);
  await page.reload();
  assert.match(await page.locator('main').innerText(), /Curi già questa pagina/);
}

/** The team opens the only thing of the kind that waits. */
async function toTheOnly(journey, kind) {
  const { page } = journey.team;
  await page.goto(`/redazione?cosa=${kind}`);
  await page.goto(await page.locator('main a[href^="/redazione/proposte/"]').first().getAttribute('href'));
}

/** Where somebody keeps the page there is only a question, which the team answers. */
async function cannotTakeAPageOver(journey) {
  const claimer = await begins(journey, stranger, 'tessitori-del-bisenzio', 'Anche tu la rappresenti?');
  assert.equal(await claimer.page.getByRole('button', { name: 'Manda il codice' }).count(), 0);
  await fill(claimer.page, { reason: 'Faccio i turni con loro da tre anni.' });
  await press(claimer.page, 'Manda la richiesta');
  await journey.look(claimer, 'asked-editors');
  await mailTo(journey.server, ada.email, /Ugo Prova/);
  const { page } = journey.dora;
  await page.goto(`${journey.area}/persone`);
  await journey.look(journey.dora, 'request');
  await press(page, /^Non la conosciamo/);
  const team = journey.team.page;
  await toTheOnly(journey, 'claim');
  assert.match(await team.locator('main').innerText(), /dice di non conoscere questa persona/);
  await journey.look(journey.team, 'desk');
  await press(team, 'Non accogliere');
  assert.equal(await team.locator('h1').innerText(), 'Non accogliere la richiesta di curare Tessitori del Bisenzio');
  await fill(team, { reason: 'Parlane con chi cura già la pagina.' });
  await journey.look(journey.team, 'refuse');
  await press(team, /^(Chiudi|Non pubblicare|Conferma)/);
  await mailTo(journey.server, stranger.email, /Parlane con chi cura/);
  await claimer.page.reload();
  assert.match(await claimer.page.locator('main').innerText(), /Parlane con chi cura/);
  await journey.look(claimer, 'refused');
}

/** The others have a week; then the place is the next person's. */
async function handsOver(journey) {
  const { page } = journey.ada;
  await page.goto(`${journey.area}/passaggio`);
  await journey.look(journey.ada, 'hand-over');
  await fill(page, { name: emma.name, email: emma.email });
  await press(page, 'Manda l\'invito e passa il posto');
  await journey.look(journey.ada, 'handing-over');
  await mailTo(journey.server, dora.email, /passa il suo posto/);
  const guest = await accepts(journey, emma, /Ti scriviamo quando tocca a te/);
  await guest.context.close();
  await journey.later(8 * day);
  await mailTo(journey.server, ada.email, /Hai passato la pagina/);
  assert.equal((await page.goto(journey.area)).status(), 403);
  journey.ada.faults.splice(0);
  assert.equal((await journey.emma.page.goto(journey.area)).status(), 200);
}

/** After thirteen months each page is asked about, by whoever can answer. */
async function answersAYearLater(journey) {
  await journey.later(400 * day);
  const mail = await mailTo(journey.server, 'info@trama.example', /ancora vera/);
  const visitor = await journey.arrives();
  const { page } = visitor;
  await page.goto(linkIn(mail, '/ancora-vero/'));
  await journey.look(visitor, 'still-true');
  const link = page.url();
  await press(page, 'Conferma la scheda');
  assert.match(await page.locator('body').innerText(), /Grazie, la conferma è sulla pagina/);
  await page.goto(link);
  await journey.look(visitor, 'answered');

  await page.goto(linkIn(await mailTo(journey.server, dora.email, /ancora vera/), '/ancora-vero/'));
  await follow(page, 'Di\' che cosa è cambiato');
  assert.match(page.url(), /\/accedi\?next=|\/area\//);

  await page.goto(linkIn(await mailTo(journey.server, emma.email, /Corrieri Uniti Torino/), '/ancora-vero/'));
  await press(page, 'Non c\'è più');
  assert.match(await page.locator('body').innerText(), /il gruppo di ricerca lo sa/);
  const team = await signIn(journey, researcher);
  await team.page.goto('/redazione?cosa=withdrawal');
  assert.match(await team.page.locator('main').innerText(), /Corrieri Uniti Torino/);
  await team.page.goto('/redazione/freschezza');
  await journey.look(team, 'freshness');
  journey.team = team;
}

/** A reader who has no account says what is wrong. */
async function reportsAMistake(journey) {
  const reader = await journey.arrives();
  const { page } = reader;
  await page.goto('/organizzazioni/palco-barese');
  await follow(page, 'Segnala una correzione');
  await journey.look(reader, 'report');
  await press(page, 'Manda la segnalazione');
  assert.match(await page.title(), /^Errore/);
  assert.match(await page.getByRole('alert').innerText(), /Scrivi che cosa non va/);
  await journey.look(reader, 'report-empty');
  await fill(page, { wrong: 'Il telefono non risponde più.', email: stranger.email });
  await page.waitForTimeout(3500); // nobody writes a sentence faster
  await press(page, 'Manda la segnalazione');
  assert.match(await page.locator('body').innerText(), /la segnalazione è arrivata/);
  await answersTheReader(journey);
}

/** Whoever left an address gets the team's own words. */
async function answersTheReader(journey) {
  const { page } = journey.team;
  await toTheOnly(journey, 'report');
  await journey.look(journey.team, 'desk-report');
  await fill(page, { message: 'Abbiamo chiamato: il numero nuovo è sulla scheda.' });
  await press(page, 'Fatto: chiudi e rispondi');
  await mailTo(journey.server, stranger.email, /Rita Ricerca ti risponde:\s+Abbiamo chiamato: il numero nuovo/);
}
