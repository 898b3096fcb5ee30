// Calls for attention outside the page's own frame: the number in the title, the dot on the icon.

/** Puts the number of conversations that want this operator into the title and marks the icon. */
export function showBadge(count: number, product: string): void {
  const title = count > 0 ? `(${count > 999 ? "999+" : count}) ${product}` : product;
  if (document.title !== title) document.title = title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = iconUrl(count > 0);
  if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
}

function iconUrl(marked: boolean): string {
  const bubble = "<path fill='#2f5aa0' d='M4 4h16a4 4 0 0 1 4 4v10a4 4 0 0 1-4 4h-8l-6 6v-6H4z'/>";
  const mark = marked ? "<circle cx='25' cy='7' r='6.5' fill='#c8372c'/>" : "";
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>${bubble}${mark}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
