// The widget for applications that are built: the script comes from your server, as on any page.

/**
 * Puts the script on the page, once, and gives `window.ryadom`: callable at once, by the queue until the script has come.
 * Where there is no page (on a server that renders) it gives a function that does nothing.
 */
export function loadRyadom({ origin, site, locale, nonce }) {
  if (typeof document === "undefined") return () => {};
  window.ryadom ??= function ryadom(...call) {
    ryadom.q = [...(ryadom.q ?? []), call];
  };
  const src = new URL("/widget.js", origin).href;
  if (![...document.scripts].some((script) => script.src === src && script.dataset.site === site)) {
    const script = document.createElement("script");
    script.async = true;
    script.src = src;
    script.dataset.site = site;
    if (locale) script.dataset.locale = locale;
    if (nonce) script.nonce = nonce;
    document.head.append(script);
  }
  // Not what is there now: the script puts its own in the place of the queue.
  return (...call) => window.ryadom?.(...call);
}
