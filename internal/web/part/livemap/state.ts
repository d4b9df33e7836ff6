// What the server tells the map, and the points of all organisations as it
// writes them: columns of small numbers (internal/atlas/marker.go).

export interface State {
  markers?: string;
  grid?: string;
  found?: string;
  towns?: Record<number, string>;
  area: [number, number, number, number] | null;
  list: string;
  organisation: string;
  land: string;
  tiles?: string;
  tilesScript?: string;
  streets?: string;
  streetsScript?: string;
  credit?: string;
  words: Record<string, string>;
}

export interface Place {
  lat: number;
  lon: number;
  name: string;
  slug: string;
  town: string;
  stale: boolean;
}

interface Columns {
  towns: string[];
  lat: number[];
  lon: number[];
  names: string[];
  slugs: string[];
  stale: string;
  count: string;
  in: number[];
  dlat: number[];
  dlon: number[];
}

const perDegree = 10_000;

const plainSlug = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");

/** The points of those that were found; bits say who, none = everybody. Called are the towns that the reader knows by another name. */
export function places(columns: Columns, found: string | undefined, called: Record<number, string> = {}): Place[] {
  const bits = found ? Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0)) : null;
  const all: Place[] = [];
  let point = 0;
  columns.names.forEach((name, i) => {
    const wanted = !bits || ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
    const slug = columns.slugs[i] || plainSlug(name);
    for (let left = Number(columns.count[i]); left > 0; left--, point++) {
      if (!wanted) continue;
      const town = columns.in[point] ?? -1;
      all.push({
        name,
        slug,
        lat: ((columns.lat[town] ?? 0) + (columns.dlat[point] ?? 0)) / perDegree,
        lon: ((columns.lon[town] ?? 0) + (columns.dlon[point] ?? 0)) / perDegree,
        town: called[town] ?? columns.towns[town] ?? "",
        stale: columns.stale[i] === "1",
      });
    }
  });
  return all;
}

export interface Cell {
  lat: number;
  lon: number;
  count: number;
}

interface Counted {
  cells: [number, number, number][];
  pins: [number, number, string, string, string, number][];
}

/** What a part of the map shows when there are too many points to send all. */
export async function count(grid: string, view: string, zoom: number, signal: AbortSignal): Promise<{ cells: Cell[]; pins: Place[] }> {
  const answer = await fetch(`${grid}${grid.includes("?") ? "&" : "?"}vista=${view}&ingrandimento=${zoom}`, { signal });
  const { cells, pins } = (await answer.json()) as Counted;
  return {
    cells: cells.map(([lat, lon, n]) => ({ lat: lat / perDegree, lon: lon / perDegree, count: n })),
    pins: pins.map(([lat, lon, name, slug, town, stale]) => ({ lat: lat / perDegree, lon: lon / perDegree, name, slug, town, stale: stale === 1 })),
  };
}

/** Reads JSON, null where the server has none. */
export async function read<T>(address: string): Promise<T | null> {
  const answer = await fetch(address);
  return answer.ok ? ((await answer.json()) as T) : null;
}

interface Ring {
  home?: boolean;
  points: number[];
}

/** Lines around land, as pairs of degrees; Italy's are home. */
export function land(rings: Ring[]): { home: boolean; line: [number, number][] }[] {
  return rings.map((ring) => {
    const line: [number, number][] = [];
    const parts = ring.home ? 1000 : 100; // of a degree
    let lat = 0;
    let lon = 0;
    for (let i = 0; i < ring.points.length; i += 2) {
      lat += ring.points[i] ?? 0;
      lon += ring.points[i + 1] ?? 0;
      line.push([lat / parts, lon / parts]);
    }
    return { home: ring.home === true, line };
  });
}
