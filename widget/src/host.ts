// What the loader hands to the chat body when it has been imported, and what it gets back.

export type Locale = "ru" | "en";

/** The place on the customer's page where the chat lives. */
export interface Host {
  /** The open shadow root of the one element that the widget adds to the page. */
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  /** The Ryadom server: the origin that the script came from. */
  readonly origin: string;
  /** The embed key. */
  readonly site: string;
  readonly locale: Locale;
}

/** The running chat. */
export interface Chat {
  open(): void;
  close(): void;
  toggle(): void;
  /** Closes the socket and lets go of everything outside the shadow root. */
  destroy(): void;
}

/** What the chat's module exports. */
export interface ChatModule {
  startChat(host: Host): Chat;
}
