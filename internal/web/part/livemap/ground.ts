// What lies under the points: the outlines of land, and over them an operator's own
// streets.
import type Leaflet from "leaflet";
import { L } from "./leaflet";
import { land, read, type State } from "./state";

/** Draws the outlines of land whose address is given, "" = none. */
export async function outlines(map: Leaflet.Map, address: string): Promise<void> {
  const rings = address ? await read<Parameters<typeof land>[0]>(address) : null;
  for (const { home, line } of land(rings ?? [])) {
    L.polygon(line, { className: home ? "livemap-land livemap-land--home" : "livemap-land", interactive: false, smoothFactor: 0.7, pane: "land" }).addTo(map);
  }
}

/** Puts the operator's own streets over the outlines, which stay where there are none. */
export async function ground(map: Leaflet.Map, state: State): Promise<void> {
  const { tiles, tilesScript, streets, streetsScript } = state;
  if (!tilesScript) return;
  Object.assign(globalThis, { L }); // where the parts of Leaflet that are loaded now look for the others
  const { GridLayer, tileLayer, attribution } = (await import(tilesScript)) as typeof import("./tiles");
  const credit = owed(state.credit ?? "");
  if (credit) attribution().addTo(map);
  if (tiles) tileLayer(tiles, { attribution: credit, maxZoom: 18, crossOrigin: "", className: "livemap-pictures" }).addTo(map);
  if (!streets || !streetsScript) return;
  Object.assign(L, { GridLayer });
  const module = (await import(streetsScript)) as typeof import("./streets");
  let layer: Leaflet.GridLayer | undefined;
  const draw = async (): Promise<void> => {
    const next = await module.streets(L, { address: streets, credit, dark: isDark(), language: document.documentElement.lang });
    layer?.remove();
    layer = next.addTo(map);
  };
  await draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void draw());
}

/** Whom the streets are owed to, as HTML; OpenStreetMap asks for a link. */
function owed(credit: string): string {
  const line = document.createElement("span");
  line.textContent = credit;
  return line.innerHTML.replace(/OpenStreetMap/, '<a href="https://www.openstreetmap.org/copyright">$&</a>');
}

/** Whether the page is dark by the reader's choice here, or by their machine's. */
function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}
