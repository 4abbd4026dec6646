// Answers like what is being typed into form[data-similar]; the words go by POST and are kept nowhere.
// Without script the next step shows the same.
"use strict";
for (const form of document.querySelectorAll("form[data-similar]")) {
  const list = form.querySelector("[data-similar-list]");
  const status = form.querySelector("[data-similar-status]");
  let timer = 0, asking = null, asked = "";

  const show = (html) => {
    list.innerHTML = html; // our own server's fragment, escaped there
    list.hidden = !html;
    const count = list.querySelectorAll("details").length;
    status.hidden = !count;
    status.replaceChildren();
    if (!count) return;
    const link = document.createElement("a");
    link.href = `#${list.id}`;
    link.textContent = `有${count}条相近的内容，看看`;
    status.append(link);
  };

  const ask = async () => {
    const words = { subject: form.elements.subject.value.slice(0, 100), body: form.elements.body.value.slice(0, 300) };
    const wanted = `${words.subject}\n${words.body}`;
    if (wanted === asked || list.querySelector("details[open]")) return; // never from under a reader
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(form.dataset.similar, {
        method: "POST", signal: asking.signal, body: new URLSearchParams({ ...words, pass: form.elements.pass.value }),
      });
      if (!answer.ok) return;
      asked = wanted;
      show(answer.status === 204 ? "" : await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") show(""); // offline: the form still sends
    }
  };

  const later = (event) => {
    if (event.isComposing || !["subject", "body"].includes(event.target.name)) return; // pinyin is no question yet
    clearTimeout(timer);
    timer = setTimeout(ask, 500);
  };
  form.addEventListener("input", later);
  form.addEventListener("compositionend", later);
  if (form.elements.subject.value.length > 3) timer = setTimeout(ask, 500);
}
