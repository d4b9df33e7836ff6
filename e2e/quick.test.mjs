// The quick check: ten questions in ten minutes on a phone, without an account,
// and nothing of it is kept but in the browser.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, look, phone, visit } from './browser.mjs';
import { press } from './form.mjs';
import { startServer } from './server.mjs';
import { test } from './witness.mjs';

let browser, server;
before(async () => { browser = await launch(); server = await startServer('demo', '--no-limits'); });
after(async () => { await browser?.close(); await server?.stop(); });

const path = '/autovalutazione/rapida';
const kept = (page) => page.evaluate(() => Object.values(localStorage).join(' '));

test('without scripts it is one page, sent once', async () => {
  const visitor = await visit(browser, server, { viewport: phone, javaScript: false });
  const { page, context } = visitor;
  const findings = [];
  await page.goto(path);
  findings.push(...await look(visitor, 'quick-plain-form'));
  const items = await page.locator('[data-quick-item]').evaluateAll((all) => all.map(({ id }) => id));
  assert.equal(items.length, 10);
  for (const [n, item] of items.entries()) await page.locator(`#${item}-L${n % 3}`).check();
  await press(page, 'Vedi da dove cominciare');
  findings.push(...await look(visitor, 'quick-plain-result'));
  const told = await page.locator('main').innerText();
  assert.match(told, /7 risposte sono al livello 0 o 1/);
  assert.equal((told.match(/Un primo passo/g) ?? []).length, 10);
  await press(page, 'Cambia le risposte');
  assert.equal(await page.locator('input:checked').count(), 10, 'the answers come back');
  assert.deepEqual(findings, []);
  await context.close();
});

test('with scripts it is one question at a time, by keyboard too, kept until deleted', async () => {
  const visitor = await visit(browser, server, { viewport: phone });
  const { page, context } = visitor;
  const findings = [];
  await page.goto(path);
  findings.push(...await look(visitor, 'quick-start'));
  await page.getByRole('link', { name: 'Comincia', exact: true }).press('Enter');
  for (let n = 1; n <= 10; n++) {
    const question = page.locator('[data-quick-item]:visible');
    await question.filter({ hasText: `domanda ${n} di 10` }).waitFor(); // the address changes first
    assert.equal(await question.count(), 1, 'one question is shown');
    if (n === 2) findings.push(...await look(visitor, 'quick-question'));
    await question.locator('input').first().focus();
    await page.keyboard.press('Space');
    for (let down = 0; down < n % 5; down++) await page.keyboard.press('ArrowDown');
    if (n < 10) await page.getByRole('link', { name: 'Domanda successiva' }).press('Enter');
  }
  await page.reload();
  assert.equal(await page.locator('input:checked').count(), 10, 'the browser has kept the answers');
  await press(page, 'Vedi da dove cominciare');
  findings.push(...await look(visitor, 'quick-result'));
  assert.notEqual(await kept(page), '');
  await page.getByRole('button', { name: 'Cancella da questo dispositivo' }).click();
  assert.equal(await kept(page), '', 'nothing is left in the browser');
  await page.goto(path);
  assert.equal(await page.locator('input:checked').count(), 0);
  assert.deepEqual(findings, []);
  assert.doesNotMatch(server.log(), /EMP2|L4/, 'no answer is in the log');
  await context.close();
});
