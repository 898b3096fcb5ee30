// On what basis each site processes data, and the change of it.
import { useState } from "preact/hooks";
import { type Basis, type ConsentSite, chooseBasis, fetchLibrary, type Library } from "../../../live/consent_requests";
import type { Failure } from "../../../live/requests";
import { Conflict, isOverruling } from "../../conflict";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { oneOf, useOverruled } from "../../use_overruled";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";
import { Paragraph } from "./fields";
import { pathOf, titleOf } from "./names";

export interface SitesProps {
  readonly library: Library;
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
}

export function Sites({ library, canManage, onChanged }: SitesProps) {
  const texts = usePrivacyTexts();
  const [editedId, setEditedId] = useState<string | null>(null);
  const [done, setDone] = useState("");
  const edited = library.sites.find(({ id }) => id === editedId);
  const words = texts.consents;

  return (
    <>
      <p class={done ? "page__done" : "unseen"} role="status">
        {done}
      </p>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{words.site}</th>
            <th scope="col">{words.basis}</th>
            <th scope="col">{words.inForce}</th>
            {canManage && <th scope="col" aria-label={words.changeBasis} />}
          </tr>
        </thead>
        <tbody>
          {library.sites.map((site) => (
            <tr key={site.id}>
              <th scope="row">{site.name}</th>
              <td data-label={words.basis}>
                {words.bases[site.basis]}
                {site.basis === "undecided" && <span class="table__second">{words.undecidedHint}</span>}
                {site.basis_wording && <span class="table__second">{site.basis_wording}</span>}
              </td>
              <td data-label={words.inForce}>
                <InForce library={library} site={site} />
              </td>
              {canManage && (
                <td class="consents__action">
                  <button
                    class="button"
                    type="button"
                    aria-label={words.changeBasisOf(site.name)}
                    aria-expanded={site.id === editedId}
                    onClick={() => {
                      setDone("");
                      setEditedId(site.id === editedId ? null : site.id);
                    }}
                  >
                    {words.changeBasis}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {edited && (
        <BasisForm
          key={edited.id}
          site={edited}
          onCancel={() => setEditedId(null)}
          onSaved={() => {
            setEditedId(null);
            setDone(words.basisSaved(edited.name));
            void onChanged();
          }}
        />
      )}
    </>
  );
}

function InForce({ library, site }: { readonly library: Library; readonly site: ConsentSite }) {
  const texts = usePrivacyTexts();
  const documents = library.documents.filter(({ id }) => site.in_force.includes(id));
  if (documents.length === 0) return <>{texts.consents.noneInForce}</>;
  return (
    <>
      {documents.map((document) => (
        <a key={document.id} class="consents__link consents__line" href={pathOf(document.id)}>
          {titleOf(texts, document)}
        </a>
      ))}
    </>
  );
}

interface BasisFormProps {
  readonly site: ConsentSite;
  readonly onCancel: () => void;
  readonly onSaved: () => void;
}

function BasisForm({ site, onCancel, onSaved }: BasisFormProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const [basis, setBasis] = useState<Basis>(site.basis === "undecided" ? "consent" : site.basis);
  const [wording, setWording] = useState(site.basis_wording);
  const deed = useDeed();
  // As it was when the form was opened: what is chosen is over this, whatever is loaded meanwhile.
  const [seen, setSeen] = useState(site);
  const overruled = useOverruled(async () =>
    oneOf(await fetchLibrary(), ({ sites }) => sites.find(({ id }) => id === site.id), "site_unknown"),
  );

  function save(over: ConsentSite) {
    if (!confirm(words.basisAsk(site.name, words.bases[basis]))) return;
    void deed.run(() => overruled.send(() => chooseBasis(basis, basis === "other" ? wording : "", over)), onSaved);
  }

  function take(now: ConsentSite) {
    setSeen(now);
    setBasis(now.basis === "undecided" ? "consent" : now.basis);
    setWording(now.basis_wording);
    overruled.forget();
    deed.clear();
  }

  const { now } = overruled;
  const said = (one: Basis, its: string) => [words.bases[one], one === "other" ? its : ""].filter(Boolean).join(": ");
  return (
    <form
      class="form consents__box"
      aria-label={words.basisFor(site.name)}
      onSubmit={(event) => {
        event.preventDefault();
        save(seen);
      }}
    >
      <h3>{words.basisFor(site.name)}</h3>
      {now && (
        <Conflict
          failure={deed.failure}
          busy={deed.busy}
          clashes={[{ name: words.basis, theirs: said(now.basis, now.basis_wording), mine: said(basis, wording) }]}
          onKeep={() => save(now)}
          onTake={() => take(now)}
        />
      )}
      <Problem failure={isOverruling(deed.failure) ? null : deed.failure} say={(failure) => sayBasis(texts, failure)} />
      {(["consent", "other"] as const).map((one) => (
        <label key={one} class="consents__choice">
          <input type="radio" name="basis" checked={basis === one} onChange={() => setBasis(one)} />
          <span>
            {words.bases[one]}
            <span class="form__hint">{one === "consent" ? words.consentMeans : words.otherMeans}</span>
          </span>
        </label>
      ))}
      {basis === "other" && (
        <Paragraph
          label={words.basisWording}
          value={wording}
          hint={words.basisWordingHint}
          isWrong={deed.failure?.field === "wording"}
          maxChars={500}
          onInput={setWording}
        />
      )}
      <div class="form__actions">
        <button class="button button--primary" type="submit" aria-disabled={deed.busy}>
          {texts.pages.save}
        </button>
        <button class="button button--quiet" type="button" onClick={onCancel}>
          {texts.pages.cancel}
        </button>
      </div>
    </form>
  );
}

function sayBasis(texts: PrivacyTexts, { code, field }: Failure): string | null {
  if (code === "document_unknown") return texts.pages.failed(texts.consents.basisNoDocument);
  return field === "wording" ? texts.pages.failed(texts.consents.basisNoWording) : null;
}
