/* The draft saves itself (htmx posts the form); here only: failures are told, and an answer that is overtaken by
   further typing paints nothing again. */
"use strict";
(() => {
  const form = document.querySelector(".claim-form");
  if (!form) return;
  let typed = 0;
  const tell = (text, failed) => {
    const status = document.getElementById("saved-status");
    status.classList.toggle("strip__failed", failed);
    if (failed) status.textContent = text;
  };
  const fail = (event) => {
    if (event.detail.elt?.closest?.(".claim-form")) tell(document.getElementById("saved-status").dataset.failed, true);
  };
  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("change", () => { typed += 1; });
  // The server paints again only what was typed in since the last save; after a save that painted nothing, all of it.
  const unpainted = () => document.querySelector(".claim-form [name=unpainted]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    event.detail.xhr.typedBefore = typed;
    if (unpainted()) unpainted().value = "all";
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const isAutosave = event.detail.elt === document.querySelector(".claim-form");
    if (isAutosave && event.detail.xhr.typedBefore !== typed) event.detail.shouldSwap = false;
    else if (isAutosave) unpainted().value = "";
  });
  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach((name) => document.addEventListener(name, fail));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) tell("", false); });
})();
