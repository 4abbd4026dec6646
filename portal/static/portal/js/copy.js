// Copies a text or this page's address, and prints. Both are hidden without script: browsers have their own ways.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const label = button.querySelector("span") || button;
  const before = label.textContent;
  button.addEventListener("click", async () => {
    const source = button.dataset.copy && document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source ? source.textContent.trim() : location.href.split("#")[0]);
    label.textContent = "已复制";
    setTimeout(() => { label.textContent = before; }, 3000);
  });
}
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
