// The quiet bar over the panes: why the panel is not live, and what can be done about it.
import { useEffect, useState } from "preact/hooks";
import type { PanelState } from "../live/panel";
import type { Texts } from "../texts/ru";
import { useTexts } from "./context";

/** Shorter breaks are not worth a word. */
const UNSAID_MS = 1_200;
const OUTDATED = 4426;

type Link = Pick<PanelState, "link" | "closeCode" | "isRestarting">;

export function LinkStrip(props: Link & { readonly onRetry: () => void }) {
  const texts = useTexts();
  const isDown = props.link !== "online";
  const [isSaid, setIsSaid] = useState(false);
  useEffect(() => {
    setIsSaid(false);
    if (!isDown) return;
    const timer = setTimeout(() => setIsSaid(true), UNSAID_MS);
    return () => clearTimeout(timer);
  }, [isDown]);
  return (
    <div class="panel__strip" role="status">
      {isDown && isSaid && (
        <div class="strip">
          <span>{sentence(texts, props)}</span>
          {props.closeCode === OUTDATED && (
            <button class="button button--link" type="button" onClick={() => location.reload()}>
              {texts.link.reload}
            </button>
          )}
          {props.link === "offline" && !props.isRestarting && (
            <button class="button button--link" type="button" onClick={props.onRetry}>
              {texts.link.retryNow}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function sentence(texts: Texts, { link, closeCode, isRestarting }: Link): string {
  if (link === "stopped") return closeCode === OUTDATED ? texts.link.outdated : texts.link.refused;
  return isRestarting ? texts.link.restarting : texts.link.offline;
}
