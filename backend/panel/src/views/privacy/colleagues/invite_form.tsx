// Inviting somebody: address, role, sites, and the link that is shown once.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { invite, type OwnSite, type Sent } from "../../../live/colleague_requests";
import type { Role, SignedIn } from "../../../live/session_requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { RoleChoice, SiteChoice } from "./role_and_sites";

export interface InviteFormProps {
  readonly signedIn: SignedIn;
  readonly sites: readonly OwnSite[];
  readonly onSent: (sent: Sent, email: string) => void;
  readonly onCancel: () => void;
}

export function InviteForm({ signedIn, sites, onSent, onCancel }: InviteFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const id = useId();
  const deed = useDeed();
  const field = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const [siteIds, setSiteIds] = useState<readonly string[]>(sites.length === 1 ? sites.map((site) => site.id) : []);
  const [lacksSite, setLacksSite] = useState(false);

  useEffect(() => field.current?.focus(), []);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setLacksSite(siteIds.length === 0);
    if (siteIds.length === 0) return;
    const address = email.trim();
    void deed.run(
      () => invite(address, role, siteIds),
      (sent) => onSent(sent, address),
    );
  }

  return (
    <Section title={words.invite}>
      <form class="form colleague__form" onSubmit={submit}>
        <Problem
          failure={deed.failure}
          id={`${id}-problem`}
          say={({ field }) => (field === "email" ? words.badEmail : null)}
        />
        {lacksSite && (
          <p class="form__problem" role="alert">
            {words.noSite}
          </p>
        )}
        <div class="form__field">
          <label for={id}>{words.email}</label>
          <input
            class="input"
            id={id}
            type="email"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
            autocomplete="off"
            maxlength={254}
            required
            ref={field}
            aria-invalid={deed.failure?.field === "email"}
            aria-describedby={`${id}-hint ${id}-problem`}
          />
          <span class="form__hint" id={`${id}-hint`}>
            {words.emailHint}
          </span>
        </div>
        <RoleChoice value={role} ownRole={signedIn.role} onChange={setRole} />
        <SiteChoice sites={sites} value={siteIds} onChange={setSiteIds} />
        <div class="form__actions">
          <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
            {words.send}
          </button>
          <button class="button button--quiet" type="button" onClick={onCancel}>
            {texts.pages.cancel}
          </button>
        </div>
      </form>
    </Section>
  );
}
