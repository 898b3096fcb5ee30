// What can be done with a view, opened: one's own is one's own to change; one that is shared, its keepers' to change and
// everybody's to copy or to hide from themselves.
import { useState } from "preact/hooks";
import type { SharedView } from "../../live/inbox_view_requests";
import { changed, moved, viewed } from "../../state/view_changes";
import { AudienceForm, audienceName } from "./audience";
import { dropView } from "./drop_view";
import type { ViewMenuProps } from "./view_menu";
import { useSheetTexts } from "./words";

export interface ViewSheetProps extends ViewMenuProps {
  readonly id: string;
  readonly onDone: () => void;
}

export function ViewSheet({ id, view, place, wanted, views, shown: { keeper, known }, sites, onDone }: ViewSheetProps) {
  const { views: words, filter } = useSheetTexts();
  const [name, setName] = useState(view.name);
  const shared = known.shared?.find((one) => one.id === view.id);
  const mayChange = !shared || shared.may_change;

  function act(deed: () => void) {
    onDone();
    deed();
  }
  function change(part: Partial<SharedView>) {
    act(() => void (shared ? keeper.change(shared, part) : keeper.save(changed(view.id, part))));
  }
  async function removeShared(one: SharedView) {
    if (await keeper.remove(one)) views.onDropped(view.name, null, () => keeper.putBack(one));
  }
  const item = (word: string, deed: () => void) => (
    <button class="button button--quiet hand-over__one" type="button" onClick={() => act(deed)}>
      {word}
    </button>
  );
  return (
    <section class="menu__sheet view-menu__sheet" id={id} aria-label={words.actions(view.name)}>
      {shared && <p class="view-menu__hint">{audienceName(words, shared.audience, sites)}</p>}
      {mayChange && (
        <form
          class="actions__time"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") change({ name: name.trim() });
          }}
        >
          <input
            class="input"
            maxLength={40}
            value={name}
            aria-label={filter.name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button class="button" type="submit">
            {words.rename}
          </button>
        </form>
      )}
      {mayChange && wanted && item(words.update, () => change(viewed(wanted)))}
      {!shared && place > 0 && item(words.up, () => void keeper.save(moved(view.id, -1)))}
      {!shared && place < known.views.length - 1 && item(words.down, () => void keeper.save(moved(view.id, 1)))}
      {shared && item(words.copy, () => keeper.add(view.name, views.wantedOf(view)))}
      {shared && item(words.hide, () => void keeper.hide(view.id, true))}
      {known.may_share && mayChange && (
        <AudienceForm
          sites={sites}
          wholeIds={known.whole_ids ?? []}
          before={shared?.audience ?? null}
          onChosen={(audience) => (shared ? change({ audience }) : act(() => void keeper.share(view, audience)))}
        />
      )}
      {shared
        ? mayChange && item(words.removeShared, () => void removeShared(shared))
        : item(words.remove, () => void dropView(views, view, place))}
    </section>
  );
}
