/* Two texts of wagtail-localize's script that no catalogue reaches: its heading, and what opens its menu. */
(() => {
  const editor = document.querySelector(".js-translation-editor");
  const words = document.querySelector("[data-translation-words]")?.dataset;
  if (!editor || !words) return;
  const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
  const said = {
    [`${sourceLocale.displayName} to ${locale.displayName} translation`]: words.heading,
    "More actions": words.more,
  };
  const speak = () => {
    for (const place of editor.querySelectorAll("section h3, .w-sr-only")) {
      if (Object.hasOwn(said, place.textContent)) place.textContent = said[place.textContent];
    }
  };
  new MutationObserver(speak).observe(editor, { childList: true, subtree: true });
  speak();
})();

/* A sentence that was changed is translated beginning with what it was called before. */
(() => {
  const editor = document.querySelector(".js-translation-editor");
  const former = JSON.parse(document.querySelector("[data-translation-words]")?.dataset.former ?? "{}");
  const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  editor?.addEventListener("focusin", ({ target }) => {
    const item = target.closest?.("li");
    if (!target.matches?.("textarea") || target.value || target.dataset.begun || !item) return;
    const sentence = Object.keys(former).find((text) => item.textContent.includes(text));
    target.dataset.begun = "yes";
    if (!sentence) return;
    write.call(target, former[sentence]);
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
