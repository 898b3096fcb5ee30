// What can be done with one of the operator's own views, opened.
import { useState } from "preact/hooks";
import { changed, moved } from "../../state/view_changes";
import { useTexts } from "../context";
import { dropView } from "./drop_view";
import { viewed } from "./use_views";
import type { ViewMenuProps } from "./view_menu";
import { useSheetTexts } from "./words";

export interface ViewSheetProps extends ViewMenuProps {
  readonly id: string;
  readonly onDone: () => void;
}

export function ViewSheet({ id, view, place, wanted, views, onDone }: ViewSheetProps) {
  const texts = useTexts();
  const { views: words, filter } = useSheetTexts();
  const [name, setName] = useState(view.name);
  function act(deed: () => void) {
    onDone();
    deed();
  }
  const item = (word: string, deed: () => void) => (
    <button class="button button--quiet hand-over__one" type="button" onClick={() => act(deed)}>
      {word}
    </button>
  );
  return (
    <section class="menu__sheet view-menu__sheet" id={id} aria-label={texts.inbox.views.actions(view.name)}>
      <form
        class="actions__time"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") act(() => void views.save(changed(view.id, { name: name.trim() })));
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
      {wanted && item(words.update, () => void views.save(changed(view.id, viewed(wanted))))}
      {place > 0 && item(words.up, () => void views.save(moved(view.id, -1)))}
      {place < views.views.length - 1 && item(words.down, () => void views.save(moved(view.id, 1)))}
      {item(words.remove, () => void dropView(views, view, place))}
    </section>
  );
}
