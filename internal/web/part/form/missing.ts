// "I do not know" and an answer exclude each other: choosing one clears the
// other, as it does for radio buttons. What was typed is never cleared.

for (const box of document.querySelectorAll<HTMLInputElement>("input[data-missing]")) {
  const form = box.form;
  const name = box.dataset.missing ?? "";
  if (!form) continue;

  const answers = (): HTMLInputElement[] =>
    [...form.elements].filter((e): e is HTMLInputElement => e instanceof HTMLInputElement && e.name === name && e.type === "checkbox");
  const reasons = (): HTMLInputElement[] =>
    [...form.elements].filter((e): e is HTMLInputElement => e instanceof HTMLInputElement && e.dataset.missing === name);

  form.addEventListener("change", (event) => {
    const changed = event.target;
    if (!(changed instanceof HTMLInputElement)) return;
    if (changed === box && box.checked) {
      for (const other of [...answers(), ...reasons()]) if (other !== box) other.checked = false;
      form.dispatchEvent(new Event("change"));
    } else if (changed.name === name && (changed.type === "text" ? changed.value !== "" : changed.checked)) {
      box.checked = false;
    }
  });
}
