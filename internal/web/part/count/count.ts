// Counts down the characters that a text may still have. What is seen changes
// at each key; what is read aloud waits for a pause.

const pause = 1000;

for (const line of document.querySelectorAll<HTMLElement>("[data-count-for]")) {
  const { countFor, countLimit, countOne, countOther, countOver } = line.dataset;
  const field = document.getElementById(countFor ?? "");
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;

  const aloud = document.createElement("span");
  aloud.className = "visually-hidden";
  aloud.setAttribute("aria-live", "polite");
  line.after(aloud);

  const sentence = (): string => {
    const left = Number(countLimit) - [...field.value].length;
    const pattern = left < 0 ? countOver : left === 1 ? countOne : countOther;
    const amount = new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left));
    return (pattern ?? "").replace("#", amount);
  };
  let timer = 0;
  const show = (): void => {
    line.textContent = sentence();
    window.clearTimeout(timer);
    timer = window.setTimeout(() => (aloud.textContent = sentence()), pause);
  };
  field.addEventListener("input", show);
  line.textContent = sentence();
}
