// Puts the questions of an event in order by dragging, and by keyboard on the
// handle. Letting go sends how far one was moved, as the buttons do one step; the
// server says whether it can stand there.

const form = document.querySelector("form[data-order]");
const list = form?.querySelector("ol");
const live = form?.querySelector("[data-live]");

const fill = (text, values) => Object.entries(values).reduce((t, [key, value]) => t.replace(`{${key}}`, value), text);
const rows = () => [...list.children];

function say(text) {
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50);
}

function tellPlace(row) {
  const all = rows();
  say(fill(form.dataset.moved, { name: row.dataset.name, number: all.indexOf(row) + 1, of: all.length }));
}

// send saves the order, if it is another one than before.
function send(row, was) {
  const by = rows().indexOf(row) - was.indexOf(row);
  if (by === 0) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "do";
  field.value = `move ${row.id} ${by}`;
  form.append(field);
  form.submit();
}

function step(row, up) {
  const beside = up ? row.previousElementSibling : row.nextElementSibling;
  if (!beside) return;
  if (up) beside.before(row);
  else beside.after(row);
  tellPlace(row);
}

// Space picks a question up, arrows move it, space lets go, Escape puts it back.
function byKeyboard(row, handle) {
  let was = null;
  const drop = () => { was = null; row.removeAttribute("data-lifted"); };
  const putBack = () => { list.append(...was); drop(); };
  handle.addEventListener("keydown", (e) => {
    if (e.key === " " || e.key === "Enter") {
      e.preventDefault();
      if (was) {
        send(row, was);
        drop();
      } else {
        was = rows();
        row.setAttribute("data-lifted", "");
        say(fill(form.dataset.lifted, { name: row.dataset.name }));
      }
    } else if (was && (e.key === "ArrowUp" || e.key === "ArrowDown")) {
      e.preventDefault();
      step(row, e.key === "ArrowUp");
      handle.focus();
    } else if (was && e.key === "Escape") {
      putBack();
      tellPlace(row);
      handle.focus();
    }
  });
  // A handle that moves in the page loses the focus for a moment.
  handle.addEventListener("blur", () => { setTimeout(() => { if (was && document.activeElement !== handle) putBack(); }); });
}

const middle = (row) => { const box = row.getBoundingClientRect(); return (box.top + box.bottom) / 2; };

// follow moves a row to where the pointer is, and the page along at the edge of
// the window.
function follow(row, y) {
  if (y < 60) scrollBy(0, -16);
  else if (y > innerHeight - 60) scrollBy(0, 16);
  for (let moves = 0; moves < list.children.length; moves++) {
    const before = row.previousElementSibling;
    const after = row.nextElementSibling;
    if (before && y < middle(before)) before.before(row);
    else if (after && y > middle(after)) after.after(row);
    else return;
  }
}

// The document listens, because a handle that moves in the page loses the pointer.
function byPointer(row, handle) {
  handle.addEventListener("pointerdown", (e) => {
    if (e.button !== 0) return;
    e.preventDefault();
    handle.focus();
    const was = rows();
    const drag = new AbortController();
    row.setAttribute("data-lifted", "");
    const end = (keep) => {
      drag.abort();
      row.removeAttribute("data-lifted");
      if (keep) send(row, was);
      else list.append(...was);
    };
    const listen = (type, act) => document.addEventListener(type, act, { signal: drag.signal });
    listen("pointermove", (move) => follow(row, move.clientY));
    listen("pointerup", () => end(true));
    listen("pointercancel", () => end(false));
    listen("keydown", (key) => { if (key.key === "Escape") end(false); });
  });
}

if (list && list.children.length > 1) {
  const icon = document.getElementById("grip-icon").content;
  for (const row of rows()) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "prog-grip";
    handle.setAttribute("aria-label", fill(form.dataset.grip, { name: row.dataset.name }));
    handle.append(icon.cloneNode(true));
    row.prepend(handle);
    byKeyboard(row, handle);
    byPointer(row, handle);
  }
  list.setAttribute("data-grips", "");
}
