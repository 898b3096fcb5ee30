// A colleague who can't sign in: a link to choose a new password, and an end of the second factor that is lost.
import { useState } from "preact/hooks";
import {
  type Colleague,
  makePasswordLink,
  type PasswordLink,
  resetSecondFactorOf,
} from "../../../live/colleague_requests";
import type { Role } from "../../../live/session_requests";
import { lostAccessOf } from "../../../texts/pages/lost_access";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { CopyField } from "../copy_field";
import { usePrivacyTexts } from "../words";

export interface LostAccessProps {
  readonly colleague: Colleague;
  readonly ownRole: Role;
  /** The list is to be asked for again. */
  readonly onChanged: () => void;
}

export function LostAccess({ colleague, ownRole, onChanged }: LostAccessProps) {
  const words = lostAccessOf(usePrivacyTexts().language);
  const deed = useDeed();
  const [link, setLink] = useState<PasswordLink | null>(null);
  const [isReset, setIsReset] = useState(false);

  function makeLink() {
    setLink(null);
    void deed.run(() => makePasswordLink(colleague.id), setLink);
  }

  function reset() {
    if (!confirm(words.resetAsk(colleague.name))) return;
    void deed.run(
      () => resetSecondFactorOf(colleague.id),
      () => {
        setIsReset(true);
        onChanged();
      },
    );
  }

  return (
    <Section title={words.section}>
      <p>{words.lead}</p>
      <Problem failure={deed.failure} />
      {link && (
        <div class="colleague__link">
          <p>{link.is_mailed ? words.mailed(colleague.email) : words.notMailed}</p>
          <CopyField
            key={link.token}
            label={words.linkTitle}
            value={`${location.origin}${location.pathname}#password/${link.token}`}
            copy={words.copy}
            copied={words.copied}
            hint={words.once}
          />
        </div>
      )}
      <div class="form__actions">
        <button class="button" type="button" aria-disabled={deed.busy} onClick={makeLink}>
          {words.make}
        </button>
        {colleague.has_second_factor && isAbove(ownRole, colleague.role) && (
          <button class="button" type="button" aria-disabled={deed.busy} onClick={reset}>
            {words.reset}
          </button>
        )}
        <p class={isReset ? "page__done" : "unseen"} role="status">
          {isReset && words.resetDone}
        </p>
      </div>
    </Section>
  );
}

/** As the server judges it (`check_above`): owners over all others, administrators over those who look after nobody. */
function isAbove(own: Role, role: Role): boolean {
  return role !== "owner" && (own === "owner" || role !== "admin");
}
