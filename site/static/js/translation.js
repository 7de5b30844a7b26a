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
