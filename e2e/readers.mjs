// The readers whose pages are looked at: where each of them starts, besides
// where signing in leads, and the forms behind which more pages lie.
import { fill, follow, press } from './form.mjs';

/** The readers, each with the routes that are worth more than one look. */
export const readers = [
  {
    name: 'everybody',
    starts: [
      '/', '/en/', '/atlante?forma=empowerment&regione=lazio', '/atlante?q=zzzz', '/organizzazioni/officine-zero', '/non-esiste',
      '/accedi/posta', '/entra/vecchio', '/avvisi/vecchio', '/avvisi?forma=network', '/widget', '/en/widget?tema=scuro&mappa=no&forma=network', '/widget/organizzazioni/officine-zero', '/en/widget/organisations/officine-zero', '/stato/vecchio', '/partecipa/riprendi/vecchio', '/partecipa/conferma/vecchio', '/redazione',
    ],
    doors: [
      async (page) => { await page.goto('/partecipa'); await press(page, 'Faccio parte di un\'organizzazione'); },
      async (page) => { await page.goto('/partecipa'); await press(page, 'Conosco un\'organizzazione'); },
      async (page) => { await page.goto('/en/participate'); await press(page, 'I belong to an organisation'); },
      async (page) => { // so that there is a mail for the administrator to see
        await page.goto('/accedi');
        await fill(page, { email: 'ricerca@telaio.example' });
        await press(page, 'Mandami il link');
      },
    ],
  },
  {
    name: 'researcher',
    starts: ['/redazione?stato=attesa', '/redazione?stato=concluse', '/redazione?q=zzzz', '/redazione/organizzazioni?q=zzzz'],
    doors: [
      async (page) => { await toFirstProposal(page); await press(page, 'Non pubblicare'); },
      async (page) => { await toFirstProposal(page); await page.goto(`${page.url()}/ritiro`); }, // a withdrawal is too rare for a sample
      async (page) => { // so that a practice waits for someone else
        await page.goto('/redazione/pratiche/nuova');
        await press(page, 'Parti da questa voce');
        const draft = page.url();
        await fill(page, {
          title_it: 'Una prova', need_it: 'Non so da dove cominciare.', conditions_it: 'Una stanza.', pitfalls_it: 'Nessuno.',
          needs: ['learn'], forms: ['network'], effort: 'low',
          title_en: 'A trial', need_en: 'I do not know where to begin.', source: 'Una prova',
        });
        await press(page, /^Salva e chiedi/);
        await page.goto(draft);
      },
      async (page) => { // so that a program is told of changes
        await page.goto('/redazione/avvisi-a-programmi');
        await fill(page, { address: 'https://programma.invalid/avvisi' });
        await press(page, 'Aggiungi e mostra il segreto');
        await page.goto('/redazione/avvisi-a-programmi');
        await follow(page, 'programma.invalid');
        await press(page, 'Manda una prova');
      },
      async (page) => { // and one that is only begun
        await page.goto('/redazione/pratiche/nuova');
        await press(page, 'Comincia da zero');
      },
    ],
  },
  { name: 'administrator', starts: [], doors: [] },
  {
    name: 'editor',
    starts: ['/area', '/en/organisations/cantiere-lungofiume/self-assessment'],
    doors: [
      async (page) => { // so that an invitation waits
        await page.goto('/area');
        await page.goto(`${page.url()}/persone`);
        await fill(page, { name: 'Ivo Prova', email: 'ivo@telaio.example' });
        await press(page, /^(Manda|Invia)/);
      },
      async (page) => { // so that there is a self-assessment whose answers are still being gathered
        await page.goto('/area/kit');
        await page.goto(`${page.url()}/nuova`);
        await fill(page, { label: 'Prova', extent: 'quick', mode: 'named' });
        await press(page, 'Comincia');
        await fill(page, { people: 'ivo@telaio.example' });
        await press(page, 'Manda gli inviti');
      },
      async (page) => { // so that the plan has an action
        await page.goto('/area');
        await page.goto(`${page.url()}/piano/nuova`);
        await fill(page, { what: 'Provare', when: 'now', state: 'to_start' });
        await press(page, 'Salva');
      },
      async (page) => { // so that a part of a result is public
        await page.goto('/area/kit');
        await follow(page, /^2026$/);
        await page.goto(page.url().replace(/risultato$/, 'pubblico'));
        await fill(page, { dimension: ['EMP'], item: ['EMP1'] });
        await press(page, /^Guarda/);
        await press(page, 'Rendi pubblico');
        await page.goto('/organizzazioni/cantiere-lungofiume/autovalutazione');
      },
    ],
  },
];

async function toFirstProposal(page) {
  await page.goto('/redazione');
  await page.goto(await page.locator('main a[href^="/redazione/proposte/"]').first().getAttribute('href'));
}
