// What was heard: in the answer's box to be edited, its probable terms to be accepted one by one, garbage kept apart.
import { box, button, fill, find } from "./dom.js";
import { settings } from "./settings.js";

let heard = [];
let suggestions = [];

export const heardIds = () => JSON.stringify(heard);
export const isOpen = () => suggestions.length > 0;

export function forget() {
  heard = [];
  suggestions = [];
  draw();
}

export function note(text, ...buttons) {
  const place = find("rh-voice-note");
  if (!place || (!text && !place.childNodes.length)) return;
  place.replaceChildren(...(text ? [Object.assign(document.createElement("span"), { textContent: text }), ...buttons] : []));
}

// Take a reply of the server; whether it may be sent as it is.
export function take(reply) {
  if (reply.garbage) {
    note(`${reply.garbage} Heard: “${reply.text}”`, button("Put it in the box to correct it", () => { append(reply.text); note(""); box()?.focus(); }));
    return false;
  }
  append(reply.text);
  heard.push(reply.id);
  suggestions.push(...reply.suggestions);
  if (settings.takeTerms) for (const suggestion of [...suggestions]) accept(suggestion);
  draw();
  return !suggestions.length;
}

function append(text) {
  const before = box()?.value.trimEnd() || "";
  fill(before ? `${before} ${text}` : text);
}

function accept({ heard: words, meant }) {
  const value = box()?.value || "";
  const at = value.toLowerCase().indexOf(words.toLowerCase());
  if (at >= 0) fill(value.slice(0, at) + meant + value.slice(at + words.length));
  reject({ heard: words, meant });
}

function reject({ heard: words, meant }) {
  suggestions = suggestions.filter((other) => other.heard !== words || other.meant !== meant);
  draw();
}

function draw() {
  const list = find("rh-suggestions");
  if (!list) return;
  list.replaceChildren(...suggestions.map(drawn));
  if (suggestions.length > 1) {
    const all = document.createElement("li");
    all.append(button("Accept all", () => [...suggestions].forEach(accept)));
    list.append(all);
  }
}

function drawn(suggestion) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = `Heard “${suggestion.heard}”. Did you say ${suggestion.meant}?`;
  item.append(words, button("Yes", () => accept(suggestion)), button("No", () => reject(suggestion)));
  return item;
}

document.addEventListener("input", (event) => {
  if (event.target === box() && !event.target.value.trim()) forget();
});
