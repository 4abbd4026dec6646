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
    const fold = form.closest("details"); // on the page of another letter the form is folded away
    if (fold) fold.open = true;
    form.querySelector("[type=submit]").focus();
  }
}
