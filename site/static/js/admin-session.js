/* The end of a session in the admin: a warning two minutes before, one click to stay. What this page reckons is the
   shortest it can be; near the end the server is asked, which knows of other windows and of what saves by itself. */
"use strict";
(() => {
  const dialog = document.getElementById("session-warning");
  const config = JSON.parse(document.getElementById("wagtail-config")?.textContent ?? "{}");
  const [WARNING, NOTED_EVERY, EVERY] = [120_000, 60_000, 5_000];
  let ends = Date.now() + Number(dialog.dataset.idle) * 1000 - NOTED_EVERY;
  let [canStay, closed] = [true, ""]; // closed: the part that was read and put away

  const show = (part) => {
    if (closed === part) return;
    closed = "";
    const isNew = !dialog.open || dialog.dataset.shown !== part;
    dialog.dataset.shown = part;
    dialog.querySelectorAll("[data-part]").forEach((one) => { one.hidden = !one.dataset.part.split(" ").includes(part); });
    dialog.querySelector("[data-sign-in]").search = new URLSearchParams({ next: location.pathname + location.search });
    if (!dialog.open) dialog.showModal();
    if (isNew) dialog.querySelector("button:not([hidden])").focus(); // whatever key falls on it, nothing is lost
  };
  const ask = async () => {
    const answer = await fetch(dialog.dataset.left, { redirect: "manual" }).catch(() => null);
    if (answer?.ok) {
      const told = await answer.json();
      [ends, canStay] = [Date.now() + told.left * 1000, told.can_stay];
    } else if (answer?.type === "opaqueredirect") ends = 0; // signed out. No answer: the line is down, go on reckoning
  };
  const check = async () => {
    if (document.hidden) return;
    if (ends && ends - Date.now() <= WARNING) await ask();
    const left = ends - Date.now();
    if (left <= 0) show("over");
    else if (left <= WARNING) show(canStay ? "idle" : "last");
    else {
      closed = "";
      if (dialog.open) dialog.close();
    }
  };
  const stay = async () => {
    const headers = { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN };
    await fetch(dialog.dataset.keepAlive, { method: "POST", headers, redirect: "manual" }).catch(() => null);
    await check();
  };
  const goBack = () => {
    closed = dialog.dataset.shown;
    dialog.close();
  };

  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-back]").addEventListener("click", goBack);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.dataset.shown === "idle" ? stay() : goBack();
  });
  // The page's own keys sleep while the window is open
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.addEventListener("visibilitychange", check);
  setInterval(check, EVERY);
})();
