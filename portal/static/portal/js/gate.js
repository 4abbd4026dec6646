// Keyboard at the gate: n / p next and previous open mark, a hides, r keeps. Selected words go into 再遮去一处.
(() => {
  const gate = document.querySelector("[data-gate]");
  if (!gate) return;
  const open = () => [...gate.querySelectorAll('[data-gate-mark="open"]')];
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  const current = () => document.activeElement && document.activeElement.closest("[data-gate-mark]");

  const go = (step) => {
    const marks = open();
    if (!marks.length) return;
    const at = marks.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length;
    marks[next].focus();
    marks[next].scrollIntoView({ block: "center" });
  };
  const press = (which) => {
    const mark = current();
    const button = mark && mark.querySelector(`[data-${which}]`);
    if (button) button.click();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const deed = { n: () => go(1), p: () => go(-1), a: () => press("accept"), r: () => press("reject") }[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  const words = gate.querySelector("[data-gate-add] [name=words]");
  if (words) {
    document.addEventListener("mouseup", () => {
      const text = String(window.getSelection()).trim();
      if (text && text.length <= 500 && !typing(document.activeElement) && !words.value) words.value = text;
    });
  }
  const target = location.hash.startsWith("#mark-") && document.getElementById(location.hash.slice(1));
  if (target) target.focus();
})();
