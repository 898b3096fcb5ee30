// Registers the panel's service worker, where the browser lets it: over HTTPS, or on this machine.

/** Without it the panel is the same, but for the page that says there is no connection, and phones' notifications. */
export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  try {
    await navigator.serviceWorker.register("/panel/worker.js", { scope: "/panel/", updateViaCache: "none" });
  } catch {
    // A private window, or storage that is forbidden
    return;
  }
}
