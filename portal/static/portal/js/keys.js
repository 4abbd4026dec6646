// A receipt's QR opens the tracking page with number and code behind the #, which no browser sends to a server. They are
// put into the form and taken out of the address at once, so that neither history nor a shared screen keeps them.
"use strict";
if (location.hash.includes("c=")) {
  const keys = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  const form = document.querySelector("form[data-keys]");
  if (form) {
    form.elements.number.value = keys.get("n") || "";
    form.elements.code.value = keys.get("c") || "";
    form.querySelector("[type=submit]").focus();
  }
}
