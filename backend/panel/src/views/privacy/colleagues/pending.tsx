// Invitations that nobody has accepted yet: sent again, or withdrawn.
import {
  type Invitation,
  type Invitations,
  renewInvitation,
  type Sent,
  withdrawInvitation,
} from "../../../live/colleague_requests";
import { fullWhen } from "../../../texts/time";
import { Listed, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import type { Loaded } from "../../use_loaded";
import { usePrivacyTexts } from "../words";

export interface PendingProps {
  readonly loaded: Loaded<Invitations>;
  readonly onSent: (sent: Sent, email: string) => void;
}

export function Pending({ loaded: { value, failure, isLoading, reload }, onSent }: PendingProps) {
  const texts = usePrivacyTexts();
  const words = texts.invitations;
  const deed = useDeed();
  const names = new Map(value?.sites.map(({ id, name }) => [id, name]));

  function renew({ id, email }: Invitation) {
    void deed.run(
      () => renewInvitation(id),
      (sent) => onSent(sent, email),
    );
  }

  function withdraw({ id, email }: Invitation) {
    if (!confirm(words.withdrawAsk(email))) return;
    void deed.run(
      () => withdrawInvitation(id),
      () => void reload(),
    );
  }

  return (
    <Section title={words.pending}>
      <Problem failure={deed.failure} />
      <Listed
        rows={value?.invitations ?? null}
        failure={failure}
        isLoading={isLoading}
        onRetry={reload}
        empty={words.pendingEmpty}
      >
        {(invitations) => (
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.email}</th>
                <th scope="col">{words.role}</th>
                <th scope="col">{words.by}</th>
                <th scope="col">{words.until}</th>
              </tr>
            </thead>
            <tbody>
              {invitations.map((one) => (
                <tr key={one.id}>
                  <th scope="row">
                    {one.email}
                    <span class="table__second">{one.site_ids.map((id) => names.get(id) ?? id).join(", ")}</span>
                  </th>
                  <td data-label={words.role}>
                    {texts.colleagues.roles[one.role]}
                    {one.sees_own_departments_only && <span class="table__second">{words.limited}</span>}
                  </td>
                  <td data-label={words.by}>{one.inviter_name}</td>
                  <td data-label={words.until}>
                    {one.is_expired ? words.expired : fullWhen(texts, new Date(one.expires_at))}
                    <span class="colleague__deeds">
                      <button
                        class="button"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={words.renewOf(one.email)}
                        onClick={() => renew(one)}
                      >
                        {words.renew}
                      </button>
                      <button
                        class="button"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={words.withdrawOf(one.email)}
                        onClick={() => withdraw(one)}
                      >
                        {words.withdraw}
                      </button>
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Listed>
    </Section>
  );
}
