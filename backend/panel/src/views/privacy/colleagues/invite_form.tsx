// Inviting somebody: address, role, sites, departments, and the link that is shown once.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { invite, type OwnSite, type Place, type Sent } from "../../../live/colleague_requests";
import type { SignedIn } from "../../../live/session_requests";
import { Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { PlaceFields, tidyPlace } from "./place_fields";

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
  const [place, setPlace] = useState<Place>({
    role: "operator",
    site_ids: sites.length === 1 ? sites.map((site) => site.id) : [],
    department_ids: [],
    sees_own_departments_only: false,
  });
  const [lacksSite, setLacksSite] = useState(false);

  useEffect(() => field.current?.focus(), []);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    setLacksSite(place.site_ids.length === 0);
    if (place.site_ids.length === 0) return;
    const address = email.trim();
    void deed.run(
      () => invite(address, tidyPlace(place, sites)),
      (sent) => onSent(sent, address),
    );
  }

  return (
    <Section title={words.invite}>
      <form class="form colleague__form" onSubmit={submit}>
        <Problem
          failure={deed.failure}
          id={`${id}-problem`}
          say={({ code, field }) =>
            code === "department_unknown" ? words.departmentGone : field === "email" ? words.badEmail : null
          }
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
        <PlaceFields value={place} sites={sites} ownRole={signedIn.role} onChange={setPlace} />
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
