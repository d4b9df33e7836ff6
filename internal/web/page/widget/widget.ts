// Makes the code and its preview anew at each change of the form.

const form = document.querySelector<HTMLFormElement>("form[data-widget-form]");
const status = document.querySelector<HTMLElement>("[data-widget-status]");

if (form) {
  let asked = 0;
  const refresh = async (): Promise<void> => {
    const mine = ++asked;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") query.append(name, value);
    const answer = await fetch(`${form.action}?${query}`);
    if (!answer.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const code = document.getElementById("code");
    const before = document.querySelector<HTMLIFrameElement>("[data-widget-made] iframe");
    const now = page.querySelector("[data-widget-made] iframe");
    if (!code || !before || !now || mine !== asked) return;
    code.textContent = page.getElementById("code")?.textContent ?? "";
    for (const name of ["title", "height", "src"]) before.setAttribute(name, now.getAttribute(name) ?? "");
    window.history.replaceState(null, "", `?${query}`);
    if (status) status.textContent = status.dataset.text ?? "";
  };
  form.addEventListener("change", () => void refresh());
}
