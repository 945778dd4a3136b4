// What lies over a phone: the open form, and the question whether somebody is sure.

import { el, textOf } from "/base.js";

let made = 0;

export function dialogNode(view, below, blocks, { close, submit }) {
  const id = `dialog-${(made += 1)}`;
  const trouble = el("div", { class: "trouble-line", role: "alert", hidden: true });
  const wrong = el("div", { class: "wrong-line", role: "status", hidden: true });
  const body = el("div", { class: "modal-body" }, trouble, ...blocks);
  const closing = el("button", { type: "button", class: "close", text: view.close || "Close", onclick: close });
  const sending = view.submit ? el("button", { type: "button", class: "primary submit", text: view.submit, onclick: submit }) : null;
  const head = el("div", { class: "modal-head" }, el("h2", { id, text: view.title }));
  const frame = el("div", { class: "modal", role: "dialog", "aria-labelledby": id, tabindex: "-1", "data-view": view.id }, head, body, wrong, el("div", { class: "modal-foot" }, closing, sending));
  // The forms underneath look out above it, as cards in a pile do.
  const under = below.map((one) => el("div", { class: "under" }, el("span", { class: "unseen", text: "Underneath: " }), el("span", { text: one.title })));
  const node = el("div", { class: "veil" }, ...under, frame);
  const show = (now) => {
    trouble.hidden = !now.trouble;
    if (trouble.textContent !== (now.trouble || "")) {
      trouble.textContent = now.trouble || "";
      if (now.trouble) body.scrollTop = 0;
    }
    const count = Object.keys(now.errors).length;
    wrong.hidden = !count;
    wrong.textContent = count === 1 ? "One answer needs another look." : `${count} answers need another look.`;
    if (sending) sending.textContent = now.busy ? "Sending…" : now.submit;
  };
  return { id: view.id, node, frame, body, show };
}

export function questionNode(confirm, answer) {
  const yes = el("button", { type: "button", class: confirm.style === "danger" ? "danger" : "primary", text: textOf(confirm.confirm) || "Yes", onclick: () => answer(true) });
  const no = el("button", { type: "button", text: textOf(confirm.deny) || "Cancel", onclick: () => answer(false) });
  const onkeydown = (event) => event.key === "Escape" && answer(false);
  const words = [el("h2", { text: textOf(confirm.title) }), el("p", { text: textOf(confirm.text) })];
  const frame = el("div", { class: "question-box", role: "alertdialog", "aria-modal": "true", "aria-label": textOf(confirm.title), onkeydown }, ...words, el("div", { class: "modal-foot" }, no, yes));
  return el("div", { class: "veil question" }, frame);
}
