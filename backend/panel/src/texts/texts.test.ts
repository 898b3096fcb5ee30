// Words that depend on numbers and times, and the rules every text keeps.
import { describe, expect, test } from "vitest";
import { withCard } from "../views/customer/words";
import { withPages } from "../views/privacy/words";
import { alertsRu } from "./alerts";
import { alertsDialogRu } from "./alerts_dialog";
import { assistRu } from "./assist";
import { en } from "./en";
import { faceRu } from "./face";
import { helpRu } from "./help";
import { sheetsRu } from "./inbox_sheets";
import { crmRu } from "./pages/crm";
import { keysEn, keysRu } from "./pages/keys";
import { picturesRu } from "./pictures";
import { ru } from "./ru";
import { calendarDay, dayHeading, duration, moscowToday, shortDuration, shortWhen } from "./time";

/** All texts; of those that are made by a function, its source. */
const sentences = (texts: object): string[] =>
  Object.values(texts).flatMap((value) => {
    if (typeof value === "function") return [String(value)];
    return typeof value === "object" && value !== null ? sentences(value) : [String(value)];
  });

describe("Russian", () => {
  test("agrees with numbers", () => {
    expect([1, 2, 5, 11, 21].map(ru.thread.jumpNew)).toEqual([
      "1 новое сообщение",
      "2 новых сообщения",
      "5 новых сообщений",
      "11 новых сообщений",
      "21 новое сообщение",
    ]);
  });

  test("asks before a key is revoked what ends with it", () => {
    const ends = [1, 2, 5, 21].map((count) => keysRu.revokeAsk("CRM", count).match(/Вместе .*?\./)?.[0]);
    expect(ends).toEqual([
      "Вместе с\u00a0ключом закончится 1\u00a0вебхук, который он ведёт.",
      "Вместе с\u00a0ключом закончатся 2\u00a0вебхука, которые он ведёт.",
      "Вместе с\u00a0ключом закончатся 5\u00a0вебхуков, которые он ведёт.",
      "Вместе с\u00a0ключом закончится 21\u00a0вебхук, который он ведёт.",
    ]);
    expect(keysRu.revokeAsk("CRM", 0)).not.toContain("вебхук");
    expect(keysEn.revokeAsk("CRM", 1)).toContain("1\u00a0webhook that it looks after ends with it.");
    expect(keysEn.revokeAsk("CRM", 2)).toContain("2\u00a0webhooks that it looks after end with it.");
  });

  test("has no ordinary space after a preposition of one letter and never exclaims", () => {
    for (const sentence of sentences([
      withPages(ru),
      withCard(ru),
      sheetsRu,
      alertsRu,
      alertsDialogRu,
      assistRu,
      crmRu,
      faceRu,
      helpRu,
      picturesRu,
    ])) {
      expect(sentence).not.toMatch(/(^|[\s"`])[авиоскуяАВИОСКУЯ] /);
      expect(sentence).not.toMatch(/[а-яё]!/i);
    }
  });
});

describe("times", () => {
  const now = new Date(2026, 10, 24, 15, 30, 0);
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);

  test("last in the largest units that still move", () => {
    expect([5, 65, 3_600, 4_800, 90_000, 259_200].map((seconds) => duration(en, seconds))).toEqual(
      ["5 s", "1 min", "1 h", "1 h 20 min", "1 day", "3 days"].map((text) => text.replace(/(?<=\d) /g, "\u00a0")),
    );
    expect(shortDuration(ru, 41_000)).toBe("11\u00a0ч");
    expect(duration(ru, -3)).toBe("0\u00a0с");
  });

  test("are relative under an hour and absolute after", () => {
    expect(shortWhen(ru, ago(20), now)).toBe("сейчас");
    expect(shortWhen(ru, ago(300), now)).toBe("5\u00a0мин");
    expect(shortWhen(ru, ago(2 * 3_600), now)).toBe("13:30");
    expect(shortWhen(ru, ago(24 * 3_600), now)).toBe("вчера");
    expect(shortWhen(ru, new Date(2026, 10, 12), now)).toBe("12 нояб.");
    expect(shortWhen(ru, new Date(2025, 10, 12), now)).toBe("12.11.2025");
  });

  test("head the days of a thread", () => {
    expect(dayHeading(ru, ago(60), now)).toBe("Сегодня");
    expect(dayHeading(ru, ago(20 * 3_600), now)).toBe("Вчера");
    expect(dayHeading(en, new Date(2026, 10, 12), now)).toBe("12 November");
  });

  test("of the calendar are the same wherever one reads them, and today is Moscow's", () => {
    expect(calendarDay(en, "2026-12-09")).toBe("9 December 2026");
    expect(moscowToday(new Date("2026-12-08T21:30:00Z"))).toBe("2026-12-09");
    expect(moscowToday(new Date("2026-12-08T20:30:00Z"))).toBe("2026-12-08");
  });
});
