// Points and groups of points as buttons of the page.
import type Leaflet from "leaflet";
import { L } from "./leaflet";
import type { Place } from "./state";

/** An icon that says in words what it is. */
export const Icon = L.DivIcon.extend({
  createIcon(old: HTMLElement): HTMLElement {
    const element = L.DivIcon.prototype.createIcon.call(this, old) as HTMLElement;
    element.setAttribute("aria-label", this.options.label);
    element.setAttribute("role", "button");
    return element;
  },
});

/** A point that gets its icon when it is drawn: of ten thousand, few ever are. */
const Pin = L.Marker.extend({
  _initIcon(): void {
    const { place, words } = this as { place: Place; words: Record<string, string> };
    const label = [place.name, place.town, place.stale ? words.stale : ""].filter(Boolean).join(", ");
    this.options.icon = new Icon({ className: place.stale ? "pin pin--stale" : "pin", iconSize: [24, 24], label });
    (L.Marker.prototype as unknown as { _initIcon(): void })._initIcon.call(this);
  },
});

export function pin(place: Place, words: Record<string, string>): Leaflet.Marker {
  return Object.assign(new Pin([place.lat, place.lon]), { place, words });
}

export function groupIcon(count: number, words: Record<string, string>): Leaflet.DivIcon {
  const side = 26 + 8 * String(count).length;
  const shown = count.toLocaleString(document.documentElement.lang);
  return new Icon({
    className: "pins", iconSize: [side, side], label: (count === 1 ? words.several : words.many)?.replace("{count}", shown) ?? "",
    html: `<span aria-hidden="true">${shown}</span>`,
  });
}

/** What a point opens: a link to the organisation's page, and a way to close it. */
export function card(place: Place, organisation: string, words: Record<string, string>, close: () => void): HTMLElement {
  const box = document.createElement("div");
  const link = document.createElement("a");
  link.href = organisation.replace("{slug}", encodeURIComponent(place.slug));
  link.textContent = place.name;
  const about = document.createElement("p");
  about.textContent = [place.town, place.stale ? words.stale : ""].filter(Boolean).join(", ");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--2 btn--s";
  button.textContent = words.close ?? "";
  button.addEventListener("click", close);
  box.append(link, about, button);
  return box;
}
