// Starts the date and time choosers of the Wagtail admin, which would otherwise need inline scripts.
// Fields that come later (a new row, a filtered list) are found as they appear.
(() => {
  const starters = { date: "initDateChooser", time: "initTimeChooser", datetime: "initDateTimeChooser" };
  const start = (mark) => {
    if (!document.getElementById(mark.dataset.for)) return;
    window[starters[mark.dataset.chooser]](mark.dataset.for, JSON.parse(mark.dataset.config));
    mark.remove();
  };
  const startAll = () => document.querySelectorAll("template[data-chooser]").forEach(start);
  startAll();
  new MutationObserver(startAll).observe(document.body, { childList: true, subtree: true });
})();
