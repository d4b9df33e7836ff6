// Leaflet's tiles under the points, and the line that says to whom they are owed.
// A module of its own: only a site that has tiles loads it, after Leaflet is there
// under its global name.
import type Leaflet from "leaflet";
import { Attribution } from "leaflet/src/control/Control.Attribution.js";
import { GridLayer as Grid } from "leaflet/src/layer/tile/GridLayer.js";
import { tileLayer as tilesOf } from "leaflet/src/layer/tile/TileLayer.js";

export const GridLayer = Grid as unknown as typeof Leaflet.GridLayer;
export const tileLayer = tilesOf as unknown as (address: string, options: Leaflet.TileLayerOptions) => Leaflet.TileLayer;

/** The line in the corner, which asks each layer whom it is owed to. */
export function attribution(): Leaflet.Control {
  return new Attribution({ prefix: false }) as unknown as Leaflet.Control;
}
