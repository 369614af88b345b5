// When an answer goes out by itself: at once, or after a while in which the candidate may still choose terms, edit or speak on.
import { canSend, sendButton } from "./dom.js";

const WHILE = 6000;

export class Sending {
  timer = null;

  get waits() { return this.timer !== null; }

  // The interviewer may still be writing when somebody who interrupts has finished.
  now() {
    this.cancel();
    if (canSend()) sendButton().click();
    else this.timer = setTimeout(() => this.now(), 100);
  }

  later() {
    this.cancel();
    this.timer = setTimeout(() => this.now(), WHILE);
  }

  cancel() {
    clearTimeout(this.timer);
    this.timer = null;
  }
}
