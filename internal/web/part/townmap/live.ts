// Loads the map that can be moved once the drawn one is seen. Readers who have
// asked their device to save data are asked first.

function load(figure: HTMLElement): void {
  const ahead = document.createElement("link"); // the script comes with the style and runs after it
  ahead.rel = "preload";
  ahead.as = "script";
  ahead.href = figure.dataset.liveScript ?? "";
  document.head.append(ahead);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = figure.dataset.liveStyle ?? "";
  style.addEventListener("load", () => {
    const script = document.createElement("script");
    script.src = figure.dataset.liveScript ?? "";
    script.addEventListener("error", () => stay(figure));
    document.head.append(script);
  });
  style.addEventListener("error", () => stay(figure));
  document.head.append(style);
}

/** Leaves it at the drawing, without room for what would come with the map. */
function stay(figure: HTMLElement): void {
  delete figure.dataset.live;
}

/** Puts a button under the drawing; the map takes it away when it is there. */
function offer(figure: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--2 btn--s mt-2 livemap-open";
  button.textContent = figure.dataset.liveOpen ?? "";
  button.addEventListener("click", () => load(figure), { once: true });
  figure.after(button);
}

const { connection } = navigator as { connection?: { saveData?: boolean } };
const saving = connection?.saveData === true || matchMedia("(prefers-reduced-data: reduce)").matches;
const figure = document.querySelector<HTMLElement>("[data-live]");
if (figure && saving) offer(figure);
else if (figure && "IntersectionObserver" in window) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    load(figure);
  });
  watch.observe(figure);
}
