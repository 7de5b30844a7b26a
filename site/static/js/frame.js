/* What every page does with JavaScript: name menu, passwords, error summary, windows, waiting buttons, end of session.
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
