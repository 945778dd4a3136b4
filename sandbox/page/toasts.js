// What a lock screen would show when something comes.

import { el } from "/base.js";

const STAYS = 7000;
const AT_ONCE = 2;

export class Toasts {
  constructor(open) {
    this.open = open;
    this.node = el("div", { class: "toasts", "aria-live": "polite" });
    this.startOver();
  }

  // What came before somebody looked is no news.
  startOver() {
    this.known = null;
    this.node.replaceChildren();
  }

  show(notifications, app) {
    const fresh = this.known === null ? [] : notifications.slice(this.known);
    this.known = notifications.length;
    for (const one of fresh) this.add(one.text, app);
    while (this.node.children.length > AT_ONCE) this.node.firstChild.remove();
  }

  add(text, app) {
    const open = () => {
      toast.remove();
      this.open();
    };
    const toast = el("button", { type: "button", class: "toast", onclick: open }, el("small", { text: app }), el("span", { text }));
    this.node.append(toast);
    setTimeout(() => toast.remove(), STAYS);
  }
}
