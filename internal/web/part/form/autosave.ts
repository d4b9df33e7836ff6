// Saves a form a few seconds after typing stops, to the same address as its
// button and by the same rules. It says when it was saved, and plainly when it
// was not; what was typed stays on the page in any case. A button that would
// leave the page without a connection waits until what was typed is saved.

interface Saved {
  saved: boolean;
  number?: number;
  message: string;
}

type Outcome = "saved" | "refused" | "unreachable";

const pause = 3000; // milliseconds without typing
const retry = 15000; // milliseconds until the next try without a connection

class Autosave {
  private timer = 0;
  private running: Promise<Outcome> | null = null;
  private dirty = false;
  private stopped = false;
  private leaving = false;
  private said: string; // when it was saved the last time
  private readonly address: string; // not form.action: that is a button of that name

  constructor(
    private readonly form: HTMLFormElement,
    private readonly status: HTMLElement,
  ) {
    this.address = form.getAttribute("action") ?? location.pathname;
    this.said = status.textContent ?? "";
    form.addEventListener("input", () => this.later(pause));
    form.addEventListener("change", () => this.later(pause));
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
    window.addEventListener("online", () => this.dirty && this.later(0));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !navigator.onLine) event.preventDefault();
    });
  }

  private later(wait: number): void {
    if (this.stopped) return;
    this.dirty = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.start(), wait);
  }

  private start(): Promise<Outcome> {
    if (this.running) {
      this.later(pause);
      return this.running;
    }
    this.running = this.save().finally(() => (this.running = null));
    return this.running;
  }

  // A save under way has to end before the form is sent, or the form would
  // carry the number of a step that is no longer the newest. Without a
  // connection the browser would put a page of its own in place of the form.
  private beforeSubmit(event: SubmitEvent): void {
    window.clearTimeout(this.timer);
    if (this.leaving || (!this.running && navigator.onLine)) return;
    event.preventDefault();
    const button = event.submitter;
    void this.start().then((outcome) => {
      if (outcome === "unreachable") return;
      window.clearTimeout(this.timer);
      this.leaving = true;
      this.form.requestSubmit(button);
    });
  }

  private async save(): Promise<Outcome> {
    this.dirty = false;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "action") fields.append(name, value); // files go with the button
    }
    fields.append("action", "autosave");
    const began = navigator.onLine;
    let answer: Response;
    try {
      answer = await fetch(this.address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    } catch {
      this.status.textContent = [this.status.dataset.offline ?? "", this.said].join(" ").trim();
      this.later(!began && navigator.onLine ? pause : retry); // the connection came back while this was under way
      return "unreachable";
    }
    return this.tell(answer);
  }

  private async tell(answer: Response): Promise<Outcome> {
    const told = (answer.headers.get("Content-Type") ?? "").startsWith("application/json") ? ((await answer.json()) as Saved) : null;
    if (answer.ok && told?.saved) {
      const number = this.form.elements.namedItem("number");
      if (number instanceof HTMLInputElement) number.value = String(told.number ?? 0);
      this.said = told.message;
      this.status.textContent = told.message;
      return "saved";
    }
    if (answer.status === 409) {
      this.stopped = true;
      this.status.textContent = this.status.dataset.conflict ?? "";
      return "refused";
    }
    this.status.textContent = told?.message ?? this.status.dataset.offline ?? "";
    if (answer.status === 429 || answer.status >= 500) this.later(retry);
    return "refused";
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) {
  const status = form.querySelector<HTMLElement>("[data-saved]");
  if (status) new Autosave(form, status);
}
