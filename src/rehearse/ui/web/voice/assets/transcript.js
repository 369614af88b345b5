// What was heard: in the answer's box to be edited, its probable terms to be accepted one by one, garbage kept apart.
import { box, button, fill, find } from "./dom.js";
import { settings } from "./settings.js";

let heard = [];
let suggestions = [];

export const events = new EventTarget();
export const heardIds = () => JSON.stringify(heard);
export let edited = false;

export function forget() {
  heard = [];
  suggestions = [];
  edited = false;
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
    note(`${reply.garbage} Heard: “${reply.text}”`, button("Put it in the box to correct it", () => correct(reply)));
    return false;
  }
  const start = append(reply.text);
  heard.push(reply.id);
  for (const each of reply.suggestions) suggestions.push({ heard: each.heard, meant: each.suggested, at: start + each.start });
  if (settings.takeTerms) for (const suggestion of [...suggestions]) accept(suggestion);
  draw();
  return !suggestions.length && !edited;
}

function correct(reply) {
  append(reply.text);
  heard.push(reply.id);
  edited = true;
  note("");
  box()?.focus();
}

// Where in the box it begins.
function append(text) {
  const before = box()?.value.trimEnd() || "";
  fill(before ? `${before} ${text}` : text);
  return before ? before.length + 1 : 0;
}

// Of the places with these words the one nearest to where they were heard; -1 without one.
function place({ heard: words, at }) {
  const value = (box()?.value || "").toLowerCase(), wanted = words.toLowerCase();
  let best = -1;
  for (let found = value.indexOf(wanted); found >= 0; found = value.indexOf(wanted, found + 1))
    if (best < 0 || Math.abs(found - at) < Math.abs(best - at)) best = found;
  return best;
}

function accept(suggestion) {
  const found = place(suggestion), longer = suggestion.meant.length - suggestion.heard.length;
  const value = box()?.value || "";
  if (found >= 0) fill(value.slice(0, found) + suggestion.meant + value.slice(found + suggestion.heard.length));
  for (const other of suggestions) if (other.at > suggestion.at) other.at += longer;
  reject(suggestion);
}

function reject(suggestion) {
  suggestions = suggestions.filter((other) => other !== suggestion);
  draw();
  if (!suggestions.length) events.dispatchEvent(new Event("settled"));
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
  words.append("Heard “", suggestion.heard, "”. Did you say ", Object.assign(document.createElement("b"), { textContent: suggestion.meant }), "?");
  item.append(words, button("Yes", () => accept(suggestion)), button("No", () => reject(suggestion)));
  return item;
}

document.addEventListener("input", (event) => {
  if (event.target !== box()) return;
  if (!event.target.value.trim()) return void forget();
  if (!event.isTrusted) return;
  edited = true;
  suggestions = suggestions.filter((suggestion) => place(suggestion) >= 0);
  draw();
  events.dispatchEvent(new Event("edited"));
});
