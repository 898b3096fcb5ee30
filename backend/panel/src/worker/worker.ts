// The panel's service worker: says that there is no connection where the browser would show a page of its own, and brings
// a press on a notification back to the panel. It caches nothing, so it can neither keep a chat nor an old panel: every
// other request goes its way as if there were no worker, and an old worker is as good as a new one.
//
// Whoever takes it out must ship one that unregisters itself: browsers keep a worker whose file is gone.
import { offlinePage } from "./offline_page";

// The compiler knows pages, not workers: what is used here of a worker, and no more.
interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface NotificationPress extends ExtendableEvent {
  readonly notification: Notification;
}
interface Tab {
  readonly url: string;
  focus(): Promise<unknown>;
  navigate(url: string): Promise<unknown>;
}
interface Tabs {
  claim(): Promise<void>;
  matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<readonly Tab[]>;
  openWindow(url: string): Promise<unknown>;
}
interface Worker {
  readonly clients: Tabs;
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(name: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(name: "notificationclick", listener: (event: NotificationPress) => void): void;
}

const worker = self as unknown as Worker;
const PANEL = "/panel/";

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  // The page alone: what is downloaded from the panel fails as it would without a worker
  if (request.mode !== "navigate" || new URL(request.url).pathname !== PANEL) return;
  event.respondWith(fetch(request).catch(() => offlinePage()));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(comeBack(String(event.notification.data ?? "")));
});

async function comeBack(hash: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ url }) => new URL(url).pathname === PANEL);
  if (!tab) return void (await worker.clients.openWindow(PANEL + hash));
  await tab.focus();
  // Only the part behind "#" differs: the panel stays as it is, and opens the conversation
  await tab.navigate(PANEL + hash);
}
