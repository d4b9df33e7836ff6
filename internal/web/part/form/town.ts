// Suggests municipalities while a name is being typed: the combobox pattern of
// the ARIA Authoring Practices. Whoever types on regardless loses nothing: the
// server asks which town is meant.

interface Town {
  code: string;
  label: string;
}

const pause = 150;
const shortest = 2;

class Suggestions {
  private readonly list = document.createElement("ul");
  private readonly status = document.createElement("span");
  private towns: Town[] = [];
  private at = -1;
  private timer = 0;
  private asked = "";

  constructor(private readonly input: HTMLInputElement) {
    const box = document.createElement("div");
    box.className = "towns";
    input.before(box);
    this.list.id = `${input.id}-towns`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels?.[0]?.textContent?.trim() ?? "");
    this.list.hidden = true;
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    box.append(input, this.list, this.status);

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("input", () => this.typed());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.press(event));
  }

  private typed(): void {
    this.forget();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), pause);
  }

  private async ask(): Promise<void> {
    const typed = this.input.value.trim();
    this.asked = typed;
    if (typed.length < shortest) return this.close();
    try {
      const answer = await fetch(`${this.input.dataset.towns}?q=${encodeURIComponent(typed)}`);
      const towns = answer.ok ? ((await answer.json()) as Town[]) : [];
      if (this.asked === typed && document.activeElement === this.input) this.show(towns);
    } catch {
      this.close(); // offline: the field works as it is
    }
  }

  private show(towns: Town[]): void {
    this.towns = towns;
    this.at = -1;
    this.list.replaceChildren(
      ...towns.map((town, i) => {
        const option = document.createElement("li");
        option.id = `${this.list.id}-${i}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = town.label;
        return option;
      }),
    );
    this.list.hidden = towns.length === 0;
    this.input.setAttribute("aria-expanded", String(towns.length > 0));
    this.input.removeAttribute("aria-activedescendant");
    const { townsFound = "", townsFoundOne = "", townsNone = "" } = this.input.dataset;
    const words = towns.length === 0 ? townsNone : towns.length === 1 ? townsFoundOne : townsFound;
    this.status.textContent = words.replace("#", String(towns.length));
  }

  private key(event: KeyboardEvent): void {
    if (this.list.hidden) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        event.preventDefault();
        this.move(event.key === "ArrowDown" ? 1 : -1);
        break;
      case "Enter":
        if (this.at < 0) return;
        event.preventDefault();
        this.choose(this.at);
        break;
      case "Escape":
        event.preventDefault();
        this.close();
        break;
    }
  }

  private move(by: number): void {
    const n = this.towns.length;
    this.at = this.at < 0 ? (by > 0 ? 0 : n - 1) : (this.at + by + n) % n;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === this.at)));
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  private press(event: MouseEvent): void {
    event.preventDefault(); // the field keeps the focus
    const i = [...this.list.children].indexOf(event.target as Element);
    if (i >= 0) this.choose(i);
  }

  private choose(i: number): void {
    const town = this.towns[i];
    if (!town) return;
    this.input.value = town.label;
    this.forget();
    const code = document.createElement("input");
    code.type = "hidden";
    code.name = `${this.input.name}.code`;
    code.value = town.code;
    this.list.after(code);
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A code belongs to the name that it was chosen for.
  private forget(): void {
    const name = `${this.input.name}.code`;
    for (const field of this.input.form?.querySelectorAll<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`) ?? []) {
      if (field.type === "hidden") field.remove();
      else field.checked = false;
    }
  }

  private close(): void {
    window.clearTimeout(this.timer);
    this.asked = "";
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const input of document.querySelectorAll<HTMLInputElement>("input[data-towns]")) new Suggestions(input);
