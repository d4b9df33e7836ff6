// The map that can be moved, in the place of the drawn one. It shows what the
// list shows; nothing is asked of anybody but this site.
import type Leaflet from "leaflet";
import { L } from "./leaflet";
import "leaflet.markercluster/src/MarkerClusterGroup.js";
import "leaflet.markercluster/src/MarkerCluster.js";
import "leaflet.markercluster/src/MarkerOpacity.js";
import "leaflet.markercluster/src/DistanceGrid.js";
import "leaflet.markercluster/src/MarkerCluster.Spiderfier.js";
import "leaflet/dist/leaflet.css";
import "./livemap.css";
import { ground, outlines } from "./ground";
import { card, groupIcon, pin } from "./pin";
import { count, places, read, type Place, type State } from "./state";
import { inStretches, stretch } from "./stretch";
import { nameTowns } from "./town_names";
import { settle, walk, type Stop } from "./walk";

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const coarse = matchMedia("(pointer: coarse)").matches;
const italy = L.latLngBounds([35.4, 6.6], [47.1, 18.6]);

/** How many organisations have a point among these: some have several. */
function organisations(markers: Leaflet.Marker[]): number {
  return new Set(markers.map((marker) => marker.place?.slug)).size;
}

class LiveMap {
  private readonly map: Leaflet.Map;
  private readonly box = document.createElement("div");
  private readonly status = document.createElement("p");
  private readonly here = document.querySelector<HTMLAnchorElement>(".livemap-keys a");
  private readonly points: Leaflet.FeatureGroup;
  private asking = new AbortController();
  private opener: HTMLElement | null = null;

  constructor(private readonly figure: HTMLElement, private readonly state: State) {
    const { words } = state;
    this.box.className = "livemap";
    this.map = this.place();
    this.points = state.grid ? L.featureGroup() : L.markerClusterGroup({
      showCoverageOnHover: false, animate: !still, spiderfyOnMaxZoom: true, maxClusterRadius: 56,
      chunkedLoading: true, chunkInterval: stretch, chunkDelay: 4, chunkProgress: (added: number, all: number) => added === all && setTimeout(() => this.filled()),
      iconCreateFunction: (cluster: Leaflet.MarkerCluster) => groupIcon(organisations(cluster.getAllChildMarkers()), words),
    });
    this.map.addLayer(this.points);
    this.points.on("click clusterclick", (event: Leaflet.LeafletEvent) => this.act(event.propagatedFrom ?? event.layer));
    walk(this.map.getPane("markerPane")!, () => this.stops(), () => this.box.focus());
    this.map.on("moveend zoomend layeradd", () => this.settled());
    this.map.on("moveend", () => this.moved());
    this.box.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.pairWithList();
  }

  // place puts the map where the drawing was, which stays in the page unseen.
  private place(): Leaflet.Map {
    const { words, area } = this.state;
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    this.figure.querySelector("svg")?.classList.add("livemap-before");
    this.figure.append(this.box);
    this.figure.append(this.status);
    const asked = document.querySelector(".livemap-open");
    if (asked === document.activeElement) requestAnimationFrame(() => this.box.focus());
    asked?.remove();
    this.box.setAttribute("role", "region");
    this.box.setAttribute("aria-label", words.map ?? "");
    this.box.setAttribute("aria-describedby", "livemap-help");
    const map = L.map(this.box, {
      zoomControl: false, maxZoom: this.state.tiles || this.state.streets ? 18 : 14, minZoom: 3,
      zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still,
      scrollWheelZoom: false, dragging: !coarse,
    });
    map.createPane("land").style.zIndex = "150"; // under the tiles
    L.control.zoom({ zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
    map.on("focus", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (area) {
      const chosen = L.latLngBounds([area[0], area[1]], [area[2], area[3]]);
      map.fitBounds(chosen.pad(-0.02), { animate: false });
      L.rectangle(chosen, { className: "livemap-area", interactive: false }).addTo(map);
    } else map.fitBounds(italy, { animate: false });
    return map;
  }

  async fill(): Promise<void> {
    const points = this.state.grid ? null : read<Parameters<typeof places>[0]>(this.state.markers ?? ""); // comes while the outlines come
    await outlines(this.map, this.state.land);
    void ground(this.map, this.state);
    if (this.state.grid) return this.recount();
    const columns = await points;
    if (!columns) {
      this.say(this.state.words.outdated ?? "");
      return;
    }
    const all = places(columns, this.state.found, this.state.towns);
    if (!this.state.tiles && !this.state.streets) nameTowns(this.map, this.points, () => this.shown); // a map of streets has names
    if (!this.state.area && all.length > 0) {
      const nearest = this.state.tiles || this.state.streets ? 11 : 7; // without streets, a town alone needs the shape of the land around it
      this.map.fitBounds(L.latLngBounds(all.map(({ lat, lon }) => [lat, lon])), { animate: false, maxZoom: nearest, padding: [44, 44] });
    }
    this.adding = true;
    const markers = await inStretches(all, (place) => pin(place, this.state.words));
    (this.points as Leaflet.MarkerClusterGroup).addLayers(markers);
  }

  /** All points are on the map: what depends on them is drawn. */
  private filled(): void {
    this.adding = false;
    this.map.fire("moveend");
    this.settled();
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  /** Counts anew what is in view, where the server counts. */
  private async recount(): Promise<void> {
    this.asking.abort();
    this.asking = new AbortController();
    try {
      const { cells, pins } = await count(this.state.grid ?? "", this.view(0.2), this.map.getZoom(), this.asking.signal);
      this.points.clearLayers();
      for (const cell of cells) {
        const marker = L.marker([cell.lat, cell.lon], { icon: groupIcon(cell.count, this.state.words) });
        marker.count = cell.count;
        this.points.addLayer(marker);
      }
      for (const place of pins) this.points.addLayer(pin(place, this.state.words));
      this.settled();
    } catch (error) {
      if ((error as Error).name !== "AbortError") throw error;
    }
  }

  /** The part of the earth in view, and around it, as an address has it. */
  private view(around = 0): string {
    const bounds = this.map.getBounds().pad(around);
    const edge = (degrees: number, most: number): string => String(Math.round(Math.max(-most, Math.min(most, degrees)) * 1000) / 1000);
    return [edge(bounds.getSouth(), 90), edge(bounds.getWest(), 180), edge(bounds.getNorth(), 90), edge(bounds.getEast(), 180)].join(",");
  }

  private moved(): void {
    const { list } = this.state;
    if (this.here) this.here.href = `${list}${list.includes("?") ? "&" : "?"}zona=${encodeURIComponent(this.view())}`;
    if (this.state.grid) void this.recount();
  }

  /** The points and groups that are drawn. */
  private get shown(): Leaflet.FeatureGroup {
    return (this.points as unknown as { _featureGroup?: Leaflet.FeatureGroup })._featureGroup ?? this.points;
  }

  /** The buttons in view. */
  private stops(): Stop[] {
    const stops: Stop[] = [];
    const within = this.map.getBounds();
    this.shown.eachLayer((layer) => {
      const marker = layer as Leaflet.Marker;
      const element = marker.getElement();
      if (!element || !within.contains(marker.getLatLng())) return;
      const { x, y } = this.map.latLngToContainerPoint(marker.getLatLng());
      stops.push({ element, x, y, act: () => this.act(marker, true) });
    });
    return stops;
  }

  private settling = 0;
  private adding = false;

  private settled(): void {
    if (this.adding) return; // filled() says when all are there
    cancelAnimationFrame(this.settling);
    this.settling = requestAnimationFrame(() => {
      settle(this.stops());
      const inView: Leaflet.Marker[] = [];
      const within = this.map.getBounds();
      let shown = 0;
      this.points.eachLayer((layer) => {
        const marker = layer as Leaflet.Marker;
        if (!within.contains(marker.getLatLng())) return;
        if (marker.count) shown += marker.count;
        else inView.push(marker);
      });
      shown += organisations(inView);
      this.say((this.state.words.in_view ?? "").replace("{count}", shown.toLocaleString(document.documentElement.lang)));
    });
  }

  /** Opens a point, or goes closer to a group. */
  private act(marker: Leaflet.Marker, byKey = false): void {
    if (marker.place) {
      this.open(marker, marker.place);
      return;
    }
    const cluster = marker as Leaflet.MarkerCluster;
    const bounds = cluster.getBounds?.();
    const focusInside = (): void => {
      const inside = this.stops().filter(({ element }) => element !== marker.getElement());
      const centre = this.map.getSize().divideBy(2);
      const distance = (stop: Stop): number => Math.hypot(stop.x - centre.x, stop.y - centre.y);
      inside.sort((a, b) => distance(a) - distance(b))[0]?.element.focus();
      this.settled();
    };
    if (byKey) this.map.once("moveend", () => setTimeout(focusInside, still ? 0 : 350));
    if (!bounds) this.map.setView(marker.getLatLng(), this.map.getZoom() + 2);
    else if (this.map.getZoom() >= this.map.getMaxZoom() || bounds.getNorthEast().equals(bounds.getSouthWest())) {
      cluster.spiderfy();
      if (byKey) setTimeout(focusInside, still ? 0 : 350);
    } else if (byKey) cluster.zoomToBounds({ padding: [30, 30] });
  }

  private open(marker: Leaflet.Marker, place: Place): void {
    this.opener = marker.getElement() ?? null;
    const content = card(place, this.state.organisation, this.state.words, () => this.close());
    marker.unbindPopup();
    marker.bindPopup(content, { closeButton: false, autoPanPadding: [20, 20], maxWidth: 240 }).openPopup();
    content.querySelector("a")?.focus();
    this.say(marker.getElement()?.getAttribute("aria-label") ?? "");
  }

  private close(): void {
    if (!this.box.querySelector(".leaflet-popup")) return;
    this.map.closePopup();
    this.opener?.focus();
  }

  // pairWithList marks in the list what is pointed at on the map, and on the map
  // what is pointed at in the list.
  private pairWithList(): void {
    const slugOf = (path: string): string => decodeURIComponent(path.split("/").pop() ?? "");
    const rows = new Map<string, HTMLElement>();
    for (const row of document.querySelectorAll<HTMLElement>(".rows > .org")) {
      const slug = slugOf(row.querySelector("h3 a")?.getAttribute("href") ?? "");
      rows.set(slug, row);
      for (const kind of ["mouseenter", "focusin"]) row.addEventListener(kind, () => this.mark(slug));
      for (const kind of ["mouseleave", "focusout"]) row.addEventListener(kind, () => this.mark(""));
    }
    const show = (event: Event): void => {
      for (const row of rows.values()) row.classList.remove("org--here");
      const element = (event.target as HTMLElement).closest<HTMLElement>(".pin, .pins");
      if (!element || event.type === "mouseout" || event.type === "focusout") return;
      for (const slug of this.slugsAt(element)) rows.get(slug)?.classList.add("org--here");
    };
    for (const kind of ["mouseover", "mouseout", "focusin", "focusout"]) this.map.getPane("markerPane")!.addEventListener(kind, show);
  }

  private slugsAt(element: HTMLElement): string[] {
    const slugs: string[] = [];
    this.shown.eachLayer((layer) => {
      const marker = layer as Leaflet.Marker;
      if (marker.getElement() !== element) return;
      const inside: Leaflet.Marker[] = (marker as Leaflet.MarkerCluster).getAllChildMarkers?.() ?? [marker];
      for (const one of inside) if (one.place) slugs.push(one.place.slug);
    });
    return slugs;
  }

  private mark(slug: string): void {
    for (const element of this.box.querySelectorAll(".here")) element.classList.remove("here");
    if (!slug) return;
    this.points.eachLayer((layer) => {
      const marker = layer as Leaflet.Marker;
      if (marker.place?.slug !== slug) return;
      const seen = (this.points as Leaflet.MarkerClusterGroup).getVisibleParent?.(marker) ?? marker;
      seen?.getElement()?.classList.add("here");
    });
  }
}

async function start(figure: HTMLElement): Promise<void> {
  const state = await read<State>(figure.dataset.live ?? "");
  if (!state) return;
  // Whoever is on the drawing with the keyboard is not thrown out of it.
  if (figure.contains(document.activeElement)) {
    await new Promise((resolve) => figure.addEventListener("focusout", resolve, { once: true }));
  }
  await new LiveMap(figure, state).fill();
}

const figure = document.querySelector<HTMLElement>("[data-live]");
if (figure) void start(figure);
