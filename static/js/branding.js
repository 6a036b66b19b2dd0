// The colour shows at once: both fields follow each other, and the server draws
// the preview anew.
const form = document.getElementById("branding");
const { pick, colour } = form.elements;
const shape = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i;

let waiting;
function show() {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 200);
}

async function draw() {
  const asked = colour.value;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ colour: asked, was: asked }).toString();
  const answer = await fetch(address);
  if (!answer.ok || asked !== colour.value) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = (doc) => doc.querySelector('link[href*="preview.css"]');
  sheet(document).setAttribute("href", sheet(page).getAttribute("href"));
  document.querySelector("#contrast").replaceWith(page.querySelector("#contrast"));
}

pick.addEventListener("input", () => {
  colour.value = pick.value;
  show();
});
colour.addEventListener("input", () => {
  const typed = colour.value.trim();
  if (!shape.test(typed)) return;
  const digits = typed.replace("#", "");
  pick.value = "#" + (digits.length === 3 ? digits.replace(/./g, "$&$&") : digits).toLowerCase();
  show();
});
