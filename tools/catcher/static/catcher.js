// Shows new letters as they come; without scripts a reload does.
const newest = Number(document.getElementById("count").dataset.newest);
const query = new URLSearchParams({ to: document.getElementById("to").value, since: String(newest) });
setInterval(async () => {
  if (document.hidden || document.activeElement.id === "to") return;
  const answer = await fetch(`/api/letters?${query}`).catch(() => null);
  if (answer && answer.ok && (await answer.json()).length > 0) location.reload();
}, 2000);
