// Suggestions below a search box: form[data-suggest] holds the address of the list. Without script the form just sends.
"use strict";
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[name=q]");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let timer = 0, asking = null, chosen = -1;

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

  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };

  const show = (html) => {
    list.innerHTML = html; // our own server's fragment, escaped there
    options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
    const count = options().length;
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
    status.textContent = count ? `有${count}条相近的内容，用上下键选` : "";
  };

  const ask = async () => {
    const text = input.value.trim();
    if ([...text].length < 2) { close(); return; }
    asking?.abort();
    asking = new AbortController();
    const address = `${form.dataset.suggest}?${new URLSearchParams({ q: text.slice(0, 500) })}`;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: asking.signal });
      if (answer.ok || answer.status === 503) show(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") close(); // offline: the form still sends
    }
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return; // pinyin being typed is no question yet
    clearTimeout(timer);
    timer = setTimeout(ask, 220);
  });
  input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 220); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if (list.hidden || !count) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen <= 0 ? count - 1 : chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); options()[chosen].querySelector("a").click(); }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the focus in the box until the click is done
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
  form.addEventListener("submit", close);
}
