/* The roles shape the form: the fields of a beneficiary show while that box is ticked. Without this file a button redraws the form. */
"use strict";
(() => {
  const form = document.querySelector("form[data-roles]");
  if (!form) return;
  form.querySelectorAll("[data-without-script]").forEach((part) => { part.hidden = true; });
  const shape = () => form.querySelectorAll("[data-role]").forEach((part) => {
    part.hidden = !form.querySelector(`input[name="roles"][value="${part.dataset.role}"]`).checked;
  });
  form.addEventListener("change", (event) => { if (event.target.name === "roles") shape(); });
  shape();
})();
