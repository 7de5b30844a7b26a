/* Documents go up as soon as they are chosen, one after the other, with their progress. Posts the same form to the same
   address as the button « Joindre » does without JavaScript, and takes the list of documents from the page that comes back. */
"use strict";
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
