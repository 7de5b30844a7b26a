/* The page of the code: help on missing codes appears after a while. Without this file it is there from the beginning. */
"use strict";
(() => {
  document.querySelectorAll("[data-after-seconds]").forEach((part) => {
    part.hidden = true;
    part.setAttribute("role", "status");
    setTimeout(() => { part.hidden = false; }, Number(part.dataset.afterSeconds) * 1000);
  });
})();
