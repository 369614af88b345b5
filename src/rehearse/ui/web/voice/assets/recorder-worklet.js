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
    this.kernels = new Map();
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process([input]) {
    if (!input.length) return true;
    const joined = new Float32Array(this.input.length + input[0].length);
    joined.set(this.input);
    joined.set(input[0], this.input.length);
    for (; Math.floor(this.at) + this.reach < joined.length; this.at += this.step) this.push(this.sample(joined, this.at));
    const kept = Math.max(0, Math.floor(this.at) - this.reach);
    this.input = joined.slice(kept);
    this.at -= kept;
    return true;
  }

  sample(samples, at) {
    const before = Math.floor(at), kernel = this.kernel(at - before);
    let sum = 0;
    for (let i = 0; i < kernel.length; i++) sum += samples[before - this.reach + i] * kernel[i];
    return sum;
  }

  // The weights of the samples around a place between two of them, to a hundredth; few places recur, so each is made once.
  kernel(fraction) {
    const key = Math.round(fraction * 100);
    if (this.kernels.has(key)) return this.kernels.get(key);
    const made = new Float32Array(2 * this.reach + 1);
    for (let i = 0; i < made.length; i++) {
      const x = (i - this.reach - key / 100) * this.cut, far = x / HALF;
      if (Math.abs(far) < 1) made[i] = this.cut * (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)) * (0.5 + 0.5 * Math.cos(Math.PI * far));
    }
    this.kernels.set(key, made);
    return made;
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
