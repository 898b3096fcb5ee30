// What ready replies say, and which are found.
import { describe, expect, test } from "vitest";
import { fillIn, repliesFor, usableName } from "./canned";

const NOBODY = { name: "", operator: "Анна", site: "Лавка", request: "" };
const IVAN = { ...NOBODY, name: "Иван" };

describe("variables", () => {
  test("say who is meant, in either language", () => {
    expect(fillIn("Здравствуйте, {имя}! Это {Сотрудник}, {site}.", IVAN)).toBe("Здравствуйте, Иван! Это Анна, Лавка.");
  });

  test("that are empty are left out with what leads to them, or give way to what stands in for them", () => {
    expect(fillIn("Здравствуйте, {имя}! Чем помочь?", NOBODY)).toBe("Здравствуйте! Чем помочь?");
    expect(fillIn("{имя}, добрый день. Заявка {заявка|ещё не заведена}.", NOBODY)).toBe(
      "добрый день. Заявка ещё не заведена.",
    );
    expect(fillIn("Уважаемый {имя|клиент}", NOBODY)).toBe("Уважаемый клиент");
    expect(fillIn("Первая\n{имя}, вторая", IVAN)).toBe("Первая\nИван, вторая");
  });

  test("that there are not stay as they are, and a value is no variable again", () => {
    expect(fillIn("{скидка} {", IVAN)).toBe("{скидка} {");
    expect(fillIn("{имя}", { ...IVAN, name: "{сайт}$&" })).toBe("{сайт}$&");
  });

  test("do not send a mask to whom it hides", () => {
    expect(usableName("+7 ••• ••• 45 67")).toBe("");
    expect(usableName("Иван")).toBe("Иван");
  });
});

test("replies are found by shortcut first, then by their words, on their sites only", () => {
  const reply = (shortcut: string, body: string, site = "s") => ({
    ...{ id: shortcut, scope: "own" as const, version: 1, may_change: true },
    ...{ shortcut, body, site_ids: [site] },
  });
  const all = [
    reply("доставка", "Цена доставки"),
    reply("цена", "Сто"),
    reply("Цена-опт", "По ста"),
    reply("ц", "", "x"),
  ];
  expect(repliesFor("цен", "s", all).map(({ id }) => id)).toEqual(["цена", "Цена-опт", "доставка"]);
  expect(repliesFor("", "s", all)).toHaveLength(3);
  expect(repliesFor("щ", "s", all)).toEqual([]);
});
