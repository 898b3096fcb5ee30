// What the palette offers for the operator's own views: opening each, and all that stands in its menu.
import { changed, moved } from "../../state/view_changes";
import type { Desk } from "../actions/desk";
import { dropView } from "../inbox/drop_view";
import { viewed } from "../inbox/use_views";
import type { Choice, ChoiceTexts } from "./choices";
import { takeUp } from "./take_up";

/** `onMissing`: the menu of a view has not come. */
export function viewChoices(desk: Desk, onMissing: () => void): readonly Choice[] {
  const { views, wanted } = desk;
  return views.views.flatMap((view, place): readonly Choice[] => {
    const one = (deed: keyof ChoiceTexts["ofView"], also: string, run: () => void): Choice => ({
      id: `${deed}_view_${view.id}`,
      name: (words) => words.ofView[deed](view.name),
      also,
      isSought: true,
      run,
    });
    return [
      {
        id: `view_${view.id}`,
        name: (words) => words.view(view.name),
        also: "папка отбор фильтр folder filter",
        isEverywhere: true,
        run: () => desk.openWanted(views.wantedOf(view)),
      },
      one("rename", "название имя подборки view name", () => goToName(desk, place, onMissing)),
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
}

/** The field in the view's menu, which is fetched when it is first opened. */
function goToName(desk: Desk, place: number, onMissing: () => void): void {
  const frame = () => document.querySelectorAll<HTMLElement>(".folder-own").item(place);
  takeUp({
    find: () => frame()?.querySelector<HTMLElement>("form input") ?? null,
    open: () => {
      // A phone shows the list or the thread
      if (!frame()?.offsetParent) desk.openNothing();
      frame()?.querySelector<HTMLElement>("[aria-expanded=false]")?.click();
    },
    home: ".folder-own",
    onMissing,
  });
}
