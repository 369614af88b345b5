// The routes of this page's own server.
const UNREACHABLE = "The server does not answer. See that Rehearse is still running; what you sent before is saved.";

async function post(path, room, body) {
  const reply = await fetch(new URL(`../${path}`, import.meta.url), { method: "POST", headers: { "X-Rehearse-Room": room }, body })
    .catch(() => { throw new Error(UNREACHABLE); });
  if (reply.ok) return reply;
  const said = await reply.json().catch(() => ({}));
  throw new Error(said.error || `${UNREACHABLE} (${reply.status})`);
}

export const say = async (room, sentence) => (await post("say", room, JSON.stringify(sentence))).blob();

export const hear = async (room, wav, waited) => (await post(`hear?waited=${waited ?? ""}`, room, wav)).json();

export function listen(room, silence) {
  const address = new URL("../listen", import.meta.url);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => socket.send(JSON.stringify({ room, silence })));
  return socket;
}
