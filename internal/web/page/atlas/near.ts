// Sorts the list by the distance from where the reader is, when they ask for it.
// The position is rounded to a kilometre before it leaves the browser and is kept
// nowhere: the next page of the site does not know it any more.

interface Where {
  lat: string;
  lon: string;
}

class Nearby {
  private where: Where | null = null;

  constructor(private readonly box: HTMLElement, private readonly results: HTMLElement) {
    box.classList.add("near-me--there");
    box.querySelector("button")?.addEventListener("click", () => this.locate());
    results.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("button[data-near-page]");
      if (button) void this.ask(button.dataset.nearPage ?? "1");
    });
  }

  private say(text: string | undefined): void {
    const status = this.box.querySelector("[role=status]");
    if (status) status.textContent = text ?? "";
  }

  private locate(): void {
    this.say(this.box.dataset.waiting);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.where = { lat: coords.latitude.toFixed(2), lon: coords.longitude.toFixed(2) };
        void this.ask("1");
      },
      ({ code }) => this.say(this.why(code)),
      { maximumAge: 300_000, timeout: 20_000 },
    );
  }

  /** What went wrong, by the code of a GeolocationPositionError. */
  private why(code: number): string | undefined {
    const { refused, unknown, late } = this.box.dataset;
    if (code === GeolocationPositionError.PERMISSION_DENIED) return refused;
    return code === GeolocationPositionError.TIMEOUT ? late : unknown;
  }

  private async ask(page: string): Promise<void> {
    if (!this.where) return;
    const { nearMe = "", nearFilters = "", failed } = this.box.dataset;
    try {
      const answer = await fetch(nearMe, { method: "POST", body: new URLSearchParams({ ...this.where, filtri: nearFilters, pagina: page }) });
      if (!answer.ok) throw new Error(String(answer.status));
      const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.results.replaceChildren(...parsed.body.childNodes);
      this.say("");
      const heading = this.results.querySelector<HTMLElement>("[tabindex]");
      heading?.focus();
      heading?.scrollIntoView({ block: "nearest" });
    } catch {
      this.say(failed);
    }
  }
}

const box = document.querySelector<HTMLElement>("[data-near-me]");
const results = document.querySelector<HTMLElement>("[data-near-results]");
if (box && results && "geolocation" in navigator && window.isSecureContext) new Nearby(box, results);
else box?.remove();
