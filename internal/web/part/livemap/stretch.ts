/** How long the map works at a stretch, in ms, before the page may answer its reader. */
export const stretch = 16;

/** Makes something of each, in stretches between which the page answers its reader. */
export async function inStretches<From, To>(all: From[], make: (one: From) => To): Promise<To[]> {
  const made: To[] = [];
  let began = performance.now();
  for (const one of all) {
    made.push(make(one));
    if (made.length % 100 > 0 || performance.now() - began < stretch) continue;
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  }
  return made;
}
