// Counts what is typed under each field that has a limit, and moves focus to the error summary.
"use strict";
for (const note of document.querySelectorAll("[data-counter-for]")) {
  const input = document.getElementById(note.dataset.counterFor);
  const count = note.querySelector("[data-count]");
  if (!input || !count) continue;
  const limit = Number(input.dataset.limit);
  const show = () => {
    const length = Array.from(input.value.replace(/\r\n/g, "\n")).length; // as the server counts: one for 𠮷
    count.textContent = String(length);
    note.classList.toggle("over", length > limit);
  };
  input.addEventListener("input", show);
  show();
}
const summary = document.querySelector("[data-focus]");
if (summary) {
  summary.focus();
  if (!document.title.startsWith("错误：")) document.title = "错误：" + document.title;
}
for (const form of document.querySelectorAll("form[data-once]")) {
  // A second press while the first is on its way would only frighten; the server makes one letter of both.
  form.addEventListener("submit", (event) => {
    const button = event.submitter || form.querySelector(".btn[type=submit]");
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (button) { button.setAttribute("aria-disabled", "true"); if (form.dataset.once) button.textContent = form.dataset.once; }
  });
}
window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent; });
