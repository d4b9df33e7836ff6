// What a reader of a PDF gets to know: its text, page by page, and its tags, as
// a screen reader finds them.

/**
 * Reads a PDF. `tags` are the roles of the structure with the text alternatives
 * of figures, in the order of reading: "H1", "Figure: Il vostro profilo".
 */
export async function readPDF(bytes) {
  globalThis.DOMMatrix ??= class {}; // asked for when it is loaded, used for drawing only
  const { getDocument } = await quietly(() => import('pdfjs-dist/legacy/build/pdf.mjs'));
  const document = await getDocument({ data: new Uint8Array(bytes), verbosity: 0, isEvalSupported: false }).promise;
  try {
    const [{ info }, marks, outline] = [await document.getMetadata(), await document.getMarkInfo(), await document.getOutline()];
    const pages = [];
    const tags = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      pages.push(items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join('').replace(/\s+/g, ' ').trim());
      gather(await page.getStructTree(), tags);
    }
    return { title: info.Title, language: info.Language, tagged: marks?.Marked === true, outline: (outline ?? []).map(({ title }) => title), pages, text: pages.join(' '), tags };
  } finally {
    await document.destroy();
  }
}

/** Adds the tags below the node. */
function gather(node, tags) {
  if (!node) return;
  if (node.role && !['Root', 'Document', 'NonStruct'].includes(node.role)) tags.push(node.alt ? `${node.role}: ${node.alt}` : node.role);
  for (const child of node.children ?? []) gather(child, tags);
}

/** Runs the work without the warnings that nothing can be drawn. */
async function quietly(work) {
  const { warn, log } = console;
  console.warn = console.log = () => {};
  try {
    return await work();
  } finally {
    Object.assign(console, { warn, log });
  }
}
