// The door without reloading: names are found while they are typed, a check-in
// leaves the list where it is, and what other doors do shows by itself.

const find = document.getElementById("door-find");
const search = find.querySelector("input");
let latest = 0;

// show puts the parts of a page that was sent in the place of the old ones.
function show(html, saidToo) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const focused = document.activeElement?.id;
  for (const id of saidToo ? ["door-live", "door-said"] : ["door-live"]) {
    const fresh = page.getElementById(id);
    if (!fresh) return false;
    document.getElementById(id).replaceChildren(...fresh.childNodes);
  }
  if (focused && focused !== document.activeElement?.id) document.getElementById(focused)?.focus();
  return true;
}

async function send(address, fields) {
  const turn = ++latest;
  const answer = await fetch(address, {
    method: "POST", body: new URLSearchParams(fields), headers: { "X-Part": "door" }, redirect: "error",
  });
  if (!answer.ok) throw new Error(answer.statusText);
  const html = await answer.text();
  return turn === latest ? html : "";
}

async function look() {
  try {
    const html = await send(find.action, { q: search.value });
    if (html) show(html, false);
  } catch {
    // Without a network the list stays as it is; the button still works later.
  }
}

let typing;
search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(look, 150);
});
find.addEventListener("submit", (e) => {
  e.preventDefault();
  clearTimeout(typing);
  look();
});

document.addEventListener("submit", async (e) => {
  const form = e.target;
  if (form === find || !form.closest(".ci") || !e.submitter) return;
  e.preventDefault();
  const { submitter } = e;
  if (submitter.getAttribute("aria-busy") === "true") return;
  submitter.setAttribute("aria-busy", "true");
  try {
    const html = await send(form.action, { in: submitter.value, q: search.value });
    if (html) show(html, true);
    document.getElementById("door-announce").textContent = document.querySelector("#door-said [role=status]")?.textContent ?? "";
  } catch {
    // The plain way says what is wrong.
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "in", value: submitter.value });
    form.append(field);
    form.submit();
  }
});

// Several doors: see what the others do.
setInterval(() => {
  if (document.visibilityState === "visible" && !document.querySelector(".ci [aria-busy=true]")) look();
}, 15000);
