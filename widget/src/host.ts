// What the loader hands to the chat body when it has been imported, and what it gets back.

import type { Rule } from "./rules";
import type { About, SiteState } from "./visitor.gen";

/** What the site's owner has chosen, as the server tells every page: `ryadom.core.widget_look.Look`. */
export interface Look {
  /** For the shadow root: of the launcher, and numbers and colours of the owner's. */
  readonly css: string;
  /** The language that the server has for the page's. */
  readonly locale: string;
  /** Stands in the names of the files that belong together. */
  readonly release: string;
  /** What the launcher does, for screen readers. */
  readonly label: string;
  /** The chat's file did not come. */
  readonly failure: string;
  readonly theme?: "light" | "dark";
  /** Words on the launcher. */
  readonly launcher?: string;
  readonly title?: string;
  readonly greeting?: string;
  readonly offline?: string;
  /** Nobody should be there now, and somebody will be from then on. */
  readonly opens_at?: string;
  /** The number of a counter of Yandex Metrica. */
  readonly metrica?: number;
  /** Whether it is asked how it was, once a conversation is closed; it is, unless this is false. */
  readonly rating?: boolean;
  readonly rules?: readonly Rule[];
  /** The visitor may have the conversation mailed. */
  readonly copies?: boolean;
  /** What a newcomer is to agree to before a socket is opened. */
  readonly consents?: SiteState["consents"];
  /** In the place of all others: why there is no look. */
  readonly error?: { readonly message: string };
  readonly form?: FormOfPage;
  /** What files are taken from visitors; nothing here: none. */
  readonly files?: FilesTaken;
}

/** What newcomers are asked: each field with whether it must be filled in. */
export interface FormOfPage {
  readonly fields: Readonly<Partial<Record<keyof About, boolean>>>;
  /** Only while nobody is there. */
  readonly away?: boolean;
}

/** For `<input accept>`, and the largest one in millions of bytes. */
export interface FilesTaken {
  readonly accept: string;
  readonly max_mb: number;
}

/** The place on the customer's page where the chat lives. */
export interface Host {
  /** The open shadow root of the one element that the widget adds to the page. */
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  /** The Ryadom server: the origin that the script came from. */
  readonly origin: string;
  /** The embed key. */
  readonly site: string;
  readonly look: Look;
}

/** What rules can do on the page. */
export interface RulesStage {
  readonly root: ShadowRoot;
  readonly launcher: HTMLButtonElement;
  /** Whether the browser knows the visitor. */
  isReturning(): boolean;
  readonly look: Look;
  show(isShown: boolean): void;
  /** As a press on the launcher does. */
  open(): void;
  /** By itself. */
  appear(): void;
}

/** What the rules' module exports. */
export interface RulesModule {
  followRules(rules: readonly Rule[], stage: RulesStage, signal: AbortSignal): void;
}

/** A call of `window.ryadom`. */
export type PageCall = [method?: string, ...rest: unknown[]];

/** The running chat: the methods of `window.ryadom` that the loader leaves to it, and its end. */
export interface Chat {
  open(): void;
  close(): void;
  toggle(): void;
  /** Opens it by itself, for a rule: without the focus, and not where it would cover the page. */
  appear(): void;
  /** The loader has put the widget on the page, or taken it away. */
  placed(): void;
  /** The visitor takes their consents back, by a link of the page's own. */
  withdraw(): void;
  isOpen(): boolean;
  /** Opens the chat with a text in its field, in the place of nothing: what is written there already stays. */
  prefill(text: unknown): void;
  /** Any other method: what the page tells of the visitor, which a part of its own sees to. */
  tell(...call: PageCall): void;
  /** Forgets the visitor, in all tabs: the page knows that somebody else will sit before it. */
  reset(): void;
  /** Goes on in this language, e.g. `"en"`; where the server has none such, in the one it has instead. */
  setLocale(locale: string): void;
  setTheme(theme: string): void;
  /** Chooses a department by its name or id, for the visitor to change. */
  setDepartment(department: string): void;
  on(name: string, listener: (detail: unknown) => void): void;
  off(name: string, listener: (detail: unknown) => void): void;
  /** Closes the socket and lets go of everything outside the shadow root. */
  destroy(): void;
}

/** What the chat's module exports. */
export interface ChatModule {
  startChat(host: Host): Chat;
}
