// What the palette offers for views: opening each, and all that stands in the menu of an own one, or the menu of a shared one.
import type { InboxView } from "../../live/inbox_view_requests";
import { changed, moved, viewed } from "../../state/view_changes";
import type { Desk } from "../actions/desk";
import { dropView } from "../inbox/drop_view";
import type { Choice, ChoiceTexts } from "./choices";
import { takeUp } from "./take_up";

/** `onMissing`: the menu of a view has not come. */
export function viewChoices(desk: Desk, onMissing: () => void): readonly Choice[] {
  const { views, wanted } = desk;
  const of =
    (view: InboxView) =>
    (deed: keyof ChoiceTexts["ofView"], also: string, run: () => void): Choice => ({
      id: `${deed}_view_${view.id}`,
      name: (words) => words.ofView[deed](view.name),
      also,
      isSought: true,
      run,
    });
  const opening = (view: InboxView): Choice => ({
    id: `view_${view.id}`,
    name: (words) => words.view(view.name),
    also: "папка отбор фильтр folder filter",
    isEverywhere: true,
    run: () => desk.openWanted(views.wantedOf(view)),
  });
  const shared = views.shared.flatMap((view, place) => [
    opening(view),
    of(view)("menu", "общая подборка скрыть скопировать shared view hide copy", () =>
      goTo(desk, views.views.length + place, ".view-menu__sheet button", onMissing),
    ),
  ]);
  const hidden = views.hidden.map((view) => of(view)("show", "скрытая hidden", () => views.reveal(view.id)));
  const own = views.views.flatMap((view, place): readonly Choice[] => {
    const one = of(view);
    return [
      opening(view),
      one("rename", "название имя подборки view name", () => goTo(desk, place, "form input", onMissing)),
      ...(wanted
        ? [
            one(
              "update",
              "запомнить фильтр подборки view keep filter",
              () => void views.save(changed(view.id, viewed(wanted))),
            ),
          ]
        : []),
      ...(place > 0 ? [one("up", "порядок view order", () => void views.save(moved(view.id, -1)))] : []),
      ...(place < views.views.length - 1
        ? [one("down", "порядок view order", () => void views.save(moved(view.id, 1)))]
        : []),
      one("remove", "убрать view remove", () => void dropView(views, view, place)),
    ];
  });
  return [...own, ...shared, ...hidden];
}

/** What is sought in the menu of the view in this place, which is fetched when it is first opened. */
function goTo(desk: Desk, place: number, sought: string, onMissing: () => void): void {
  const frame = () => document.querySelectorAll<HTMLElement>(".folder-own").item(place);
  takeUp({
    find: () => frame()?.querySelector<HTMLElement>(sought) ?? null,
    open: () => {
      // A phone shows the list or the thread
      if (!frame()?.offsetParent) desk.openNothing();
      frame()?.querySelector<HTMLElement>("[aria-expanded=false]")?.click();
    },
    home: ".folder-own",
    onMissing,
  });
}
