// Loads the map that can be moved once the drawn one is seen; not for readers who
// have asked their browser to save data.

function load(figure: HTMLElement): void {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = figure.dataset.liveStyle ?? "";
  style.addEventListener("load", () => {
    const script = document.createElement("script");
    script.src = figure.dataset.liveScript ?? "";
    document.head.append(script);
  });
  document.head.append(style);
}

const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
const figure = document.querySelector<HTMLElement>("[data-live]");
if (figure && !saving && "IntersectionObserver" in window) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watch.disconnect();
    load(figure);
  });
  watch.observe(figure);
}
