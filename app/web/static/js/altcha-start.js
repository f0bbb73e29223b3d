// Loads the proof of work with its worker by address, as our content security policy wants it.
const own = document.getElementById("altcha-start").dataset;
await import(own.widget);
if (document.documentElement.lang === "de") await import(own.german);
globalThis.$altcha.algorithms.set("PBKDF2/SHA-256", () => new Worker(own.worker));
