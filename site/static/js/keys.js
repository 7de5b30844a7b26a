/* Puts the keys of this page on top of Wagtail's list of them, which « ? » opens. An act opened by its key is ready
   to be typed into; « / » leads to the search. */
(() => {
  document.addEventListener("click", (event) => {
    const act = event.detail === 0 && event.target.closest?.(".review-act > summary")?.parentElement;
    if (act) requestAnimationFrame(() => { if (act.open) act.querySelector("select[name=reason], textarea")?.focus(); });
  });

  const keys = document.querySelector("template[data-keys]");
  if (!keys) return;
  const places = [document, ...[...document.querySelectorAll("template")].map((one) => one.content)];
  places.some((place) => {
    const head = place.querySelector("#keyboard-shortcuts-dialog table thead");
    head?.after(keys.content.cloneNode(true));
    return head;
  });
})();
