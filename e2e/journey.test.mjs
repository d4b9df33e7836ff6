// The main job, from an empty questionnaire to a public page and its first
// change: on a phone and on a wide screen, with scripts and without. Two of the
// four are looked at closely; the others must work and fit.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { desk, launch, look, overflows, phone, sent, visit } from './browser.mjs';
import { fill, follow, press, standing } from './form.mjs';
import * as oz from './officine.mjs';
import { addPerson, linkIn, mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

const researcher = { email: 'rita@ricerca.example', name: 'Rita Ricerca', role: 'researcher' };

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

const variants = [
  { title: 'on a phone without JavaScript', tag: 'phone', device: { viewport: phone, javaScript: false } },
  { title: 'on a wide screen with JavaScript', tag: 'desk', device: { viewport: desk, javaScript: true } },
  { title: 'on a phone with JavaScript', device: { viewport: phone, javaScript: true } },
  { title: 'on a wide screen without JavaScript', device: { viewport: desk, javaScript: false } },
];

describe('an organisation takes part', () => {
  for (const variant of variants) {
    test(variant.title, async () => {
      const server = await startServer('serve');
      try {
        addPerson(server, researcher);
        await walk(new Journey(server, variant));
      } finally {
        await server.stop();
      }
    });
  }
});

async function walk(journey) {
  await fillsInTheFirstHalf(journey);
  await leavesHalfWay(journey);
  await goesOnElsewhere(journey);
  await meetsASecondTab(journey);
  await checksAndSends(journey);
  await confirmsTheAddress(journey);
  await isAskedAQuestion(journey);
  await answersIt(journey);
  await isPublished(journey);
  await showsTheWholeCard(journey);
  await proposesAChange(journey);
  await changesOnlyOnceAccepted(journey);
  assert.equal(journey.findings.join('\n'), '');
  assert.doesNotMatch(journey.server.log(), new RegExp(`"level":"ERROR"|${oz.contact.email}|Monte Patulo`), 'nothing failed and no personal datum is in the log');
}

/** The people of one journey, each on a device of their own. */
class Journey {
  constructor(server, { tag, device }) {
    Object.assign(this, { server, tag, device, shots: 0, findings: [] });
  }

  async arrives() {
    return visit(browser, this.server, this.device);
  }

  /** Looks at where the visitor is; a journey with a tag leaves numbered pictures. */
  async look(visitor, title) {
    if (!this.tag) {
      if (await overflows(visitor.page)) this.findings.push(`${title} scrolls sideways`);
      this.findings.push(...await sent(visitor, title));
      return;
    }
    this.shots++;
    this.findings.push(...await look(visitor, `journey-${this.tag}-${String(this.shots).padStart(2, '0')}-${title}`));
  }
}

async function fillsInTheFirstHalf(journey) {
  const member = journey.member = await journey.arrives();
  const { page } = member;
  await page.goto('/partecipa');
  await journey.look(member, 'invitation');
  await press(page, 'Faccio parte di un\'organizzazione');
  journey.draft = page.url().replace(/\/[^/]*$/, '');
  for (const { path, answers } of oz.firstHalf) {
    assert.equal(page.url(), `${journey.draft}/${path}`);
    await fill(page, answers);
    if (path === 'chi-siete') await forgetsARequiredAnswer(journey, member);
    await journey.look(member, path);
    await press(page, 'Salva e continua');
  }
  await findsThePlace(journey, member);
}

/** The summary says what is missing; every other answer stays. */
async function forgetsARequiredAnswer(journey, member) {
  const { page } = member;
  const chosen = oz.firstHalf[0].answers.types;
  for (const code of chosen) await page.locator(`[name=types][value=${code}]`).uncheck();
  await press(page, 'Salva e continua');
  assert.match(await page.title(), /^Errore: /);
  const alert = page.getByRole('alert');
  assert.match(await alert.innerText(), /C'è una cosa da sistemare|1 cosa da sistemare/);
  assert.equal(await alert.getByRole('link').innerText(), 'Scegli almeno un tipo di organizzazione');
  const { types, ...others } = oz.firstHalf[0].answers;
  assert.deepEqual(await standing(page), others);
  await journey.look(member, 'missing-answer');
  await alert.getByRole('link').click();
  assert.equal(await page.evaluate(() => location.hash), '#q-types');
  await fill(page, { types });
}

/** Adds a place by its button and finds its municipality by name. */
async function findsThePlace(journey, member) {
  const { page } = member;
  await journey.look(member, 'dove');
  await press(page, 'Aggiungi un luogo');
  const { 'places.0.place_municipality': town, ...rest } = oz.place;
  await fill(page, { 'places.0.place_kind': oz.place['places.0.place_kind'] });
  if (journey.device.javaScript) {
    await page.locator('[name="places.0.place_municipality"]').pressSequentially(town);
    await page.getByRole('option', { name: 'Roma (RM)' }).click();
  } else {
    await fill(page, { 'places.0.place_municipality': town });
  }
  await fill(page, { ...rest, ...oz.contacts });
  await journey.look(member, 'dove-place');
  await press(page, 'Salva e continua');
  assert.equal(page.url(), `${journey.draft}/la-vostra-storia`);
}

async function leavesHalfWay(journey) {
  const { page } = journey.member;
  await fill(page, oz.story);
  await page.locator('[name="logo.file"]').setInputFiles(oz.logo);
  await press(page, 'Aggiungi un\'iniziativa');
  assert.equal(await page.locator('[name=short_description]').inputValue(), oz.story.short_description, 'adding an initiative keeps what was typed');
  await fill(page, numbered(0));
  await journey.look(journey.member, 'storia');
  await press(page, 'Salva e riprendi più tardi');
  await fill(page, { address: oz.contact.email });
  await journey.look(journey.member, 'pause');
  await press(page, 'Mandami il link');
  await journey.look(journey.member, 'paused');
}

/** The answers about one initiative, by field name. */
function numbered(n) {
  return Object.fromEntries(Object.entries(oz.initiatives[n]).map(([name, value]) => [`initiatives.${n}.${name}`, value]));
}

/** Opens the mailed link on another device and finds every answer there. */
async function goesOnElsewhere(journey) {
  const mail = await mailTo(journey.server, oz.contact.email, /Riprendi/);
  await journey.member.context.close();
  const member = journey.member = await journey.arrives();
  const { page } = member;
  await page.goto(linkIn(mail, '/partecipa/riprendi/'));
  await journey.look(member, 'resume');
  await press(page, 'Riprendi');
  assert.equal(page.url(), `${journey.draft}/la-vostra-storia`, 'goes on where the other device stopped');
  for (const { path, answers } of oz.firstHalf) {
    await page.goto(`${journey.draft}/${path}`);
    assert.deepEqual(await standing(page), answers, path);
  }
  await page.goto(`${journey.draft}/dove`);
  const { 'places.0.place_municipality.code': code, ...where } = await standing(page);
  assert.equal(code, 'it-058091', 'the municipality was recognised');
  assert.deepEqual(where, { ...oz.place, ...oz.contacts, ...oz.inFull });
  await page.goto(`${journey.draft}/la-vostra-storia`);
  const { logo, ...told } = await standing(page);
  assert.ok(logo, 'the logo is there');
  assert.deepEqual(told, { ...oz.story, ...numbered(0) });
  await journey.look(member, 'storia-resumed');
  await press(page, 'Aggiungi un\'altra iniziativa');
  await fill(page, numbered(1));
  await press(page, 'Salva e continua');
}

/** Two tabs on the same step: the later one is asked, nothing is overwritten. */
async function meetsASecondTab(journey) {
  const { member } = journey;
  const { page } = member;
  const other = await member.newTab();
  await other.goto(`${journey.draft}/per-chi`);
  await page.goto(`${journey.draft}/per-chi`);
  await fill(other, { target: 'Chi lavora in proprio' });
  await press(other, 'Salva e continua');
  await other.close();
  await fill(page, { target: 'Un testo scritto in un’altra scheda' });
  await press(page, 'Salva e continua');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Due versioni dello stesso passo');
  const sides = await page.locator('main').innerText();
  assert.match(sides, /Chi lavora in proprio/);
  assert.match(sides, /Un testo scritto in un’altra scheda/);
  await journey.look(member, 'two-tabs');
  await page.getByLabel('Tengo questa').check();
  await press(page, 'Salva le scelte e continua');
  await page.goto(`${journey.draft}/per-chi`);
  assert.equal((await standing(page)).target, 'Un testo scritto in un’altra scheda');
  await fill(page, { target: oz.firstHalf[1].answers.target });
  await press(page, 'Salva e continua');
}

async function checksAndSends(journey) {
  const { member } = journey;
  const { page } = member;
  await page.goto(`${journey.draft}/riepilogo`);
  await journey.look(member, 'check-undone');
  assert.match(await page.getByRole('alert').innerText(), /Tu e i tuoi consensi/);
  await page.goto(`${journey.draft}/tu-e-i-tuoi-consensi`);
  await fill(page, oz.you);
  await journey.look(member, 'consensi');
  await press(page, 'Salva e continua');
  assert.equal(page.url(), `${journey.draft}/riepilogo`);
  const summary = await page.locator('main').innerText();
  for (const said of [oz.name, '2013', 'Roma (RM)', 'via Monte Patulo 20', oz.initiatives[0].initiative_title, oz.initiatives[1].initiative_title, oz.contact.email, oz.story.short_description]) {
    assert.ok(summary.includes(said), `the answers page shows ${said}`);
  }
  await journey.look(member, 'check');
  await press(page, 'Invia la candidatura');
  assert.match(page.url(), /\/inviata$/);
  await journey.look(member, 'sent');
}

async function confirmsTheAddress(journey) {
  const { member, server } = journey;
  const { page } = member;
  await page.goto(linkIn(await mailTo(server, oz.contact.email, /\/partecipa\/conferma\//), '/partecipa/conferma/'));
  await journey.look(member, 'confirm');
  await press(page, /Conferma/);
  assert.match(page.url(), /\/stato\//);
  await journey.look(member, 'status');
  assert.match(await page.locator('main').innerText(), /Il tuo indirizzo è confermato/);
  await follow(page, /^Ritira quello/);
  await journey.look(member, 'withdraw');
  await page.goBack();
}

/** Signs in by the mailed link, or in another browser by the code of the mail. */
async function signIn(journey, person, by = 'link') {
  const asked = await journey.arrives();
  await asked.page.goto('/accedi');
  await fill(asked.page, { email: person.email });
  await press(asked.page, 'Mandami il link');
  const mail = await mailTo(journey.server, person.email, /\/entra\//);
  const link = linkIn(mail, '/entra/');
  if (by === 'link') {
    await asked.page.goto(link);
    await press(asked.page, 'Entra');
    return asked;
  }
  const other = await journey.arrives();
  await other.page.goto(link);
  await fill(other.page, { code: mail.match(/codice ([0-9A-Z]{4}-[0-9A-Z]{4})/)[1] });
  await journey.look(other, 'code');
  await press(other.page, 'Entra');
  await asked.context.close();
  return other;
}

async function isAskedAQuestion(journey) {
  const desk = journey.desk = await signIn(journey, researcher);
  const { page } = desk;
  assert.equal(new URL(page.url()).pathname, '/redazione');
  await journey.look(desk, 'inbox');
  await follow(page, oz.name);
  journey.proposal = page.url();
  await journey.look(desk, 'proposal');
  await press(page, /^Modifica\s+Descrizione breve/);
  await fill(page, { short_description: shorter });
  await journey.look(desk, 'amend');
  await press(page, 'Usa questa modifica');
  await fill(page, { message: 'In che anno avete aperto la nuova sede?' });
  await journey.look(desk, 'amended');
  await press(page, 'Chiedi chiarimenti');
  await journey.look(desk, 'asked');
}

const shorter = 'Un luogo di lavoro autogestito a Roma: laboratori, stanze condivise e strumenti comuni.';

async function answersIt(journey) {
  const { member, server } = journey;
  const { page } = member;
  const mail = await mailTo(server, oz.contact.email, /In che anno avete aperto/);
  await page.goto(linkIn(mail, '/stato/'));
  assert.match(await page.locator('main').innerText(), /In che anno avete aperto la nuova sede\?/);
  await fill(page, { message: 'Nel 2021, dopo i lavori del 2020.' });
  await journey.look(member, 'status-question');
  await press(page, 'Invia il messaggio');
  await journey.look(member, 'status-answered');
}

async function isPublished(journey) {
  const { server } = journey;
  await journey.desk.context.close();
  const desk = journey.desk = await signIn(journey, researcher, 'code');
  const { page } = desk;
  await page.goto(journey.proposal);
  assert.match(await page.locator('main').innerText(), /Nel 2021, dopo i lavori del 2020\./);
  for (const choice of await page.locator('input[type=radio][name^="verdict."][value=accept]').all()) {
    if (!/short_description/.test(await choice.getAttribute('name'))) await choice.check();
  }
  await page.locator('input[name="verdict.short_description"][value=amend]').check();
  await journey.look(desk, 'decided');
  await press(page, 'Guarda come sarà');
  assert.match(await page.locator('main').innerText(), /Questa è un'anteprima/);
  assert.ok((await page.locator('main').innerText()).includes(shorter), 'the preview shows what was amended');
  await journey.look(desk, 'preview');
  await follow(page, 'Torna alle scelte');
  await press(page, 'Pubblica le scelte');
  await journey.look(desk, 'published');
  const mail = await mailTo(server, oz.contact.email, /\/organizzazioni\//);
  journey.page = new URL(linkIn(mail, '/organizzazioni/')).pathname;
}

/** The public page, as the research presents an organisation. */
async function showsTheWholeCard(journey) {
  const reader = journey.reader = await journey.arrives();
  const { page } = reader;
  await page.goto(journey.page);
  await journey.look(reader, 'page');
  await assertCard(page, {
    'Tipologia organizzazione': /^Associazione e Cooperativa$/i,
    Target: /^Lavoratrici e lavoratori autonomi dell’artigianato/,
    'Forme di solidarietà': /^Empowerment\s+Advocacy\s+Network$/,
    Sede: /^Officina di via Monte Patulo\s+via Monte Patulo 20\s+Roma/,
    Contatti: /^ozofficinezero\.org$/,
    Fonte: /^OZ – Officine Zero$/,
    'Attività dal': /^2013$/,
    'Conosciuta anche come': /^OZ – Officine Zero\s· OZ$/,
  });
  await page.goto(journey.page.replace('/organizzazioni/', '/en/organisations/'));
  await journey.look(reader, 'page-en');
  await assertCard(page, {
    'Type of organisation': /^Association and Cooperative$/i,
    Target: /^Lavoratrici e lavoratori autonomi dell’artigianato/,
    'Forms of solidarity': /^Empowerment\s+Advocacy\s+Network$/,
    Seat: /^Officina di via Monte Patulo\s+via Monte Patulo 20\s+Rom/,
    Contacts: /^ozofficinezero\.org$/,
    Source: /^OZ – Officine Zero$/,
    'Active since': /^2013$/,
    'Also known as': /^OZ – Officine Zero\s· OZ$/,
  });
}

/** Logo and name, the record in its order, the story, what is done, the invitation. */
async function assertCard(page, record) {
  const logo = page.locator('.org-head img');
  assert.ok(await logo.evaluate((image) => image.complete && image.naturalWidth > 0), 'the logo is shown');
  assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), oz.name);
  const rows = await page.locator('.org-side dl > div').evaluateAll((all) => all.map((row) => [
    row.querySelector('dt').innerText, [...row.querySelectorAll('dd')].map((d) => d.innerText.trim()).join('\n'),
  ]));
  const terms = Object.keys(record);
  assert.deepEqual(rows.map(([term]) => term).filter((term) => terms.includes(term)), terms, 'the order of the record');
  for (const [term, value] of rows) {
    if (record[term]) assert.match(value, record[term], `${term}: ${value}`);
  }
  const text = await page.locator('main').innerText();
  const how = oz.firstHalf[2].answers;
  let last = -1;
  for (const said of [oz.name, shorter, 'ha occupate', 'legno, metallo, elettronica', how.practice_empowerment, how.practice_advocacy, how.practice_network,
    ...oz.initiatives.flatMap((i) => [i.initiative_title, i.initiative_description])]) {
    const at = text.indexOf(said, last);
    assert.ok(at > last, `the page says, in its turn: ${said}`);
    last = at;
  }
  assert.equal(await page.locator('.invitation, .band--yellow').getByRole('listitem').count(), 3, 'the three promises');
  const data = await page.locator('script[type="application/ld+json"]').evaluate((script) => JSON.parse(script.textContent));
  assert.equal(data.name ?? data['@graph']?.[0]?.name, oz.name);
}

/** Whoever sends a form sooner is taken for a program. */
const quickestPerson = 3500;

const changed = 'Un luogo di lavoro autogestito a Roma, aperto a chi lavora in proprio.';
const added = { initiative_title: 'Materiali di recupero', initiative_description: 'Aiutiamo a trovare e riusare materiali riciclati.' };

/** The contact person has an account now, and changes two things. */
async function proposesAChange(journey) {
  journey.before = await cardText(journey);
  const editor = journey.editor = await signIn(journey, oz.contact);
  const { page } = editor;
  assert.match(new URL(page.url()).pathname, /^\/area/);
  await page.goto('/area');
  await journey.look(editor, 'area');
  await press(page, 'Cambia la scheda');
  const begun = Date.now();
  const draft = page.url().replace(/\/[^/]*$/, '');
  await page.goto(`${draft}/la-vostra-storia`);
  await fill(page, { short_description: changed });
  await press(page, 'Aggiungi un\'altra iniziativa');
  await fill(page, Object.fromEntries(Object.entries(added).map(([name, value]) => [`initiatives.2.${name}`, value])));
  await press(page, 'Salva e continua');
  assert.notEqual(page.url(), `${draft}/la-vostra-storia`, 'the step was saved');
  await page.goto(`${draft}/tu-e-i-tuoi-consensi`);
  assert.equal((await standing(page)).contact_email, oz.contact.email, 'the person of the account is known');
  await fill(page, Object.fromEntries(Object.entries(oz.you).filter(([name]) => name.startsWith('consent_'))));
  await press(page, 'Salva e continua');
  assert.equal(page.url(), `${draft}/riepilogo`);
  await journey.look(editor, 'change-check');
  await page.waitForTimeout(Math.max(0, begun + quickestPerson - Date.now()));
  await press(page, 'Invia le modifiche');
  assert.match(page.url(), /\/inviata$/, await page.locator('main').innerText());
  await journey.look(editor, 'change-sent');
  assert.equal(await cardText(journey), journey.before, 'the public page stays as it was');
  await page.goto('/area');
  await journey.look(editor, 'area-waiting');
}

/** The words of the public page. */
async function cardText(journey) {
  await journey.reader.page.goto(journey.page);
  return journey.reader.page.locator('article').innerText();
}

async function changesOnlyOnceAccepted(journey) {
  const { page } = journey.desk;
  await page.goto('/redazione');
  await follow(page, oz.name);
  const fields = await page.locator('li[id^="field-"]').evaluateAll((all) => all.map((field) => field.id));
  assert.deepEqual(fields, ['field-short_description', 'field-initiatives'], 'only what changed is open');
  await journey.look(journey.desk, 'change');
  for (const choice of await page.locator('input[type=radio][name^="verdict."][value=accept]').all()) await choice.check();
  await fill(page, { message: 'Bella novità, la raccontiamo volentieri.' });
  assert.equal(await cardText(journey), journey.before, 'the public page waits for the decision');
  await press(page, 'Pubblica le scelte');
  await journey.look(journey.desk, 'change-published');
  const after = await cardText(journey);
  assert.ok(after.includes(changed) && after.includes(added.initiative_title) && !after.includes(shorter));
  await journey.reader.page.goto(`${journey.page}/versioni`);
  await journey.look(journey.reader, 'history');
  const history = await journey.reader.page.locator('main').innerText();
  assert.match(history, /Versione 2[\s\S]*un'editrice o un editore dell'organizzazione[\s\S]*(descrizione|in breve)[\s\S]*iniziative[\s\S]*Versione 1/i, 'who changed what');
  assert.match(history, new RegExp(String(new Date().getFullYear())), 'when');
}
