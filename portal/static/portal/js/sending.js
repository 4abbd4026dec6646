// Says that the letter is on its way. A second press is let through on the server's word: it makes no second letter.
"use strict";
for (const button of document.querySelectorAll("button[data-sending]")) {
  const before = button.textContent;
  button.form.addEventListener("submit", (event) => {
    const isSend = event.submitter && event.submitter.value === button.value;
    if (!isSend) return;
    if (button.hasAttribute("aria-disabled")) { event.preventDefault(); return; }
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.sending;
  });
  window.addEventListener("pageshow", () => { button.removeAttribute("aria-disabled"); button.textContent = before; });
}
