// Makes pages quicker to use; every page works without it.
"use strict";

// Characters as the server counts them: code points, not UTF-16 units.
const length = (text) => Array.from(text).length;

function say(counter, kind, number) {
  const one = number === 1 ? "One" : "";
  return counter.dataset[`say${kind}${one}`].replace("{n}", number.toLocaleString(document.documentElement.lang));
}

function startCounter(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field || counter.dataset.started) return;
  counter.dataset.started = "yes";
  const spoken = document.createElement("p");
  spoken.className = "kern-sr-only";
  spoken.setAttribute("role", "status");
  counter.after(spoken);
  let pause = 0;
  const count = () => {
    const left = Number(counter.dataset.limit) - length(field.value);
    counter.textContent = left < 0 ? say(counter, "Over", -left) : say(counter, "Left", left);
    counter.toggleAttribute("data-over", left < 0);
    return left;
  };
  field.addEventListener("input", () => {
    const left = count();
    clearTimeout(pause);
    // Spoken only near the end and only when the typing rests, so that it never interrupts.
    if (left > Number(counter.dataset.limit) * 0.2 && left > 20) return;
    pause = setTimeout(() => (spoken.textContent = counter.textContent), 1000);
  });
  if (field.value) count();
}

function start(root) {
  root.querySelectorAll("[data-counter]").forEach(startCounter);
  root.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => window.print();
  });
  const summary = root.querySelector("[data-error-summary]");
  if (summary) summary.focus();
}

// A second click while the first is on its way does nothing but say so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.busy) return event.preventDefault();
  const button = event.submitter;
  if (!button || !button.dataset.busy || event.defaultPrevented) return undefined;
  form.dataset.busy = "yes";
  const label = button.querySelector(".kern-label") || button;
  button.dataset.label = label.textContent;
  label.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
  return undefined;
});

// The page may come back from the browser's memory or keep standing after a download.
function rest() {
  document.querySelectorAll("form[data-busy]").forEach((form) => delete form.dataset.busy);
  document.querySelectorAll("button[data-label]").forEach((button) => {
    (button.querySelector(".kern-label") || button).textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  });
}

// When htmx changes the page, the keyboard stays where it was, and what changed is said once.
const spokenChange = document.createElement("p");
spokenChange.className = "kern-sr-only";
spokenChange.setAttribute("role", "status");
document.body.append(spokenChange);
let focused = "";
document.addEventListener("htmx:before:swap", () => (focused = document.activeElement.id));

function settle() {
  const again = focused && document.getElementById(focused);
  if (again && document.activeElement !== again) {
    const folded = again.closest("details");
    if (folded) folded.open = true;
    again.focus({ preventScroll: true });
  }
  const news = document.querySelector("[data-announce]");
  if (news) spokenChange.textContent = news.textContent;
}

window.addEventListener("pageshow", rest);
document.addEventListener("htmx:after:request", rest);
document.addEventListener("htmx:after:swap", (event) => {
  start(event.target.isConnected ? event.target : document);
  settle();
});
document.querySelectorAll("form[data-autosubmit]").forEach((form) => {
  form.addEventListener("change", () => form.requestSubmit());
});
start(document);
