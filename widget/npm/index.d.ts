// What a page can ask of the chat, and hear of it: docs/widget.md says more of each.

export type Theme = "light" | "dark" | "auto";

/** What newcomers have filled in, as typed. */
export interface About {
  readonly name?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly call?: string;
}

/** Events by name, and what a listener gets with each. */
export interface Events {
  ready: undefined;
  open: undefined;
  close: undefined;
  chatStarted: { readonly conversation: string };
  chatEnded: { readonly conversation: string };
  message: { readonly author: "visitor" | "operator"; readonly name: string; readonly body: string };
  formSubmit: About;
  /** 1 to 5. */
  rated: { readonly score: number };
  /** How many messages are not read. */
  unread: number;
  /** Whether the visitor agrees to all that is asked. */
  consent: boolean;
  /**
   * A close code of docs/protocol.md; or why what the page told of the visitor was not taken (`identity_refused`,
   * `bad_attributes` and others of that table), with the field.
   */
  error: { readonly code: number | string; readonly field?: string };
}

/** With the token that your server has signed, or an id with its hash: docs/identify.md. */
export type Identity =
  | { readonly token: string }
  | {
      readonly id: string | number;
      /** HMAC-SHA256 of the id, hexadecimal. */
      readonly hash: string;
      /** Shown as not verified, as all that a hash does not cover. */
      readonly name?: string;
      readonly email?: string;
      readonly phone?: string;
    };

export type Attribute = string | number | boolean | null;

type Listen = <Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void) => void;

/** Methods by name. Before the script has come all but `isOpen` wait for it. */
export interface Methods {
  open(): void;
  close(): void;
  toggle(): void;
  isOpen(): boolean;
  prefill(text: string): void;
  showNewMessage(text: string): void;
  identify(identity: Identity): void;
  /** Merged into what was set before; null takes one away. */
  setAttributes(attributes: Readonly<Record<string, Attribute>>): void;
  track(event: string, properties?: Readonly<Record<string, Attribute>>): void;
  withdraw(): void;
  show(): void;
  hide(): void;
  setDepartment(department: string): void;
  setLocale(locale: string): void;
  setTheme(theme: Theme): void;
  reset(): void;
  on: Listen;
  off: Listen;
  destroy(): void;
}

/** `ryadom("open")`, `ryadom("on", "message", listener)`. */
export type Ryadom = <Name extends keyof Methods>(
  method: Name,
  ...rest: Parameters<Methods[Name]>
) => ReturnType<Methods[Name]> | undefined;

export interface Options {
  /** Of your server, e.g. `https://chat.example.ru`. */
  readonly origin: string;
  /** The embed key. */
  readonly site: string;
  /** The language; without it the page's. */
  readonly locale?: string;
  /** Of a Content-Security-Policy that asks for one. */
  readonly nonce?: string;
}

/** Puts the script on the page, once; on a server that renders it does nothing. */
export function loadRyadom(options: Options): Ryadom;
