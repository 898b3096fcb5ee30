// The recipients of one controller, and the form for a new one or a changed one.
import { useState } from "preact/hooks";
import { type Listed, type Recipient, removeRecipient } from "../../../live/register_requests";
import { calendarDay } from "../../../texts/time";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { PlaceCell, remarkOf } from "./place_cell";
import { RecipientForm } from "./recipient_form";

export interface RecipientTableProps {
  readonly controllerId: string;
  readonly recipients: readonly Listed[];
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
}

export function RecipientTable({ controllerId, recipients, canManage, onChanged }: RecipientTableProps) {
  const texts = usePrivacyTexts();
  const deed = useDeed();
  /** What the form is about: a recipient, or "new"; null while there is none. */
  const [edited, setEdited] = useState<Recipient | "new" | null>(null);
  const [done, setDone] = useState("");

  function remove(recipient: Recipient) {
    if (!confirm(texts.register.removeAsk(recipient.recipient, hostOf(recipient)))) return;
    void deed.run(
      () => removeRecipient(recipient),
      () => {
        setDone(texts.register.removed(recipient.recipient));
        void onChanged();
      },
    );
  }

  return (
    <>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      {recipients.length === 0 ? (
        <p class="page__empty">{texts.register.empty}</p>
      ) : (
        <table class="table register__table">
          <thead>
            <tr>
              <th scope="col">{texts.register.recipient}</th>
              <th scope="col">{texts.register.host}</th>
              <th scope="col">{texts.register.purpose}</th>
              <th scope="col">{texts.register.notice}</th>
              <th scope="col">{texts.register.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {recipients.map(({ recipient, place }) => (
              <tr key={hostOf(recipient)}>
                <th scope="row">
                  {recipient.recipient}
                  {canManage && (
                    <span class="register__actions">
                      <button
                        class="button"
                        type="button"
                        aria-label={texts.register.editOf(recipient.recipient)}
                        onClick={() => setEdited(recipient)}
                      >
                        {texts.register.edit}
                      </button>
                      <button
                        class="button"
                        type="button"
                        aria-disabled={deed.busy}
                        aria-label={texts.register.removeOf(recipient.recipient)}
                        onClick={() => remove(recipient)}
                      >
                        {texts.register.remove}
                      </button>
                    </span>
                  )}
                </th>
                <td data-label={texts.register.host}>
                  <PlaceCell place={{ ...place, host: hostOf(recipient) }} />
                </td>
                <td data-label={texts.register.purpose}>
                  {recipient.purpose}
                  <span class="table__second">{recipient.categories}</span>
                  {recipient.most_data !== "ids" && (
                    <span class="table__second">
                      {texts.register.toWebhooks(texts.webhooks.levels[recipient.most_data])}
                    </span>
                  )}
                </td>
                <td data-label={texts.register.notice}>
                  {recipient.notice_on ? calendarDay(texts, recipient.notice_on) : "—"}
                </td>
                <td data-label={texts.register.verdict}>
                  {recipient.country}: {texts.register.verdicts[place.verdict]}
                  {remarkOf(texts, place) && <span class="table__second">{remarkOf(texts, place)}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {canManage && edited === null && (
        <div class="form__actions">
          <button class="button" type="button" onClick={() => setEdited("new")}>
            {texts.register.add}
          </button>
        </div>
      )}
      {edited !== null && (
        <RecipientForm
          key={edited === "new" ? "new" : hostOf(edited)}
          controllerId={controllerId}
          recipient={edited === "new" ? null : edited}
          onSaved={(name) => {
            setEdited(null);
            setDone(texts.register.saved(name));
            void onChanged();
          }}
          onCancel={() => setEdited(null)}
        />
      )}
    </>
  );
}

function hostOf({ host, port }: Recipient): string {
  return port ? `${host}:${port}` : host;
}
