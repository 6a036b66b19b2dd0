// The list of participants: the box in the head ticks all rows that one sees, and
// the link to the public page is copied instead of followed.

const all = document.querySelector("#list input[name=all]");
all?.addEventListener("change", () => {
  for (const box of document.querySelectorAll("#list input[name='ref[]']")) box.checked = all.checked;
});
document.querySelector("#list tbody")?.addEventListener("change", (e) => {
  if (e.target.name === "ref[]" && !e.target.checked && all) all.checked = false;
});

for (const link of document.querySelectorAll("a[data-copy]")) {
  link.addEventListener("click", async (e) => {
    if (!navigator.clipboard) return;
    e.preventDefault();
    await navigator.clipboard.writeText(link.dataset.copy);
    link.lastElementChild.textContent = link.dataset.copied;
  });
}
