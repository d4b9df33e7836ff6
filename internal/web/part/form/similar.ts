// Says while the name of an organisation is being typed that a page with such a
// name is there already. Without it, the server says so when the page is saved.

interface Similar {
  name: string;
  town?: string;
  path: string;
}

const pause = 400;

class Known {
  private timer = 0;
  private asked = "";

  constructor(
    private readonly input: HTMLInputElement,
    private readonly place: HTMLElement,
  ) {
    (input.closest(".field") ?? input).after(place);
    input.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.ask(), pause);
    });
  }

  private async ask(): Promise<void> {
    const typed = this.input.value.trim();
    this.asked = typed;
    try {
      const answer = await fetch(`${this.place.dataset.similar}?q=${encodeURIComponent(typed)}`);
      const found = answer.ok ? ((await answer.json()) as Similar[]) : [];
      if (this.asked === typed) this.show(found);
    } catch {
      this.show([]); // offline: the server asks later
    }
  }

  private show(found: Similar[]): void {
    this.place.replaceChildren();
    this.place.hidden = found.length === 0;
    if (found.length === 0) return;
    const words = document.createElement("strong");
    words.textContent = (found.length === 1 ? this.place.dataset.one : this.place.dataset.several) ?? "";
    const list = document.createElement("ul");
    for (const one of found) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = one.path;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = one.town ? `${one.name}, ${one.town}` : one.name;
      const tab = document.createElement("span");
      tab.className = "visually-hidden";
      tab.textContent = ` ${this.place.dataset.tab ?? ""}`;
      link.append(tab);
      item.append(link);
      list.append(item);
    }
    this.place.append(words, list);
  }
}

for (const place of document.querySelectorAll<HTMLElement>("[data-similar]")) {
  const input = document.querySelector<HTMLInputElement>('input[name="name"]');
  if (input) new Known(input, place);
}

export {};
