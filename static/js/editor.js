// What makes the editor quicker: the preview follows while you type, only the
// fields that count are shown, and nobody leaves without having saved unawares.
const form = document.getElementById("editor");
const pane = document.getElementById("preview");
const note = document.getElementById("unsaved");

// The preview is made by the server, as the page itself is.
let timer = 0;
let asking = null;
async function refresh() {
  asking?.abort();
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: asking.signal });
    if (answer.ok && !answer.redirected) pane.innerHTML = await answer.text();
  } catch {
    // The next change asks again; the button always works.
  }
}

// Unsaved is what differs from what the page came with, or from what is saved:
// a page that answers a form has something in it that is not saved.
const said = () => new URLSearchParams(new FormData(form)).toString();
const saved = said();
let dirty = form.hasAttribute("data-unsaved");
let leaving = false;
function mark() {
  dirty = form.hasAttribute("data-unsaved") || said() !== saved;
  note.textContent = dirty ? note.dataset.text : "";
}
if (dirty) note.textContent = note.dataset.text;
form.addEventListener("input", () => {
  mark();
  clearTimeout(timer);
  timer = setTimeout(refresh, 400);
});
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (e) => {
  if (dirty && !leaving) e.preventDefault();
});
