// What a lock screen would show when something comes. It covers the phone's head alone, so it is never in the way.

import { el } from "/base.js";

const STAYS = 6000;

export class Toasts {
  constructor(open) {
    this.open = open;
    this.node = el("div", { class: "toasts", "aria-live": "polite" });
    this.startOver();
  }

  // What came before somebody looked is no news.
  startOver() {
    this.known = null;
    this.clear();
  }

  clear() {
    clearTimeout(this.timer);
    this.waiting = 0;
    this.node.replaceChildren();
  }

  show(notifications, app) {
    const fresh = this.known === null ? [] : notifications.slice(this.known);
    this.known = notifications.length;
    if (!fresh.length) return;
    clearTimeout(this.timer);
    this.waiting += fresh.length;
    const open = () => {
      this.clear();
      this.open();
    };
    const from = this.waiting > 1 ? `${app}, ${this.waiting} new` : app;
    const toast = el("button", { type: "button", class: "toast", onclick: open }, el("strong", { text: from }), el("span", { text: fresh[fresh.length - 1].text }));
    this.node.replaceChildren(toast);
    this.timer = setTimeout(() => this.clear(), STAYS);
  }
}
