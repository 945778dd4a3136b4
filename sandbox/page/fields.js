// Fields: everything that holds a value. Each knows its node, what it holds, and the complaint at it.

import { el, textOf } from "/base.js";

const nameOf = (person) => {
  if (person.deleted) return `${person.name} (deactivated)`;
  return person.kind === "member" ? person.name : `${person.name} (${person.kind.replace("_", " ")})`;
};

function optionsOf(element) {
  const groups = element.option_groups || [];
  const options = element.options || groups.flatMap((group) => group.options);
  return options.map((one) => ({ value: one.value, label: textOf(one.text), more: textOf(one.description) }));
}

const valuesOf = (state) => (state.selected_options || []).map((one) => one.value);
const valueOf = (state) => (state.selected_option ? state.selected_option.value : null);
const asPeople = (people) => people.map((one) => ({ value: one.id, label: nameOf(one) }));

// By type: how to draw it, and how to find its value in the state the workspace keeps.
const KINDS = {
  plain_text_input: { draw: text, held: (state) => state.value },
  number_input: { draw: number, held: (state) => state.value },
  email_text_input: { draw: (_, look) => input({ ...look, type: "email", autocomplete: "off" }), held: (state) => state.value },
  datepicker: { draw: (_, look) => input({ ...look, type: "date" }), held: (state) => state.selected_date, whole: true },
  timepicker: { draw: (_, look) => input({ ...look, type: "time" }), held: (state) => state.selected_time, whole: true },
  static_select: { draw: (element, look) => select(element, optionsOf(element), look), held: valueOf },
  users_select: { draw: (element, look, people) => select(element, asPeople(people), look), held: (state) => state.selected_user },
  radio_buttons: { draw: (element, look) => choices("radio", optionsOf(element), look), held: valueOf, many: true },
  checkboxes: { draw: (element, look) => choices("checkbox", optionsOf(element), look), held: valuesOf, many: true },
  multi_static_select: { draw: (element, look) => choices("checkbox", optionsOf(element), look, element.max_selected_items), held: valuesOf, many: true },
  multi_users_select: { draw: (element, look, people) => choices("checkbox", asPeople(people), look, element.max_selected_items), held: (state) => state.selected_users, many: true },
};

export const holdsValue = (element) => element.type in KINDS;

export class Field {
  // `place` is what the field stands on: it knows the values, and is told of every edit.
  constructor(block, element, place) {
    this.block = block;
    this.element = element;
    this.key = block.type === "input" ? block.block_id : element.action_id;
    this.kind = KINDS[element.type];
    this.pending = false;
    this.dispatches = block.type !== "input" || block.dispatch_action === true;
    this.build(place);
    this.put(this.kind.held(this.stateIn(place.values)));
    const edited = (finished) => {
      this.count();
      // A date is half typed, and a dispatched text half said, until the person leaves it.
      if (finished || !(this.dispatches || this.kind.whole)) place.edited(this, finished);
    };
    this.node.addEventListener("input", () => edited(false));
    this.node.addEventListener("change", () => edited(true));
  }

  stateIn(values) {
    return (values[this.block.block_id] || {})[this.element.action_id] || {};
  }

  build(place) {
    const { block, element } = this;
    const id = `${place.id}-${block.block_id}-${element.action_id}`;
    const inBlock = block.type === "input";
    const label = inBlock ? textOf(block.label) : textOf(block.text) || textOf(element.placeholder) || "Choose";
    const look = { id, "aria-describedby": `${id}-hint ${id}-error`, "aria-required": inBlock && !block.optional ? "true" : null };
    const drawn = this.kind.draw(element, look, place.people);
    this.control = drawn.control;
    this.read = drawn.read;
    this.put = drawn.put;
    const { many } = this.kind;
    const title = el(many ? "legend" : "label", { for: many ? null : id, class: inBlock ? null : "unseen" }, el("span", { text: label }));
    if (inBlock && block.optional) title.append(el("span", { class: "optional", text: " (optional)" }));
    this.counter = el("div", { class: "counter", hidden: true });
    this.hint = el("div", { class: "hint", id: `${id}-hint`, text: textOf(block.hint) });
    this.error = el("div", { class: "error", id: `${id}-error`, role: "alert", hidden: true });
    this.node = el(many ? "fieldset" : "div", { class: "field", "data-block": block.block_id, "data-field": element.action_id }, title, this.control, this.hint, this.counter, this.error);
  }

  // Near the limit it says how many characters are left; past it nothing is cut off.
  count() {
    const limit = this.element.max_length || 3000;
    const length = this.element.type === "plain_text_input" ? (this.read() || "").length : 0;
    this.counter.hidden = length < limit * 0.8;
    this.counter.classList.toggle("over", length > limit);
    this.counter.textContent = length > limit ? `${length - limit} too many` : `${limit - length} left`;
  }

  complain(text) {
    this.error.hidden = !text;
    if (this.error.textContent !== (text || "")) this.error.textContent = text || "";
    this.node.classList.toggle("wrong", Boolean(text));
    const control = this.focusable();
    if (control) control.setAttribute("aria-invalid", String(Boolean(text)));
  }

  // What the workspace holds, unless the person is just writing here.
  sync(values) {
    if (this.pending || this.node.contains(document.activeElement)) return;
    const held = this.kind.held(this.stateIn(values)) ?? null;
    if (JSON.stringify(held) !== JSON.stringify(this.read())) this.put(held);
    this.count();
  }

  focusable() {
    return this.control.matches("input, select, textarea") ? this.control : this.control.querySelector("input");
  }

  focus() {
    const control = this.focusable();
    if (control) control.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: "center" });
  }
}

function plainControl(control) {
  return { control, read: () => control.value || null, put: (value) => { control.value = value ?? ""; } };
}

function input(attributes) {
  return plainControl(el("input", attributes));
}

function text(element, look) {
  const attributes = { ...look, placeholder: textOf(element.placeholder) || null, autocomplete: "off" };
  if (!element.multiline) return input({ ...attributes, type: "text" });
  return plainControl(el("textarea", { ...attributes, rows: "4" }));
}

function number(element, look) {
  const limits = { min: element.min_value, max: element.max_value, step: element.is_decimal_allowed ? "any" : "1" };
  return input({ ...look, ...limits, type: "number" });
}

function select(element, options, look) {
  const control = el("select", look, el("option", { value: "", text: textOf(element.placeholder) || "Choose…" }));
  for (const one of options) control.append(el("option", { value: one.value, text: one.label }));
  return plainControl(control);
}

function choices(type, options, look, most = Infinity) {
  const control = el("div", { class: "choices" });
  for (const one of options) {
    const box = el("input", { type, name: look.id, value: one.value, "aria-describedby": look["aria-describedby"] });
    const words = el("span", { text: one.label });
    if (one.more) words.append(el("small", { text: one.more }));
    control.append(el("label", { class: "choice" }, box, words));
  }
  const boxes = [...control.querySelectorAll("input")];
  const checked = () => boxes.filter((box) => box.checked).map((box) => box.value);
  // With as many chosen as may be, the others wait until one is given up.
  const limit = () => {
    const full = checked().length >= most;
    for (const box of boxes) box.disabled = full && !box.checked;
  };
  control.addEventListener("change", limit);
  const put = (value) => {
    const chosen = Array.isArray(value) ? value : [value];
    for (const box of boxes) box.checked = chosen.includes(box.value);
    limit();
  };
  return { control, read: () => (type === "radio" ? checked()[0] ?? null : checked()), put };
}
