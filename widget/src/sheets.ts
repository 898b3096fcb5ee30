// Style sheets of a shadow root or a page. Adopted ones need neither a nonce nor `unsafe-inline`.

/** Adds a sheet to those that are there. */
export function adoptStyles(root: DocumentOrShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
