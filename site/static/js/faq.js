/* Questions, search and votes. Without this file: a question one links to is opened by a click, the search answers on its
   own page, a vote thanks on its own. */
"use strict";
(() => {
  const part = async (answer, selector) =>
    new DOMParser().parseFromString(await (await answer).text(), "text/html").querySelector(selector);

  // --- The question a link points at opens
  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener("hashchange", open);
  open();

  // --- Answers while one types
  const form = document.querySelector("form.search");
  const results = document.getElementById("results");
  let asked = 0;
  let pause;
  const ask = async (query, live) => {
    const number = asked += 1;
    const address = `${form.action}?${new URLSearchParams({ q: query, ...(live && { live: "1" }) })}`;
    const found = await part(fetch(address), "#results").catch(() => null);
    if (!found || number !== asked) return; // the line is down, or someone typed on: the button stays
    results.replaceChildren(...found.childNodes);
    document.getElementById("search-status").textContent = results.querySelector("h2")?.textContent ?? "";
    // What finds nothing counts once the person has stopped typing
    if (live && !results.querySelector("li")) pause = setTimeout(() => fetch(address.replace("&live=1", "")), 2000);
  };
  form?.addEventListener("input", () => {
    clearTimeout(pause);
    const query = form.q.value.trim();
    pause = setTimeout(() => {
      if (query.length > 2) ask(query, true);
      else { asked += 1; results.replaceChildren(); }
    }, 250);
  });

  // --- Votes are answered where they were cast
  const dress = (thanks) => {
    const [field, label, hint] = ["textarea", "label", ".hint"].map((one) => thanks.querySelector(one));
    if (!field) return thanks;
    asked += 1; // several may stand on one page
    field.id = label.htmlFor = `vote-word-${asked}`;
    hint.id = `vote-word-hint-${asked}`;
    field.setAttribute("aria-describedby", hint.id);
    return thanks;
  };
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    const box = submitter?.closest(".vote");
    if (!box || box.dataset.plain) return;
    event.preventDefault();
    const sent = fetch(target.action, { method: "POST", body: new FormData(target, submitter) });
    const thanks = await part(sent, "[data-vote]").catch(() => null);
    if (thanks) {
      box.replaceChildren(dress(thanks));
      thanks.tabIndex = -1;
      thanks.focus();
    } else {
      box.dataset.plain = "1"; // a limit, or the line is down: the page of the answer says which
      target.requestSubmit(submitter);
    }
  });
})();
