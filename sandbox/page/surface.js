// A modal or a Home as it stands on the page: its fields, and the way of what is typed to the workspace.

import { call } from "/base.js";
import { drawBlocks } from "/draw.js";

const PAUSE = 400;

export class Surface {
  constructor(phone, on) {
    this.phone = phone;
    this.on = on;
    this.key = null;
    this.fields = [];
    this.saving = Promise.resolve();
  }

  forget() {
    clearTimeout(this.timer);
    this.key = null;
    this.fields = [];
  }

  // Nodes for a view that was not drawn yet. What was typed and not yet sent goes along, and so does the focus.
  draw(view) {
    const before = this.fields;
    const focused = before.find((one) => one.node.contains(document.activeElement));
    const fields = [];
    const place = {
      id: `${this.phone.person}-${view.id}`,
      values: view.values,
      people: this.phone.people,
      takes: true,
      fields,
      edited: (field, finished) => this.edited(field, finished),
      press: (what) => this.phone.press({ ...what, on: this.on, message: null }),
    };
    const nodes = drawBlocks(view.blocks, place);
    for (const field of fields) {
      const old = before.find((one) => one.key === field.key && one.element.type === field.element.type);
      if (!old || !old.pending) continue;
      field.put(old.read());
      field.pending = true;
    }
    this.fields = fields;
    this.key = `${view.id} ${view.hash}`;
    this.focusAgain = focused ? () => this.refocus(focused) : null;
    return nodes;
  }

  refocus(old) {
    const field = this.fields.find((one) => one.key === old.key);
    const control = field && field.focusable();
    if (!control) return false;
    control.focus({ preventScroll: true });
    const caret = old.focusable().selectionStart;
    if (typeof caret === "number") control.setSelectionRange(caret, caret);
    return true;
  }

  show(view) {
    for (const field of this.fields) {
      field.sync(view.values);
      field.complain(view.errors[field.block.block_id] || field.refused || null);
    }
  }

  edited(field, finished) {
    field.pending = true;
    field.refused = null;
    clearTimeout(this.timer);
    if (finished) this.save();
    else this.timer = setTimeout(() => this.save(), PAUSE);
  }

  // One after the other, so that the last thing typed is the last to arrive.
  save() {
    clearTimeout(this.timer);
    const pending = this.fields.filter((one) => one.pending);
    this.saving = this.saving.then(async () => {
      for (const field of pending) if (field.pending) await this.send(field);
    });
    return this.saving;
  }

  async send(field) {
    const value = field.read();
    try {
      await call("POST", `/act/${this.phone.person}/fill`, { values: { [field.key]: value }, on: this.on });
    } catch (error) {
      // A view that went away meanwhile has no field to complain at.
      if (this.fields.includes(field)) field.refused = error.message;
      field.complain(field.refused);
    }
    if (JSON.stringify(field.read()) === JSON.stringify(value)) field.pending = false;
  }

  get wrong() {
    return this.fields.find((one) => !one.error.hidden);
  }
}
