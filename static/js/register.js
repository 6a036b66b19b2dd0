// The form follows while it is filled in: what is asked of some comes and goes with
// the answers. Without this it follows when it is sent, and either way the server
// decides what counts.
const form = document.querySelector("form[data-follows]");
const said = document.getElementById("followed");

// holds reads a condition as event.Condition does.
function holds(c, person) {
  if (c.all) return c.all.every((part) => holds(part, person));
  if (c.any) return c.any.some((part) => holds(part, person));
  if (c.answer) {
    const among = (list) => person.answers(c.answer.question).some((answer) => list.includes(answer));
    return c.answer.is ? among(c.answer.is) : !among(c.answer.is_not);
  }
  if (c.attendance) return c.attendance.includes(person.attendance);
  if (c.category) return c.category.includes(person.category);
  return true;
}

// person is what the form says by now.
function person() {
  const data = new FormData(form);
  return {
    attendance: form.dataset.follows === "both" ? data.get("attendance") : form.dataset.follows,
    category: data.get("category"),
    answers: (id) => data.getAll(`answer-${id}`),
  };
}

// swap brings a part out, or puts it away with what was typed in it.
function swap(part, out) {
  const other = document.createElement(out ? "div" : "template");
  for (const { name, value } of part.attributes) other.setAttribute(name, value);
  other.classList.toggle("follows", out);
  if (out) other.append(part.content);
  else other.content.append(...part.childNodes);
  part.replaceWith(other);
}

function follow(aloud) {
  const shown = [], hidden = [];
  // Questions look back only, but sessions may look at questions below them.
  for (let again = true, round = 0; again && round < 3; round++) {
    again = false;
    for (const part of form.querySelectorAll("[data-when]")) {
      const out = holds(JSON.parse(part.dataset.when), person());
      if (out === (part.localName !== "template")) continue;
      swap(part, out);
      (out ? shown : hidden).push(part.dataset.name);
      again = true;
    }
  }
  if (!aloud || shown.length + hidden.length === 0) return;
  const tell = (before, names) => (names.length > 0 ? [`${before} ${names.join(", ")}`] : []);
  said.textContent = [...tell(said.dataset.shown, shown), ...tell(said.dataset.hidden, hidden)].join(". ");
}

if (form) {
  form.addEventListener("change", () => follow(true));
  // A browser that goes back fills the form in by itself, without a change.
  window.addEventListener("pageshow", () => follow(false));
  follow(false);
}

// A button that leads back to a field puts the cursor there, unless the form has
// faults: the summary of those comes first.
if (location.hash.length > 1 && !document.getElementById("errors")) {
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus();
}
