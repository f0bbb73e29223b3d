// Lets the office drag the items of an agenda into their order; the buttons beside them do the same without it.
"use strict";

function startAgenda(list) {
  const form = document.querySelector("[data-agenda-order]");
  const hint = document.querySelector("[data-agenda-hint]");
  if (!form || !window.matchMedia("(pointer: fine)").matches) return;
  hint.hidden = false;
  let dragged = null;
  const before = () => Array.from(list.children, (item) => item.dataset.item).join();
  const order = before();
  for (const item of list.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      item.classList.add("agenda__item--dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragend", () => {
      item.classList.remove("agenda__item--dragged");
      dragged = null;
      if (before() !== order) save(list, form);
    });
    item.addEventListener("dragover", (event) => {
      if (!dragged || dragged === item) return;
      event.preventDefault();
      const box = item.getBoundingClientRect();
      list.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? item : item.nextSibling);
    });
  }
  list.addEventListener("dragover", (event) => dragged && event.preventDefault());
}

function save(list, form) {
  const fields = form.querySelectorAll("input[name=item]");
  Array.from(list.children).forEach((item, index) => (fields[index].value = item.dataset.item));
  const spoken = document.createElement("p");
  spoken.setAttribute("role", "status");
  spoken.textContent = form.dataset.say;
  list.after(spoken);
  form.requestSubmit();
}

document.querySelectorAll("[data-agenda]").forEach(startAgenda);
