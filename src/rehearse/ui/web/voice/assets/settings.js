// What this browser remembers of speaking: how to answer, and how the voice behaves.
const KEY = "rehearse-voice";
const DEFAULTS = { mode: "typed", handsFree: false, atOnce: false, takeTerms: false, slower: false, muted: false, silence: null };

function stored() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}

export const settings = { ...DEFAULTS, ...stored() };

export function change(name, value) {
  settings[name] = value;
  try { localStorage.setItem(KEY, JSON.stringify(settings)); } catch { /* a private window forgets them */ }
}
