// Microphone samples at any rate in; frames of 512 samples at 16 kHz, 16 bits, out. A windowed sinc keeps what would alias away.
const RATE = 16000, FRAME = 512, HALF = 16;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.step = sampleRate / RATE;
    this.cut = Math.min(1, RATE / sampleRate);
    this.reach = Math.ceil(HALF / this.cut);
    this.input = new Float32Array(this.reach).fill(0);
    this.at = this.reach;
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process([input]) {
    if (!input.length) return true;
    const joined = new Float32Array(this.input.length + input[0].length);
    joined.set(this.input);
    joined.set(input[0], this.input.length);
    for (; this.at + this.reach < joined.length; this.at += this.step) this.push(this.sample(joined, this.at));
    const kept = Math.max(0, Math.floor(this.at) - this.reach);
    this.input = joined.slice(kept);
    this.at -= kept;
    return true;
  }

  sample(samples, at) {
    const first = Math.max(0, Math.ceil(at - this.reach)), last = Math.min(samples.length - 1, Math.floor(at + this.reach));
    let sum = 0;
    for (let i = first; i <= last; i++) {
      const x = (i - at) * this.cut, far = x / HALF;
      if (Math.abs(far) < 1) sum += samples[i] * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos(Math.PI * far));
    }
    return sum * this.cut;
  }

  push(value) {
    this.frame[this.filled++] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
    if (this.filled < FRAME) return;
    this.port.postMessage(this.frame, [this.frame.buffer]);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }
}

registerProcessor("rehearse-recorder", Recorder);
