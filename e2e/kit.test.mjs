// Five people of an organisation assess it on their phones, in each mode and on
// each engine: they come in by the link of the room, answer one question at a
// time, finish; the group sees where it differs, agrees, closes, and has a report
// to print.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { desk, launch, look, phone, visit } from './browser.mjs';
import { fill, follow, press, put } from './form.mjs';
import { readPDF } from './pdf.mjs';
import { png } from './picture.mjs';
import { postgresPrograms, startPostgres } from './postgres.mjs';
import { linkIn, mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

let browser, server;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const variants = [
  { mode: 'named', title: 'with names, without JavaScript', javaScript: false, people: ['Giulia', 'Amir', 'Rosa', 'Li', ''] },
  { mode: 'confidential', title: 'in confidence, with JavaScript', javaScript: true, people: ['', '', '', '', ''] },
];

describe('on SQLite', () => {
  before(async () => { server = await startServer('demo', '--no-limits'); });
  after(async () => { await server?.stop(); });
  for (const variant of variants) test(`five people assess their organisation ${variant.title}`, () => wholeRound({ ...variant, looks: true }));
  test('a group answers together on one device, and its answers are its decisions', together);
  test('an organisation reads what shows the high levels of another, and comments', readsAnother);
});

// The pages are the same, so here nobody looks at them again.
describe('on PostgreSQL', { skip: postgresPrograms() ? false : 'THERE IS NO POSTGRESQL ON THIS MACHINE: five people have not assessed anything on it' }, () => {
  let postgres;
  before(async () => {
    postgres = await startPostgres();
    server = await startServer('demo', '--no-limits', '--database-url', postgres.url);
  });
  after(async () => {
    await server?.stop();
    await postgres?.stop();
  });
  for (const variant of variants) test(`five people assess their organisation ${variant.title}`, () => wholeRound({ ...variant, looks: false }));
});

async function wholeRound(variant) {
  const round = new Round(variant);
  await round.begins();
  for (const name of variant.people) await round.comesIn(name);
  await round.firstPersonLooksAround();
  for (const person of round.people) await round.answers(person);
  for (const person of round.people) await round.finishes(person);
  await round.meetsAndAgrees();
  await round.readsTheReport();
  assert.deepEqual(round.findings, []);
  assert.doesNotMatch(server.log(), /"level":"ERROR"|Giulia|Un esempio di/, 'nothing failed, and no name and no note is in the log');
  for (const { context } of [round.desk, ...round.people]) await context.close();
}

async function together() {
  const visitor = await visit(browser, server, { viewport: phone });
  const { page, context } = visitor;
  const findings = [];
  await signIn(page);
  await page.goto('/area/kit');
  await page.goto(`${new URL(page.url()).pathname}/nuova`);
  await fill(page, { label: 'Prova insieme', extent: 'quick', mode: 'collective' });
  await press(page, 'Comincia');
  const cycle = new URL(page.url()).pathname;
  await press(page, 'Cominciate a rispondere');
  if (/risposte\/[^/]+$/.test(page.url())) await leadOn(page);
  findings.push(...await look(visitor, 'kit-together-question'));
  await fill(page, { code: 'L2' });
  await press(page, 'Salva e continua');
  assert.match(await page.getByRole('alert').innerText(), /Scrivete il motivo/);
  for (let n = 0; /\/domande\//.test(page.url()); n++) {
    await fill(page, { code: `L${n % 4}`, note: 'Ne abbiamo parlato a lungo.' });
    await press(page, 'Salva e continua');
  }
  await follow(page, 'Hai finito?');
  await press(page, 'Abbiamo finito');
  await page.goto(`${cycle}/fine`);
  await press(page, 'Termina la raccolta');
  assert.match(await page.locator('main').innerText(), /Avete deciso su 10 domande di 10/);
  findings.push(...await look(visitor, 'kit-together-meeting'));
  assert.deepEqual(findings, []);
  await context.close();
}

async function readsAnother() {
  const visitor = await visit(browser, server, { viewport: phone, javaScript: false });
  const { page, context } = visitor;
  const findings = [];
  await page.goto(server.links().editor); // no more mails go to one address in an hour
  await page.locator('main button').first().click();
  await page.waitForURL(/\/area/);
  await page.goto('/area/kit');
  await follow(page, 'Letture per altre organizzazioni');
  findings.push(...await look(visitor, 'kit-reading-list'));
  await follow(page, 'Mutuo Palco');
  findings.push(...await look(visitor, 'kit-reading-invitation'));
  assert.doesNotMatch(await page.locator('main').innerText(), /I conti della mutua/, 'nothing is shown before it is accepted');
  await press(page, 'Accettate e leggete');
  assert.match(await page.locator('main').innerText(), /I conti della mutua/);
  assert.doesNotMatch(await page.locator('main').innerText(), /Nadia|Tommaso/, 'nobody who answered is named');
  const item = page.locator('#item-NET3');
  await item.locator('textarea').fill('I conti convincono, manca a chi serve.');
  await Promise.all([page.waitForEvent('domcontentloaded'), item.getByRole('button', { name: /^Salva il commento/ }).click()]);
  assert.equal(await page.locator('#item-NET3 textarea').inputValue(), 'I conti convincono, manca a chi serve.');
  findings.push(...await look(visitor, 'kit-reading'));
  await press(page, 'Abbiamo finito');
  findings.push(...await look(visitor, 'kit-reading-finished'));
  await page.goto('/area/kit');
  await follow(page, /^2026$/);
  await follow(page, 'Invitate chi legge');
  await fill(page, { reader: 'mutuo-palco' });
  await press(page, 'Manda l\'invito');
  assert.match(await page.getByRole('alert').innerText(), /Nessuna persona cura questa pagina/);
  findings.push(...await look(visitor, 'kit-reading-invite'));
  assert.deepEqual(findings, []);
  await context.close();
}

/** One self-assessment, with everybody on a device of their own. */
class Round {
  constructor(variant) {
    Object.assign(this, variant, { people: [], shots: 0, findings: [] });
  }

  /** Looks at where the visitor is, and leaves a numbered picture. */
  async look(visitor, title) {
    if (!this.looks) return;
    this.shots++;
    this.findings.push(...await look(visitor, `kit-${this.mode}-${String(this.shots).padStart(2, '0')}-${title}`));
  }

  async begins() {
    this.desk = await visit(browser, server, { viewport: desk, javaScript: this.javaScript });
    const { page } = this.desk;
    await signIn(page);
    await page.goto('/area/kit');
    this.cycles = new URL(page.url()).pathname;
    await page.goto(`${this.cycles}/nuova`);
    await fill(page, { label: `Prova ${this.mode}`, extent: 'full', mode: this.mode });
    await press(page, 'Comincia');
    this.cycle = new URL(page.url()).pathname;
    await press(page, 'Crea il collegamento');
    this.room = await page.locator('.qr a').getAttribute('href');
    await this.look(this.desk, 'room');
    await page.goto(`${this.cycle}/carta`);
    await this.look(this.desk, 'paper');
    await page.goto(`${this.cycle}/ricopia`);
    await this.look(this.desk, 'copy');
  }

  async comesIn(name) {
    const person = await visit(browser, server, { viewport: phone, javaScript: this.javaScript });
    person.number = this.people.push(person) - 1;
    await person.page.goto(this.room);
    if (person.number === 0) await this.look(person, 'door');
    assert.equal(await person.page.locator('[name=name]').count(), this.mode === 'named' ? 1 : 0, 'a name is asked for only where it is used');
    if (name) await fill(person.page, { name });
    await press(person.page, name || this.mode !== 'named' ? 'Entra' : 'Preferisco di no');
    person.home = new URL(person.page.url()).pathname;
    assert.match(await person.page.locator('#own-link').innerText(), new RegExp(`${person.home}$`), 'there is a link to come back with');
    if (person.number === 0) await this.look(person, 'welcome');
  }

  /** Every page that one person has, before the first answer and after it. */
  async firstPersonLooksAround() {
    const [person] = this.people;
    const { page } = person;
    await page.goto(`${person.home}/tutte-insieme`);
    await this.look(person, 'all-at-once');
    await page.goto(person.home);
    await follow(page, 'Comincia');
    await this.look(person, 'question');
    await this.notApplicable(person);
    await this.attachesEvidence(person);
    await this.hasTwoDevices(person);
    if (this.javaScript) await this.losesTheNetwork(person);
    await page.goto(`${person.home}/domande/EMP1`);
    await fill(page, { code: 'L4' });
    await press(page, 'Salva e fai una pausa');
    await this.look(person, 'pause');
    await page.goto(person.home.replace('/autovalutazione/risposte', '/en/self-assessment/answers'));
    await this.look(person, 'english');
    await page.goto(person.home);
  }

  async notApplicable(person) {
    const { page } = person;
    await page.goto(`${person.home}/domande/EMP2`);
    await fill(page, { code: 'NA' });
    await press(page, 'Salva e continua');
    assert.match(await page.getByRole('alert').innerText(), /Scrivi perché/);
    await this.look(person, 'reason-missing');
    await fill(page, { reason: 'Lavoriamo solo sui diritti.' });
    await press(page, 'Salva e continua');
    assert.match(page.url(), /EMP3$/);
  }

  async attachesEvidence(person) {
    const { page } = person;
    await page.goto(`${person.home}/domande/EMP3`);
    await fill(page, { code: 'L3' });
    await page.getByText('Aggiungi un link o un file').click();
    await page.locator('[name="evidence.0.upload"]').setInputFiles({ name: 'pagina.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') });
    await press(page, 'Salva la prova');
    assert.match(await page.getByRole('alert').innerText(), /PDF o un'immagine/);
    await this.look(person, 'file-refused');
    await page.locator('[name="evidence.0.upload"]').setInputFiles({ name: 'Foto del tavolo.png', mimeType: 'image/png', buffer: png(64, [42, 63, 176]) });
    await fill(page, { 'evidence.0.title': 'Il tavolo del martedì', 'evidence.0.date': '2026-03-12' });
    await press(page, 'Salva la prova');
    const link = page.getByRole('link', { name: 'Il tavolo del martedì' });
    await this.look(person, 'evidence');
    const file = await page.request.get(await link.getAttribute('href'));
    assert.match(file.headers()['content-disposition'], /^attachment; filename="?Foto del tavolo.jpg/);
    assert.match(file.headers()['content-security-policy'], /^sandbox/);
    const others = this.people[1].home + new URL(file.url()).pathname.slice(person.home.length);
    assert.equal((await page.request.get(others)).status(), 404, 'nobody else can have the file');
  }

  /** The same question on two devices: nothing is lost without a word. */
  async hasTwoDevices(person) {
    const tab = await person.newTab();
    await tab.goto(`${person.home}/domande/EMP4`);
    await person.page.goto(`${person.home}/domande/EMP4`);
    await fill(tab, { code: 'L1', note: 'Un esempio di prima.' });
    await press(tab, 'Salva e continua');
    await fill(person.page, { code: 'L2', note: 'Un esempio di adesso.' });
    await press(person.page, 'Salva e continua');
    const shown = await person.page.locator('main').innerText();
    assert.ok(shown.includes('Un esempio di prima.') && shown.includes('Un esempio di adesso.'), 'both answers are shown');
    await this.look(person, 'two-devices');
    await press(person.page, 'Tengo questa e continuo');
    assert.match(person.page.url(), /EMP5$/);
    await tab.goto(`${person.home}/domande/EMP4`);
    assert.equal(await tab.locator('[name=note]').inputValue(), 'Un esempio di adesso.');
    await tab.close();
  }

  /** Without a connection what is typed stays, the page says so, and saves it later. */
  async losesTheNetwork(person) {
    const { page, context } = person;
    await page.goto(`${person.home}/domande/EMP5`);
    const status = page.locator('[data-saved]');
    await fill(page, { code: 'L2' });
    await status.filter({ hasText: /^Salvato alle/ }).waitFor();
    await context.setOffline(true);
    await fill(page, { note: 'Scritto in galleria.' });
    await status.filter({ hasText: /Non c'è connessione.*Salvato alle/ }).waitFor();
    await page.getByRole('button', { name: 'Salva e continua' }).click();
    assert.match(page.url(), /EMP5$/, 'the button does not lead away from what is not saved');
    assert.equal(await page.locator('[name=note]').inputValue(), 'Scritto in galleria.');
    await context.setOffline(false);
    await status.filter({ hasText: /^Salvato alle/ }).waitFor();
    await page.reload();
    assert.equal(await page.locator('[name=note]').inputValue(), 'Scritto in galleria.');
    person.faults.splice(0); // the console says that there was no connection
  }

  /** Answers whatever is open: one person question by question, the others all at once. */
  async answers(person) {
    const { page } = person;
    if (person.number === 0) await this.oneByOne(person);
    else await this.allAtOnce(person);
    assert.match(new URL(page.url()).pathname, /\/tutte$/);
    assert.match(await page.locator('main').innerText(), /34 risposte su 34/);
    assert.doesNotMatch(await page.locator('main').innerText(), /\bpunteggi|\bin media\b|\d ?%/i, 'no score is shown to those who answer');
    if (person.number === 0) await this.look(person, 'overview');
  }

  async oneByOne({ page, home, number }) {
    await page.goto(home);
    await leadOn(page);
    for (let n = 0; /\/domande\//.test(page.url()); n++) {
      assert.ok(n < 40, 'the questions come to an end');
      await page.locator(`[name=code][value=L${(2 * number + n) % 5}]`).check();
      await press(page, 'Salva e continua');
    }
  }

  /** One of them clicks through the sheet; for the others their answers are put there. */
  async allAtOnce({ page, home, number }) {
    await page.goto(`${home}/tutte-insieme`);
    const items = await page.locator('fieldset.sheet-item').evaluateAll((all) => all.map(({ id }) => id));
    const answers = Object.fromEntries(items.map((item, n) => [`code.${item}`, `L${(2 * number + n) % 5}`]));
    await (number === 1 ? fill : put)(page, answers);
    await press(page, 'Salva tutto');
  }

  async finishes(person) {
    const { page } = person;
    await follow(page, 'Hai finito?');
    if (person.number === 0) await this.look(person, 'finish');
    await press(page, 'Ho finito');
    if (person.number > 0) return;
    await this.look(person, 'finished');
    await press(page, 'Non ho finito, voglio cambiare qualcosa');
    await follow(page, 'Hai finito?');
    await press(page, 'Ho finito');
  }

  async meetsAndAgrees() {
    const { page } = this.desk;
    await page.goto(this.cycle);
    assert.match(await page.locator('main').innerText(), /Hanno finito 5 persone su 5/);
    await this.look(this.desk, 'everybody-finished');
    await follow(page, 'Termina la raccolta');
    await this.look(this.desk, 'end');
    await press(page, 'Termina la raccolta');
    await this.look(this.desk, 'meeting');
    const [first] = this.people;
    await first.page.goto(first.home);
    await this.look(first, 'after-the-end');
    if (this.mode === 'confidential') assert.equal(await first.page.locator('a[href$="/tutte"]').count(), 0, 'nobody sees answers with a person any more');
    await follow(page, 'Prossima domanda');
    await this.look(this.desk, 'item');
    assert.equal(/Giulia/.test(await page.locator('main').textContent()), this.mode === 'named', 'who said what is seen only where names are used');
    await this.decides(page);
    await follow(page, 'Chiudi l\'autovalutazione');
    await this.look(this.desk, 'close');
    await press(page, 'Chiudi');
  }

  /** The group decides, shows why, takes it back, and decides again. */
  async decides(page) {
    const item = page.url();
    await fill(page, { decision: 'L2', reason: 'Tra due livelli scegliamo il più basso.' });
    await page.getByText('Aggiungi un link o un file').click();
    await fill(page, { 'evidence.0.link': 'https://cantiere-lungofiume.example/verbale', 'evidence.0.title': 'Il verbale del gruppo', 'evidence.0.date': '2026-03-12' });
    await press(page, 'Salva la prova');
    assert.equal(await page.getByRole('link', { name: /^Il verbale del gruppo/ }).count(), 1);
    await this.look(this.desk, 'decided-with-evidence');
    await press(page, 'Ritirate la decisione');
    assert.equal(new URL(page.url()).pathname, new URL(item).pathname);
    assert.equal(await page.locator('[name=decision]:checked').count(), 0);
    await this.look(this.desk, 'taken-back');
    await fill(page, { decision: 'L2', reason: 'Tra due livelli scegliamo il più basso.' });
    await press(page, 'Salva e torna all\'elenco');
    assert.match(await page.locator('main').innerText(), /Livello 2, deciso insieme/);
  }

  async readsTheReport() {
    const { page } = this.desk;
    await page.goto(`${this.cycle}/risultato`);
    await this.look(this.desk, 'result');
    await page.goto(`${this.cycle}/pdf`);
    await press(page, 'Prepara il PDF');
    for (let tries = 0; await page.getByRole('link', { name: 'Scarica il PDF' }).count() === 0; tries++) {
      assert.ok(tries < 200, 'the PDF is made');
      await page.waitForTimeout(300);
      await page.goto(`${this.cycle}/pdf`);
    }
    await this.look(this.desk, 'pdf');
    const pdf = await readPDF(await (await page.request.get(`${this.cycle}/risultato.pdf`)).body());
    this.findsTheTags(pdf);
    this.findsTheText(pdf);
  }

  findsTheTags({ title, language, tagged, outline, tags }) {
    assert.deepEqual({ language, tagged }, { language: 'it', tagged: true });
    assert.match(title, new RegExp(`^Risultato Prova ${this.mode} · Cantiere Lungofiume`));
    assert.equal(tags.filter((tag) => tag === 'H1').length, 1, 'one heading says what it is');
    for (const tag of ['H2', 'H3', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD']) assert.ok(tags.includes(tag), `something is tagged ${tag}`);
    const figures = tags.filter((tag) => tag.startsWith('Figure'));
    assert.ok(figures.length > 0 && figures.every((tag) => tag.length > 'Figure: '.length), `each figure says what it shows: ${figures}`);
    assert.ok(outline.length > 0, 'there is an outline');
  }

  findsTheText({ pages, text }) {
    assert.ok(pages.length >= 2 && pages.length <= 6, `${pages.length} pages can be printed and read`);
    for (const heading of ['Il vostro profilo', 'Punti di forza', 'Dove crescere', 'Dove vedete le cose in modo diverso', 'Che cosa non sappiamo', 'Che cosa fare adesso']) {
      assert.ok(text.includes(heading), `the PDF says ${heading}: ${text.slice(0, 400)}`);
    }
    assert.match(text, /Hanno risposto 5 persone/);
    assert.match(text, /Livello scelto insieme: 2\. Tra due livelli scegliamo il più basso\./);
    assert.doesNotMatch(text, /Giulia|Amir|Un esempio di adesso|Persona senza nome/, 'nobody is named on paper, and no note is there');
  }
}

/** Presses the link that begins or goes on. */
async function leadOn(page) {
  const begin = page.getByRole('link', { name: /^(Comincia|Riprendi da dove eri)$/ });
  await Promise.all([page.waitForEvent('domcontentloaded'), begin.click()]);
}

/** Signs in as the coordinator, whose printed link works once. */
async function signIn(page) {
  await page.goto('/accedi');
  await fill(page, { email: 'segreteria@cantiere-lungofiume.example' });
  await press(page, 'Mandami il link');
  await page.goto(linkIn(await mailTo(server, 'segreteria@cantiere-lungofiume.example', /\/entra\//), '/entra/'));
  await page.locator('main button').first().click();
  await page.waitForURL(/\/area/);
}
