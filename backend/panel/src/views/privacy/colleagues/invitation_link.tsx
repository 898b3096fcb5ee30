// The link of an invitation, to be copied: it is shown this once.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { formatInvitation } from "../../../route";
import { usePrivacyTexts } from "../words";

export interface InvitationLinkProps {
  readonly token: string;
  /** Where the mail went; null where none was sent. */
  readonly mailedTo: string | null;
}

export function InvitationLink({ token, mailedTo }: InvitationLinkProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  const link = `${location.origin}${location.pathname}${formatInvitation(token)}`;

  useEffect(() => field.current?.focus(), []);

  async function copy() {
    field.current?.select();
    // Browsers have no clipboard for pages without TLS: the link is selected then
    setIsCopied(
      await (navigator.clipboard?.writeText(link) ?? Promise.reject()).then(
        () => true,
        () => false,
      ),
    );
  }

  return (
    <div class="colleague__link">
      <p>{mailedTo ? words.linkMailed(mailedTo) : words.linkNotMailed}</p>
      <label for={id}>{words.linkTitle}</label>
      <div class="colleague__copy">
        <input
          class="input"
          id={id}
          ref={field}
          value={link}
          readonly
          onFocus={(event) => event.currentTarget.select()}
        />
        <button class="button" type="button" onClick={copy}>
          {words.copy}
        </button>
      </div>
      <p class="form__hint" role="status">
        {isCopied ? words.copied : words.linkOnce}
      </p>
    </div>
  );
}
