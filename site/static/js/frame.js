/* What every page does with JavaScript: name menu, passwords, error summary, windows, help, waiting buttons.
   Every journey works without it. */
"use strict";
(() => {
  const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);

  // --- Name menu: closes on Escape and on a click elsewhere
  const closeMenu = (menu, refocus) => {
    if (!menu.open) return;
    menu.open = false;
    if (refocus) menu.querySelector("summary").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") each("[data-menu][open]", (menu) => closeMenu(menu, menu.contains(document.activeElement)));
  });
  document.addEventListener("click", (event) => {
    each("[data-menu][open]", (menu) => menu.contains(event.target) || closeMenu(menu, false));
  });
  document.addEventListener("focusin", (event) => {
    each("[data-menu][open]", (menu) => menu.contains(event.target) || closeMenu(menu, false));
  });

  // --- Passwords: a button that shows what one types
  const addToggle = (box) => {
    const input = box.querySelector("input");
    if (!input || box.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "password__toggle";
    button.setAttribute("aria-controls", input.id);
    const label = () => {
      const isHidden = input.type === "password";
      button.textContent = isHidden ? box.dataset.show : box.dataset.hide;
      button.setAttribute("aria-label", isHidden ? box.dataset.showLabel : box.dataset.hideLabel);
    };
    button.addEventListener("click", () => {
      input.type = input.type === "password" ? "text" : "password";
      label();
    });
    input.form?.addEventListener("submit", () => { input.type = "password"; });
    label();
    box.append(button);
  };

  // --- Windows
  const openDialog = (dialog) => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    dialog.querySelector(".dialog__title:not([hidden] *)")?.focus();
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      openDialog(dialog);
      dialog.addEventListener("close", () => opener.focus(), { once: true });
    }
    const closer = event.target.closest("dialog [data-dialog-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog").close();
    }
  });

  // --- Help beside what one is doing: the page of the link in a panel, nothing typed is lost
  const helpPanel = () => {
    const panel = document.createElement("dialog");
    panel.className = "dialog panel";
    panel.setAttribute("aria-labelledby", "help-title");
    document.body.append(panel);
    return panel;
  };
  const fillHelp = (panel, page) => {
    const help = page.querySelector("[data-help-panel]");
    const title = Object.assign(document.createElement("h2"), { id: "help-title", className: "dialog__title", tabIndex: -1 });
    const heading = help.querySelector("h1");
    title.lang = heading.lang;
    title.textContent = heading.textContent;
    heading.remove();
    each("[id]", (one) => one.removeAttribute("id"), help);
    each(".vote", (one) => one.remove(), help);
    each("a", (one) => { one.target = "_blank"; }, help);
    each("[data-dialog-close]", (one) => { one.hidden = false; }, help);
    panel.replaceChildren(title, ...help.childNodes);
    each("link[rel=stylesheet]", (sheet) => {
      const isHere = [...document.styleSheets].some((one) => one.href === sheet.href);
      if (!isHere) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet.href }));
    }, page);
  };
  const openHelp = async (link) => {
    const answer = await fetch(link.href).catch(() => null);
    if (!answer?.ok) {
      window.open(link.href, "_blank", "noopener");
      return;
    }
    document.dispatchEvent(new Event("portal:seen"));
    const panel = document.querySelector(".panel") ?? helpPanel();
    fillHelp(panel, new DOMParser().parseFromString(await answer.text(), "text/html"));
    openDialog(panel);
    panel.addEventListener("close", () => link.focus(), { once: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-help]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openHelp(link);
  });

  // --- Waiting buttons: count down in sight, say it once
  const startCountdown = (box) => {
    const button = box.querySelector("button");
    const text = box.querySelector("[data-countdown-text]");
    const done = box.querySelector("[data-countdown-done]");
    const end = Date.now() + Number(box.dataset.countdown) * 1000;
    if (!button || end <= Date.now()) return;
    box.removeAttribute("data-countdown");
    const refuse = (event) => event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.addEventListener("click", refuse);
    const tick = () => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) {
        if (text) text.textContent = text.dataset.countdownText.replace("{}", left);
        return;
      }
      clearInterval(timer);
      button.removeAttribute("aria-disabled");
      button.removeEventListener("click", refuse);
      if (text) text.textContent = "";
      if (done) done.textContent = done.dataset.countdownDone;
    };
    const timer = setInterval(tick, 500);
    tick();
  };

  // --- Whatever arrives: with the page, or with a part that htmx repainted
  const dress = (root) => {
    each("[data-password]", addToggle, root);
    each("[data-countdown]", startCountdown, root);
    each("dialog[data-dialog-auto]", openDialog, root);
    each("[data-help-window]", (words) => words.remove(), root);
  };
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.target.parentElement ?? document));
  document.getElementById("error-summary")?.focus();
  // A link to a field focuses the field itself
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".error-summary a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const frame = field.closest(".field") ?? field;
    frame.closest("details")?.setAttribute("open", "");
    frame.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
})();

/* The end of a session: a warning two minutes before, one click to stay. Several windows share the last sign of life. */
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
