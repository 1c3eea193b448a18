// All pages can be read without this script. It adds search, copy buttons and a menu that is closed on small screens.

const docs = new URL("..", document.currentScript.src);
const found = document.querySelector("#found");
const input = document.querySelector("#search");

let index;
const load = () => (index ??= fetch(new URL("assets/search.json", docs)).then((response) => response.json()));

const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

const rank = (entry, wanted) => {
  const title = entry.title.toLowerCase();
  const text = entry.text.toLowerCase();
  if (!wanted.every((word) => title.includes(word) || text.includes(word))) return 0;
  return wanted.reduce((sum, word) => sum + (title.includes(word) ? 10 : 1), 0);
};

const search = async () => {
  const wanted = words(input.value);
  const entries = wanted.length ? await load() : [];
  const best = entries
    .map((entry) => ({ entry, rank: rank(entry, wanted) }))
    .filter((each) => each.rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, 12);
  found.replaceChildren(
    ...best.map(({ entry }) => {
      const link = document.createElement("a");
      link.href = new URL(entry.url, docs);
      link.textContent = entry.title;
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
  found.hidden = best.length === 0;
};

input.closest("search").hidden = false;
input.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== input) {
    event.preventDefault();
    input.focus();
  } else if (event.key === "Escape") {
    found.hidden = true;
  }
});

for (const sample of document.querySelectorAll("figure pre")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(sample.textContent);
    button.textContent = "Copied";
  });
  sample.parentElement.append(button);
}

if (matchMedia("(max-width: 50rem)").matches) document.querySelector(".menu").open = false;
