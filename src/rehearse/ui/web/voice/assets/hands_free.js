// Hands-free: the microphone stays open, the server says when a turn begins and ends.
import { Microphone, loudest } from "./microphone.js";
import { listen } from "./server.js";
import { Teller } from "./teller.js";

export class HandsFree extends Teller {
  // `gate` says whether this is a moment to listen.
  constructor(gate) {
    super();
    this.gate = gate;
    this.microphone = null;
    this.socket = null;
    this.on = false;
  }

  async start(room, silence) {
    this.on = true;
    const socket = this.socket = listen(room, silence);
    socket.onmessage = (message) => { const { event, ...detail } = JSON.parse(message.data); this.tell(event, detail); };
    socket.onclose = () => { if (this.socket === socket) this.fail("The connection to the server is gone. Press the button to speak, or type."); };
    try {
      const microphone = await Microphone.open((frame) => this.take(frame));
      if (this.socket !== socket) return void microphone.close();
      this.microphone = microphone;
    } catch (error) {
      if (this.socket === socket) this.fail(error.message);
    }
  }

  take(frame) {
    this.tell("level", loudest(frame));
    if (this.socket?.readyState === WebSocket.OPEN && this.gate()) this.socket.send(frame.buffer);
  }

  // The candidate has the floor from now: the time to the first word begins.
  ready() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ ready: true }));
  }

  fail(message) {
    this.stop();
    this.tell("failed", message);
  }

  stop() {
    const { socket, microphone } = this;
    this.on = false;
    this.socket = this.microphone = null;
    socket?.close();
    microphone?.close();
  }
}
