// Runs the browser tests, some files at a time, and says at the end what failed
// and where to look. `sh e2e/run.sh map quick` runs those files only.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { run } from 'node:test';

// The longest first, so that no long one is left alone at the end.
const longest = ['pages', 'kit', 'journey', 'claim'];
const last = 'seen'; // what the others have looked at

const all = readdirSync('e2e').filter((name) => name.endsWith('.test.mjs')).map((name) => name.slice(0, -'.test.mjs'.length));
const asked = process.argv.slice(2).map((name) => name.replace(/^e2e\/|\.test\.mjs$/g, ''));
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`e2e: there is no ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(2);
}
const rank = (name) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
const chosen = (asked.length > 0 ? asked : all).filter((name) => name !== last).sort((a, b) => rank(a) - rank(b));

if (asked.length === 0) process.env.TELAIO_E2E_PICTURES ??= 'light'; // see browser.mjs

const began = performance.now();
const failures = [];
let passed = 0;
let skipped = 0;
await walk(chosen, Math.min(4, availableParallelism()));
if (asked.length === 0) await walk([last], 1);

for (const { title, told } of failures) console.log(`\n✖ ${title}\n    ${told.join('\n    ')}`);
console.log(`\ne2e: ${passed} passed, ${failures.length} failed, ${skipped} skipped in ${Math.round((performance.now() - began) / 1000)} s; pictures are in e2e/screens`);
if (failures.length > 0) {
  const names = failures.flatMap(({ told }) => told.join().match(/e2e\/(\w+)\.test\.mjs/)?.[1] ?? []);
  console.log(`e2e: what failed, again: sh e2e/run.sh ${[...new Set(names)].join(' ')}`);
  process.exitCode = 1;
}

/** Runs the files and tells of each test as it ends. */
async function walk(names, concurrency) {
  const above = []; // titles of the groups that a test is in
  for await (const { type, data } of run({ files: names.map((name) => `e2e/${name}.test.mjs`), concurrency, timeout: 1_800_000 })) {
    if (type === 'test:start') above[data.nesting] = data.name;
    if (type === 'test:stderr') process.stderr.write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const group = data.details.type === 'suite';
    const title = [...above.slice(0, data.nesting), data.name].join(': ');
    if (type === 'test:fail') {
      if (group && data.details.error?.failureType === 'subtestsFailed') continue; // the parts have been told
      failures.push({ title, told: tell(data.details.error) });
    } else if (data.skip !== undefined) {
      skipped++;
    } else if (!group) {
      passed++;
    }
    if (group && data.skip === undefined) continue;
    const mark = type === 'test:fail' ? '✖' : data.skip !== undefined ? '–' : '✔';
    console.log(`${mark} ${(data.details.duration_ms / 1000).toFixed(1).padStart(6)} s  ${title}${typeof data.skip === 'string' ? `: ${data.skip}` : ''}`);
  }
}

/** What went wrong, in lines, and on which line of which test. */
function tell(error) {
  const cause = error?.cause ?? error;
  const stack = String(cause?.stack ?? '').split('\n');
  const where = stack.findLast((line) => /^\s+at .*e2e\/\w+\.test\.mjs/.test(line)) ?? '';
  return [...String(cause?.message ?? cause).split('\n').slice(0, 60), where.trim()];
}
