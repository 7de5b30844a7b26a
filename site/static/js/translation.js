/* On wagtail-localize's page: scrolls to the question the desk sent us to, its first untranslated sentence first. */
(() => {
  const editor = document.querySelector(".js-translation-editor");
  const part = /^#part=([0-9a-f-]{36})$/.exec(location.hash)?.[1];
  if (!editor || !part) return;
  const texts = JSON.parse(editor.dataset.props).segments
    .filter((segment) => segment.contentPath.includes(`.${part}.`) && segment.source)
    .map((segment) => new DOMParser().parseFromString(segment.source, "text/html").body.textContent.trim());
  const find = () => {
    const items = [...editor.querySelectorAll("li.incomplete, li.complete, li.errored")]
      .filter((item) => texts.some((text) => item.textContent.includes(text)));
    return items.find((item) => item.matches(".incomplete")) ?? items[0];
  };
  const go = () => {
    const item = find();
    item?.scrollIntoView({ block: "center" });
    item?.querySelector("button")?.focus({ preventScroll: true });
    return Boolean(item);
  };
  if (go()) return;
  const watch = new MutationObserver(() => go() && watch.disconnect());
  watch.observe(editor, { childList: true, subtree: true });
})();

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
