/**
 * The page allows only style elements that carry its nonce. antd takes one by its configuration, but some of its parts (the one that stops
 * the page from scrolling behind a dialog) add a style element without asking; so every style element that a script makes gets it.
 */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};
