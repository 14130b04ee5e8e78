// Runs once for each piece of the page (header, conversation, cards, profile).
// Everything that can be pressed carries data-act; the server decides what a press does.
const opened = new Set();
const scroller = element.closest("#pc-talk");
let following = true;

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
};

element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button || !element.contains(button)) {
    return;
  }
  if (button.dataset.act === "say") {
    trigger("select", { say: button.dataset.say });
  } else {
    trigger("click", { ...button.dataset });
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
