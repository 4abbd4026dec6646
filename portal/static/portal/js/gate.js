// The gate: decisions without leaving the reading place, keys, and hiding selected words. Without this file every
// button posts a plain form.
(() => {
  const gate = document.querySelector("[data-gate]");
  if (!gate) return;
  const one = (selector, from = gate) => from.querySelector(selector);
  const marks = () => [...gate.querySelectorAll("[data-gate-mark]")];
  const isOpen = (mark) => mark.dataset.gateMark === "open";
  const typing = (target) => target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const current = () => document.activeElement && document.activeElement.closest("[data-gate-mark]");
  const say = (words) => { one("[data-gate-said]").textContent = words; };
  const parts = ["gate-refused", "gate-head", "gate-texts", "gate-look", "gate-bar"];

  // ---- moving
  const focus = (mark) => {
    const target = mark ? one("summary", mark) : one("#gate-bar");
    if (!target) return;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  };
  const go = (step) => {
    const all = marks();
    const list = all.some(isOpen) ? all.filter(isOpen) : all;
    if (!list.length) return;
    const here = all.indexOf(current());
    const beyond = list.filter((mark) => (step > 0 ? all.indexOf(mark) > here : here >= 0 && all.indexOf(mark) < here));
    const next = step > 0 ? beyond[0] || list[0] : beyond.at(-1) || list.at(-1);
    closeSheets();
    focus(next);
  };
  const closeSheets = (but) => marks().forEach((mark) => { if (mark !== but) mark.open = false; });

  // ---- posting, and putting the new page's parts in place of the old ones
  let busy = false;
  const states = () => new Map(marks().map((mark) => [mark.id, mark.dataset.gateMark]));
  const rewrite = one("#gate-rewrite");
  let typed = false;
  if (rewrite) rewrite.addEventListener("input", () => { typed = true; });

  const nextAfter = (id, before) => {
    const all = marks();
    const at = all.findIndex((mark) => mark.id === id);
    if (at >= 0) return all.slice(at).find(isOpen) || all.find(isOpen);
    return all.find((mark) => before.get(mark.id) !== mark.dataset.gateMark) || all.find(isOpen);
  };
  const swap = (page, id, undone) => {
    const before = states();
    for (const name of parts) {
      const fresh = page.getElementById(name);
      const old = document.getElementById(name);
      if (fresh && old) old.replaceWith(document.adoptNode(fresh));
    }
    const form = page.querySelector("#gate-rewrite");
    if (rewrite && form && !typed) {
      const was = rewrite.open;
      rewrite.innerHTML = form.innerHTML;
      rewrite.open = was;
    }
    const refused = one("#gate-refused .desk-refused");
    if (refused) {
      refused.focus();
      refused.scrollIntoView({ block: "nearest" });
      return;
    }
    const left = marks().filter(isOpen).length;
    say(left ? `还有${left}处待确认` : "标记都已确认");
    const changed = undone && marks().find((mark) => before.get(mark.id) !== mark.dataset.gateMark);
    focus(changed || nextAfter(id, before));
  };
  const post = async (form, submitter) => {
    if (busy) return;
    busy = true;
    gate.setAttribute("aria-busy", "true");
    const own = form.closest("[data-gate-mark]");
    const body = new FormData(form, submitter);
    const address = (submitter && submitter.getAttribute("formaction")) || form.getAttribute("action");
    try {
      const response = await fetch(address, { method: "POST", body, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      if (page.querySelector("[data-gate]")) swap(page, own && own.id, "gateUndo" in form.dataset);
      else location.reload();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      say("没有存上，网络不通。请再试一次。");
      window.alert("没有存上，网络不通。请再试一次。");
    } finally {
      busy = false;
      gate.removeAttribute("aria-busy");
    }
  };
  gate.addEventListener("submit", (event) => {
    if (!("gateLive" in event.target.dataset)) return;
    event.preventDefault();
    hidePick();
    post(event.target, event.submitter);
  });

  // ---- keys
  const press = (which) => {
    const mark = current();
    const button = mark && one(`[data-${which}]`, mark);
    if (button) post(button.form, button);
    return Boolean(button);
  };
  const edit = () => {
    const mark = current();
    if (!mark) return false;
    mark.open = true;
    one("[data-gate-own]", mark).focus();
    return true;
  };
  const undo = () => {
    const form = one("[data-gate-undo]");
    if (form) post(form, null);
    return Boolean(form);
  };
  const help = () => {
    const box = one("[data-gate-help]");
    if (!box) return false;
    box.open = !box.open;
    one("summary", box).focus();
    return true;
  };
  const keys = {
    n: () => go(1) || true,
    p: () => go(-1) || true,
    a: () => press("accept"),
    r: () => press("reject"),
    e: edit,
    z: undo,
    "?": help,
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const mark = current();
      closeSheets();
      hidePick();
      if (mark) focus(mark);
      return;
    }
    if (typing(event.target) || !Object.hasOwn(keys, event.key)) return;
    if (!keys[event.key]()) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // ---- sheets: one at a time, inside the window
  gate.addEventListener("toggle", (event) => {
    const mark = event.target;
    if (!mark.matches("[data-gate-mark]") || !mark.open) return;
    closeSheets(mark);
    const sheet = one(".gate-sheet", mark);
    sheet.classList.toggle("end", sheet.getBoundingClientRect().right > document.documentElement.clientWidth - 8);
    if (getComputedStyle(sheet).position === "fixed") one("summary", mark).scrollIntoView({ block: "start" });
    else sheet.scrollIntoView({ block: "nearest" });
  }, true);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-gate-mark]")) closeSheets();
  });

  // ---- selected words
  const pick = one("[data-gate-pick]");
  const hidePick = () => { if (pick) pick.hidden = true; };
  const selected = () => {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const field = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-gate-field]");
    if (!field(range.startContainer) || field(range.startContainer) !== field(range.endContainer)) return null;
    const copy = range.cloneContents();
    copy.querySelectorAll("ins, small, .gate-sheet").forEach((each) => each.remove());
    const words = copy.textContent.trim();
    return words && words.length <= 500 ? { words, range } : null;
  };
  const offer = () => {
    const found = pick && selected();
    if (!found) {
      if (pick && !pick.contains(document.activeElement)) hidePick();
      return;
    }
    pick.elements.words.value = found.words;
    pick.hidden = false;
    const box = found.range.getBoundingClientRect();
    const frame = pick.offsetParent.getBoundingClientRect();
    const most = document.documentElement.clientWidth - pick.offsetWidth - 8;
    pick.style.left = `${Math.max(8, Math.min(box.left, most)) - frame.left}px`;
    pick.style.top = `${box.bottom + 8 - frame.top}px`;
  };
  let waiting = 0;
  document.addEventListener("selectionchange", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(offer, 200);
  });

  const target = location.hash.startsWith("#mark-") && document.getElementById(location.hash.slice(1));
  if (target && target.matches("[data-gate-mark]")) focus(target);
})();
