// The quiet bar over the panes: why the panel is not live, what can be done about it, and that it is live again.
import { useEffect, useState } from "preact/hooks";
import type { PanelState } from "../live/panel";
import type { Texts } from "../texts/ru";
import { useTexts } from "./context";

/** Shorter breaks are not worth a word. */
const UNSAID_MS = 1_200;
/** A restart takes seconds: after this the server is simply not there, whatever it said when it went. */
const RESTART_MS = 15_000;
const BACK_MS = 2_000;
const OUTDATED = 4426;
/** This socket alone begins anew. */
const ANEW = 4490;

type Link = Pick<PanelState, "link" | "closeCode" | "isRestarting">;
type Said = "nothing" | "soon" | "late";

export function LinkStrip(props: Link & { readonly onRetry: () => void }) {
  const { link, closeCode } = props;
  const texts = useTexts();
  const isDown = link !== "online";
  const said = useSaid(isDown);
  const isRestarting = props.isRestarting && said !== "late" && closeCode !== ANEW;
  return (
    <div class="panel__strip" role="status">
      {said !== "nothing" && (
        <div class={isDown ? "strip" : "strip strip--back"}>
          <span>{isDown ? sentence(texts, { link, closeCode, isRestarting }) : texts.link.back}</span>
          {link === "stopped" && closeCode === OUTDATED && (
            <button class="button button--link" type="button" onClick={() => location.reload()}>
              {texts.link.reload}
            </button>
          )}
          {(link === "offline" || link === "connecting") && !isRestarting && (
            // Stays while it is being done: the focus must not fall out of it.
            <button
              class="button button--link"
              type="button"
              aria-disabled={link === "connecting"}
              onClick={props.onRetry}
            >
              {texts.link.retryNow}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

/** How far the break is a word's worth. After it the strip stays for a moment, to say that it is over. */
function useSaid(isDown: boolean): Said {
  const [said, setSaid] = useState<Said>("nothing");
  useEffect(() => {
    const timers: ReturnType<typeof setTimeout>[] = [];
    if (isDown) {
      setSaid((before) => (before === "nothing" ? before : "soon"));
      timers.push(
        setTimeout(() => setSaid("soon"), UNSAID_MS),
        setTimeout(() => setSaid("late"), RESTART_MS),
      );
    } else {
      timers.push(setTimeout(() => setSaid("nothing"), BACK_MS));
    }
    return () => timers.forEach(clearTimeout);
  }, [isDown]);
  return said;
}

function sentence(texts: Texts, { link, closeCode, isRestarting }: Link): string {
  if (link === "stopped") return closeCode === OUTDATED ? texts.link.outdated : texts.link.refused;
  return isRestarting ? texts.link.restarting : texts.link.offline;
}
