// Notifications of the system, shown by this browser itself: no push service, and none while the panel is closed.
import { plainWords } from "../state/plain_words";

/** `unsupported`: the browser has none, or the page did not come by HTTPS. */
export type Permission = "unsupported" | "default" | "granted" | "denied";
export type Shown = "shown" | "not_asked" | "refused" | "unsupported" | "failed";

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** A newer one of the same conversation takes the place of the older. */
  readonly tag: string;
  /** Where a press leads: "#mine/<id>". */
  readonly hash: string;
}

/** How long the system may take to say that it has shown one. */
const SHOWN_WITHIN_MS = 3_000;

export function permission(): Permission {
  return typeof Notification === "undefined" || !isSecureContext ? "unsupported" : Notification.permission;
}

/** Asks the person; to be called from a press, since browsers refuse what nobody asked for. */
export async function askPermission(): Promise<Permission> {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
}

/** Shows a notification, and says what became of it. A press on it comes back to the panel, and opens `hash`. */
export async function show(notice: Notice): Promise<Shown> {
  const allowed = permission();
  if (allowed === "unsupported") return "unsupported";
  if (allowed !== "granted") return allowed === "denied" ? "refused" : "not_asked";
  const options = { body: plainWords(notice.body), tag: notice.tag, icon: "/panel/icon-192.png", silent: true };
  let notification: Notification;
  try {
    notification = new Notification(plainWords(notice.title), options);
  } catch {
    return showByWorker(notice, options);
  }
  notification.onclick = () => {
    window.focus();
    location.hash = notice.hash;
    notification.close();
  };
  return new Promise((done) => {
    notification.onshow = () => done("shown");
    notification.onerror = () => done("failed");
    setTimeout(() => done("failed"), SHOWN_WITHIN_MS);
  });
}

/** Phones show only what a service worker asks for; its press is heard in worker.js. */
async function showByWorker(notice: Notice, options: NotificationOptions): Promise<Shown> {
  try {
    const registration = await navigator.serviceWorker.getRegistration("/panel/");
    if (!registration?.active) return "unsupported";
    await registration.showNotification(plainWords(notice.title), { ...options, data: notice.hash });
    return "shown";
  } catch {
    return "failed";
  }
}
