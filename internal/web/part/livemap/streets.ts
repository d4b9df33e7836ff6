// The operator's own map of streets under the points, out of one PMTiles file.
// A module of its own: only a site that has such a file loads it.
import type Leaflet from "leaflet";
import { PMTiles, TileType, type Header } from "pmtiles";
import { leafletLayer } from "protomaps-leaflet";

export interface Streets {
  address: string;
  credit: string; // HTML
  dark: boolean;
  language: string;
}

const kinds: Partial<Record<TileType, string>> = {
  [TileType.Png]: "image/png", [TileType.Jpeg]: "image/jpeg", [TileType.Webp]: "image/webp", [TileType.Avif]: "image/avif",
};

/** The layer of the archive: drawn here if its tiles are shapes, shown if they are pictures. */
export async function streets(L: typeof Leaflet, { address, credit, dark, language }: Streets): Promise<Leaflet.GridLayer> {
  const archive = new PMTiles(address);
  const header = await archive.getHeader();
  const bounds: Leaflet.LatLngBoundsExpression = [[header.minLat, header.minLon], [header.maxLat, header.maxLon]];
  if (header.tileType !== TileType.Mvt) return pictures(L, archive, header, { attribution: credit, bounds });
  // protomaps-leaflet takes Leaflet from its global name. Without colours: on the page these mean the forms of solidarity.
  return leafletLayer({
    url: archive, maxDataZoom: header.maxZoom, flavor: dark ? "dark" : "grayscale", lang: language, attribution: credit, bounds,
  }) as unknown as Leaflet.GridLayer;
}

/** Pictures are painted: as the source of an <img> they would have to be let through the content policy. */
function pictures(L: typeof Leaflet, archive: PMTiles, header: Header, options: Leaflet.GridLayerOptions): Leaflet.GridLayer {
  const Pictures = L.GridLayer.extend({
    createTile(at: Leaflet.Coords, done: Leaflet.DoneCallback): HTMLElement {
      const tile = document.createElement("canvas");
      paint(archive, at, tile, kinds[header.tileType] ?? "").then(() => done(undefined, tile), (error: Error) => done(error, tile));
      return tile;
    },
  }) as unknown as new (options: Leaflet.GridLayerOptions) => Leaflet.GridLayer;
  return new Pictures({ ...options, minNativeZoom: header.minZoom, maxNativeZoom: header.maxZoom, className: "livemap-pictures" });
}

async function paint(archive: PMTiles, at: Leaflet.Coords, tile: HTMLCanvasElement, type: string): Promise<void> {
  const found = await archive.getZxy(at.z, at.x, at.y);
  if (!found) return; // a part of the earth that the archive leaves out
  const picture = await createImageBitmap(new Blob([found.data], { type }));
  tile.width = picture.width;
  tile.height = picture.height;
  tile.getContext("2d")?.drawImage(picture, 0, 0);
  picture.close();
}
