// How far a list on its way out has come. The browser fetches the file by
// itself; this asks beside it.

const status = document.getElementById("export-status");

status?.closest("form")?.addEventListener("submit", (e) => {
  if (e.submitter?.name !== "format") return;
  const form = e.target;
  const name = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  let field = form.elements.namedItem("progress");
  if (!field) {
    field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "progress" });
    form.append(field);
  }
  field.value = name;
  e.submitter.closest("details")?.removeAttribute("open");
  status.textContent = "";
  watch(name, 0);
});

async function watch(name, failures) {
  await new Promise((go) => setTimeout(go, 400));
  try {
    const answer = await fetch(status.dataset.progress + name);
    if (!answer.ok) throw new Error(answer.statusText);
    const { state, say } = await answer.json();
    status.textContent = say;
    if (state === "running") watch(name, 0);
  } catch {
    // Not begun yet, or on another server: the download goes on all the same.
    if (failures < 5) watch(name, failures + 1);
  }
}
