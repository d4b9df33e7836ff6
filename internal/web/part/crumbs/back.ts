// The way up to a list leads to the list as it was left: with what was searched
// for and chosen there. It is read from where the reader comes from, and kept
// nowhere.

const from = document.referrer ? new URL(document.referrer) : null;
if (from && from.origin === location.origin && from.search) {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("nav.crumbs a")) {
    if (link.pathname === from.pathname && !link.search) link.search = from.search;
  }
}
