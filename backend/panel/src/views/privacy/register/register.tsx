// «Получатели данных»: whom data may be sent to, by whom it is declared, and where the installation's own data is.
import { useState } from "preact/hooks";
import {
  fetchRegisters,
  fetchResidency,
  type NamedPlace,
  REGISTER_FILE,
  type Register as RegisterOf,
  setRegulated,
} from "../../../live/register_requests";
import { fullWhen } from "../../../texts/time";
import { Listed, Page, Section } from "../../page";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { useLoaded } from "../../use_loaded";
import type { PrivacyPageProps } from "../views";
import { usePrivacyTexts } from "../words";
import { PlaceCell, remarkOf } from "./place_cell";
import { RecipientTable } from "./recipient_table";

export function RegisterPage({ signedIn }: PrivacyPageProps) {
  const texts = usePrivacyTexts();
  const registers = useLoaded("registers", fetchRegisters);
  const residency = useLoaded("residency", fetchResidency);
  const canManage = signedIn.rights.includes("manage_register");

  return (
    <Page
      title={texts.register.title}
      lead={texts.register.lead}
      action={
        <a class="button" href={REGISTER_FILE} download>
          {texts.register.file}
        </a>
      }
    >
      <Listed
        rows={registers.value?.registers ?? null}
        failure={registers.failure}
        isLoading={registers.isLoading}
        onRetry={registers.reload}
        empty={texts.register.noController}
      >
        {(rows) => (
          <>
            {rows.map((register) => (
              <Section key={register.controller_id} title={register.legal_name || texts.register.unnamed}>
                <RegulatedSwitch register={register} canManage={canManage} onChanged={registers.reload} />
                <RecipientTable
                  controllerId={register.controller_id}
                  recipients={register.recipients}
                  canManage={canManage}
                  onChanged={registers.reload}
                />
              </Section>
            ))}
            {registers.value && (
              <p class="page__lead register__checked">
                {texts.register.checkedAt(fullWhen(texts, new Date(registers.value.checked_at)))}
              </p>
            )}
          </>
        )}
      </Listed>
      <Section title={texts.register.where}>
        <Listed
          rows={residency.value?.places ?? null}
          failure={residency.failure}
          isLoading={residency.isLoading}
          onRetry={residency.reload}
          empty={null}
        >
          {(places) => <Places places={places} />}
        </Listed>
      </Section>
    </Page>
  );
}

interface RegulatedSwitchProps {
  readonly register: RegisterOf;
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
}

function RegulatedSwitch({ register, canManage, onChanged }: RegulatedSwitchProps) {
  const texts = usePrivacyTexts();
  const deed = useDeed();
  const [done, setDone] = useState("");
  /** What was chosen and is on its way. */
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isOn = deed.failure === null && chosen !== null ? chosen : register.is_regulated;

  function change(isRegulated: boolean) {
    setChosen(isRegulated);
    deed.clear();
    void deed.run(
      () => setRegulated(register.controller_id, isRegulated, register.is_regulated),
      () => {
        setDone(isRegulated ? texts.register.regulatedOn : texts.register.regulatedOff);
        void onChanged();
      },
    );
  }

  return (
    <div class="register__switch">
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          disabled={!canManage || deed.busy}
          onChange={(event) => change(event.currentTarget.checked)}
        />
        <span>
          {texts.register.regulated}
          <span class="form__hint">{texts.register.regulatedHint}</span>
        </span>
      </label>
      <Problem failure={deed.failure} />
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
    </div>
  );
}

function Places({ places }: { readonly places: readonly NamedPlace[] }) {
  const texts = usePrivacyTexts();
  return (
    <table class="table register__table">
      <thead>
        <tr>
          <th scope="col">{texts.register.what}</th>
          <th scope="col">{texts.register.place}</th>
          <th scope="col">{texts.register.country}</th>
          <th scope="col">{texts.register.verdict}</th>
          <th scope="col">{texts.register.note}</th>
        </tr>
      </thead>
      <tbody>
        {places.map(({ what, place }, index) => (
          <tr key={index}>
            <th scope="row">{texts.register.whats[what]}</th>
            <td data-label={texts.register.place}>
              <PlaceCell place={place} />
            </td>
            <td data-label={texts.register.country}>{place.country === "-" ? "—" : place.country}</td>
            <td data-label={texts.register.verdict}>
              {place.spot === "database" || place.spot === "nowhere" ? "—" : texts.register.verdicts[place.verdict]}
            </td>
            <td data-label={texts.register.note}>{remarkOf(texts, place) || "—"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
