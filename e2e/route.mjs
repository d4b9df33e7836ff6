// What the site answers, as the program itself lists it, and what the tests of
// this run have looked at.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** Every GET route, as {name, pattern, matches}. */
export function routes() {
  return execFileSync('bin/telaio', ['routes'], { encoding: 'utf8' }).trim().split('\n')
    .map((line) => line.split(/\s+/)).filter(([, method]) => method === 'GET')
    .map(([pattern, , name]) => ({ name, pattern, expression: expressionOf(pattern), freedom: pattern.split('{').length }))
    .sort((a, b) => a.freedom - b.freedom);
}

/** The route that answers the path: of several the one that says most, as in Go. */
export function routeOf(all, path) {
  return all.find((route) => route.expression.test(path));
}

function expressionOf(pattern) {
  const parts = pattern.split(/(\{[^}]*\})/).map((part) => {
    if (part === '{$}') return '';
    if (part.startsWith('{')) return part.endsWith('...}') ? '.*' : '[^/]+';
    return part.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

const list = new URL('./screens/seen.txt', import.meta.url);

/** Notes that the page at the path was looked at. */
export function noteSeen(path) {
  appendFileSync(list, `${path}\n`);
}

/** Every path that was looked at in this run. */
export function allSeen() {
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : [];
}
