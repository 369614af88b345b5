// The spoken side of the page: one switch, the interviewer's voice, and the candidate's.
import { box, canSend, find, inRoom, press, show, write } from "./dom.js";
import { HandsFree } from "./hands_free.js";
import { Player } from "./player.js";
import { PushToTalk } from "./push_to_talk.js";
import { Sending } from "./sending.js";
import { hear } from "./server.js";
import { change, settings } from "./settings.js";
import * as transcript from "./transcript.js";

const STATES = {
  speaking: "Speaking. Press Speak, or any key, to interrupt.",
  opening: "Opening the microphone…",
  listening: "Listening…",
  faint: "Listening, but the microphone is silent. Is the right one chosen, and not muted?",
  hearing: "Writing down what you said…",
  thinking: "The interviewer is thinking…",
  held: "Take your time. I am listening.",
  check: "Check what was heard, then press Send.",
  soon: "Sent as it is in six seconds, unless you choose a term, change the text or speak on.",
  ready: "Your turn. Hold the button and speak, or click it, speak, and click again.",
};
const QUIET_KEYS = new Set(["Shift", "Control", "Alt", "Meta", "CapsLock"]);

const player = new Player();
const talk = new PushToTalk(Infinity);
const free = new HandsFree(() => isSpoken() && !hearing && (canSend() || player.busy));
const sending = new Sending();
const seen = new Set();
let line = { room: "", turn: -1, sentences: [] };
let hearing = false, micState = "", sent = null, readyAt = null, lastState = "", engine = "";

const isSpoken = () => settings.mode === "spoken" && !document.querySelector("#rh-voice-spoken")?.disabled;
const mark = (name) => document.dispatchEvent(new CustomEvent(`rehearse:${name}`));

function state() {
  if (hearing) return "hearing";
  if (talk.open) return micState || "opening";
  if (player.busy) return "speaking";
  if (isAnswering() || !canSend()) return "thinking";
  if (sending.waits) return "soon";
  if (free.on && !transcript.edited) return micState === "held" ? "held" : "listening";
  return box()?.value.trim() ? "check" : "ready";
}

function words(now) {
  if (now === "check" && engine) return `Check what ${engine} heard, then press Send.`;
  return now === "speaking" && free.on ? "Speaking. Speak, or press any key, to interrupt." : STATES[now];
}

// Whether an answer is on its way: until the interviewer's line is another, or the page says what is wrong with it.
function isAnswering() {
  if (sent && !document.querySelector("#rh-alert .rh-notice")) sent.told = false;
  else if (sent && !sent.told) sent = null;
  return sent?.turn === line.turn;
}

function draw() {
  const controls = find("rh-voice");
  show(controls, isSpoken() && inRoom());
  const chosen = find(`rh-voice-${isSpoken() ? "spoken" : "typed"}`);
  if (chosen && !chosen.checked) chosen.checked = true;
  if (!controls) return;
  const now = state();
  controls.dataset.state = now;
  write(find("rh-voice-state"), words(now));
  show(find("rh-talk"), !settings.handsFree || free.failed);
  press(find("rh-talk"), talk.open);
  write(find("rh-talk"), talk.open ? "■ Stop" : "● Speak");
  press(find("rh-slower"), settings.slower);
  press(find("rh-mute"), settings.muted);
  for (const [id, name] of CHECKBOXES) if (find(id) && find(id).checked !== settings[name]) find(id).checked = settings[name];
  const silence = find("rh-silence");
  if (silence && settings.silence !== null && silence.value !== String(settings.silence)) silence.value = settings.silence;
  write(find("rh-silence-shown"), Number(silence?.value || 2).toFixed(1));
  if (lastState !== now && ["ready", "check", "listening"].includes(now) && ["thinking", "speaking"].includes(lastState)) begin();
  lastState = now;
}

// The candidate has the floor.
function begin() {
  readyAt = performance.now();
  free.ready();
}

function read() {
  const element = document.querySelector("#rh-voice-line [data-room]");
  if (element && element.dataset.turn + element.dataset.sentences + element.dataset.room !== line.source) take(element.dataset);
  if (isSpoken() && settings.handsFree && inRoom() && line.room && !free.on && !free.failed) free.start(line.room, Number(find("rh-silence").value));
  if (free.on && !(isSpoken() && settings.handsFree && inRoom())) free.stop();
  draw();
}

function take(data) {
  const turn = Number(data.turn), sentences = JSON.parse(data.sentences);
  if (turn !== line.turn || data.room !== line.room) transcript.forget();
  line = { room: data.room, turn, sentences, source: data.turn + data.sentences + data.room };
  const fresh = sentences.filter(({ id }) => !seen.has(id));
  fresh.forEach(({ id }) => seen.add(id));
  if (data.live === "1" && isSpoken()) player.add(line.room, fresh);
}

// The last utterance once more; ids are turn.utterance.number-signature.
function repeat() {
  if (settings.muted) return transcript.note("The interviewer is muted. Press Mute once more, then this.");
  const utterance = ({ id }) => Number(id.split(".")[1]);
  const last = Math.max(...line.sentences.map(utterance));
  player.stop();
  player.add(line.room, line.sentences.filter((sentence) => utterance(sentence) === last));
}

async function recorded({ wav, begunAt }) {
  const waited = readyAt === null ? null : Math.max(0, (begunAt - readyAt) / 1000);
  readyAt = null;
  hearing = true;
  mark("stopped");
  draw();
  try {
    heard(await hear(line.room, wav, waited), settings.atOnce);
  } catch (error) {
    transcript.note(error.message);
  } finally {
    hearing = false;
    draw();
  }
}

// Without hands, terms to choose from hold an answer up for a while only.
function heard(reply, send) {
  engine = reply.engine;
  transcript.note("");
  if (transcript.take(reply)) return void (send && sending.now());
  if (send && free.on && !reply.garbage && !transcript.edited) sending.later();
}

const CHECKBOXES = [["rh-at-once", "atOnce"], ["rh-take-terms", "takeTerms"], ["rh-hands-free", "handsFree"]];

const CLICKS = {
  "rh-say-again": repeat,
  "rh-slower": () => { change("slower", !settings.slower); player.slower(settings.slower); },
  "rh-mute": () => { change("muted", !settings.muted); player.mute(settings.muted); },
};

function talkPressed() {
  player.stop();
  sending.cancel();
  transcript.note("");
  free.failed = false;
  if (settings.handsFree) return void read();
  talk.mostSeconds = Number(find("rh-voice").dataset.most);
  talk.press();
}

function modeChosen(mode) {
  change("mode", mode);
  player.stop();
  sending.cancel();
  free.failed = false;
  if (mode === "typed") talk.cancel();
}

document.addEventListener("click", (event) => {
  const id = event.target.closest("button")?.id;
  if (id === "rh-send") { sending.cancel(); sent = { turn: line.turn, told: Boolean(document.querySelector("#rh-alert .rh-notice")) }; }
  CLICKS[id]?.();
  if (id) draw();
});
document.addEventListener("change", ({ target }) => {
  if (target.name === "rh-voice-mode") modeChosen(target.value);
  const checkbox = CHECKBOXES.find(([id]) => id === target.id);
  if (checkbox) { change(checkbox[1], target.checked); free.failed = false; talk.cancel(); }
  if (target.id === "rh-silence") { change("silence", Number(target.value)); free.stop(); }
  read();
});
document.addEventListener("pointerdown", (event) => { if (event.target.closest("#rh-talk")) talkPressed(); });
document.addEventListener("pointerup", () => talk.release());
document.addEventListener("pointercancel", () => talk.release());
document.addEventListener("keydown", (event) => {
  const onTalk = event.target.closest?.("#rh-talk") && ["Enter", " "].includes(event.key);
  if (onTalk) event.preventDefault();
  if (onTalk && !event.repeat) talkPressed();
  else if (!QUIET_KEYS.has(event.key)) player.stop();
});
document.addEventListener("keyup", (event) => { if (["Enter", " "].includes(event.key)) talk.release(); });

const level = (value) => { const meter = find("rh-level"); if (meter) meter.value = Math.sqrt(value); };
const failed = (event) => { transcript.note(event.detail); level(0); draw(); };
for (const name of ["opening", "listening", "faint"]) talk.addEventListener(name, () => { micState = name; mark(name); draw(); });
for (const source of [talk, free]) source.addEventListener("level", (event) => level(event.detail));
talk.addEventListener("failed", failed);
talk.addEventListener("recorded", (event) => { level(0); recorded(event.detail); });
for (const name of ["audible", "silent", "interrupted"]) player.addEventListener(name, () => { mark(name); draw(); });
player.addEventListener("failed", failed);

transcript.events.addEventListener("settled", () => { if (sending.waits) sending.now(); draw(); });
transcript.events.addEventListener("edited", () => { sending.cancel(); draw(); });
free.addEventListener("started", () => { player.stop(); sending.cancel(); micState = ""; mark("listening"); draw(); });
free.addEventListener("ended", () => { hearing = true; mark("stopped"); draw(); });
free.addEventListener("heard", (event) => { hearing = false; micState = ""; heard(event.detail.reply, true); draw(); });
free.addEventListener("held", () => { hearing = false; micState = "held"; draw(); });
free.addEventListener("nothing", (event) => { hearing = false; transcript.note(event.detail.error); draw(); });
free.addEventListener("failed", (event) => { free.failed = true; failed(event); });
free.addEventListener("refused", (event) => { free.failed = true; free.stop(); transcript.note(event.detail.error); draw(); });

// Whoever was quicker than this script has chosen to speak already.
if (find("rh-voice-spoken")?.checked) modeChosen("spoken");
window.rehearseVoice = { heard: transcript.heardIds };
player.muted = settings.muted;
player.slow = settings.slower;
new MutationObserver(read).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["disabled", "data-sentences"] });
setInterval(draw, 500);
read();
