// After an item was added or taken away the address names where to go on: the
// focus goes there too, so that nobody has to look for the place.

const arrive = (): void => {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id ? document.getElementById(id) : null;
  if (target?.closest("[data-repeat]")) target.focus();
};
arrive();
