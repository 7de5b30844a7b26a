/* The search box above a catalogue: shows the choices that have every word (by themselves, else with the titles above), opens
   what holds them, and puts back what was open once it is empty. Without this the accordions are there alone. */
"use strict";
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
