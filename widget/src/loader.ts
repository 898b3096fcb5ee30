// The script that customers paste: one button, and the chat behind it once somebody wants it or is expected back.
import type { Chat, ChatModule, Host } from "./host";
import { LAUNCHER_STYLES } from "./launcher_styles";

/** The file that holds the chat, named by its contents; the bundler puts it in. */
declare const CHAT_FILE: string;

type Method = "open" | "close" | "toggle" | "destroy";

/** `window.ryadom`: callable before the script has come (a stub that queues in `q`), with the same methods after. */
interface Ryadom extends Record<Method, () => void> {
  (method: Method): void;
  q?: Iterable<Method>[];
}

const TEXTS = {
  ru: ["Открыть чат", "Чат не загрузился. Нажмите ещё\u00a0раз."],
  en: ["Open chat", "The chat did not load. Press again."],
} as const;

const page = window as unknown as { ryadom?: Ryadom };

function install(script: HTMLScriptElement): void {
  const { site = "", locale: wish } = script.dataset;
  const { origin } = new URL(script.src);
  const locale = /^en/i.test(wish || document.documentElement.lang || navigator.language) ? "en" : "ru";
  const [label, failure] = TEXTS[locale];
  const element = document.createElement("ryadom-chat");
  const root = element.attachShadow({ mode: "open" });
  const styles = new CSSStyleSheet();
  styles.replaceSync(LAUNCHER_STYLES);
  root.adoptedStyleSheets = [styles];
  const launcher = document.createElement("button");
  launcher.className = "launcher";
  launcher.setAttribute("aria-label", label);
  const complaint = document.createElement("output");
  complaint.className = "complaint";
  root.append(launcher, complaint);

  const host: Host = { root, launcher, origin, site, locale };
  let failures = 0;
  let loading: Promise<Chat> | null = null;

  function load(): Promise<Chat> {
    // A failed import is remembered by its address for as long as the page lives, so each attempt has its own.
    loading ??= import(`${origin}/${CHAT_FILE}?${failures}`).then(
      (chat: ChatModule) => chat.startChat(host),
      (error) => {
        failures += 1;
        loading = null;
        throw error;
      },
    );
    return loading;
  }

  function prepare(): void {
    load().catch(() => {});
  }

  function follow(): void {
    try {
      if (localStorage[`ryadom:${site}`]) prepare();
    } catch {
      // Storage is blocked: nobody can be expected back.
    }
  }

  const queue = page.ryadom?.q ?? [];
  const ryadom = ((method) => ryadom[method]?.()) as Ryadom;
  page.ryadom = ryadom;
  for (const method of ["open", "close", "toggle"] as const) {
    ryadom[method] = () => {
      complaint.textContent = "";
      launcher.setAttribute("aria-busy", "true");
      load()
        .then(
          (chat) => chat[method](),
          () => {
            complaint.textContent = failure;
          },
        )
        .then(() => {
          launcher.removeAttribute("aria-busy");
        });
    };
  }
  ryadom.destroy = () => {
    removeEventListener("storage", follow);
    element.remove();
    loading?.then((chat) => chat.destroy());
    delete page.ryadom;
  };

  launcher.onpointerenter = launcher.onfocus = prepare;
  launcher.onclick = ryadom.toggle;
  // Another tab may begin a conversation: this one follows it.
  addEventListener("storage", follow);
  // Not the body: single-page applications replace it, and a transform on it would move what is fixed.
  document.documentElement.append(element);
  (window.requestIdleCallback ?? setTimeout)(follow);
  for (const [method] of queue) if (method) ryadom(method);
}

try {
  const script = document.currentScript as HTMLScriptElement | null;
  if (script && !page.ryadom?.destroy) install(script);
} catch (error) {
  // The page is the customer's: whatever is wrong here must not stop their scripts.
  console.warn("ryadom", error);
}
