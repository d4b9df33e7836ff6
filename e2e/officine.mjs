// What somebody of Officine Zero would answer. The facts are public; the words
// are ours. The name is another one: the real one is in the sample content.
import { png } from './picture.mjs';

export const name = 'Officine Zero di prova';
export const contact = { name: 'Marta Prova', email: 'marta@officine.example' };

/** What the questionnaire writes in full, where the person wrote less. */
export const inFull = { 'places.0.place_municipality': 'Roma (RM)', website: 'https://ozofficinezero.org' };

/** The pages before the form is left half-way. */
export const firstHalf = [
  {
    path: 'chi-siete',
    answers: {
      name,
      other_names: 'OZ – Officine Zero\nOZ',
      types: ['association', 'cooperative'],
      legal_status: 'formal',
      year: '2013',
    },
  },
  {
    path: 'per-chi',
    answers: {
      target: 'Lavoratrici e lavoratori autonomi dell’artigianato, della comunicazione, del design e dell’informatica',
      target_groups: ['self_employed', 'craft', 'digital'],
      people: '-98',
      reach: 'municipality',
    },
  },
  {
    path: 'come',
    answers: {
      solidarity: ['empowerment', 'advocacy', 'network'],
      practice_empowerment: 'Si impara facendo: laboratori di legno, metallo ed elettronica aperti a chi vuole un mestiere.',
      practice_advocacy: 'Chiediamo alle istituzioni di riconoscere il valore dei luoghi di lavoro autogestiti.',
      practice_network: 'Chi lavora da noi mette in comune attrezzi, stanze e commesse.',
      services: ['training', 'coworking', 'shared_tools'],
      governance: ['assembly'],
      'funding.missing': ['-98'],
    },
  },
];

/** The place, as it is added on the page "Dove". */
export const place = {
  'places.0.place_kind': 'seat',
  'places.0.place_name': 'Officina di via Monte Patulo',
  'places.0.place_municipality': 'Roma',
  'places.0.place_address': 'via Monte Patulo 20',
  'places.0.place_publicity': 'exact',
};

export const contacts = { website: 'ozofficinezero.org' };

export const initiatives = [
  {
    initiative_title: 'Formazione pratica',
    initiative_description: 'Corsi fuori dalla scuola per ritrovare la manualità, anche in chi fa un lavoro intellettuale.',
    initiative_forms: ['empowerment'],
  },
  {
    initiative_title: 'Aggiornamento sulle macchine CNC',
    initiative_description: 'Per chi ha già un mestiere e vuole usare le macchine a controllo numerico.',
    initiative_forms: ['empowerment', 'network'],
    initiative_since: '2021',
  },
];

export const story = {
  short_description: 'Un luogo di lavoro autogestito: laboratori, stanze condivise e strumenti comuni per chi lavora in proprio a Roma.',
  story: 'Nel 2012 chi lavorava alle officine dei treni di **Portonaccio** le ha occupate; l’anno dopo è nata Officine Zero.\n\nDal 2019 siamo a Montesacro, in una ex carrozzeria:\n\n- legno, metallo, elettronica e tappezzeria\n- due stanze per lavorare insieme',
  source: 'OZ – Officine Zero',
  language: 'it',
};

export const logo = { name: 'logo.png', mimeType: 'image/png', buffer: png(64, [201, 52, 16]) };

export const you = {
  contact_name: contact.name,
  contact_email: contact.email,
  contact_role: 'Seguo la comunicazione',
  consent_publish_page: 'yes',
  consent_use_research: 'yes',
  consent_open_data: 'no',
  consent_contact_again: 'yes',
};
