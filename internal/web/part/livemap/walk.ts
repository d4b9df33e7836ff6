// Going from point to point with the keyboard: one of the buttons on the map is
// in the order of the Tab key, the arrows move to the nearest in a direction.

export interface Stop {
  element: HTMLElement;
  x: number;
  y: number;
  act: () => void;
}

const directions: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The stops as they are read: from above, and from the left. */
function inOrder(stops: Stop[]): Stop[] {
  return [...stops].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** The nearest stop in a direction: what lies aside counts double. */
function towards(stops: Stop[], from: Stop, [dx, dy]: [number, number]): Stop | undefined {
  let best: Stop | undefined;
  let least = Infinity;
  for (const stop of stops) {
    const ahead = (stop.x - from.x) * dx + (stop.y - from.y) * dy;
    const aside = Math.abs((stop.x - from.x) * dy) + Math.abs((stop.y - from.y) * dx);
    if (stop === from || ahead <= 0 || aside > 3 * ahead) continue;
    if (ahead + 2 * aside < least) {
      least = ahead + 2 * aside;
      best = stop;
    }
  }
  return best;
}

/** Makes one of the stops reachable with Tab: the one in focus, or the first. */
export function settle(stops: Stop[]): void {
  const ordered = inOrder(stops);
  const chosen = ordered.find((stop) => stop.element === document.activeElement) ?? ordered[0];
  for (const stop of stops) stop.element.tabIndex = stop === chosen ? 0 : -1;
}

/** Answers the keys that are pressed on a point; leave goes back to the map. */
export function walk(pane: HTMLElement, stops: () => Stop[], leave: () => void): void {
  pane.addEventListener("keydown", (event) => {
    const all = stops();
    const from = all.find((stop) => stop.element === event.target);
    if (!from) return;
    const ordered = inOrder(all);
    let to: Stop | undefined;
    switch (event.key) {
      case "Enter":
      case " ":
        from.act();
        break;
      case "Escape":
        leave();
        break;
      case "Home":
        to = ordered[0];
        break;
      case "End":
        to = ordered[ordered.length - 1];
        break;
      default: {
        const direction = directions[event.key];
        if (!direction) return;
        to = towards(all, from, direction);
      }
    }
    event.preventDefault();
    event.stopPropagation();
    if (!to) return;
    from.element.tabIndex = -1;
    to.element.tabIndex = 0;
    to.element.focus();
  });
}
