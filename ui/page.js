// Runs once for each piece of the page (header, conversation, cards, profile).
// Everything that can be pressed carries data-act; the server decides what a press does.
const opened = new Set();
const scroller = element.closest("#pc-talk");
let following = true;
let left = null;

const apply = () => {
  const header = element.querySelector("[data-language]");
  if (header) {
    document.documentElement.lang = header.dataset.language;
  }
  for (const details of element.querySelectorAll("details[data-key]")) {
    details.open = opened.has(details.dataset.key);
  }
  if (scroller && following) {
    scroller.scrollTop = scroller.scrollHeight;
  }
  if (left && !left.isConnected && document.activeElement === document.body) {
    // The button that was pressed went with its press: the next one is at the same place.
    const next = element.querySelector(".pc-question button, .pc-cards button");
    (opener(left.dataset.item) ?? next)?.focus();
  }
  left = null;
};

const opener = (item) =>
  [...element.querySelectorAll("button[data-act=aside], button[data-act=ask-kind]")].find(
    (one) => one.dataset.item === item,
  );

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button || !element.contains(button)) {
    return;
  }
  if (button.dataset.act === "say") {
    trigger("select", { say: button.dataset.say });
  } else {
    left = button;
    trigger("click", { ...button.dataset });
  }
});

element.addEventListener("keydown", (event) => {
  const item = event.target.closest(".pc-aside button")?.dataset.item;
  if (event.key === "Escape" && item !== undefined) {
    opener(item)?.focus();
    opener(item)?.click();
  }
});

element.addEventListener("change", (event) => {
  if (event.target.dataset.at === "day") {
    // The end of that day where the person is.
    const end = new Date(`${event.target.value}T23:59:59.999`).getTime();
    trigger("click", { act: "as-of", at: Number.isNaN(end) ? "" : String(end) });
  }
});

element.addEventListener(
  "toggle",
  (event) => {
    const key = event.target.dataset?.key;
    if (key) {
      event.target.open ? opened.add(key) : opened.delete(key);
    }
  },
  true,
);

if (scroller) {
  scroller.addEventListener("scroll", () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  });
}

watch("value", apply);
apply();
