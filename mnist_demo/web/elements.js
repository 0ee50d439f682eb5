// Elements of an answer, made without markup.

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} kind its classes
 * @param {Node[]} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, kind, ...content) {
  const element = document.createElement(tag);
  element.className = kind;
  element.append(...content);
  return element;
}

/**
 * Cover what lessons hide: it keeps its place, and screen readers pass it by.
 * @param {HTMLElement} element
 * @param {boolean} isCovered
 */
export function cover(element, isCovered) {
  element.classList.toggle("covered", isCovered);
  if (isCovered) element.setAttribute("aria-hidden", "true");
  else element.removeAttribute("aria-hidden");
}
