// Suggestions below a search box: form[data-suggest] holds the address of the list. Without script the form just sends.
"use strict";
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("div");
  const status = document.createElement("p");
  const WAIT = 180; // milliseconds without a key before we ask
  const known = new Map(); // text → fragment, for who deletes a letter and types it again
  let timer = 0, asking = null, chosen = -1, shown = "";

  list.className = "suggest";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "可能已有答复");
  list.hidden = true;
  status.className = "sr";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) {
    input.setAttribute(name, value);
  }

  const options = () => [...list.querySelectorAll("[role=option]")];

  const choose = (index) => {
    chosen = index;
    options().forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options()[index].id);
  };

  const open = (isOpen) => {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen && options().length > 0));
    choose(-1);
  };

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    status.textContent = "";
    open(false);
  };

  const show = (text, html) => {
    list.innerHTML = html; // our own server's fragment, escaped there
    shown = text;
    const count = options().length;
    options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
    open(list.children.length > 0);
    status.textContent = count ? `有${count}条相近的内容，用上下键选` : list.textContent.trim() || "没有相近的内容";
  };

  const ask = async () => {
    const text = input.value.trim().slice(0, 500);
    if ([...text].length < 2) { close(); return; }
    asking?.abort();
    if (known.has(text)) { show(text, known.get(text)); return; }
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: text })}`, { headers: { Accept: "text/html" }, signal });
      if (!answer.ok && answer.status !== 503) { close(); return; }
      const html = await answer.text();
      if (signal.aborted) return; // a later letter was faster
      if (answer.ok) known.set(text, html);
      show(text, html);
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the form still sends
    }
  };

  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };

  input.addEventListener("input", (event) => { if (!event.isComposing) soon(); }); // pinyin being typed is no question yet
  input.addEventListener("compositionend", soon);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (event.key === "ArrowDown" && list.hidden && count && shown === input.value.trim()) { event.preventDefault(); open(true); choose(0); return; }
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen <= 0 ? count - 1 : chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); options()[chosen].click(); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the box until the click is done
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  form.addEventListener("submit", close);
}
