// What tells others what happens to it.
export class Teller extends EventTarget {
  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
