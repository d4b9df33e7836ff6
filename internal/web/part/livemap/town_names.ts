// The names of towns on a map that has no streets to tell where one is.
import type Leaflet from "leaflet";
import { L } from "./leaflet";

/** A rectangle of the screen: left, top, right, bottom. */
type Box = [number, number, number, number];

const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** Writes the name of a town beside each point, or group of points, that stands for that town alone, each time that these have changed. */
export function nameTowns(map: Leaflet.Map, points: Leaflet.FeatureGroup, shown: () => Leaflet.FeatureGroup): void {
  const names = L.layerGroup();
  const again = (): void => write(map, shown(), names);
  map.on("moveend", again);
  points.on("animationend", again); // of groups that part or meet
}

/** Writes the names where they cover nothing, to the right or else to the left. */
function write(map: Leaflet.Map, shown: Leaflet.FeatureGroup, names: Leaflet.LayerGroup): void {
  names.clearLayers().addTo(map);
  const { x: width, y: height } = map.getSize();
  const taken: Box[] = [];
  const towns: { at: Leaflet.Point; half: number; marker: Leaflet.Marker; town: string }[] = [];
  shown.eachLayer((layer) => {
    const marker = layer as Leaflet.Marker;
    const at = map.latLngToContainerPoint(marker.getLatLng());
    if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) return;
    const half = (marker.getElement()?.offsetWidth ?? 24) / 2;
    taken.push([at.x - half, at.y - half, at.x + half, at.y + half]);
    const town = townOf(marker);
    if (town) towns.push({ at, half, marker, town });
  });
  for (const { at, half, marker, town } of towns) {
    const long = town.length * 8;
    for (const leftwards of [false, true]) {
      const from = leftwards ? at.x - half - 4 - long : at.x + half + 4;
      const box: Box = [from, at.y - 11, from + long, at.y + 11];
      if (from < 0 || from + long > width || taken.some((other) => meet(box, other))) continue;
      taken.push(box);
      names.addLayer(label(town, marker.getLatLng(), half + 4, leftwards));
      break;
    }
  }
}

/** The town of all that the point stands for, "" if there are several. */
function townOf(marker: Leaflet.Marker): string {
  const inside: Leaflet.Marker[] = (marker as Leaflet.MarkerCluster).getAllChildMarkers?.() ?? [marker];
  const town = inside[0]?.place?.town ?? "";
  return inside.every(({ place }) => place?.town === town) ? town : "";
}

function label(town: string, at: Leaflet.LatLng, away: number, leftwards: boolean): Leaflet.Marker {
  const icon = L.divIcon({ className: leftwards ? "town town--left" : "town", html: "", iconSize: [0, 0], iconAnchor: [leftwards ? away : -away, 11] });
  const marker = L.marker(at, { icon, interactive: false, keyboard: false, pane: "shadowPane" });
  marker.on("add", () => {
    const element = marker.getElement()!;
    element.setAttribute("aria-hidden", "true"); // the point says where it is
    element.appendChild(document.createElement("span")).textContent = town;
  });
  return marker;
}
