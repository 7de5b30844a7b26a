/* The form: fields that count shown, others hidden; the focus where a row came or went; links to fields.
   Without this everything is shown and buttons load the page anew. */
"use strict";
(() => {
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // --- data-shown-when: "name=value" shows when the field has that value, "name=one|other" when it has one of them
  const valueOf = (name) => {
    const fields = [...document.getElementsByName(name)];
    const chosen = fields.find((field) => !["radio", "checkbox"].includes(field.type) || field.checked);
    return chosen ? chosen.value.trim() : "";
  };
  const isWanted = (rule) => {
    const [name, value] = rule.split("=");
    return value.split("|").includes(valueOf(name));
  };
  const showWhatCounts = () => {
    each("[data-shown-when]", (part) => {
      part.hidden = !isWanted(part.dataset.shownWhen) && !part.querySelector(".field__error, .field__remark");
    });
    each("[data-without-script]", (part) => { part.hidden = true; });
  };
  document.addEventListener("change", showWhatCounts);
  document.addEventListener("input", showWhatCounts);

  // --- Focus: a field itself; for a row or a section its first field
  const focusOn = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return;
    target.closest("[data-shown-when]")?.removeAttribute("hidden");
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.querySelector(":scope > details")?.setAttribute("open", "");
    const own = target.matches("input, select, textarea, button, a");
    const first = own ? target : target.querySelector("input:not([type=hidden]), select, textarea");
    const place = target.closest(".field, .row-card") ?? target;
    (first ?? target).focus({ preventScroll: true });
    const box = place.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight - 100) place.scrollIntoView({ block: box.height > innerHeight / 2 ? "start" : "center" });
  };
  document.addEventListener("portal:row", (event) => {
    focusOn(event.detail.focus);
    const announcer = document.getElementById("announcer");
    if (announcer) announcer.textContent = event.detail.say;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (!link || link.pathname !== location.pathname || !document.getElementById(link.hash.slice(1))) return;
    if (!link.closest(".correction, [data-edit], dialog")) return;
    event.preventDefault();
    link.closest("dialog")?.close();
    focusOn(link.hash.slice(1));
  });

  // --- Whatever arrives: with the page, or painted again
  document.addEventListener("htmx:afterSettle", showWhatCounts);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "main") document.getElementById("error-summary")?.focus();
  });
  showWhatCounts();
  document.querySelector("[data-focus]")?.focus();
  if (location.hash && !document.getElementById("error-summary")) focusOn(location.hash.slice(1));
})();
