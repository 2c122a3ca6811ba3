/** What each element of a page does to the document. Elements not named here only end lines, or nothing. */
import type { LineKind } from "./block-builder.ts";
import { HEADINGS, says } from "./elements.ts";
import type { Marks } from "./line.ts";
import { keepCode, keepPicture } from "./role-leaves.ts";
import { count, onward, type Role } from "./role-plan.ts";
import { findHref, isLink } from "./source-address.ts";

export const roles: Readonly<Record<string, Role>> = {
  ...each(HEADINGS, heading()),
  ...each(["em", "i", "cite", "dfn", "var"], marked({ em: true })),
  ...each(["strong", "b"], marked({ strong: true })),
  ...each(["code", "kbd", "samp", "tt"], marked({ code: true })),
  ...each(["u", "s", "strike", "del", "ins", "sub", "sup", "mark", "math"], unkeptFormat),
  ...each(["ul", "menu"], opened("bullet_list")),
  a: link,
  q: quoted,
  br: lineBreak,
  hr: separator,
  img: keepPicture,
  pre: keepCode,
  blockquote,
  ol: orderedList,
  li: listItem,
  figure,
  figcaption: lines({ type: "caption" }),
  table: opened("table"),
  tr: opened("table_row"),
  td: opened("table_cell"),
  th: opened("table_header"),
};

function each(names: Iterable<string>, role: Role): Record<string, Role> {
  return Object.fromEntries(Array.from(names, (name) => [name, role]));
}

function marked(added: Partial<Marks>): Role {
  return (_, element, marks) => onward(element, { ...marks, ...added });
}

/** Its text is kept, its look is not. */
function unkeptFormat(...[{ changed }, element, marks]: Parameters<Role>) {
  count(changed, "formatting");
  return onward(element, marks);
}

function opened(type: string): Role {
  return ({ blocks, changed }, element, marks) => {
    if (blocks.open(type)) return onward(element, marks, () => blocks.close());
    count(changed, "flattened");
    return onward(element, marks, () => blocks.endLine());
  };
}

/** All lines in the element become this. */
function lines(kind: LineKind): Role {
  return ({ blocks }, element, marks) => {
    blocks.openKind(kind);
    return onward(element, marks, () => blocks.closeKind());
  };
}

function heading(): Role {
  return (reading, element, marks) => {
    const level = Number(element.name.slice(1)) <= reading.plan.largerLevel ? 2 : 3;
    return lines({ type: "heading", level })(reading, element, marks);
  };
}

function link(...[{ dropped }, element, marks]: Parameters<Role>) {
  if (!isLink(element)) return onward(element, marks);
  const href = findHref(element);
  if (href === null) count(dropped, "unsafe-link");
  return onward(element, { ...marks, href });
}

/** A browser puts the quotation marks there itself, so that they are not in the text. */
function quoted(...[{ blocks }, element, marks]: Parameters<Role>) {
  blocks.text("“", marks);
  return onward(element, marks, () => blocks.text("”", marks));
}

function lineBreak(...[{ blocks }]: Parameters<Role>) {
  blocks.lineBreak();
  return null;
}

/** Medium opens each section with a divider; before the first there is nothing to divide. */
function separator(...[{ blocks, plan }]: Parameters<Role>) {
  blocks.endLine();
  if (!(plan.isMedium && blocks.isEmpty)) blocks.leaf({ type: "separator" });
  return null;
}

function blockquote(...[reading, element, marks]: Parameters<Role>) {
  const role = says(element, /\bpullquote\b/) ? lines({ type: "pullquote" }) : opened("blockquote");
  return role(reading, element, marks);
}

function orderedList(...[{ blocks, changed }, element, marks]: Parameters<Role>) {
  const start = Number(element.attributes.start ?? 1);
  const attrs = Number.isInteger(start) && start >= 0 && start <= 1_000_000 ? { start } : {};
  if (blocks.open("ordered_list", attrs)) return onward(element, marks, () => blocks.close());
  count(changed, "flattened");
  return onward(element, marks, () => blocks.endLine());
}

/** An item without a list gets one. */
function listItem(...[reading, element, marks]: Parameters<Role>) {
  const { blocks } = reading;
  if (blocks.open("list_item")) return onward(element, marks, () => blocks.close());
  if (!blocks.open("bullet_list")) return opened("list_item")(reading, element, marks);
  blocks.open("list_item");
  return onward(element, marks, () => {
    blocks.close();
    blocks.close();
  });
}

function figure(...[{ blocks }, element, marks]: Parameters<Role>) {
  blocks.openFigure();
  return onward(element, marks, () => blocks.closeFigure());
}
