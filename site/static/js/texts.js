/* The office's texts: how long an SMS is while it is typed, and previews as high as what they show. */
(() => {
  "use strict";

  const rules = JSON.parse(document.getElementById("sms-rules")?.textContent || "null");

  // As guichet/sms_size.py: an extended letter counts twice, one foreign letter makes all of them dear.
  function measure(text) {
    const letters = [...text];
    const foreign = [...new Set(letters.filter((letter) => !rules.basic.includes(letter) && !rules.extended.includes(letter)))].sort().join("");
    const alphabet = foreign ? "UCS-2" : "GSM-7";
    const costs = letters.map((letter) => (foreign ? letter.length : rules.extended.includes(letter) ? 2 : 1));
    const [alone, inParts] = rules.limits[alphabet];
    const units = costs.reduce((sum, cost) => sum + cost, 0);
    return { alphabet, foreign, units, parts: units <= alone ? 1 : partsOf(costs, inParts) };
  }

  function partsOf(costs, limit) {
    let parts = 1;
    let filled = 0;
    for (const cost of costs) {
      if (filled + cost > limit) {
        parts += 1;
        filled = 0;
      }
      filled += cost;
    }
    return parts;
  }

  function sayLength(field, place) {
    const values = rules.values[field.lang];
    const sms = field.value.trim().replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole) + rules.after;
    const size = measure(sms);
    const said = rules.says.replace("{units}", size.units).replace("{alphabet}", size.alphabet).replace("{parts}", size.parts);
    place.textContent = size.foreign ? `${said} · ${rules.foreign} ${size.foreign}` : said;
    place.classList.toggle("office-count--dear", Boolean(size.foreign) || size.parts > 1);
  }

  function count(field) {
    const place = document.createElement("p");
    place.className = "office-count";
    field.after(place);
    field.addEventListener("input", () => sayLength(field, place));
    sayLength(field, place);
  }

  function fit(frame) {
    const room = frame.contentDocument?.querySelector(".office-piece")?.offsetHeight;
    if (room) frame.style.blockSize = `${room + 2}px`;
  }

  if (rules) document.querySelectorAll("#record textarea[lang]").forEach(count);
  for (const frame of document.querySelectorAll(".office-frame")) {
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  }
})();
