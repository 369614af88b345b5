// The microphone as frames of 16 kHz samples, and what to say when there is none.
export const RATE = 16000;

const WAY_ON = "You can type your answer meanwhile; the interview goes on.";
const SENTENCES = {
  NotAllowedError: `The browser does not let this page use the microphone. Allow it in the site settings beside the address, then press Speak again. ${WAY_ON}`,
  NotFoundError: `No microphone was found. Connect one, then press Speak again. ${WAY_ON}`,
  NotReadableError: `The microphone is in use by another program, or switched off. Free it, then press Speak again. ${WAY_ON}`,
};

export class Microphone {
  // Opens it; `onFrame` gets an Int16Array of 512 samples. Throws an Error whose message is for the person.
  static async open(onFrame) {
    if (!navigator.mediaDevices) {
      throw new Error(`Browsers give the microphone only to https pages and to this computer itself. Open the page as https or as http://localhost. ${WAY_ON}`);
    }
    const stream = await navigator.mediaDevices
      .getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } })
      .catch((error) => { throw new Error(SENTENCES[error.name] || `The microphone cannot be used (${error.message || error.name}). ${WAY_ON}`); });
    const context = new AudioContext();
    await context.audioWorklet.addModule(new URL("recorder-worklet.js", import.meta.url));
    const recorder = new AudioWorkletNode(context, "rehearse-recorder", { numberOfOutputs: 0 });
    recorder.port.onmessage = (message) => onFrame(message.data);
    context.createMediaStreamSource(stream).connect(recorder);
    if (context.state === "suspended") await context.resume();
    return new Microphone(stream, context);
  }

  constructor(stream, context) {
    this.stream = stream;
    this.context = context;
  }

  close() {
    this.stream.getTracks().forEach((track) => track.stop());
    return this.context.close();
  }
}

export function loudest(frame) {
  let most = 0;
  for (const sample of frame) most = Math.max(most, Math.abs(sample));
  return most / 32768;
}

export function toWav(frames) {
  const samples = frames.reduce((sum, frame) => sum + frame.length, 0);
  const wav = new DataView(new ArrayBuffer(44 + samples * 2));
  const text = (at, word) => [...word].forEach((letter, i) => wav.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF"); wav.setUint32(4, 36 + samples * 2, true); text(8, "WAVEfmt ");
  wav.setUint32(16, 16, true); wav.setUint16(20, 1, true); wav.setUint16(22, 1, true);
  wav.setUint32(24, RATE, true); wav.setUint32(28, RATE * 2, true); wav.setUint16(32, 2, true); wav.setUint16(34, 16, true);
  text(36, "data"); wav.setUint32(40, samples * 2, true);
  let at = 44;
  for (const frame of frames) for (const sample of frame) { wav.setInt16(at, sample, true); at += 2; }
  return new Blob([wav.buffer], { type: "audio/wav" });
}
