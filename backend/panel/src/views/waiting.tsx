// How long a visitor has been waiting, and whether that nears the site's goal or is longer: by a sign and words beside the colour.
import type { Conversation, SiteRef } from "../operator.gen";
import { isWaiting } from "../state/filters";
import { type Strain, strainOf } from "../state/goals";
import { shortDuration } from "../texts/time";
import { useNow, useTexts } from "./context";
import { Icon } from "./icons";

const MINUTE_S = 60;

interface Wait {
  /** In words; null below a minute. */
  readonly waited: string | null;
  readonly strain: Strain | null;
}

/** Null where nobody waits for a person. */
export function useWait(conversation: Conversation, site: SiteRef | undefined, now: Date): Wait | null {
  const texts = useTexts();
  if (!isWaiting(conversation)) return null;
  const waitS = (now.getTime() - Date.parse(conversation.waiting_since ?? "")) / 1_000;
  const waited = waitS < MINUTE_S ? null : shortDuration(texts, waitS);
  return { waited, strain: strainOf(conversation, site, now.getTime()) };
}

export function Waiting({ waited, strain }: Wait) {
  const texts = useTexts();
  const words = texts.list.waiting(waited);
  if (!strain) return <span class="waiting">{words}</span>;
  const whole = `${words}, ${texts.inbox[strain]}`;
  return (
    <span class={`waiting waiting--${strain}`} title={whole}>
      <Icon name={strain} />
      <span aria-hidden="true">{words}</span>
      <span class="unseen">{whole}</span>
    </span>
  );
}

/** It grows by itself; nothing where nobody waits. */
export function WaitOf({ conversation, site }: { conversation: Conversation; site: SiteRef | undefined }) {
  const wait = useWait(conversation, site, useNow(10_000));
  return wait && <Waiting {...wait} />;
}
