/* Documents beside the answers: another page or document without loading the claim again, larger, turned; and, every
   half minute, who else has the claim open. Without this the links of the viewer load the page anew. */
"use strict";
(() => {
  const viewer = document.querySelector("[data-viewer]");
  if (viewer) {
    const find = (selector) => viewer.querySelector(selector);
    const [image, place, stage] = [find("[data-picture-shown]"), find("[data-place]"), find(".review-viewer__stage")];
    const links = [...viewer.querySelectorAll("[data-picture]")];
    let link = links.find((one) => one.hasAttribute("aria-current"));
    let [number, zoom, turns] = [Number(viewer.dataset.number), 1, 0];
    const pages = () => Number(link.dataset.pages);

    const paint = () => {
      for (const one of links) one === link ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
      image.src = link.dataset.picture.replace(/1\/$/, `${number}/`);
      place.textContent = viewer.dataset.pageWord.replace("%n", number).replace("%m", pages());
      image.alt = `${link.textContent}, ${place.textContent}`;
      find("[data-previous]").hidden = number <= 1 && link === links[0];
      find("[data-next]").hidden = number >= pages() && link === links.at(-1);
      if (document.activeElement?.hidden) stage.focus();
      find("[data-download-link]").href = link.dataset.download;
      stage.scrollTo(0, 0);
    };
    const shape = () => {
      image.style.inlineSize = `${zoom * 100}%`;
      image.style.rotate = `${turns * 90}deg`;
      // Turned by a quarter it takes its height for its width: the box makes room, so that all of it can be scrolled to.
      const longer = turns % 2 ? (image.offsetWidth - image.offsetHeight) / 2 : 0;
      image.style.margin = `${longer}px ${-longer}px`;
    };
    const turn = (by) => {
      const [page, beside] = [number + by, links[links.indexOf(link) + by]];
      if (page >= 1 && page <= pages()) number = page;
      else if (beside) [link, number] = [beside, by > 0 ? 1 : Number(beside.dataset.pages)];
      else return;
      paint();
    };
    const enlarge = (by) => {
      zoom = Math.min(Math.max(1, zoom + by * 0.5), 4);
      shape();
    };
    const rotate = () => {
      turns = (turns + 1) % 4;
      shape();
    };

    viewer.addEventListener("click", (event) => {
      const target = event.target.closest("a, button");
      if (!target || target.matches("[data-download-link]") || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (target.matches("[data-picture]")) [link, number] = [target, 1], paint();
      if (target.matches("[data-previous]")) turn(-1);
      if (target.matches("[data-next]")) turn(1);
      if (target.matches("[data-zoom]")) enlarge(Number(target.dataset.zoom));
      if (target.matches("[data-rotate]")) rotate();
    });
    stage.addEventListener("keydown", (event) => {
      const acts = { "+": () => enlarge(1), "-": () => enlarge(-1), r: rotate, PageUp: () => turn(-1), PageDown: () => turn(1) };
      if (!acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      acts[event.key]();
    });
    image.addEventListener("load", shape);
    viewer.querySelectorAll("button[hidden]").forEach((button) => { button.hidden = false; });
  }

  const presence = document.querySelector("[data-presence]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (presence && token) {
    let used = false; // an open page alone keeps nobody signed in
    ["keydown", "pointerdown", "scroll"].forEach((name) => addEventListener(name, () => { used = true; }, { capture: true, passive: true }));
    const report = async () => {
      if (document.hidden) return;
      const headers = { "X-CSRFToken": token, ...(used && { "X-Attended": "1" }) };
      used = false;
      const answer = await fetch(presence.dataset.presence, { method: "POST", headers });
      if (!answer.ok || answer.redirected) return;
      const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
      if (told.textContent.trim() !== presence.textContent.trim()) presence.replaceChildren(...told.childNodes);
    };
    report();
    setInterval(report, 30_000);
  }
})();
