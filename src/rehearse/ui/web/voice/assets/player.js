// The interviewer's voice: sentences are fetched as they come, played one after the other, and stopped at once.
import { say } from "./server.js";
import { Teller } from "./teller.js";

const SLOWER = 0.75;

export class Player extends Teller {
  constructor() {
    super();
    this.queue = [];
    this.playing = null;
    this.muted = false;
    this.slow = false;
    this.silentSince = performance.now();
  }

  get busy() { return this.playing !== null || this.queue.length > 0; }

  // Sentences are { id, text }; the sound of each is asked for at once, so that it is there when the one before ends.
  add(room, sentences) {
    if (this.muted) return;
    for (const sentence of sentences) this.queue.push({ sentence, sound: say(room, sentence) });
    for (const { sound } of this.queue) sound.catch(() => {});
    if (!this.playing) this.next();
  }

  async next() {
    const item = this.queue.shift();
    if (!item) return this.rest();
    const audio = new Audio();
    this.playing = audio;
    try {
      const url = URL.createObjectURL(await item.sound);
      if (this.playing !== audio) return URL.revokeObjectURL(url);
      audio.src = url;
      audio.preservesPitch = true;
      audio.defaultPlaybackRate = audio.playbackRate = this.slow ? SLOWER : 1;
      audio.onplaying = () => this.tell("audible", item.sentence);
      audio.onended = audio.onerror = () => { URL.revokeObjectURL(url); if (this.playing === audio) this.next(); };
      await audio.play();
    } catch (error) {
      if (this.playing !== audio) return;
      this.queue = [];
      this.rest();
      this.tell("failed", error.name === "NotAllowedError" ? "The browser plays no sound before you have clicked somewhere. Press Repeat to hear the interviewer." : error.message);
    }
  }

  stop() {
    const audio = this.playing;
    if (!audio && !this.queue.length) return;
    this.queue = [];
    this.rest();
    if (audio) audio.pause();
    this.tell("interrupted");
  }

  rest() {
    this.playing = null;
    this.silentSince = performance.now();
    this.tell("silent");
  }

  mute(muted) {
    this.muted = muted;
    if (muted) this.stop();
  }

  slower(slow) {
    this.slow = slow;
    if (this.playing) this.playing.playbackRate = slow ? SLOWER : 1;
  }
}
