// The names of towns on a map that has no streets to tell where one is.
import type Leaflet from "leaflet";
import { L } from "./leaflet";
import type { Place } from "./state";

/** Writes the names of the largest towns in view, each time that the map has moved. */
export function nameTowns(map: Leaflet.Map, all: Place[]): void {
  const towns = largest(all);
  const names = L.layerGroup();
  map.on("moveend", () => write(map, towns, names));
}

/** Writes the names where they do not meet. */
function write(map: Leaflet.Map, towns: Place[], names: Leaflet.LayerGroup): void {
  names.clearLayers().addTo(map);
  const taken: Leaflet.Point[] = [];
  for (const { lat, lon, town } of towns) {
    const at = map.latLngToContainerPoint([lat, lon]);
    if (taken.length === 12) break;
    if (!map.getSize().contains(at) || taken.some((other) => Math.abs(other.x - at.x) < 110 && Math.abs(other.y - at.y) < 40)) continue;
    taken.push(at);
    const leftwards = at.x > map.getSize().x - 120; // a name is not cut off at the edge
    const icon = L.divIcon({ className: leftwards ? "town town--left" : "town", html: "", iconSize: [0, 0], iconAnchor: leftwards ? [14, -12] : [-14, -12] });
    const label = L.marker([lat, lon], { icon, interactive: false, keyboard: false, pane: "shadowPane" });
    names.addLayer(label);
    const name = label.getElement()!.appendChild(document.createElement("span"));
    name.textContent = town;
    label.getElement()!.setAttribute("aria-hidden", "true");
  }
}

/** One place of each town, those of the towns with most organisations first. */
function largest(all: Place[]): Place[] {
  const by = new Map<string, Place[]>();
  for (const place of all) {
    if (!place.town) continue;
    const known = by.get(place.town);
    if (known) known.push(place);
    else by.set(place.town, [place]);
  }
  return [...by.values()].sort((a, b) => b.length - a.length).slice(0, 400).map((places) => places[0]!);
}
