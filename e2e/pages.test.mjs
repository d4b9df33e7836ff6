// Every public page, on a phone and a desk, light and dark: axe finds nothing,
// the markup is valid, nothing scrolls sideways, no third party is asked.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axeFindings, desk, launch, overflows, phone, screenshot, visit } from './browser.mjs';
import { markupFindings } from './markup.mjs';
import { startServer } from './server.mjs';

const paths = [
  '/', '/en/', '/atlante', '/en/atlas', '/atlante?forma=empowerment&regione=lazio', '/atlante?q=zzzz',
  '/organizzazioni/officine-zero', '/en/organisations/officine-zero', '/organizzazioni/officine-zero/versioni',
  '/partecipa', '/en/participate', '/accedi', '/en/sign-in', '/buone-pratiche', '/dati', '/non-esiste',
];

let server, browser;
before(async () => { server = await startServer(); browser = await launch(); });
after(async () => { await browser?.close(); await server?.stop(); });

test('the markup of every public page is valid', async () => {
  for (const path of paths) {
    const body = await (await fetch(server.url + path)).text();
    const messages = await markupFindings(body);
    assert.deepEqual(messages, [], `${path}: ${messages.join('\n')}`);
  }
});

for (const [device, viewport] of Object.entries({ 390: phone, 1280: desk })) {
  for (const dark of [false, true]) {
    test(`every public page at ${device} px in ${dark ? 'dark' : 'light'} passes axe`, async () => {
      const { context, page, faults } = await visit(browser, server, { viewport, dark });
      for (const path of paths) {
        await page.goto(path);
        const findings = await axeFindings(page);
        assert.deepEqual(findings, [], `${path}: ${findings.join('\n')}`);
        assert.equal(await overflows(page), false, `${path} scrolls sideways at ${device} px`);
        const name = path.replace(/^\/|\/$/g, '').replace(/[^a-z0-9]+/gi, '-') || 'home';
        await screenshot(page, `${name}-${device}${dark ? '-dark' : ''}`);
      }
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}
