// @vitest-environment jsdom
// An empty folder says what belongs there, and leads to where there may be something.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import type { Folder } from "../operator.gen";
import { LISTS } from "../state/folders";
import { listedOf } from "../state/listing";
import { EMPTY_INBOX } from "../state/model";
import { ListPane, type ListPaneProps } from "./list_pane";

afterEach(() => act(() => render(null, document.body)));

/** What stands in the place of the rows of this folder, that has none. */
function shown(folder: Folder) {
  const folders = { ...EMPTY_INBOX.folders, [folder]: { ...EMPTY_INBOX.folders[folder], shown: "end" } };
  const props = {
    inbox: { ...EMPTY_INBOX, folders, openFolder: folder },
    openId: null,
    listed: listedOf([]),
    menu: {},
    search: { isOpen: false },
    wanted: null,
    filter: {},
    views: { views: [] },
    selection: { ids: [] },
  } as unknown as ListPaneProps;
  act(() => render(<ListPane {...props} />, document.body));
  const words = (name: string) => document.querySelector(`.empty ${name}`)?.textContent?.replaceAll("\u00a0", " ");
  return {
    sentence: words(".empty__sentence"),
    hint: words(".empty__hint"),
    way: words("a"),
    to: document.querySelector(".empty a")?.getAttribute("href"),
  };
}

test("each folder has its own words, and a way on", () => {
  const says = (folder: Folder) => Object.values(shown(folder));
  expect(LISTS.map((folder) => [folder, ...says(folder)])).toEqual([
    [
      "waiting",
      "В очереди никого.",
      "Здесь те, кому ещё никто не ответил: дольше всех ждущий сверху, клавиша N открывает его.",
      "Показать мои",
      "#mine",
    ],
    [
      "mine",
      "У вас нет открытых диалогов.",
      "Диалог становится вашим, когда вы отвечаете в нём или берёте его в работу клавишей A.",
      "Показать очередь",
      "#waiting",
    ],
    [
      "department",
      "В ваших направлениях открытых диалогов нет.",
      "Здесь открытые диалоги ваших направлений, и те, что уже взяли коллеги.",
      "Показать все открытые",
      "#all",
    ],
    [
      "all",
      "Открытых диалогов нет.",
      "Здесь все открытые диалоги ваших сайтов, и ваши, и коллег.",
      "Показать закрытые",
      "#closed",
    ],
    [
      "snoozed",
      "Отложенных диалогов нет.",
      "Отложенный клавишей Z диалог вернётся отсюда в своё время или как только посетитель напишет.",
      "Показать все открытые",
      "#all",
    ],
    [
      "closed",
      "Закрытых диалогов пока нет.",
      "Закрытый клавишей E диалог остаётся здесь. Если посетитель напишет снова, он вернётся в очередь.",
      "Показать все открытые",
      "#all",
    ],
    [
      "filtered",
      "Под этот фильтр ничего не подходит.",
      "Уберите одно из условий: диалог должен подходить под все сразу. Клавиша F открывает фильтр.",
      "Показать все открытые",
      "#all",
    ],
    [
      "unanswered",
      "Под этот фильтр ничего не подходит.",
      "Уберите одно из условий: диалог должен подходить под все сразу. Клавиша F открывает фильтр.",
      "Показать все открытые",
      "#all",
    ],
  ]);
});
