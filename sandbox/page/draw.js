// Draws blocks. Everything is set as text, so nothing anybody wrote can become markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const textOf = (object) => (object ? object.text : "");

// What an element holds right now, in the shape the control API takes.
const readers = new WeakMap();

export function valueOf(field) {
  return readers.get(field)();
}

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
      return el("div", { class: "block block-actions" }, ...block.elements.map((one) => drawButton(one, block, place)));
    case "input":
      return drawInput(block, place);
    default:
      // Never a blank: what cannot be drawn says so.
      return el("div", { class: "said-trouble", text: `This page cannot draw a ${block.type} block.` });
  }
}

function drawSection(block, place) {
  const section = el("div", { class: "block" });
  if (block.text) section.append(el("div", { text: textOf(block.text) }));
  if (block.fields) {
    section.append(el("div", { class: "block-fields" }, ...block.fields.map((one) => el("div", { text: textOf(one) }))));
  }
  if (block.accessory) section.append(drawButton(block.accessory, block, place));
  return section;
}

function drawButton(element, block, place) {
  if (element.type !== "button") {
    return el("span", { class: "said-trouble", text: `This page cannot draw a ${element.type} here.` });
  }
  const press = async () => {
    if (element.confirm && !window.confirm(`${textOf(element.confirm.title)}\n\n${textOf(element.confirm.text)}`)) return;
    await place.press(element.action_id, block.block_id, button);
  };
  const button = el("button", { type: "button", class: element.style || "", text: textOf(element.text), onclick: press });
  return button;
}

function drawInput(block, place) {
  const state = (place.values[block.block_id] || {})[block.element.action_id] || {};
  const error = place.errors[block.block_id];
  const many = ["radio_buttons", "checkboxes"].includes(block.element.type);
  const id = `${place.id}-${block.block_id}`;
  const title = el(many ? "legend" : "label", { for: many ? null : id, text: textOf(block.label) });
  if (block.optional) title.append(el("span", { class: "optional", text: " (optional)" }));
  const field = el(many ? "fieldset" : "div", { class: error ? "field wrong" : "field", "data-block": block.block_id }, title);
  const [control, read] = drawElement(block.element, state, { id, people: place.people });
  field.append(control);
  if (block.hint) field.append(el("div", { class: "hint", text: textOf(block.hint) }));
  if (error) field.append(el("div", { class: "error", role: "alert", text: error }));
  readers.set(field, read);
  return field;
}

function drawElement(element, state, { id, people }) {
  switch (element.type) {
    case "plain_text_input":
      return drawText(element, state, id);
    case "number_input":
      return simple("input", { id, type: "number", step: element.is_decimal_allowed ? "any" : "1" }, state.value);
    case "email_text_input":
      return simple("input", { id, type: "email" }, state.value);
    case "datepicker":
      return simple("input", { id, type: "date" }, state.selected_date);
    case "timepicker":
      return simple("input", { id, type: "time" }, state.selected_time);
    case "static_select":
      return drawSelect(optionsOf(element), (state.selected_option || {}).value, id);
    case "multi_static_select":
      return drawChoices("checkbox", optionsOf(element), (state.selected_options || []).map((one) => one.value), id);
    case "users_select":
      return drawSelect(people.map((one) => ({ value: one.id, label: nameOf(one) })), state.selected_user, id);
    case "radio_buttons":
      return drawChoices("radio", optionsOf(element), [(state.selected_option || {}).value], id);
    case "checkboxes":
      return drawChoices("checkbox", optionsOf(element), (state.selected_options || []).map((one) => one.value), id);
    default:
      return [el("div", { class: "said-trouble", text: `This page cannot draw a ${element.type}.` }), () => null];
  }
}

const nameOf = (person) => person.name + (person.deleted ? " (deactivated)" : person.kind === "member" ? "" : ` (${person.kind.replace("_", " ")})`);

function optionsOf(element) {
  const options = element.options || (element.option_groups || []).flatMap((group) => group.options);
  return options.map((one) => ({ value: one.value, label: textOf(one.text), more: textOf(one.description) }));
}

function simple(tag, attributes, value) {
  const control = el(tag, attributes);
  control.value = value || "";
  return [control, () => control.value || null];
}

function drawText(element, state, id) {
  const attributes = { id, placeholder: textOf(element.placeholder), maxlength: element.max_length || 3000 };
  return element.multiline
    ? simple("textarea", attributes, state.value)
    : simple("input", { ...attributes, type: "text" }, state.value);
}

function drawSelect(options, chosen, id) {
  const control = el("select", { id }, el("option", { value: "", text: "Choose…" }));
  for (const one of options) control.append(el("option", { value: one.value, text: one.label }));
  control.value = chosen || "";
  return [control, () => control.value || null];
}

function drawChoices(type, options, chosen, id) {
  const box = el("div");
  for (const one of options) {
    const input = el("input", { type, name: id, value: one.value });
    input.checked = chosen.includes(one.value);
    const label = el("span", { text: one.label });
    if (one.more) label.append(el("small", { text: one.more }));
    box.append(el("label", { class: "choice" }, input, label));
  }
  const checked = () => [...box.querySelectorAll("input:checked")].map((input) => input.value);
  return [box, () => (type === "radio" ? checked()[0] || null : checked())];
}
