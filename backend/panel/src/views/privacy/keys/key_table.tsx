// Keys in rows: a table, and on a phone a card each.
import type { Key } from "../../../live/key_requests";
import { fullWhen } from "../../../texts/time";
import { type PrivacyTexts, usePrivacyTexts } from "../words";

export interface KeyTableProps {
  readonly keys: readonly Key[];
  readonly isBusy: boolean;
  /** Null: they are good no more. */
  readonly onRevoke: ((key: Key) => void) | null;
}

export function KeyTable({ keys, isBusy, onRevoke }: KeyTableProps) {
  const texts = usePrivacyTexts();
  const words = texts.keys;
  return (
    <table class="table key__table">
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.for}</th>
          <th scope="col">{words.sites}</th>
          <th scope="col">{words.used}</th>
          <th scope="col">{words.until}</th>
          {onRevoke && (
            <th scope="col">
              <span class="unseen">{words.revoke}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              {key.name}
              <span class="table__second">{words.madeAt(fullWhen(texts, new Date(key.made_at)), key.made_by)}</span>
            </th>
            <td data-label={words.for}>{key.scopes.map((scope) => words.scopes[scope]?.short ?? scope).join(", ")}</td>
            <td data-label={words.sites}>
              {key.is_for_all ? words.all : key.sites.join(", ")}
              {key.is_for_all && key.controller && <span class="table__second">{key.controller}</span>}
              {!key.may_revoke && <span class="table__second">{words.notYours}</span>}
            </td>
            <td data-label={words.used}>
              {key.used_at ? fullWhen(texts, new Date(key.used_at)) : <span class="table__none">{words.never}</span>}
            </td>
            <td data-label={words.until}>{goodUntil(texts, key)}</td>
            {onRevoke && (
              <td>
                {key.may_revoke && (
                  <button
                    class="button"
                    type="button"
                    aria-disabled={isBusy}
                    aria-label={words.revokeOf(key.name)}
                    onClick={() => onRevoke(key)}
                  >
                    {words.revoke}
                  </button>
                )}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function goodUntil(texts: PrivacyTexts, { revoked_at, expires_at }: Key): string {
  const words = texts.keys;
  if (revoked_at !== null) return words.revokedAt(fullWhen(texts, new Date(revoked_at)));
  if (expires_at === null) return words.forever;
  const end = new Date(expires_at);
  return (end > new Date() ? words.untilDay : words.over)(fullWhen(texts, end));
}
