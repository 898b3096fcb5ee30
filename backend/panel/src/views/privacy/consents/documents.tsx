// All documents of consent, and the beginning of another one.
import { useState } from "preact/hooks";
import { beginDraft, type Library, PURPOSES, type Purpose } from "../../../live/consent_requests";
import { fullWhen } from "../../../texts/time";
import { Problem } from "../../problem";
import { useDeed } from "../../use_deed";
import { usePrivacyTexts } from "../words";
import { Choice } from "./fields";
import { pathOf, placeOf, titleOf } from "./names";

export interface DocumentsProps {
  readonly library: Library;
  readonly canManage: boolean;
  readonly onChanged: () => Promise<void>;
  readonly onOpen: (itemId: string | null) => void;
}

export function Documents({ library, canManage, onChanged, onOpen }: DocumentsProps) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  return (
    <>
      {library.documents.length === 0 ? (
        <p class="page__empty">{words.noDocuments}</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.document}</th>
              <th scope="col">{words.site}</th>
              <th scope="col">{words.published}</th>
              <th scope="col">{words.hash}</th>
              <th scope="col">{words.page}</th>
            </tr>
          </thead>
          <tbody>
            {library.documents.map((document) => (
              <tr key={document.id}>
                <th scope="row">
                  <a class="consents__link" href={pathOf(document.id)}>
                    {titleOf(texts, document)}
                  </a>
                </th>
                <td data-label={words.site}>{placeOf(texts, document)}</td>
                <td data-label={words.published}>
                  {document.published_at ? fullWhen(texts, new Date(document.published_at)) : words.draft}
                </td>
                <td data-label={words.hash}>
                  <code class="consents__hash" title={document.sha256}>
                    {document.sha256 ? `${document.sha256.slice(0, 12)}…` : words.unknown}
                  </code>
                </td>
                <td data-label={words.page}>
                  {document.page ? (
                    <a
                      class="consents__link"
                      href={document.page}
                      target="_blank"
                      rel="noopener"
                      aria-label={words.openPageOf(titleOf(texts, document))}
                    >
                      {words.openPage}
                    </a>
                  ) : (
                    words.unknown
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {canManage && library.scopes.length > 0 && (
        <NewDocument library={library} onChanged={onChanged} onOpen={onOpen} />
      )}
    </>
  );
}

function NewDocument({ library, onChanged, onOpen }: Omit<DocumentsProps, "canManage">) {
  const texts = usePrivacyTexts();
  const words = texts.consents;
  const [purpose, setPurpose] = useState<Purpose>("processing");
  const [place, setPlace] = useState(0);
  const deed = useDeed();

  function begin(event: SubmitEvent) {
    event.preventDefault();
    const scope = library.scopes[place];
    if (!scope) return;
    void deed.run(
      () => beginDraft(scope, purpose),
      async ({ document }) => {
        await onChanged();
        onOpen(document.id);
      },
    );
  }

  return (
    <form class="form consents__box" aria-label={words.begin} onSubmit={begin}>
      <h3>{words.begin}</h3>
      <Problem failure={deed.failure} />
      <div class="consents__filters">
        <Choice
          label={words.purpose}
          value={purpose}
          options={PURPOSES.map((one) => [one, words.purposes[one]])}
          onChange={(value) => setPurpose(value as Purpose)}
        />
        <Choice
          label={words.forWhom}
          value={String(place)}
          options={library.scopes.map((scope, index) => [
            String(index),
            scope.site_id ? scope.site : words.allSitesOf(scope.controller),
          ])}
          onChange={(value) => setPlace(Number(value))}
        />
      </div>
      <div class="form__actions">
        <button class="button" type="submit" aria-disabled={deed.busy}>
          {words.beginDraft}
        </button>
        <span class="form__hint">{words.beginHint}</span>
      </div>
    </form>
  );
}
