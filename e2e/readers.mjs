// The readers whose pages are looked at: where each of them starts, besides
// where signing in leads, and the forms behind which more pages lie.
import { fill, press } from './form.mjs';

/** The readers, each with the routes that are worth more than one look. */
export const readers = [
  {
    name: 'everybody',
    starts: [
      '/', '/en/', '/atlante?forma=empowerment&regione=lazio', '/atlante?q=zzzz', '/organizzazioni/officine-zero', '/non-esiste',
      '/accedi/posta', '/entra/vecchio', '/stato/vecchio', '/partecipa/riprendi/vecchio', '/partecipa/conferma/vecchio', '/redazione',
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
    ],
  },
  { name: 'administrator', starts: [], doors: [] },
  {
    name: 'editor',
    starts: ['/area'],
    doors: [
      async (page) => { // so that there is someone to remove
        await page.goto('/area');
        await page.goto(`${page.url()}/persone`);
        await fill(page, { name: 'Ivo Prova', email: 'ivo@telaio.example' });
        await press(page, /^(Manda|Invia)/);
      },
    ],
  },
];

async function toFirstProposal(page) {
  await page.goto('/redazione');
  await page.goto(await page.locator('main a[href^="/redazione/proposte/"]').first().getAttribute('href'));
}
