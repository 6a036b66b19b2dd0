// Puts the items of a programme in order without asking the server each time: by
// the buttons, by dragging, and by keyboard on the handle. The order is that of
// the rows in the page, and what stands under what is a hidden field, so saving
// sends the result as it would without this script.

const form = document.querySelector("form[data-program]");
const list = form?.querySelector(".prog-edit");
const live = form?.querySelector("[data-live]");
let changed = false;

const rows = () => [...list.children];
const isUnder = (row) => row.hasAttribute("data-under");
const isHeading = (row) => row.querySelector('[name^="kind-"]').value === "heading";
const isBreak = (row) => row.querySelector('[name^="kind-"]').value === "break";
const chooses = (row) => isHeading(row) && row.querySelector('[name^="choose-"]').checked;
const nameOf = (row) => row.querySelector('[name^="title-"]').value.trim() || row.querySelector("[data-number]").textContent;

function setUnder(row, under) {
  row.toggleAttribute("data-under", under);
  row.querySelector("[data-is-under]").value = under ? "1" : "";
}

// above is the row at the first level before another, or nothing.
function above(row) {
  let over = row.previousElementSibling;
  while (over && isUnder(over)) over = over.previousElementSibling;
  return over;
}

// block is a row with all that stands under it.
function block(row) {
  const all = [row];
  if (isUnder(row)) return all;
  for (let next = row.nextElementSibling; next && isUnder(next); next = next.nextElementSibling) all.push(next);
  return all;
}

const holds = (row) => isHeading(row) || block(row).length > 1;

// The same steps as on the server (event.Outline).
const steps = {
  up(row) {
    const before = row.previousElementSibling;
    if (!before) return;
    if (!isUnder(row)) above(row).before(...block(row));
    else if (isUnder(before)) before.before(row);
    else {
      const over = above(before);
      const stays = over !== null && holds(over);
      before.before(row);
      setUnder(row, stays);
    }
  },
  down(row) {
    const all = block(row);
    const next = all.at(-1).nextElementSibling;
    if (!next) return;
    if (!isUnder(row)) block(next).at(-1).after(...all);
    else {
      const stays = isUnder(next) || holds(next);
      next.after(row);
      setUnder(row, stays);
    }
  },
  in(row) {
    const over = above(row);
    if (isUnder(row) || !over || isBreak(over)) return;
    setUnder(row, true);
    over.querySelector('[name^="kind-"]').value = "heading";
  },
  out(row) {
    if (!isUnder(row)) return;
    block(above(row)).at(-1).after(row);
    setUnder(row, false);
  },
};

const moveButton = (row) => [...row.querySelectorAll('.prog-moves button[name="do"]')];
const stepOf = (button) => button.value.split(".")[0];

// refresh numbers the rows and says which buttons can be pressed.
function refresh() {
  const all = rows();
  all.forEach((row, i) => {
    if (i === 0) setUnder(row, false);
    const number = row.querySelector("[data-number]");
    number.textContent = number.textContent.replace(/\d+/, i + 1);
    const last = block(row).at(-1) === all.at(-1);
    const over = above(row);
    const places = row.querySelector('[name^="capacity-"]');
    row.toggleAttribute("data-unchosen", isUnder(row) && !chooses(over) && !places.value && !places.hasAttribute("aria-invalid"));
    for (const button of moveButton(row)) {
      const step = stepOf(button);
      if (step === "up") button.disabled = i === 0;
      if (step === "down") button.disabled = last;
      if (step === "in" || step === "out") {
        button.disabled = step === "in" && (!over || isBreak(over)) && !isUnder(row);
        const now = isUnder(row) ? "out" : "in";
        if (step !== now) swapButton(button, now);
      }
    }
  });
}

// swapButton makes "in" of "out" and back, for rows that have changed level. The
// words and the icon of the other one are kept in the page.
function swapButton(button, now) {
  const row = button.closest("[data-row]");
  const model = form.querySelector(`template[data-step="${now}"]`).content.firstElementChild;
  button.value = `${now}.${row.dataset.row}`;
  button.setAttribute("aria-label", model.getAttribute("aria-label").replace("{name}", nameOf(row)));
  button.replaceChildren(...[...model.childNodes].map((n) => n.cloneNode(true)));
  button.disabled = false;
}

const fill = (text, values) => Object.entries(values).reduce((t, [key, value]) => t.replace(`{${key}}`, value), text);

function say(text) {
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

function tellPlace(row) {
  const all = rows();
  const heading = isUnder(row) ? fill(form.dataset.below, { heading: nameOf(above(row)) }) : "";
  say(fill(form.dataset.moved, { name: nameOf(row), number: all.indexOf(row) + 1, of: all.length, under: heading }));
}

function take(row, step) {
  const before = order();
  steps[step](row);
  refresh();
  if (same(before, order())) return;
  changed = true;
  tellPlace(row);
}

const order = () => rows().map((row) => [row, isUnder(row)]);
const same = (a, b) => a.length === b.length && a.every(([row, under], i) => row === b[i][0] && under === b[i][1]);
function restore(was) {
  list.append(...was.map(([row]) => row));
  for (const [row, under] of was) setUnder(row, under);
  refresh();
}

function setUp() {
  const icon = document.getElementById("grip-icon").content;
  for (const row of rows()) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "prog-grip";
    handle.setAttribute("aria-label", fill(form.dataset.grip, { name: nameOf(row) }));
    handle.append(icon.cloneNode(true));
    row.prepend(handle);
    byKeyboard(row, handle);
    byPointer(row, handle);
  }
  list.setAttribute("data-grips", "");
  list.addEventListener("change", (e) => { if (e.target.matches('[name^="choose-"], [name^="kind-"]')) refresh(); });
  list.addEventListener("click", (e) => {
    const button = e.target.closest('.prog-moves button[name="do"]');
    const step = button && stepOf(button);
    if (!steps[step]) return;
    e.preventDefault();
    const row = button.closest("[data-row]");
    take(row, step);
    (button.disabled ? row.querySelector('[name^="title-"]') : button).focus();
  });
  refresh();
}

// Space picks an item up, arrows move it, space lets go, Escape puts it back.
function byKeyboard(row, handle) {
  let was = null;
  const keys = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
  const drop = () => { was = null; row.removeAttribute("data-lifted"); };
  handle.addEventListener("keydown", (e) => {
    if (e.key === " " || e.key === "Enter") {
      e.preventDefault();
      if (was) {
        drop();
        say(fill(form.dataset.dropped, { name: nameOf(row) }));
      } else {
        was = order();
        row.setAttribute("data-lifted", "");
        say(fill(form.dataset.lifted, { name: nameOf(row) }));
      }
    } else if (was && e.key === "Escape") {
      restore(was);
      drop();
      tellPlace(row);
      handle.focus();
    } else if (was && keys[e.key]) {
      e.preventDefault();
      take(row, keys[e.key]);
      handle.focus();
    }
  });
  handle.addEventListener("blur", () => { if (was) setTimeout(() => { if (document.activeElement !== handle) drop(); }); });
}

// middle is the height of the middle of rows that stand together.
function middle(together) {
  return (together[0].getBoundingClientRect().top + together.at(-1).getBoundingClientRect().bottom) / 2;
}

// Dragging up and down changes the order, to the side the level. The document
// listens, because a handle that moves in the page loses the pointer.
function byPointer(row, handle) {
  handle.addEventListener("pointerdown", (e) => {
    if (e.button !== 0) return;
    e.preventDefault();
    handle.focus();
    const was = order();
    const drag = new AbortController();
    let startX = e.clientX;
    row.setAttribute("data-lifted", "");
    const end = (keep) => {
      drag.abort();
      row.removeAttribute("data-lifted");
      if (!keep) restore(was);
      refresh();
      handle.focus();
      if (same(was, order())) return;
      changed = true;
      tellPlace(row);
    };
    const listen = (type, act) => document.addEventListener(type, act, { signal: drag.signal });
    listen("pointermove", (move) => {
      if (drop(row, move.clientY)) return;
      if (move.clientX - startX > 40 && !isUnder(row)) { steps.in(row); startX = move.clientX; }
      else if (startX - move.clientX > 40 && isUnder(row)) { steps.out(row); startX = move.clientX; }
    });
    listen("pointerup", () => end(true));
    listen("pointercancel", () => end(false));
    listen("keydown", (key) => { if (key.key === "Escape") end(false); });
  });
}

// drop moves a row to where the pointer is, and the page along at the edge of the
// window.
function drop(row, y) {
  if (y < 60) scrollBy(0, -16);
  else if (y > innerHeight - 60) scrollBy(0, 16);
  let moved = false;
  for (let step = 0; step < list.children.length; step++) {
    const under = isUnder(row);
    const before = under ? row.previousElementSibling : above(row);
    const after = block(row).at(-1).nextElementSibling;
    const at = row.getBoundingClientRect().top;
    if (before && y < middle(under ? [before] : block(before))) steps.up(row);
    else if (after && y > middle(under ? [after] : block(after))) steps.down(row);
    else return moved;
    if (row.getBoundingClientRect().top === at) return moved;
    moved = true;
  }
  return moved;
}

if (list) setUp();
if (form) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  if (form.hasAttribute("data-unsaved")) changed = true;
  // Whoever leaves with changes that are not saved is asked.
  addEventListener("beforeunload", (e) => { if (changed) e.preventDefault(); });
}
