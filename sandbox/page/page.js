// The page: a few people's phones side by side, and the workspace's clock. It uses the same control API as tests do.

import { drawBlocks, el, valueOf } from "/draw.js";

const SHOWN = 3;
const phones = [];
let people = [];
let zone = "UTC";

async function call(method, path, body) {
  const answer = await fetch(`/control${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || "the workspace refused");
  return said;
}

const moment = (iso) =>
  new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: zone }).format(new Date(iso));

class Phone {
  constructor(person) {
    this.tab = "messages";
    this.said = null;
    this.drawn = {};
    this.lastSeen = 0;
    this.build();
    this.become(person);
  }

  build() {
    this.who = el("select", { "aria-label": "Whose screen this is", onchange: () => this.become(this.who.value) });
    for (const one of people) this.who.append(el("option", { value: one.id, text: one.deleted ? `${one.name} (deactivated)` : one.name }));
    this.toasts = el("div", { "aria-live": "polite" });
    this.tabs = {};
    const tabs = el("div", { class: "tabs", role: "tablist" });
    for (const [name, label] of [["messages", "Messages"], ["home", "Home"]]) {
      this.tabs[name] = el("button", { type: "button", role: "tab", text: label, onclick: () => this.turnTo(name) });
      tabs.append(this.tabs[name]);
    }
    this.pane = el("div", { class: "pane" });
    this.input = el("input", { type: "text", "aria-label": "Type a command", autocomplete: "off" });
    const compose = el("form", { class: "compose", onsubmit: (event) => this.type(event) }, this.input, el("button", { type: "submit", text: "Send" }));
    this.over = el("div");
    this.node = el("section", { class: "phone" }, el("div", { class: "phone-head" }, this.who), this.toasts, tabs, this.pane, compose, this.over);
  }

  async become(person) {
    this.person = person;
    this.who.value = person;
    this.drawn = {};
    this.said = null;
    this.lastSeen = Infinity;
    this.node.setAttribute("data-person", person);
    this.pane.replaceChildren();
    this.over.replaceChildren();
    drawSwitcher();
    await this.refresh();
    this.lastSeen = this.screen.notifications.length;
  }

  async refresh() {
    this.screen = await call("GET", `/screen/${this.person}`);
    this.input.placeholder = `${this.screen.app.commands[0] || "/"} …`;
    this.drawTabs();
    this.drawPane();
    this.drawModal();
    this.drawToasts();
  }

  once(name, state, draw) {
    const key = JSON.stringify(state);
    if (this.drawn[name] === key) return;
    this.drawn[name] = key;
    draw();
  }

  drawTabs() {
    for (const [name, button] of Object.entries(this.tabs)) {
      button.setAttribute("aria-selected", String(this.tab === name));
      const unread = name === "messages" ? this.screen.unread : 0;
      button.replaceChildren(button.firstChild, ...(unread ? [el("span", { class: "badge", text: unread, "aria-label": `${unread} unread` })] : []));
    }
  }

  drawToasts() {
    const fresh = this.screen.notifications.slice(this.lastSeen);
    this.lastSeen = Math.min(this.lastSeen, this.screen.notifications.length) + fresh.length;
    for (const one of fresh.slice(-2)) {
      const toast = el("div", { class: "toast" }, el("small", { text: this.screen.app.name }), el("span", { text: one.text }));
      this.toasts.append(toast);
      setTimeout(() => toast.remove(), 6000);
    }
  }

  drawPane() {
    const { conversations, home, trouble } = this.screen;
    if (this.tab === "home") {
      this.once("pane", ["home", home && home.hash], () => this.pane.replaceChildren(...this.homeNodes(home)));
      return;
    }
    const messages = conversations.filter((one) => one.kind === "im").flatMap((one) => one.messages);
    this.once("pane", ["messages", messages, trouble, this.said], () => {
      this.pane.replaceChildren(...messages.map((one) => this.messageNode(one)), ...this.saidNodes(trouble));
      if (!messages.length && !this.said) this.pane.append(el("p", { class: "empty", text: `Nothing here yet. Type ${this.screen.app.commands[0] || "a command"} below.` }));
      this.pane.scrollTop = this.pane.scrollHeight;
    });
  }

  homeNodes(home) {
    if (!home) return [el("p", { class: "empty", text: "Home is empty." })];
    return drawBlocks(home.blocks, this.place(home, "home", null));
  }

  messageNode(message) {
    const head = el("header", {}, el("strong", { text: message.author_name }), el("time", { text: moment(Number(message.ts) * 1000) }));
    const place = this.place({ id: message.ts, values: {}, errors: {} }, null, message.ts);
    const body = message.blocks.length ? drawBlocks(message.blocks, place) : [el("div", { class: "block", text: message.text })];
    return el("article", { class: message.ephemeral ? "message only-you" : "message" }, head, ...body);
  }

  saidNodes(trouble) {
    const last = trouble[trouble.length - 1];
    return [
      this.said ? el("div", { class: "only-you", role: "status" }, el("small", { class: "hint", text: "Only visible to you" }), el("div", { text: this.said })) : null,
      last ? el("div", { class: "said-trouble", role: "alert", text: last.text }) : null,
    ].filter(Boolean);
  }

  place(view, on, message) {
    const press = (action, block, button) => this.press(action, { on, message, block, button });
    return { id: `${this.person}-${view.id}`, values: view.values || {}, errors: view.errors || {}, people, press };
  }

  drawModal() {
    const view = this.screen.stack[this.screen.stack.length - 1];
    if (!view) {
      this.once("modal", null, () => this.over.replaceChildren());
      return;
    }
    this.once("modal", [view.id, view.hash, view.errors, view.trouble], () => {
      this.over.replaceChildren(this.modalNode(view));
      const wrong = this.over.querySelector(".wrong");
      if (wrong) wrong.scrollIntoView({ block: "center" });
    });
  }

  modalNode(view) {
    const body = el("div", { class: "modal-body" });
    if (view.trouble) body.append(el("div", { class: "said-trouble", role: "alert", text: view.trouble }));
    body.append(...drawBlocks(view.blocks, this.place(view, "modal", null)));
    const foot = el("div", { class: "modal-foot" }, el("button", { type: "button", text: view.close || "Close", onclick: () => this.closeModal() }));
    if (view.submit) foot.append(el("button", { type: "button", class: "primary", text: view.submit, onclick: (event) => this.submit(event.currentTarget) }));
    const head = el("div", { class: "modal-head" }, el("h2", { text: view.title }));
    return el("div", { class: "veil" }, el("div", { class: "modal", role: "dialog", "aria-label": view.title }, head, body, foot));
  }

  async act(act, body) {
    const outcome = await call("POST", `/act/${this.person}/${act}`, body);
    this.said = outcome.text || outcome.error || null;
    await this.refresh();
    return outcome;
  }

  async during(button, work) {
    if (button) button.disabled = true;
    try {
      await work();
    } catch (error) {
      this.said = error.message;
      await this.refresh();
    } finally {
      if (button) button.disabled = false;
    }
  }

  async type(event) {
    event.preventDefault();
    const [name, ...rest] = this.input.value.trim().split(" ");
    if (!name) return;
    await this.during(event.submitter, async () => {
      await this.act("command", { name, text: rest.join(" "), channel: null });
      this.input.value = "";
    });
  }

  async turnTo(tab) {
    this.tab = tab;
    await this.act(tab === "messages" ? "read" : "home", tab === "messages" ? {} : { tab });
  }

  async fill() {
    const values = {};
    for (const field of this.over.querySelectorAll(".field")) values[field.dataset.block] = valueOf(field);
    if (Object.keys(values).length) await call("POST", `/act/${this.person}/fill`, { values, on: "modal" });
  }

  async submit(button) {
    await this.during(button, async () => {
      await this.fill();
      await this.act("submit", { copies: 1 });
    });
  }

  async press(action, { on, message, block, button }) {
    await this.during(button, async () => {
      if (on === "modal") await this.fill();
      const what = await this.nth(action, block, { on, message });
      await this.act("press", { what: action, on, message, nth: what });
    });
  }

  // Buttons are told apart by their place among those with the same action id.
  async nth(action, block, { on, message }) {
    const view = on === "home" ? this.screen.home : this.screen.stack[this.screen.stack.length - 1];
    const said = this.screen.conversations.flatMap((one) => one.messages).find((one) => one.ts === message);
    const buttons = (message ? said : view).buttons.filter((one) => one.action_id === action);
    return Math.max(0, buttons.findIndex((one) => one.block_id === block));
  }

  async closeModal() {
    await this.during(null, () => this.act("close", {}));
  }
}

function drawSwitcher(front) {
  const switcher = document.getElementById("switcher");
  switcher.replaceChildren(
    ...phones.map((phone, number) => {
      const name = (people.find((one) => one.id === phone.person) || { name: "" }).name;
      const current = front === undefined ? phone.node.classList.contains("front") : number === front;
      phone.node.classList.toggle("front", current);
      return el("button", { type: "button", text: name, "aria-current": String(current), onclick: () => drawSwitcher(number) });
    }),
  );
}

async function showClock() {
  const clock = await call("GET", "/clock");
  document.getElementById("now").textContent = moment(clock.now);
  document.getElementById("due").textContent = clock.next_due ? `next: ${moment(clock.next_due)}` : "nothing is due";
  document.getElementById("to-next").disabled = !clock.next_due;
}

function clockButton(id, order) {
  const button = document.getElementById(id);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await call("POST", "/clock", order);
      await showClock();
    } finally {
      button.disabled = false;
    }
  });
}

async function watch() {
  let revision = 0;
  for (;;) {
    try {
      const said = await call("GET", `/wait?since=${revision}&seconds=20`);
      revision = said.revision;
      await Promise.all(phones.map((phone) => phone.refresh()));
      await showClock();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function start() {
  people = (await call("GET", "/people")).filter((one) => one.kind !== "bot");
  const first = people.slice(0, SHOWN);
  zone = (first[0] && first[0].tz) || "UTC";
  for (const one of first) {
    const phone = new Phone(one.id);
    phones.push(phone);
    document.getElementById("phones").append(phone.node);
  }
  drawSwitcher(0);
  document.getElementById("app-name").textContent = (await call("GET", `/screen/${first[0].id}`)).app.name;
  clockButton("to-next", { advance_to_next: true });
  clockButton("a-day", { advance_by: 86400 });
  clockButton("a-week", { advance_by: 604800 });
  await showClock();
  await watch();
}

start();
