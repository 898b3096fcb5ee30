// The part of the card that says whether the visitor may write, and keeps them from it or lets them again.
import { useState } from "preact/hooks";
import { adoptStyles } from "../../../../../widget/src/sheets";
import { type FoundBan, fetchBan, liftBan } from "../../live/ban_requests";
import styles from "../../styles/bans.css";
import conflict from "../../styles/conflict.css";
import { bansEn, bansRu } from "../../texts/pages/bans";
import { fullWhen } from "../../texts/time";
import { useTexts } from "../context";
import { Problem } from "../problem";
import { useDeed } from "../use_deed";
import { useLoaded } from "../use_loaded";
import { BanDialog } from "./ban_dialog";

adoptStyles(document, conflict + styles);

export function BanPart({ conversationId }: { readonly conversationId: string }) {
  const texts = useTexts();
  const { value, failure, isLoading, reload } = useLoaded(conversationId, () => fetchBan(conversationId));
  /** As it is since it was changed here, of which conversation. */
  const [changed, setChanged] = useState<{ readonly of: string; readonly found: FoundBan } | null>(null);
  if (failure) {
    return (
      <div class="card__part">
        <Problem failure={failure} />
        <button class="button" type="button" aria-disabled={isLoading} onClick={reload}>
          {texts.pages.retry}
        </button>
      </div>
    );
  }
  if (!value) return null;
  const found = changed?.of === conversationId ? changed.found : value;
  const onChanged = (now: FoundBan) => setChanged({ of: conversationId, found: now });
  return <Standing key={conversationId} conversationId={conversationId} found={found} onChanged={onChanged} />;
}

interface StandingProps {
  readonly conversationId: string;
  readonly found: FoundBan;
  readonly onChanged: (now: FoundBan) => void;
}

function Standing({ conversationId, found, onChanged }: StandingProps) {
  const texts = useTexts();
  const words = texts.language === "en" ? bansEn : bansRu;
  const deed = useDeed();
  const [isAsking, setAsking] = useState(false);
  const [done, setDone] = useState("");
  const { ban, may_change: mayChange } = found;
  if (!ban && !mayChange) return null;
  return (
    <section class="card__part" data-part="ban">
      {ban && (
        <div class="ban" role="note">
          <h3 class="facts__term">{words.banned}</h3>
          <p class="facts__value">
            {ban.until ? words.untilTime(fullWhen(texts, new Date(ban.until))) : words.forever}
          </p>
          <p class="facts__value">{ban.reason}</p>
          <p class="card__note">{words.by(ban.banned_by, fullWhen(texts, new Date(ban.banned_at)))}</p>
        </div>
      )}
      <Problem failure={deed.failure} />
      <p class={done && !ban ? "card__note" : "unseen"} role="status">
        {ban ? "" : done}
      </p>
      {mayChange && (
        <button
          class="button"
          type="button"
          aria-disabled={deed.busy}
          aria-haspopup={ban ? undefined : "dialog"}
          onClick={() => {
            if (!ban) return setAsking(true);
            if (!confirm(words.liftAsk("", ban.reason))) return;
            void deed.run(
              () => liftBan(conversationId),
              (now) => {
                setDone(words.lifted);
                onChanged(now);
              },
            );
          }}
        >
          {ban ? words.lift : words.ban}
        </button>
      )}
      {isAsking && (
        <BanDialog
          conversationId={conversationId}
          words={words}
          onBanned={(now) => {
            setAsking(false);
            onChanged(now);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
