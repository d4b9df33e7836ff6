// Shows the quick check one question at a time and keeps the answers in this
// browser, nowhere else. The address names the question, so that the browser's
// own buttons go back and forth.

class QuickCheck {
  private readonly key: string;
  private readonly page: HTMLElement;
  private readonly items: HTMLElement[];
  private readonly status: HTMLElement | null;

  constructor(private readonly form: HTMLFormElement) {
    this.key = form.dataset.quick ?? "";
    this.page = form.parentElement ?? form;
    this.items = [...form.querySelectorAll<HTMLElement>("[data-quick-item]")];
    this.status = form.querySelector("[data-quick-status]");
    this.restore();
    this.page.classList.add("quick-check--steps");
    for (const part of this.page.querySelectorAll<HTMLElement>("[data-quick-script]")) part.hidden = false;
    form.addEventListener("change", () => this.keep());
    window.addEventListener("hashchange", () => this.show(true));
    this.show(false);
  }

  // The answers that the server sent back count more than those kept here.
  private restore(): void {
    const kept = read(this.key);
    if (!kept || this.form.querySelector("input:checked")) return this.keep();
    for (const [name, value] of Object.entries(kept)) {
      const button = document.getElementById(`${name}-${value}`);
      if (button instanceof HTMLInputElement) button.checked = true;
    }
    const begin = this.page.querySelector<HTMLAnchorElement>("[data-quick-begin]");
    if (!begin) return;
    begin.textContent = begin.dataset.again ?? "";
    const open = this.items.find((item) => !item.querySelector("input:checked")) ?? this.items[this.items.length - 1];
    begin.hash = open.id;
  }

  private keep(): void {
    const answers: Record<string, string> = {};
    for (const [name, value] of new FormData(this.form)) answers[name] = String(value);
    if (Object.keys(answers).length === 0) return;
    const kept = write(this.key, answers);
    if (this.status) this.status.textContent = (kept ? this.form.dataset.kept : this.form.dataset.refused) ?? "";
  }

  // Shows the question that the address names, or the beginning.
  private show(moved: boolean): void {
    const id = location.hash.slice(1);
    const named = document.getElementById(id);
    const at = this.items.findIndex((item) => named !== null && item.contains(named));
    for (const start of this.page.querySelectorAll<HTMLElement>("[data-quick-start]")) start.hidden = at >= 0;
    this.page.querySelector("[data-quick-title]")?.classList.toggle("visually-hidden", at >= 0);
    this.items.forEach((item, i) => (item.hidden = i !== at));
    this.form.hidden = at < 0;
    if (at < 0) return;
    this.steps(at);
    if (!moved) return;
    this.items[at].focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  // The buttons lead to the questions beside the one that is shown.
  private steps(at: number): void {
    const lead = (name: string, to: HTMLElement | undefined): void => {
      const link = this.form.querySelector<HTMLAnchorElement>(`[data-quick-${name}]`);
      if (!link) return;
      link.hidden = !to;
      if (to) link.hash = to.id;
    };
    lead("next", this.items[at + 1]);
    lead("previous", this.items[at - 1]);
    const last = at === this.items.length - 1;
    for (const steps of this.form.querySelectorAll<HTMLElement>("[data-quick-steps]")) steps.hidden = false;
    for (const end of this.form.querySelectorAll<HTMLElement>("[data-quick-end]")) end.hidden = !last;
  }
}

function read(key: string): Record<string, string> | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Record<string, string> | null;
  } catch {
    return null; // the browser keeps nothing, or what is there is not ours
  }
}

function write(key: string, answers: Record<string, string>): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(answers));
    return true;
  } catch {
    return false;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-quick]")) new QuickCheck(form);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-quick-remove]")) {
  const key = button.dataset.quickRemove ?? "";
  const status = button.nextElementSibling;
  button.hidden = read(key) === null;
  button.addEventListener("click", () => {
    localStorage.removeItem(key);
    for (const input of document.querySelectorAll<HTMLInputElement>("form[data-quick] input:checked")) input.checked = false;
    button.hidden = true;
    if (status) status.textContent = button.dataset.removed ?? "";
  });
}
