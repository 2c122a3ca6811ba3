/** Making DOM elements: a tag, its attributes, what is in it. */

type Child = Node | string;
type Attributes = Record<string, string | boolean | ((event: Event) => void)>;

/** Functions are listeners by their event's name, `true` is an attribute without a value, `false` none. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** A button that does `act` and leaves the selection of the text alone when clicked. */
export function button(label: Child, attributes: Attributes, act: () => void): HTMLButtonElement {
  return element(
    "button",
    { type: "button", mousedown: (event) => event.preventDefault(), click: act, ...attributes },
    label,
  );
}
