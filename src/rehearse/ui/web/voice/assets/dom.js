// The page's elements. Gradio draws them anew now and then, so they are looked up each time.
export const find = (id) => document.getElementById(id);
export const box = () => document.querySelector("#rh-answer textarea");
export const sendButton = () => document.querySelector("#rh-send");
export const inRoom = () => Boolean(sendButton()?.offsetParent);
export const canSend = () => inRoom() && !sendButton().disabled;

export function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

export function show(element, shown) {
  if (element && element.hidden === shown) element.hidden = !shown;
}

export function press(element, pressed) {
  if (element && element.getAttribute("aria-pressed") !== String(pressed)) element.setAttribute("aria-pressed", String(pressed));
}

export function fill(text) {
  const area = box();
  if (!area) return;
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function button(label, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = label;
  made.addEventListener("click", work);
  return made;
}
