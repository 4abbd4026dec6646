// The staff desk works without this file; it adds keys, in-place inserting, a character count and printing.
(() => {
  const one = (selector) => document.querySelector(selector);
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
  const editor = () => one(".desk-reply > textarea");

  function insert(words) {
    const field = editor();
    if (!field || !words) return false;
    const before = field.value.trimEnd();
    field.value = before ? `${before}\n\n${words}` : words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    return true;
  }

  function step(by) {
    const links = [...document.querySelectorAll("[data-desk-row] h2 a")];
    const here = links.indexOf(document.activeElement);
    return links[Math.min(Math.max(here + by, 0), links.length - 1)];
  }

  const plainKeys = {
    "/": () => one("[data-desk-search]"),
    j: () => step(1),
    k: () => step(-1),
    e: () => editor(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const button = { s: one("[data-desk-save]"), Enter: one("[data-desk-usual]") }[event.key];
      if (button) {
        event.preventDefault();
        button.click();
      }
      return;
    }
    if (typing(event.target) || !Object.hasOwn(plainKeys, event.key)) return;
    const target = plainKeys[event.key]();
    if (!target) return; // the key stays the admin's own
    event.preventDefault();
    event.stopPropagation();
    target.focus();
  }, true);

  document.addEventListener("click", (event) => {
    const quote = event.target.closest("[data-desk-insert]");
    if (quote && insert(quote.dataset.deskInsert)) event.preventDefault();
    const use = event.target.closest("[data-desk-template]");
    if (use) {
      const chosen = document.getElementById(use.dataset.deskTemplate).selectedOptions[0];
      if (!chosen?.value || insert(chosen.dataset.text)) event.preventDefault();
    }
    if (event.target.closest("[data-desk-print]")) window.print();
  });

  document.querySelectorAll("[data-desk-print]").forEach((button) => { button.hidden = false; });
  one("[data-desk-focus]")?.focus();

  const counter = one("[data-desk-counts]");
  const counted = counter && document.getElementById(counter.dataset.deskCounts);
  if (counted) {
    const said = counter.textContent;
    const count = () => { counter.textContent = `${[...counted.value.replace(/\s/g, "")].length}字。${said}`; };
    counted.addEventListener("input", count);
    count();
  }

  // A second press of the same button sends nothing twice, and leaving with unsaved words asks first.
  const form = one("[data-desk-form]");
  if (form) {
    let dirty = false;
    let sent = false;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("submit", (event) => {
      if (sent) event.preventDefault();
      sent = true;
      dirty = false;
    });
    window.addEventListener("pageshow", () => { sent = false; });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }
})();
