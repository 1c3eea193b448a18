// All pages can be read without this script. It adds the search, buttons that copy, a menu that is closed on small
// screens, and the language of samples that the reader chose last.

// The script is in a folder of its version, docs/assets/….
const docs = new URL("../..", document.currentScript.src);

// ---- Search

const input = document.querySelector("#search");
const found = document.querySelector("#found");

let index;
const load = () => (index ??= fetch(new URL("assets/search.json", docs)).then((response) => response.json()));

/** How well an entry fits: each word must begin a word of its title or text, or be part of one; titles count most. */
const rank = (entry, words) => {
  const title = " " + entry.title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
  const text = " " + entry.text.toLowerCase();
  let sum = 0;
  for (const word of words) {
    if (title.includes(" " + word)) sum += 12;
    else if (title.includes(word)) sum += 6;
    else if (text.includes(" " + word)) sum += 2;
    else if (text.includes(word)) sum += 1;
    else return 0;
  }
  return sum + words.length / (1 + title.length / 20);
};

const option = (entry, number) => {
  const kind = document.createElement("small");
  kind.textContent = entry.kind;
  const link = document.createElement("a");
  link.href = new URL(entry.url, docs);
  link.tabIndex = -1;
  link.append(kind, entry.title);
  const item = document.createElement("li");
  item.id = "found-" + number;
  item.role = "option";
  item.append(link);
  return item;
};

const options = () => [...found.querySelectorAll("[role=option]")];

const select = (item) => {
  for (const each of options()) each.setAttribute("aria-selected", String(each === item));
  if (item) {
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
};

const show = (isShown) => {
  found.hidden = !isShown;
  input.setAttribute("aria-expanded", String(isShown));
};

const search = async () => {
  const words = input.value.toLowerCase().replace(/^urn:docket:problem:/, "").split(/[\s,]+/).filter(Boolean);
  if (!words.length) return show(false);
  const best = (await load())
    .map((entry) => ({ entry, rank: rank(entry, words) }))
    .filter((each) => each.rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, 12);
  found.replaceChildren(...best.map(({ entry }, number) => option(entry, number)));
  document.querySelector("#found-count").textContent = best.length ? best.length + " results" : "Nothing found";
  select(options()[0]);
  show(best.length > 0);
};

const follow = (item) => item?.querySelector("a").click();

input.closest("search").hidden = false;
input.addEventListener("input", search);
input.addEventListener("focus", () => input.value && search());
input.addEventListener("keydown", (event) => {
  const all = options();
  const at = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") select(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") select(all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Enter") follow(all[at]);
  else if (event.key === "Escape") show(false);
  else return;
  event.preventDefault();
});
found.addEventListener("click", () => show(false));
document.addEventListener("click", (event) => input.closest("search").contains(event.target) || show(false));
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(event.target.tagName)) {
    event.preventDefault();
    input.focus();
  }
});

// ---- Samples

const choose = (language) => {
  for (const each of document.querySelectorAll(".samples input[value='" + CSS.escape(language) + "']")) {
    each.checked = true;
  }
};

choose(localStorage.getItem("language") ?? "curl");
document.addEventListener("change", (event) => {
  if (!event.target.matches(".samples input")) return;
  const top = event.target.getBoundingClientRect().top;
  choose(event.target.value);
  localStorage.setItem("language", event.target.value);
  // The samples above may be of another height now: the reader stays at this one.
  scrollBy(0, event.target.getBoundingClientRect().top - top);
});

for (const figure of document.querySelectorAll("figure.code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(figure.querySelector("pre").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
  figure.append(button);
}

// ---- Menu

if (matchMedia("(max-width: 52rem)").matches) document.querySelector(".menu").open = false;
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest" });
