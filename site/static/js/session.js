/* The end of a session: a warning two minutes before, one click to stay. Several windows share the last sign of life. */
"use strict";
(() => {
  const dialog = document.getElementById("session-warning");
  if (!dialog) return;
  const KEY = "portal-last-seen";
  const WARNING = 120_000;
  const idle = Number(dialog.dataset.sessionIdle) * 1000;
  const form = dialog.querySelector("form");
  const live = dialog.querySelector("[data-session-open]");
  const over = dialog.querySelector("[data-session-over]");
  let seen = Date.now();

  const touch = () => {
    seen = Date.now();
    try { localStorage.setItem(KEY, String(seen)); } catch { /* private window: this page counts for itself */ }
  };
  const lastSeen = () => {
    try { return Math.max(seen, Number(localStorage.getItem(KEY)) || 0); } catch { return seen; }
  };
  const show = (part) => {
    const wasHidden = part.hidden;
    live.hidden = part !== live;
    over.hidden = part !== over;
    if (dialog.open && !wasHidden) return;
    if (!dialog.open) dialog.showModal();
    part.querySelector(".dialog__title").focus();
  };
  const check = () => {
    const left = lastSeen() + idle - Date.now();
    if (left <= 0) show(over);
    else if (left <= WARNING) show(live);
    else if (dialog.open) dialog.close();
  };
  const stay = async () => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (answer?.ok) { touch(); check(); } else if (answer) show(over); // no answer: the line is down, the button stays
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); stay(); });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (!live.hidden) stay(); });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) touch(); });
  document.addEventListener("portal:seen", touch);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  touch();
  setInterval(check, 5000);
})();
