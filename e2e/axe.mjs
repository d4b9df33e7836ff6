// What axe-core finds on a page. Two thirds of its time go into the contrast of
// colours, which follows from few things: what a text is painted with and on, how
// large and how heavy it is. What is painted alike anywhere has the same contrast,
// so that each way of painting is measured where it is first met, in either scheme.
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const contrast = ['color-contrast', 'link-in-text-block'];

const measured = new Set(); // ways of painting in which axe found nothing wrong

/**
 * What axe finds, as lines; the target is none. Of a page in its second scheme
 * only the contrast is looked at: nothing else differs. Scripts must be allowed.
 */
export async function axeFindings(page, { contrastOnly = false } = {}) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(source);
  const structure = contrastOnly ? [] : await page.evaluate(structureViolations, everything);
  const { violations, passed } = await page.evaluate(contrastViolations, { contrast: contrastOnly ? contrast : contrast.slice(0, 1), measured: [...measured] });
  for (const painting of passed) measured.add(painting);
  return [...structure, ...violations].map(({ id, target, summary, others }) => `axe: ${id}: ${target}: ${summary}${others ? ` (and ${others} more)` : ''}`);
}

/** In the page: what is wrong with everything but contrast. */
async function structureViolations(everything) {
  const result = await window.axe.run(document, { runOnly: everything, rules: { 'color-contrast': { enabled: false } }, resultTypes: ['violations'] });
  return result.violations.map(({ id, nodes: [first, ...others] }) => ({ id, target: first.target.join(' '), summary: first.failureSummary.split('\n')[1]?.trim(), others: others.length }));
}

/**
 * In the page: what is wrong with the contrast of all that is painted in a way not
 * measured before, and which ways have passed. What is laid over something else
 * or bent is known by its place too: what is under it is not what it stands in.
 */
async function contrastViolations({ contrast, measured }) {
  const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const grounds = new Map();
  const groundOf = (element) => {
    if (!element) return { paint: `canvas of ${scheme}`, effects: '' };
    if (grounds.has(element)) return grounds.get(element);
    const parent = groundOf(element.parentElement);
    const { backgroundColor: colour, backgroundImage: image, opacity, filter, mixBlendMode, position, transform } = getComputedStyle(element);
    const own = [opacity !== '1' && opacity, filter !== 'none' && filter, mixBlendMode !== 'normal' && mixBlendMode].filter(Boolean);
    if (!['static', 'relative'].includes(position) || transform !== 'none') own.push(`${element.localName}.${element.getAttribute('class')} at ${innerWidth} in ${scheme}`);
    const clear = colour === 'rgba(0, 0, 0, 0)';
    const opaque = !clear && !/^rgba|\//.test(colour);
    const layers = [clear ? '' : colour, image === 'none' ? '' : image].filter(Boolean).join(' ');
    const clipped = parent.clipped || position === 'absolute' && element.offsetWidth <= 1;
    const ground = { clipped, paint: opaque || !layers ? layers || parent.paint : `${layers} on ${parent.paint}`, effects: [parent.effects, ...own].filter(Boolean).join(' in ') };
    grounds.set(element, ground);
    return ground;
  };
  const besideWords = (link) => {
    let block = link.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    return block.textContent.trim().length > link.textContent.trim().length;
  };
  const paintingOf = (element) => {
    const { color, fontSize, fontWeight, textShadow, textDecorationLine } = getComputedStyle(element);
    const beside = element.localName === 'a' ? `link ${textDecorationLine} ${besideWords(element) ? 'beside words' : 'alone'} in ${getComputedStyle(element.parentElement).color}` : '';
    const { paint, effects } = groundOf(element);
    return [color, fontSize, fontWeight, textShadow, beside, paint, effects].join(' | ');
  };

  // What axe never decides about is not asked of it again on each page: what cannot
  // be seen, what cannot be used, what stands on a picture or a gradient, and the
  // words of drawings, which are painted with another property than it reads.
  const measurable = (element) => {
    if (element.ownerSVGElement || element.closest('option, :disabled, [inert]') || !element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const { right, bottom } = element.getBoundingClientRect();
    const { paint, clipped } = groundOf(element);
    return right > 0 && bottom + scrollY > 0 && !clipped && !/url|gradient/.test(paint);
  };

  const texts = new Set(document.querySelectorAll('input:not([type=hidden], [type=checkbox], [type=radio], [type=range], [type=color], [type=image]), textarea, select'));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.add(walker.currentNode.parentElement);
  const known = new Set(measured);
  const paintings = new Map([...texts].filter(measurable).map((element) => [element, paintingOf(element)]).filter(([, painting]) => !known.has(painting)));
  if (paintings.size === 0) return { violations: [], passed: [] };

  const where = paintings.size > 100 ? document : { include: [...paintings.keys()] };
  const result = await window.axe.run(where, { runOnly: { type: 'rule', values: contrast }, resultTypes: ['violations', 'passes'], elementRef: true });
  const failed = new Set(result.violations.flatMap(({ nodes }) => nodes.map(({ element }) => paintings.get(element))));
  const passed = result.passes.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes.map(({ element }) => paintings.get(element)));
  return {
    violations: result.violations.map(({ id, nodes: [first, ...others] }) => ({ id, target: first.target.join(' '), summary: first.failureSummary.split('\n')[1]?.trim(), others: others.length })),
    passed: [...new Set(passed)].filter((painting) => painting && !failed.has(painting)),
  };
}
