"use strict";

/* The form: fields that count shown, others hidden; the focus where a row came or went; links to fields.
   Without this everything is shown and buttons load the page anew. */
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

/* The draft saves itself (htmx posts the form); here only: failures are told, and an answer that is overtaken by
   further typing paints nothing again. */
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

/* Documents go up as soon as they are chosen, one after the other, with their progress. Posts the same form to the same
   address as the button « Joindre » does without JavaScript, and takes the list of documents from the page that comes back. */
(() => {
  const part = (name) => document.getElementById(`documents-${name}`);
  const say = (text, name) => text.replace("{name}", name);

  const post = (form, field, file, onProgress) => new Promise((resolve) => {
    const data = new FormData(form);
    for (const input of form.querySelectorAll("input[type=file]")) data.delete(input.name);
    data.append(field, file);
    data.set("action", "upload");
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.responseType = "document";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.round((event.loaded / event.total) * 100));
    });
    request.addEventListener("loadend", () => resolve(request.status === 200 ? request.response : null));
    request.send(data);
  });

  const addError = (text) => {
    const line = document.createElement("p");
    line.textContent = text;
    part("errors").append(line);
  };

  // The answer is the whole page: its list replaces ours, its refusals join those of the files before.
  const takeAnswer = (page) => {
    for (const name of ["joined", "required"]) part(name).replaceChildren(...page.getElementById(`documents-${name}`).childNodes);
    const refused = [...page.querySelectorAll("#documents-errors p")];
    part("errors").append(...refused);
    return refused.length === 0;
  };

  const sendOne = async (input, file) => {
    const { sending, joined, failed, tooBig, most } = document.getElementById("documents").dataset;
    if (file.size > Number(most)) {
      addError(say(tooBig, file.name));
      return "";
    }
    const [label, bar] = [part("progress").querySelector("label"), part("bar")];
    label.textContent = part("status").textContent = say(sending, file.name);
    bar.value = 0;
    const page = await post(input.form, input.name, file, (percent) => { bar.value = percent; });
    if (!page?.getElementById("documents-joined")) {
      addError(say(failed, file.name));
      return "";
    }
    return takeAnswer(page) ? say(joined, file.name) : "";
  };

  const sendAll = async (input) => {
    const [files, form] = [[...input.files], input.form];
    const button = form.querySelector("[data-upload-button]");
    const said = [];
    part("errors").replaceChildren();
    part("progress").hidden = false;
    input.disabled = button.disabled = true;
    for (const file of files) said.push(await sendOne(input, file));
    input.value = "";
    input.disabled = button.disabled = false;
    part("progress").hidden = true;
    showErrors(document.getElementById("documents"));
    part("status").textContent = [...said, part("errors").textContent].join(" ").trim();
    document.getElementById(input.id)?.focus({ preventScroll: true }); // the list of required ones was painted again
  };

  const showErrors = (input) => {
    const has = part("errors").childElementCount > 0;
    part("errors").hidden = !has;
    part("field").classList.toggle("field--error", has);
    has ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("input[data-upload]") && event.target.files.length) sendAll(event.target);
  });
})();

/* The search box above a catalogue: shows the choices that have every word (by themselves, else with the titles above), opens
   what holds them, and puts back what was open once it is empty. Without this the accordions are there alone. */
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ");

  const remember = (folds) => folds.forEach((fold) => { fold.dataset.wasOpen ??= fold.open ? "1" : ""; });
  const restore = (folds) => folds.forEach((fold) => {
    if ("wasOpen" in fold.dataset) fold.open = fold.dataset.wasOpen === "1" || fold.querySelector(":checked") !== null;
    delete fold.dataset.wasOpen;
    fold.hidden = false;
  });

  const titles = (choice) => {
    const section = choice.closest("details");
    return [section, section?.parentElement.closest("details")].map((fold) => fold?.querySelector("summary :is(h3, h4)")).filter(Boolean);
  };
  const show = (choices, words, parts) => {
    choices.forEach((choice) => {
      const text = plain(parts(choice).map((part) => part.textContent).join(" "));
      choice.hidden = !words.every((word) => text.includes(word));
    });
    return choices.some((choice) => !choice.hidden);
  };

  const search = (catalogue, words) => {
    const folds = [...catalogue.querySelectorAll("details")].reverse();
    const choices = [...catalogue.querySelectorAll(".choice")];
    if (!words.length) {
      choices.forEach((choice) => { choice.hidden = false; });
      restore(folds);
      return null;
    }
    remember(folds);
    if (!show(choices, words, (choice) => [choice])) show(choices, words, (choice) => [choice, ...titles(choice)]);
    folds.forEach((fold) => {
      fold.hidden = !fold.querySelector(".choice:not([hidden])");
      fold.open = !fold.hidden;
    });
    return choices.filter((choice) => !choice.hidden).length;
  };
  const tell = (place, count) => {
    const { none, one, many } = place.dataset;
    place.textContent = count === null ? "" : [none, one][count] ?? many.replace("{}", count);
  };

  // In the capture phase: a search is not an answer, so it neither saves the draft nor sends the form
  const isSearch = (event) => event.target.closest?.("[data-catalogue-search]");
  const onType = (event) => {
    if (!isSearch(event)) return;
    event.stopPropagation();
    const words = plain(event.target.value).split(" ").filter(Boolean);
    tell(event.target.parentElement.querySelector("[role=status]"), search(event.target.closest("[data-catalogue]"), words));
  };
  document.addEventListener("input", onType, true);
  document.addEventListener("change", (event) => { if (isSearch(event)) event.stopPropagation(); }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Enter" && isSearch(event)) event.preventDefault(); }, true);

  const reveal = () => document.querySelectorAll("[data-catalogue-search]").forEach((box) => { box.hidden = false; });
  document.addEventListener("htmx:afterSettle", reveal);
  reveal();
})();
