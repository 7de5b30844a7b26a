/* The office's page of a claim: writing a remark opens « Demander une correction » and counts what will travel with it. */
(() => {
  const act = document.querySelector(".review-act--return");
  const remarks = [...document.querySelectorAll("[data-remark]")];
  const told = document.querySelector("[data-remark-count]");
  if (!act || !told) return;

  const count = () => {
    const written = remarks.filter((remark) => remark.value.trim()).length;
    told.hidden = written === 0;
    told.textContent = written === 1 ? told.dataset.one : told.dataset.many.replace("%n", written);
    return written;
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-remark]") && count()) act.open = true;
  });
  document.addEventListener("toggle", (event) => {
    const remark = event.target.open && event.target.matches(".review-remark") && event.target.querySelector("textarea");
    if (remark && event.target.contains(document.activeElement)) remark.focus();
  }, true);
  count();
})();
