// A few people's phones side by side, and the workspace's clock. It uses the same control API as tests do.

import { call, el, learnNames } from "/base.js";
import { Clock } from "/clock.js";
import { Phone } from "/phone.js";

const SHOWN = 3;
const TOGETHER = 60;
const KEPT = "whose-phones";
const at = (id) => document.getElementById(id);
const phones = [];
let front = 0;
let switcherKey = null;

function drawSwitcher() {
  const shown = phones.map((phone, number) => {
    const person = phone.people.find((one) => one.id === phone.person) || { name: "" };
    return [person.name, phone.screen ? phone.screen.unread : 0, number === front];
  });
  const key = JSON.stringify(shown);
  if (key === switcherKey) return;
  switcherKey = key;
  sessionStorage.setItem(KEPT, JSON.stringify(phones.map((one) => one.person)));
  const focused = at("switcher").contains(document.activeElement);
  at("switcher").replaceChildren(...shown.map(([name, unread, current], number) => {
    phones[number].node.classList.toggle("front", current);
    const button = el("button", { type: "button", "aria-pressed": String(current), onclick: () => bring(number) }, el("span", { text: name }));
    if (unread) button.append(el("span", { class: "badge", text: unread }), el("span", { class: "unseen", text: " unread" }));
    return button;
  }));
  if (focused) at("switcher").children[front].focus();
}

function bring(number) {
  front = number;
  drawSwitcher();
}

async function watch(clock) {
  let revision = 0;
  for (;;) {
    try {
      const said = await call("GET", `/wait?since=${revision}&seconds=20`);
      revision = said.revision;
      // Changes come in bursts: one look shows them all.
      await new Promise((resolve) => setTimeout(resolve, TOGETHER));
      await Promise.all(phones.map((phone) => phone.refresh()));
      await clock.show();
      at("gone").hidden = true;
    } catch {
      at("gone").hidden = false;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

function firstShown(people) {
  const there = people.map((one) => one.id);
  let kept = [];
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch {
    // Nothing was kept, or something that is not ours: begin with the first few.
  }
  return kept.length && kept.every((one) => there.includes(one)) ? kept : there.slice(0, SHOWN);
}

async function start() {
  const everybody = await call("GET", "/people");
  learnNames(everybody);
  const people = everybody.filter((one) => one.kind !== "bot");
  const first = firstShown(people);
  for (const person of first) {
    const phone = new Phone(person, everybody, drawSwitcher);
    for (const one of phone.who.options) one.hidden = !people.some((other) => other.id === one.value);
    phones.push(phone);
    at("phones").append(phone.node);
  }
  await Promise.all(phones.map((phone) => phone.ready));
  drawSwitcher();
  const { app } = phones[0].screen;
  at("app-name").textContent = app.name;
  document.title = `${app.name} in a workspace on this machine`;
  const clock = new Clock(phones[0].zone);
  await clock.show();
  await watch(clock);
}

start().catch((error) => {
  at("gone").hidden = false;
  at("gone").textContent = `The page could not start: ${error.message}`;
});
