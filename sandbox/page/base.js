// What every part of the page needs: nodes, calls, dates, and text as it looks.

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

// Puts these nodes into a parent without touching those that are already in place: focus stays where it is.
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] || null);
  });
}

export async function call(method, path, body) {
  const sends = body !== undefined;
  const answer = await fetch(`/control${path}`, {
    method,
    headers: sends ? { "Content-Type": "application/json" } : {},
    body: sends ? JSON.stringify(body) : undefined,
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error || "the workspace refused");
  return said;
}

export function moment(when, zone, year = true) {
  const parts = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat("en", { ...parts, ...(year ? { year: "numeric" } : {}), timeZone: zone }).format(new Date(when));
}

export function hour(when, zone) {
  return new Intl.DateTimeFormat("en", { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(new Date(when));
}

let names = {};

export function learnNames(people) {
  names = Object.fromEntries(people.map((one) => [one.id, one.name]));
}

// Markup as it looks: mentions by name, links by label, entities undone. The result is only ever set as text.
function readable(text) {
  const plain = text.replace(/<([^<>\n]+)>/g, (_, inside) => {
    const [target, label] = inside.split(/\|(.*)/s);
    if (target.startsWith("@")) return `@${names[target.slice(1)] || target.slice(1)}`;
    return label || target.replace(/^[!#]/, "");
  });
  const bare = [/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, /(?<![\w_])_([^_\n]+)_(?![\w_])/g, /(?<![\w~])~([^~\n]+)~(?![\w~])/g]
    .reduce((shown, mark) => shown.replace(mark, "$1"), plain)
    .replaceAll("`", "");
  return bare.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function textOf(object) {
  if (!object) return "";
  return object.type === "mrkdwn" ? readable(object.text) : object.text;
}
