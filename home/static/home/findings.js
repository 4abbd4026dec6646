// Keyboard on the findings page: n / p next and previous row, a masks, r keeps; the last decision leads to the button.
(() => {
  const page = document.querySelector("[data-site-gate]");
  if (!page) return;
  const rows = [...page.querySelectorAll("[data-row]")];
  const current = () => rows.indexOf(document.activeElement && document.activeElement.closest("[data-row]"));

  const go = (step) => {
    if (!rows.length) return;
    const at = current();
    const next = rows[at < 0 ? 0 : (at + step + rows.length) % rows.length];
    next.focus();
    next.scrollIntoView({ block: "center" });
  };
  const choose = (which) => {
    const at = current();
    const radio = at >= 0 && rows[at].querySelector(`[data-${which}]`);
    if (!radio) return;
    radio.checked = true;
    const left = rows.slice(at + 1).find((row) => row.closest("form") === radio.form && !row.querySelector(":checked"));
    const target = left || radio.form.querySelector("button");
    target.focus();
    target.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=text], input[type=search], textarea")) return;
    const deed = { n: () => go(1), p: () => go(-1), a: () => choose("mask"), r: () => choose("keep") }[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
})();
