// Moves the reader to the summary of what has to be put right.

const summary = document.querySelector<HTMLElement>("[data-errors]");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}
