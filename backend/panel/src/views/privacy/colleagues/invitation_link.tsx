// The link of an invitation, to be copied: it is shown this once.
import { formatInvitation } from "../../../route";
import { CopyField } from "../copy_field";
import { usePrivacyTexts } from "../words";

export interface InvitationLinkProps {
  readonly token: string;
  /** Where the mail went; null where none was sent. */
  readonly mailedTo: string | null;
}

export function InvitationLink({ token, mailedTo }: InvitationLinkProps) {
  const { invitations: words } = usePrivacyTexts();
  return (
    <div class="colleague__link">
      <p>{mailedTo ? words.linkMailed(mailedTo) : words.linkNotMailed}</p>
      <CopyField
        label={words.linkTitle}
        value={`${location.origin}${location.pathname}${formatInvitation(token)}`}
        copy={words.copy}
        copied={words.copied}
        hint={words.linkOnce}
      />
    </div>
  );
}
