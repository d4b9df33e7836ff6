// One Chromium, a context per device, and what every visit is watched for.
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Launches Debian's Chromium. */
export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

/**
 * Opens a page on a device. Every request to another host, every error in the
 * console and every breach of the content security policy is kept in `faults`.
 */
export async function visit(browser, server, { viewport = phone, javaScript = true, dark = false } = {}) {
  const context = await browser.newContext({
    viewport, javaScriptEnabled: javaScript, colorScheme: dark ? 'dark' : 'light', locale: 'it-IT', baseURL: server.url, reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const faults = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) faults.push(`asked a third party: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  return { context, page, faults };
}

const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** What axe-core finds on the page, as lines; the target is none. */
export async function axeFindings(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return result.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary.split('\n')[1]?.trim()}`));
}

/** Leaves a picture of the whole page in e2e/screens. */
export async function screenshot(page, name) {
  await page.screenshot({ path: new URL(`./screens/${name}.png`, import.meta.url).pathname, fullPage: true });
}

/** Whether the page can be scrolled sideways, which it never should. */
export async function overflows(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
