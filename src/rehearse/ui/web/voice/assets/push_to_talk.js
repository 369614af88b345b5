// Push-to-talk: hold the button and speak, or click it, speak, and click again.
import { Microphone, RATE, loudest, toWav } from "./microphone.js";
import { Teller } from "./teller.js";

const HELD = 400;
const NOTHING_FOR = 3000, FAINT = 0.005;

export class PushToTalk extends Teller {
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
    const attempt = this.attempt = {};
    this.wanted = true;
    this.frames = [];
    this.loudest = 0;
    this.tell("opening");
    try {
      const microphone = await Microphone.open((frame) => this.take(frame, attempt));
      if (this.attempt !== attempt) return void microphone.close();
      this.microphone = microphone;
    } catch (error) {
      if (this.attempt !== attempt) return;
      this.cancel();
      this.tell("failed", error.message);
    }
  }

  take(frame, attempt) {
    if (this.attempt !== attempt) return;
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
    const { frames, begunAt } = this;
    this.cancel();
    if (frames.length) this.tell("recorded", { wav: toWav(frames), begunAt });
    else this.tell("failed", "The microphone was not open yet. Press, wait for “Listening…”, and speak.");
  }

  cancel() {
    this.wanted = false;
    this.attempt = null;
    this.microphone?.close();
    this.microphone = null;
    this.frames = [];
  }
}
