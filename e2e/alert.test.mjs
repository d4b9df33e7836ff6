// A letter when the atlas changes: asked for under a filter, confirmed by the
// mailed link, stopped by the same.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch, look, phone, visit } from './browser.mjs';
import { fill, press } from './form.mjs';
import { mailTo, startServer } from './server.mjs';
import { test } from './witness.mjs';

let browser, server;
before(async () => { browser = await launch(); server = await startServer('demo', '--no-limits'); });
after(async () => { await browser?.close(); await server?.stop(); });

for (const [path, ask, confirm, list, stop, file] of [
  ['/avvisi?forma=network', 'Mandami il link di conferma', 'Sì, avvisatemi', 'Guarda l\'elenco di oggi', 'Ferma gli avvisi', 'it'],
  ['/en/alerts?forma=network', 'Send me the link to confirm', 'Yes, tell me', 'See the list as it is today', 'Stop the alerts', 'en'],
]) {
  test(`letters about changes are confirmed and stopped without an account (${file})`, async () => {
    const visitor = await visit(browser, server, { viewport: phone, javaScript: false });
    const { page, context } = visitor;
    const findings = [];
    const address = `lea-${file}@posta.example`;
    await page.goto(path);
    await fill(page, { email: address });
    await press(page, ask);
    const mail = await mailTo(server, address, /(avvisi|alerts)\//);
    const link = mail.match(/https?:\/\/\S+\/(?:avvisi|alerts)\/[\w-]+/)[0];

    await page.goto(new URL(link).pathname);
    findings.push(...await look(visitor, `alert-${file}-asked`));
    await press(page, confirm);
    await page.goto(new URL(link).pathname);
    findings.push(...await look(visitor, `alert-${file}-on`));
    assert.match(await page.getByRole('link', { name: list }).getAttribute('href'), /forma=network$/, 'the list that it follows');
    await press(page, stop);
    const again = await page.goto(new URL(link).pathname);

    assert.equal(again.status(), 410, 'the link is over, and so is the address');
    assert.deepEqual(findings, []);
    await context.close();
  });
}
