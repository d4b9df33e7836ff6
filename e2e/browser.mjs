// One Chromium, a context per device, and what every visit is watched for.
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { axeFindings as findings } from './axe.mjs';
import { markupFindings } from './markup.mjs';
import { noteSeen } from './route.mjs';
import { witnessPage } from './witness.mjs';

// What Chromium is told to do without: two pages of its own that it would load in
// each window, for suggestions in an address bar that nobody sees, take as long as
// many a page of ours; the others are what Playwright itself leaves out, because
// only the last such list counts.
const without = [
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding',
  'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch',
];

/** Launches Debian's Chromium. */
export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', `--disable-features=${without}`],
  });
}

/** How long something that ought to happen may take, in ms: machines can be busy. */
export const patience = 30_000;

export const narrowest = { width: 320, height: 640 };
export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

/**
 * Opens a page on a device of its own, with no cookies yet. Every request to
 * another host, every error in the console and every breach of the content
 * security policy is kept in `faults`; the last document that was served is
 * `markup()`, as it came over the wire, with its `status()`.
 */
export async function visit(browser, server, { viewport = phone, javaScript = true, dark = false, touch = false } = {}) {
  const context = await browser.newContext({
    viewport, colorScheme: dark ? 'dark' : 'light', locale: 'it-IT', baseURL: server.url, reducedMotion: 'reduce', hasTouch: touch, isMobile: touch,
  });
  context.setDefaultTimeout(patience);
  const faults = [];
  let served = Promise.resolve('');
  let status = 0;
  const page = await newTab(context, javaScript);
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) faults.push(`asked a third party: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()}: ${response.url()}`);
    const request = response.request();
    if (!request.isNavigationRequest() || (response.status() >= 300 && response.status() < 400)) return;
    if (!/text\/html/.test(response.headers()['content-type'] ?? '')) return;
    status = response.status();
    served = response.text().catch(() => '');
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  return { context, page, faults, javaScript, markup: () => served, status: () => status, newTab: () => newTab(context, javaScript) };
}

/**
 * A page whose own scripts run or not. The browser is told by hand and not by
 * the context, because axe is a script too: see withScripts.
 */
async function newTab(context, javaScript) {
  const page = await context.newPage();
  witnessPage(page);
  if (!javaScript) {
    const session = await context.newCDPSession(page);
    const allow = (allowed) => session.send('Emulation.setScriptExecutionDisabled', { value: !allowed });
    switches.set(page, allow);
    await allow(false);
  }
  return page;
}

const switches = new WeakMap();

/** Runs the work with scripts allowed; those of the page itself stay unread. */
async function withScripts(page, work) {
  const allow = switches.get(page) ?? (() => {});
  await allow(true);
  try {
    return await work();
  } finally {
    await allow(false);
  }
}

/** What axe finds on the page, as lines; the target is none. */
export async function axeFindings(page, options) {
  return withScripts(page, () => findings(page, options));
}

const cameras = new WeakMap();

/**
 * Leaves a picture of the whole page in e2e/screens, under a name that a file can
 * have. It asks the browser itself: Playwright would make the window as high as
 * the page first, which takes thrice as long.
 */
export async function screenshot(page, name) {
  if (!cameras.has(page)) cameras.set(page, await page.context().newCDPSession(page));
  const camera = cameras.get(page);
  const { cssContentSize: { width, height } } = await camera.send('Page.getLayoutMetrics');
  const { data } = await camera.send('Page.captureScreenshot', { captureBeyondViewport: true, optimizeForSpeed: true, clip: { x: 0, y: 0, width, height, scale: 1 } });
  writeFileSync(new URL(`./screens/${name.slice(0, 150)}.png`, import.meta.url), data, 'base64');
}

/**
 * Begins to count how long the processor works for the page; what it returns says
 * so in seconds. Unlike time on the clock that does not grow with what else the
 * machine has to do.
 */
export async function processorTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const used = async () => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ProcessTime').value;
  const before = await used();
  return async () => await used() - before;
}

/** Whether the page can be scrolled sideways, which it never should. */
export async function overflows(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/**
 * Looks at the page where the visitor is: its appearance and what was sent for
 * it. Returns what was found, as lines; the target is none. The options are those
 * of appearance: of the dark page of a journey there is no picture unless it is wrong.
 */
export async function look(visitor, name, options = { picturesOf: ['light'] }) {
  const found = await Promise.all([appearance(visitor, name, options), valid(visitor, name)]);
  return [...found.flat(), ...asked(visitor, name)];
}

// Of which schemes pictures are left where nothing is wrong. They take a fifth of a
// run's time: make test leaves none, make e2e those of light pages, and a file that
// is run by its name all that it asks for.
const pictured = { wrong: [], light: ['light'] }[process.env.TELAIO_E2E_PICTURES] ?? ['light', 'dark'];

/**
 * What is wrong with the page as it appears, in light and in dark: axe finds
 * nothing and nothing scrolls sideways. Leaves a picture in each scheme that is
 * asked for, or in which something is wrong. A brief look is at the light page
 * only.
 */
export async function appearance({ page }, name, { brief = false, picturesOf = ['light', 'dark'] } = {}) {
  const found = [];
  for (const scheme of brief ? ['light'] : ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: scheme });
    const wrong = await axeFindings(page, { contrastOnly: scheme === 'dark' });
    found.push(...wrong.map((line) => `${scheme}: ${line}`));
    if (wrong.length > 0 || !brief && picturesOf.includes(scheme) && pictured.includes(scheme)) await screenshot(page, scheme === 'dark' ? `${name}-dark` : name);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  if (await overflows(page)) found.push(`scrolls sideways at ${page.viewportSize().width} px`);
  return found.map((line) => `${name} (${new URL(page.url()).pathname}): ${line}`);
}

/**
 * What is wrong with what was sent for the page: markup that is not valid,
 * requests to others, errors in the console, breaches of the policy.
 */
export async function sent(visitor, name) {
  return [...await valid(visitor, name), ...asked(visitor, name)];
}

/** What is not valid in the markup, or would be drawn without its style or do nothing. */
async function valid(visitor, name) {
  const { pathname, origin } = new URL(visitor.page.url());
  const markup = await visitor.markup();
  return [...await markupFindings(markup), ...await unstyled(markup, origin), ...await unscripted(markup, origin)].map((line) => `${name} (${pathname}): ${line}`);
}

const sheets = ['style', 'more', 'work'];
let classesOf;

/** The classes that each style sheet has rules for, by its name. */
async function sheetClasses(origin) {
  const classes = async (sheet) => {
    const text = await (await fetch(`${origin}/assets/any/${sheet}.css`)).text();
    const selectors = text.replace(/"[^"]*"|url\([^)]*\)/g, '').match(/[^{};]*\{/g).join('');
    return [...selectors.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name);
  };
  return Object.fromEntries(await Promise.all(sheets.map(async (sheet) => [sheet, new Set(await classes(sheet))])));
}

/** The classes of a page all of whose rules are in a style sheet that it does not take. */
async function unstyled(markup, origin) {
  const taken = sheets.filter((sheet) => markup.includes(`/${sheet}.css"`));
  if (taken.length === 0) return []; // a page with its styles inside
  classesOf ??= sheetClasses(origin);
  const classes = await classesOf;
  const used = [...new Set([...markup.matchAll(/ class="([^"]*)"/g)].flatMap(([, names]) => names.split(/\s+/)))];
  const missing = used.filter((name) => !taken.some((sheet) => classes[sheet].has(name)) && sheets.some((sheet) => classes[sheet].has(name)));
  return missing.map((name) => `the class ${name} has its rules in a style sheet that the page does not take (${taken})`);
}

let attributesOfMore;

/** The attributes of a page that only the second script looks for, which it does not take. */
async function unscripted(markup, origin) {
  if (markup.includes('/more.js"') || !markup.includes('/script.js"')) return [];
  const attributes = async (script) => new Set((await (await fetch(`${origin}/assets/any/${script}.js`)).text()).match(/(?<=\[)data-[\w-]+/g));
  attributesOfMore ??= Promise.all([attributes('script'), attributes('more')]).then(([first, more]) => [...more].filter((name) => !first.has(name)));
  const missing = (await attributesOfMore).filter((name) => new RegExp(` ${name}[ =>]`).test(markup));
  return missing.map((name) => `${name} is for more.js, which the page does not take`);
}

/** What the page has done that it should not; notes that it was looked at. */
function asked(visitor, name) {
  const { pathname } = new URL(visitor.page.url());
  if (visitor.status() < 400) noteSeen(pathname);
  return visitor.faults.splice(0).map((line) => `${name} (${pathname}): ${line}`);
}
