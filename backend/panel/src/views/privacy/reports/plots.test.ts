import { describe, expect, it } from "vitest";
import { ceiling } from "./bars";
import { sorted } from "./figures_table";
import { shadeOf } from "./heat_map";

describe("plots", () => {
  it("end at a round number above the highest column, whose half is whole", () => {
    expect([0, 1, 2, 3, 7, 11, 45, 61, 1_001].map(ceiling)).toEqual([2, 2, 2, 4, 10, 20, 60, 100, 2_000]);
  });

  it("shade what there is, and never what there is not", () => {
    expect([0, 1, 20, 21, 100].map((count) => shadeOf(count, 100))).toEqual([0, 1, 1, 2, 5]);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe("rows of a table", () => {
  const rows = [
    { id: "1", name: "Борис", values: { rating: null, conversations: 3 } },
    { id: "2", name: "Анна", values: { rating: 4, conversations: 3 } },
    { id: "3", name: "Вера", values: { rating: 5, conversations: 1 } },
  ];
  const names = (by: string, isDescending: boolean) => sorted(rows, { by, isDescending }, "ru").map(({ name }) => name);

  it("are ordered by a figure or by name, those without the figure last", () => {
    expect(names("rating", true)).toEqual(["Вера", "Анна", "Борис"]);
    expect(names("rating", false)).toEqual(["Анна", "Вера", "Борис"]);
    expect(names("name", false)).toEqual(["Анна", "Борис", "Вера"]);
  });

  it("keep their order where they are equal", () => {
    expect(names("conversations", true)).toEqual(["Борис", "Анна", "Вера"]);
  });
});
