// Push-to-talk: hold the button and speak, or click it, speak, and click again.
import { Microphone, RATE, loudest, toWav } from "./microphone.js";

const HELD = 400;
const NOTHING_FOR = 3000, FAINT = 0.005;

export class PushToTalk extends EventTarget {
  constructor(mostSeconds) {
    super();
    this.mostSeconds = mostSeconds;
    this.microphone = null;
    this.wanted = false;
    this.frames = [];
  }

  get open() { return this.wanted; }

  press() {
    if (this.wanted) return this.finish();
    this.pressedAt = performance.now();
    return this.begin();
  }

  release() {
    if (this.wanted && this.pressedAt !== null && performance.now() - this.pressedAt > HELD) return this.finish();
    this.pressedAt = null;
  }

  async begin() {
    this.wanted = true;
    this.frames = [];
    this.loudest = 0;
    this.tell("opening");
    try {
      const microphone = await Microphone.open((frame) => this.take(frame));
      if (!this.wanted) return void microphone.close();
      this.microphone = microphone;
    } catch (error) {
      this.wanted = false;
      this.tell("failed", error.message);
    }
  }

  take(frame) {
    if (!this.wanted) return;
    if (!this.frames.length) this.tell("listening", (this.begunAt = performance.now()));
    this.frames.push(frame);
    const level = loudest(frame);
    this.loudest = Math.max(this.loudest, level);
    this.tell("level", level);
    const passed = (this.frames.length * frame.length) / RATE;
    if (this.loudest < FAINT && passed * 1000 > NOTHING_FOR) this.tell("faint");
    if (passed >= this.mostSeconds) this.finish();
  }

  finish() {
    this.wanted = false;
    this.microphone?.close();
    this.microphone = null;
    this.tell("recorded", { wav: toWav(this.frames), begunAt: this.begunAt ?? performance.now() });
    this.frames = [];
  }

  cancel() {
    this.wanted = false;
    this.microphone?.close();
    this.microphone = null;
  }

  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
