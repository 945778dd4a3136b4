// One person's phone: messages, Home, and the forms on top of them.

import { arrange, call, el, hour, moment, textOf } from "/base.js";
import { drawBlocks } from "/draw.js";
import { dialogNode, questionNode } from "/dialog.js";
import { Surface } from "/surface.js";
import { Toasts } from "/toasts.js";

let made = 0;

export class Phone {
  constructor(person, people, changed) {
    this.people = people;
    this.changed = changed;
    this.name = `phone-${(made += 1)}`;
    this.line = Promise.resolve();
    this.asked = this.seen = this.acting = 0;
    this.home = new Surface(this, "home");
    this.modal = new Surface(this, "modal");
    this.articles = new Map();
    this.build();
    this.ready = this.become(person);
  }

  build() {
    this.who = el("select", { "aria-label": "Whose phone this is", onchange: () => this.become(this.who.value) });
    for (const one of this.people) this.who.append(el("option", { value: one.id, text: one.deleted ? `${one.name} (deactivated)` : one.name }));
    this.about = el("span", { class: "about" });
    this.avatar = el("span", { class: "avatar", "aria-hidden": "true" });
    this.tabs = el("div", { class: "tabs", role: "tablist", onkeydown: (event) => this.stepTabs(event) });
    this.pane = el("div", { class: "pane", role: "tabpanel", id: `${this.name}-pane`, tabindex: "0" });
    this.input = el("input", { type: "text", "aria-label": "Type a command", autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "send" });
    this.compose = el("form", { class: "compose", onsubmit: (event) => this.type(event) }, this.input, el("button", { type: "submit", text: "Send" }));
    this.over = el("div", { class: "over" });
    this.toasts = new Toasts(() => this.turnTo("messages"));
    const head = el("div", { class: "phone-head" }, this.avatar, el("div", { class: "phone-who" }, this.who, this.about));
    this.screenNode = el("div", { class: "screen" }, this.tabs, this.pane, this.compose, this.over);
    this.node = el("section", { class: "phone", id: this.name, "aria-busy": "false", onpointerdown: () => this.look(), onfocusin: () => this.look() }, head, this.screenNode, this.toasts.node);
  }

  async become(person) {
    await this.modal.save();
    await this.home.save();
    this.person = person;
    this.tab = "messages";
    this.said = null;
    this.who.value = person;
    this.modal.forget();
    this.home.forget();
    this.articles.clear();
    this.toasts.startOver();
    this.node.setAttribute("data-person", person);
    const { name } = this.people.find((one) => one.id === person);
    this.node.setAttribute("aria-label", `Phone of ${name}`);
    this.avatar.textContent = [...name][0] || "?";
    this.pane.replaceChildren();
    this.over.replaceChildren();
    this.changed();
    await this.refresh();
  }

  // Looks again, once for all who asked before the look began.
  refresh() {
    const turn = (this.asked += 1);
    this.line = this.line.catch(() => {}).then(() => (this.seen >= turn ? null : this.fetch()));
    return this.line;
  }

  async fetch() {
    const turn = this.asked;
    const { person } = this;
    const screen = await call("GET", `/screen/${person}`);
    if (person !== this.person) return;
    this.screen = screen;
    this.seen = turn;
    this.draw();
  }

  draw() {
    const { person, now, app } = this.screen;
    this.zone = person.tz || "UTC";
    this.about.textContent = `${person.id} · ${hour(now, this.zone)} in ${this.zone.replaceAll("_", " ")}`;
    this.input.placeholder = `Type ${app.commands.join(" or ") || "a message"}`;
    this.drawTabs();
    this.drawPane();
    this.drawModal();
    this.node.setAttribute("data-revision", this.screen.revision);
    this.toasts.show(this.screen.notifications, app.name);
    this.changed();
  }

  drawTabs() {
    const { app, conversations } = this.screen;
    const direct = conversations.filter((one) => one.kind === "im");
    const shown = [["messages", "Messages", direct.reduce((sum, one) => sum + one.unread, 0)]];
    if (app.home_tab) shown.push(["home", "Home", 0]);
    for (const one of conversations) if (one.kind === "channel" && !one.archived) shown.push([one.id, `#${one.name}`, one.unread]);
    const key = JSON.stringify([shown, this.tab]);
    if (this.tabsKey === key) return;
    this.tabsKey = key;
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...shown.map(([name, label, unread]) => this.tabNode(name, label, unread)));
    if (focused) this.tabs.querySelector("[aria-selected=true]").focus();
  }

  tabNode(name, label, unread) {
    const chosen = this.tab === name;
    const tab = el("button", { type: "button", role: "tab", "data-tab": name, "aria-selected": String(chosen), "aria-controls": `${this.name}-pane`, tabindex: chosen ? "0" : "-1", onclick: () => this.turnTo(name) }, el("span", { text: label }));
    if (unread) tab.append(el("span", { class: "badge", text: unread }), el("span", { class: "unseen", text: " unread" }));
    return tab;
  }

  stepTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const tabs = [...this.tabs.children];
    const here = tabs.findIndex((one) => one.dataset.tab === this.tab);
    this.turnTo(tabs[(here + step + tabs.length) % tabs.length].dataset.tab);
  }

  get places() {
    const direct = this.tab === "messages";
    return this.screen.conversations.filter((one) => (direct ? one.kind === "im" : one.id === this.tab));
  }

  drawPane() {
    const onHome = this.tab === "home";
    this.compose.hidden = onHome;
    if (onHome) this.drawHome();
    else this.drawMessages();
  }

  drawHome() {
    const { home } = this.screen;
    if (!home) {
      this.home.forget();
      arrange(this.pane, [this.acting ? el("p", { class: "empty", text: "Opening Home…" }) : el("p", { class: "empty", text: "Home is empty: the app has put nothing here." }), ...this.saidNodes()]);
      return;
    }
    if (this.home.key !== `${home.id} ${home.hash}` || !this.homeNode || this.homeNode.parentNode !== this.pane) {
      this.homeNode = el("div", { class: "home" }, ...this.home.draw(home));
    }
    arrange(this.pane, [this.homeNode, ...(home.trouble ? [el("div", { class: "trouble-line", role: "alert", text: home.trouble })] : []), ...this.saidNodes()]);
    this.home.show(home);
    this.home.focusAgain?.();
    this.home.focusAgain = null;
  }

  drawMessages() {
    const ids = new Set(this.places.map((one) => one.id));
    const entries = this.places.flatMap((place) => place.messages.map((one, number) => {
      const fresh = number >= place.messages.length - place.unread;
      return { when: Number(one.ts) * 1000, key: `${place.id} ${one.ts}`, state: JSON.stringify([one, fresh, this.zone]), node: () => this.messageNode(one, fresh) };
    }));
    this.screen.trouble.forEach((one, number) => {
      const draw = () => el("div", { class: "trouble-line", role: "alert", text: one.text });
      if (ids.has(one.channel)) entries.push({ when: Date.parse(one.at), key: `trouble ${number}`, state: one.text, node: draw });
    });
    entries.sort((one, other) => one.when - other.when);
    const before = this.pane.lastElementChild;
    arrange(this.pane, [...entries.map((one) => this.entryNode(one)), ...(entries.length ? [] : [this.emptyNode()]), ...this.saidNodes()]);
    if (before !== this.pane.lastElementChild) this.pane.scrollTop = this.pane.scrollHeight;
  }

  entryNode({ key, state, node }) {
    const kept = this.articles.get(key);
    if (kept && kept.state === state) return kept.node;
    const drawn = node();
    this.articles.set(key, { state, node: drawn });
    return drawn;
  }

  emptyNode() {
    const { app } = this.screen;
    const first = app.commands[app.commands.length - 1];
    const what = first ? `Type ${app.commands.join(" or ")} in the field below and press Enter. With “help” after it, most apps say what they can do: ${first} help` : "Write to the app in the field below.";
    return el("div", { class: "empty" }, el("p", { text: this.tab === "messages" ? `This is where ${app.name} writes to this person. Nothing has come yet.` : "Nothing has been said here." }), el("p", { text: what }));
  }

  messageNode(message, fresh) {
    const head = el("header", {}, el("strong", { text: message.author_name }), el("time", { text: moment(Number(message.ts) * 1000, this.zone, false) }));
    if (message.edited) head.append(el("small", { text: "(edited)" }));
    const place = { values: {}, takes: false, fields: [], press: (what) => this.press({ ...what, on: null, message: message.ts }) };
    const body = message.blocks.length ? drawBlocks(message.blocks, place) : [el("div", { class: "block", text: textOf({ type: "mrkdwn", text: message.text }) })];
    const only = message.ephemeral ? el("small", { class: "only-label", text: "Only visible to you" }) : null;
    const looks = ["message", message.ephemeral ? "only-you" : "", fresh ? "fresh" : ""].filter(Boolean).join(" ");
    return el("article", { class: looks, "data-ts": message.ts }, only, head, ...body);
  }

  // What the workspace itself answers to the last act.
  saidNodes() {
    if (!this.said) return [];
    if (!this.saidNode || this.saidNode.dataset.said !== this.said) {
      this.saidNode = el("div", { class: "message only-you said", role: "status", "data-said": this.said }, el("small", { class: "only-label", text: "Only visible to you" }), el("div", { text: this.said }));
    }
    return [this.saidNode];
  }

  drawModal() {
    const { stack } = this.screen;
    const view = stack[stack.length - 1];
    for (const one of [this.tabs, this.pane, this.compose]) one.inert = Boolean(view);
    if (!view) {
      const had = this.modal.key && this.acting;
      this.modal.forget();
      this.over.replaceChildren();
      if (had) (this.compose.hidden ? this.pane : this.input).focus({ preventScroll: true });
      return;
    }
    if (this.modal.key !== `${view.id} ${view.hash}`) this.drawView(view, stack.slice(0, -1));
    this.dialog.show(view);
    this.modal.show(view);
  }

  drawView(view, below) {
    const same = this.dialog && this.dialog.id === view.id && this.modal.key !== null;
    const mine = this.acting > 0 || this.node.contains(document.activeElement);
    const scrolled = same ? this.dialog.body.scrollTop : 0;
    const fields = this.modal.fields.map((one) => one.key).join();
    this.dialog = dialogNode(view, below, this.modal.draw(view), { close: (event) => this.closeModal(event.currentTarget), submit: (event) => this.submit(event.currentTarget) });
    this.over.replaceChildren(this.dialog.node);
    this.dialog.node.classList.toggle("still", same);
    if (fields === this.modal.fields.map((one) => one.key).join()) this.dialog.body.scrollTop = scrolled;
    const again = this.modal.focusAgain && this.modal.focusAgain();
    if (mine && !again) this.dialog.frame.focus({ preventScroll: true });
  }

  async act(act, body) {
    const outcome = await call("POST", `/act/${this.person}/${act}`, body);
    this.said = outcome.error || null;
    await this.refresh();
    return outcome;
  }

  // Work that a button started: it is not pressed twice meanwhile, and what goes wrong is said.
  async during(button, work) {
    if (button && button.disabled) return;
    if (button) button.disabled = true;
    this.busy(1);
    try {
      await work();
    } catch (error) {
      this.said = error.message;
      await this.refresh().catch(() => {});
    } finally {
      this.busy(-1);
      if (button) button.disabled = false;
    }
  }

  busy(more) {
    this.acting += more;
    this.node.setAttribute("aria-busy", String(this.acting > 0));
  }

  async type(event) {
    event.preventDefault();
    const typed = this.input.value.trim();
    const [name, ...rest] = typed.split(/\s/);
    if (!typed) return;
    await this.during(event.submitter || this.compose.lastElementChild, async () => {
      const channel = this.tab === "messages" ? null : this.tab;
      const writes = !name.startsWith("/");
      if (writes && (channel || !this.screen.app.can_write)) {
        this.said = `Nobody can write here. Begin with ${this.screen.app.commands.join(" or ")}.`;
        this.draw();
        return;
      }
      const outcome = writes ? await this.act("say", { text: typed }) : await this.act("command", { name, text: rest.join(" "), channel });
      if (!outcome.error && (writes || !outcome.trouble) && this.input.value.trim() === typed) this.input.value = "";
    });
  }

  async turnTo(tab) {
    this.tab = tab;
    this.said = null;
    await this.during(null, async () => {
      if (this.screen) this.draw();
      await (tab === "home" ? this.act("home", { tab }) : this.act("read", {}));
      if (this.tab !== "home") this.pane.scrollTop = this.pane.scrollHeight;
    });
  }

  // Whoever touches the phone has seen what it shows.
  look() {
    const unread = this.screen && this.tab !== "home" && this.places.some((one) => one.unread);
    if (unread && !this.looking) this.looking = setTimeout(() => this.hasLooked(), 1500);
  }

  hasLooked() {
    this.looking = 0;
    call("POST", `/act/${this.person}/read`, {}).catch(() => {});
  }

  async submit(button) {
    await this.during(button, async () => {
      await this.modal.save();
      const outcome = await this.act("submit", { copies: 1 });
      if (outcome.kind === "errors" && this.modal.wrong) this.modal.wrong.focus();
    });
  }

  async press({ element, block, entry, on, message, button }) {
    if (element.confirm && !(await this.sure(element.confirm))) return;
    await this.during(button, async () => {
      await this.modal.save();
      await this.home.save();
      await this.act("press", { what: element.action_id, on, message, nth: this.nth({ element, block, entry, on, message }) });
    });
  }

  // Buttons are told apart by their place among those with the same action id.
  nth({ element, block, entry, on, message }) {
    const { home, stack, conversations } = this.screen;
    const said = conversations.flatMap((one) => one.messages).find((one) => one.ts === message);
    const from = message ? said : on === "home" ? home : stack[stack.length - 1];
    const alike = from.buttons.filter((one) => one.action_id === element.action_id);
    return Math.max(0, alike.findIndex((one) => one.block_id === block.block_id)) + entry;
  }

  sure(confirm) {
    return new Promise((resolve) => {
      const focused = document.activeElement;
      const question = questionNode(confirm, (answer) => {
        question.remove();
        if (focused) focused.focus({ preventScroll: true });
        resolve(answer);
      });
      this.screenNode.append(question);
      question.querySelector("button").focus();
    });
  }

  async closeModal(button) {
    await this.during(button, async () => {
      this.modal.forget();
      this.modal.key = "closing";
      await this.act("close", {});
    });
  }
}
