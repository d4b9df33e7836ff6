// Shows a question only while the answer that it depends on stands on the page,
// and the text beside "other" only while other is chosen. Without a script they
// are always there, with a word that says when they apply.

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const named = (form: HTMLFormElement, name: string): Field[] =>
  [...form.elements].filter((e): e is Field => "name" in e && (e as Field).name === name);

const chosen = (form: HTMLFormElement, name: string): string[] =>
  named(form, name)
    .filter((f) => !(f instanceof HTMLInputElement) || !/radio|checkbox/.test(f.type) || f.checked)
    .map((f) => f.value);

// Opens or closes a part of the form. What was typed stays, and is not lost if
// the part opens again; the server leaves out what is not asked.
const open = (part: HTMLElement, yes: boolean): void => {
  part.hidden = !yes;
};

const follow = (form: HTMLFormElement): void => {
  for (const part of form.querySelectorAll<HTMLElement>("[data-when-field]")) {
    const { whenField = "", whenCode = "", whenNot } = part.dataset;
    open(part, chosen(form, whenField).includes(whenCode) !== (whenNot !== undefined));
  }
  for (const part of form.querySelectorAll<HTMLElement>("[data-other]")) {
    open(part, chosen(form, part.dataset.other ?? "").includes("other"));
  }
};

for (const words of document.querySelectorAll<HTMLElement>("[data-when-field] > [data-when-words]")) {
  words.textContent = ""; // it appears just when it applies
  words.hidden = true;
}
for (const form of document.querySelectorAll<HTMLFormElement>("form:has([data-when-field], [data-other])")) {
  form.addEventListener("change", () => follow(form));
  follow(form);
}
