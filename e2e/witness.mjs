// A test that, when it fails, leaves what is needed to understand why: a picture
// of every page that was open, where that was, and what the servers logged.
import { writeFileSync } from 'node:fs';
import { test as nodeTest } from 'node:test';

let pages = [];
let logs = [];

/** Has the page's picture taken should the test that is running fail. */
export function witnessPage(page) {
  pages.push(page);
}

/** Has the log kept, should this or a later test of the file fail. */
export function witnessLog(log) {
  logs.push(log);
}

/** As of node:test, for one test at a time. */
export function test(title, ...rest) {
  const work = rest.pop();
  return nodeTest(title, ...rest, async (context) => {
    pages = [];
    try {
      await work(context);
    } catch (error) {
      error.message += await testimony(title);
      throw error;
    }
  });
}

/** Writes down what can still be seen, and returns lines that say where. */
async function testimony(title) {
  const name = `failed-${title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}`;
  const lines = [];
  for (const [i, page] of pages.entries()) {
    if (page.isClosed()) continue;
    const file = `e2e/screens/${name}-${i + 1}.png`;
    const taken = await page.screenshot({ path: file, fullPage: true, timeout: 10000 }).then(() => file, () => 'no picture could be taken');
    lines.push(`page: ${page.url()}: ${taken}`);
  }
  const log = logs.map((one) => one()).join('');
  if (log) {
    const file = `e2e/screens/${name}.log`;
    writeFileSync(file, log);
    lines.push(`log of the server: ${file}`);
  }
  return lines.map((line) => `\n    ${line}`).join('');
}
