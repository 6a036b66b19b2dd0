// Tells by itself how the test mail fares, for as long as it is on its way.
const every = 2000;

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("fate");
    const shown = document.getElementById("fate");
    if (!now) return;
    // Only what is new is put in place, since it is read aloud.
    if (now.textContent.trim() !== shown.textContent.trim()) shown.replaceChildren(...now.childNodes);
    if ("over" in now.dataset) return;
  } catch {
    // The server is away for a moment.
  }
  setTimeout(look, every);
}

setTimeout(look, every);
