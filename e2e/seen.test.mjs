// After all others: whether this run has looked at a page of every route.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allSeen, routeOf, routes } from './route.mjs';

/**
 * Addresses that answer something else than a page of their own, or that only a
 * mail to a real organisation leads to.
 */
const apart = ['atlas-markers', 'atlas-streets', 'sitemap-part', 'health', 'ready', 'asset', 'logo', 'draft-picture', 'proposal-logo', 'towns', 'similar', 'draft', 'respond-file', 'cycle-file', 'peer-file', 'initiatives-mine', 'kit-cycle', 'oembed', 'open-data-file', 'murmurations'];

test('every page was looked at', { skip: allSeen().length === 0 && 'nothing else has run' }, () => {
  const all = routes();
  const seen = new Set(allSeen().map((path) => routeOf(all, path)?.name));
  const missed = all.filter(({ name, pattern }) => !seen.has(name) && !/^\/(api\/v1|hsds)(\/|$)/.test(pattern) && !apart.includes(name) && !/\.\w+$/.test(pattern));
  assert.deepEqual(missed.map(({ name, pattern }) => `${name} ${pattern}`), [], 'let a link of the demonstration lead there, or a journey');
});
