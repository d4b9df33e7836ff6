// Filling in a form as a person does, and reading what stands in it.
import assert from 'node:assert/strict';
import { patience } from './browser.mjs';

/** Answers each question by the name of its field: text, one choice or several. */
export async function fill(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    if (Array.isArray(value)) {
      for (const code of value) await tick(page, name, code);
      continue;
    }
    const field = page.locator(`[name="${name}"]:not([type=hidden])`);
    if (await field.first().getAttribute('type') === 'radio') await tick(page, name, value);
    else await field.fill(value);
  }
}

/** Chooses one code for each question at once, where the clicks are not what is tested. */
export async function put(page, answers) {
  const missing = await page.evaluate((codes) => Object.entries(codes).filter(([name, code]) => {
    const choice = document.querySelector(`input[type=radio][name="${name}"][value="${code}"]`);
    if (choice) choice.checked = true;
    return !choice;
  }), answers);
  assert.deepEqual(missing, []);
}

async function tick(page, name, code) {
  await page.locator(`input[name="${name}"][value="${code}"]`).check();
}

/** Presses the button with the words and waits for the next page. */
export async function press(page, words) {
  await leave(page, page.getByRole('button', typeof words === 'string' ? { name: words, exact: true } : { name: words }));
}

/** Follows the link with the words and waits for the next page. */
export async function follow(page, words) {
  await leave(page, page.getByRole('link', { name: words }));
}

async function leave(page, control) {
  const next = page.waitForEvent('domcontentloaded');
  next.catch(() => {}); // the click tells more
  await control.click({ timeout: patience * 2 / 3 });
  await next;
}

/** Everything that stands in the form of the main part, by field name. */
export async function standing(page) {
  return page.evaluate(() => {
    const found = {};
    for (const control of document.querySelectorAll('main form :is(input, textarea, select)')) {
      const { name, type, value, checked } = control;
      if (!name || ['number', 'homepage'].includes(name) || /\._id$/.test(name) || type === 'file') continue;
      if (type === 'checkbox') {
        if (checked) (found[name] ??= []).push(value);
      } else if (type === 'radio' ? checked : value) {
        found[name] = value;
      }
    }
    return found;
  });
}
