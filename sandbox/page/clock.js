// The workspace's clock: where it stands, what it waits for, and the buttons that move it.

import { call, moment } from "/base.js";

const at = (id) => document.getElementById(id);
const BUTTONS = { "to-next": { advance_to_next: true }, "a-day": { advance_by: 86400 }, "a-week": { advance_by: 604800 } };
const LOOKS_EVERY = 150;

export class Clock {
  constructor(zone) {
    this.zone = zone;
    this.moving = false;
    for (const [id, order] of Object.entries(BUTTONS)) at(id).addEventListener("click", () => this.move(id, order));
  }

  async show() {
    const clock = await call("GET", "/clock");
    this.last = clock;
    at("now").textContent = moment(clock.now, this.zone);
    at("now").dateTime = clock.now;
    at("zone").textContent = this.zone.replaceAll("_", " ");
    if (this.moving) return clock;
    at("due").textContent = clock.next_due ? `Next due: ${moment(clock.next_due, this.zone, false)}` : "Nothing is due";
    for (const id of Object.keys(BUTTONS)) at(id).disabled = id === "to-next" && !clock.next_due;
    return clock;
  }

  async move(id, order) {
    if (this.moving) return;
    this.moving = true;
    const { now, next_due: due } = this.last;
    const from = Date.parse(now);
    const target = order.advance_by ? from + order.advance_by * 1000 : Math.max(from + 1, Date.parse(due));
    for (const other of Object.keys(BUTTONS)) at(other).disabled = true;
    at("due").textContent = `On the way to ${moment(target, this.zone, false)}…`;
    at("progress").hidden = false;
    at("progress").value = 0;
    const follow = setInterval(() => this.follow(from, target), LOOKS_EVERY);
    let trouble = null;
    try {
      await call("POST", "/clock", order);
    } catch (error) {
      trouble = error.message;
    }
    clearInterval(follow);
    this.moving = false;
    at("progress").hidden = true;
    await this.show();
    if (trouble) at("due").textContent = `The clock did not move: ${trouble}`;
    at(id).focus({ preventScroll: true });
  }

  async follow(from, target) {
    const clock = await this.show().catch(() => null);
    if (clock) at("progress").value = (Date.parse(clock.now) - from) / (target - from);
  }
}
