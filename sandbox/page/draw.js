// Draws blocks. Everything is set as text, so nothing anybody wrote can become markup.

import { el, textOf } from "/base.js";
import { Field, holdsValue } from "/fields.js";

// Never a blank: what cannot be drawn says so.
const cannot = (what) => el("div", { class: "trouble-line", text: `This page cannot draw ${what}.` });

export function drawBlocks(blocks, place) {
  return blocks.map((block) => drawBlock(block, place));
}

function drawBlock(block, place) {
  switch (block.type) {
    case "header":
      return el("div", { class: "block block-header", role: "heading", "aria-level": "3", text: textOf(block.text) });
    case "section":
      return drawSection(block, place);
    case "context":
      return el("div", { class: "block block-context", text: block.elements.map(textOf).join(" · ") });
    case "divider":
      return el("hr", { class: "block-divider" });
    case "actions":
      return el("div", { class: "block block-actions" }, ...block.elements.flatMap((one) => drawElement(one, block, place)));
    case "input":
      return drawElement(block.element, block, place)[0];
    default:
      return cannot(`a ${block.type} block`);
  }
}

function drawSection(block, place) {
  const section = el("div", { class: "block" });
  if (block.text) section.append(el("div", { text: textOf(block.text) }));
  if (block.fields) {
    section.append(el("div", { class: "block-fields" }, ...block.fields.map((one) => el("div", { text: textOf(one) }))));
  }
  if (block.accessory) section.append(el("div", { class: "block-actions" }, ...drawElement(block.accessory, block, place)));
  return section;
}

function drawElement(element, block, place) {
  if (element.type === "button") return [drawButton(element, textOf(element.text), 0, block, place)];
  if (element.type === "overflow") {
    return element.options.map((one, entry) => drawButton(element, textOf(one.text), entry, block, place));
  }
  if (!holdsValue(element) || !place.takes) return [cannot(`a ${element.type} here`)];
  const field = new Field(block, element, place);
  place.fields.push(field);
  return [field.node];
}

function drawButton(element, label, entry, block, place) {
  const press = (event) => {
    // As Slack does: the browser opens the address, and the app hears of the press all the same.
    if (element.url) window.open(element.url, "_blank", "noopener");
    return place.press({ element, block, entry, button: event.currentTarget });
  };
  return el("button", { type: "button", class: element.style || "", text: label, onclick: press });
}
