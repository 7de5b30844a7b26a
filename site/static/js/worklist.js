/* The office's list: counts ticks, walks the rows with j and k.
   Wagtail switches single keys off with the setting in « Compte »; everything works without this file. */
(() => {
  const results = document.getElementById("listing-results");
  const isOn = JSON.parse(document.getElementById("wagtail-config").textContent).KEYBOARD_SHORTCUTS_ENABLED !== false;
  if (!results) return;

  /* Ticks */
  const form = () => results.querySelector("[data-worklist]");
  const boxes = () => [...results.querySelectorAll("input[name=row]")];
  const tell = () => {
    const told = results.querySelector("[data-ticked]");
    if (!told) return;
    const all = results.querySelector("[data-tick-all]");
    const number = boxes().filter((box) => box.checked).length;
    const word = all?.checked ? "all" : ["none", "one"][number] ?? "many";
    told.textContent = told.dataset[word].replace("%n", number);
    const page = results.querySelector("[data-tick-page]");
    page.hidden = boxes().length === 0;
    page.firstElementChild.checked = number > 0 && number === boxes().length;
    boxes().forEach((box) => box.closest("tr").classList.toggle("is-ticked", box.checked || !!all?.checked));
  };
  const tickPage = (on) => { boxes().forEach((box) => { box.checked = on; }); tell(); };
  results.addEventListener("change", (event) => {
    if (event.target.closest("[data-tick-page]")) tickPage(event.target.checked);
    else tell();
  });
  addEventListener("pageshow", tell); // going back, a browser puts ticks where they were

  /* Search: as one types; « Entrée » goes on to what is found, also while it is being fetched */
  const search = document.querySelector("[data-search-form]");
  let isGoingOn = false;
  search?.addEventListener("submit", (event) => event.preventDefault());
  search?.addEventListener("keydown", (event) => {
    if (!["Enter", "ArrowDown"].includes(event.key) || event.target.id !== "id_q") return;
    event.preventDefault();
    isGoingOn = true;
    walk(0);
  });
  search?.addEventListener("input", () => { isGoingOn = false; });
  new MutationObserver(() => {
    tell();
    if (isGoingOn && [document.body, search.elements.q].includes(document.activeElement)) walk(0);
  }).observe(results, { childList: true });

  /* Rows */
  const links = () => [...results.querySelectorAll("[data-row] .title a")];
  const walk = (step) => {
    const all = links();
    const here = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const tick = () => {
    const box = document.activeElement.closest?.("[data-row]")?.querySelector("input[name=row]");
    if (box) { box.checked = !box.checked; tell(); }
  };
  const send = (act) => {
    const list = form();
    if (!list) return;
    if (act === "assign") list.elements.to.selectedIndex = 0;
    list.querySelector(`button[name=act][value=${act}]`).click();
  };
  const focus = (selector) => () => document.querySelector(selector)?.focus();
  const filters = () => {
    document.querySelector("#filters-drilldown .w-dropdown__toggle").click();
    requestAnimationFrame(focus("#filters-drilldown .w-drilldown__toggle"));
  };
  document.getElementById("filters-drilldown")?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") requestAnimationFrame(focus("#filters-drilldown .w-dropdown__toggle"));
  });
  const follow = (selector) => () => results.querySelector(selector)?.click();
  const acts = {
    j: () => walk(1), k: () => walk(-1), x: tick, p: () => tickPage(!boxes().every((box) => box.checked)),
    t: () => send("assign"), a: () => send("accept"), g: focus("#bulk-to"), f: filters, "/": focus("#id_q"),
    v: () => (results.querySelector(".worklist-views [aria-current]") ?? results.querySelector(".worklist-views a")).focus(),
    ",": follow(".pagination .prev a[href]"), ".": follow(".pagination .next a[href]"),
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable], dialog, [role=dialog]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !isOn) return;
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  /* One open box at a time, closed by Escape and by a click elsewhere */
  const close = (except) => results.querySelectorAll("[data-pop][open]").forEach((pop) => { if (pop !== except) pop.open = false; });
  document.addEventListener("click", (event) => close(event.target.closest("[data-pop]")));
  document.addEventListener("keydown", (event) => {
    const pop = event.key === "Escape" && document.querySelector("[data-pop][open]");
    if (pop) { pop.open = false; pop.querySelector("summary").focus(); }
  });
  tell();
})();
