// Where the launcher is to be seen, and when the chat opens by itself or invites: fetched only where an owner has rules.
import type { RulesStage } from "./host";
import { askIn, isAskedIn } from "./invitation";
import { watchPage } from "./pages";
import { adoptStyles } from "./sheets";
import invitationStyles from "./styles/invitation.css";

/** As `ryadom.core.widget_rules.RuleOfPage`. */
export interface Rule {
  readonly deed: "show" | "hide" | "open" | "invite";
  readonly pages?: string;
  readonly device?: "phone" | "computer";
  readonly visitors?: "new" | "returning";
  readonly campaign?: string;
  readonly after_s?: number;
  readonly scrolled_percent?: number;
  readonly on_leaving?: boolean;
  readonly words?: string;
}

/** As the window's style sheet has it. */
const PHONE = "(max-width: 479px)";
const LOOK_INTERVAL_MS = 1000;
const DARK = "(prefers-color-scheme: dark)";

/** As people write addresses; one that is no such encoding stays as it is. */
function readable(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** A pattern as addresses are compared with it: a host in other letters is written in ASCII, as browsers have it. */
function comparable(pattern: string): string {
  const [, origin = "", rest = ""] = /^(https?:\/\/[^/*]+)(.*)$/.exec(pattern) ?? [];
  try {
    return readable(origin ? new URL(origin).origin + rest : pattern);
  } catch {
    return readable(pattern);
  }
}

/** Whether a pattern fits the address; `*` is anything. By parts, not by a regular expression: no pattern is slow. */
export function fits(
  pattern: string,
  { href, pathname, search }: Pick<Location, "href" | "pathname" | "search">,
): boolean {
  if (!pattern) return true;
  const address = readable(/^https?:/.test(pattern) ? href : pathname + search);
  const [first = "", ...rest] = comparable(pattern).split("*");
  if (!address.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return address === first;
  let place = first.length;
  for (const part of rest) {
    const found = address.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return address.length - last.length >= place && address.endsWith(last);
}

/** Follows the rules until `signal`. */
export function followRules(rules: readonly Rule[], stage: RulesStage, signal: AbortSignal): void {
  const { root, launcher } = stage;
  let arrivedAtMs = performance.now();
  let isLeaving = false;
  let hasActed = false;
  let invitation: HTMLElement | null = null;
  // What a screen reader is to say must come into a region that is there already.
  const spoken = document.createElement("output");
  spoken.className = "spoken";

  function holds({ pages = "", device, visitors, campaign }: Rule): boolean {
    const isPhone = matchMedia(PHONE).matches;
    const [name = "", ...value] = campaign?.split("=") ?? [];
    return (
      fits(pages, location) &&
      (!device || (device === "phone") === isPhone) &&
      (!visitors || (visitors === "returning") === stage.isReturning()) &&
      (!campaign || new URLSearchParams(location.search).get(name) === value.join("="))
    );
  }

  function isTime({ after_s = 0, scrolled_percent = 0, on_leaving }: Rule): boolean {
    const { scrollHeight } = document.documentElement;
    return (
      performance.now() - arrivedAtMs >= after_s * 1000 &&
      (scrollY + innerHeight) * 100 >= scrollHeight * scrolled_percent &&
      (!on_leaving || isLeaving)
    );
  }

  function look(): void {
    const here = rules.filter(holds);
    const isElsewhere = rules.some(({ deed }) => deed === "show") && !here.some(({ deed }) => deed === "show");
    stage.show(!isElsewhere && !here.some(({ deed }) => deed === "hide"));
    // Nobody is asked in where there is nothing to be seen, or by whoever is in already.
    if (!launcher.isConnected) return;
    if (launcher.getAttribute("aria-expanded") === "true") settle();
    for (const rule of here) {
      if (hasActed || !isTime(rule)) continue;
      if (rule.deed === "open") {
        settle();
        stage.appear();
      } else if (rule.deed === "invite" && !isAskedIn(root)) invitation ??= invite(rule.words ?? "");
    }
  }

  /** Whoever has opened the chat, or does not want to be asked, is asked no more on this page. */
  function settle(): void {
    hasActed = true;
    invitation?.remove();
    spoken.remove();
  }

  function invite(words: string): HTMLElement {
    const isDark = stage.look.theme === "dark" || (stage.look.theme !== "light" && matchMedia(DARK).matches);
    const accept = () => {
      settle();
      stage.open();
    };
    const dismiss = () => {
      settle();
      launcher.focus({ preventScroll: true });
    };
    const bubble = askIn({ root, launcher, isDark }, words, { accept, dismiss });
    spoken.textContent = words;
    return bubble;
  }

  if (signal.aborted) return;
  adoptStyles(root, invitationStyles);
  root.append(spoken);
  launcher.addEventListener("click", settle, { signal });
  document.documentElement.addEventListener(
    "mouseleave",
    ({ clientY }) => {
      isLeaving = clientY <= 0;
      look();
      isLeaving = false;
    },
    { signal },
  );
  watchPage(() => {
    arrivedAtMs = performance.now();
    look();
  }, signal);
  // Scrolling is looked at now and then too: it must cost the page nothing.
  const timer = setInterval(look, LOOK_INTERVAL_MS);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    invitation?.remove();
  });
  look();
}
