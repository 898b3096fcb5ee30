// For whom a ready reply is: oneself, a site, or all sites of the organisation.
import { useId } from "preact/hooks";
import type { CannedReplies, Shelf } from "../../../live/canned_requests";
import { usePrivacyTexts } from "../words";

export const OWN_SHELF: Shelf = { scope: "own", siteId: null };

export function ShelfField(props: {
  readonly of: Pick<CannedReplies, "sites" | "may_share">;
  readonly shelf: Shelf;
  readonly onChange: (shelf: Shelf) => void;
}) {
  const { replies: words } = usePrivacyTexts();
  const id = useId();
  const { sites, may_share } = props.of;
  if (!may_share) return null;
  const shelves: { readonly shelf: Shelf; readonly label: string }[] = [
    { shelf: OWN_SHELF, label: words.own },
    ...sites.flatMap(({ id: siteId, name, is_whole }) => [
      { shelf: { scope: "site" as const, siteId }, label: words.ofSite(name) },
      ...(is_whole ? [{ shelf: { scope: "controller" as const, siteId }, label: words.ofController(name) }] : []),
    ]),
  ];
  return (
    <div class="form__field">
      <label for={id}>{words.shelf}</label>
      <select
        class="input"
        id={id}
        value={keyOf(props.shelf)}
        onChange={({ currentTarget }) => {
          const chosen = shelves.find(({ shelf }) => keyOf(shelf) === currentTarget.value);
          if (chosen) props.onChange(chosen.shelf);
        }}
      >
        {shelves.map(({ shelf, label }) => (
          <option key={keyOf(shelf)} value={keyOf(shelf)}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function keyOf({ scope, siteId }: Shelf): string {
  return `${scope} ${siteId ?? ""}`;
}
