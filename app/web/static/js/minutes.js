// Saves the text of an item while one types; without it the button does the same.
"use strict";

const PAUSE_MS = 1500;
const AGAIN_MS = 10000;

function startAutosave(form) {
  const text = form.querySelector("textarea");
  const version = form.querySelector("[name=version]");
  const status = form.querySelector("[data-autosave-status]");
  let saved = text.value;
  let timer = 0;
  let busy = false;
  let stopped = false;

  const say = (word) => (status.textContent = form.dataset[`say${word}`]);

  async function save() {
    if (busy || stopped || text.value === saved) return;
    busy = true;
    const sent = text.value;
    const body = new FormData(form);
    // A chosen text block waits for the button: it would be added again with every save.
    body.delete("block");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) {
        version.value = (await answer.json()).version;
        saved = sent;
        say("Saved");
      } else {
        stopped = answer.status === 409;
        say(stopped ? "Conflict" : "Failed");
      }
    } catch {
      say("Failed");
    }
    busy = false;
    if (!stopped && text.value !== saved) timer = setTimeout(save, AGAIN_MS);
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    if (stopped) return;
    say("Waiting");
    timer = setTimeout(save, PAUSE_MS);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}

document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
