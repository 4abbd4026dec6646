// Tells which answer cards were opened, once each: the signed card goes to the address in [data-opened], nothing else.
"use strict";
const told = new Set();
document.addEventListener("click", (event) => {
  const card = event.target.closest("details[data-card]");
  const address = card?.closest("[data-opened]")?.dataset.opened;
  if (!address || told.has(card.dataset.card)) return;
  const opens = event.target.closest("summary") ? !card.open : event.target.closest("a");
  if (!opens) return;
  told.add(card.dataset.card);
  navigator.sendBeacon?.(address, new URLSearchParams({ card: card.dataset.card }));
});
