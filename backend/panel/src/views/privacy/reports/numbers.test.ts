import { describe, expect, it } from "vitest";
import { textsOf } from "../../../texts/languages";
import { withPages } from "../words";
import { change, shown } from "./numbers";

const ru = withPages(textsOf("ru"));
const en = withPages(textsOf("en"));

describe("figures in words", () => {
  it("are written as the reader writes them", () => {
    expect(shown(ru, 12345, "count")).toBe("12\u00a0345");
    expect(shown(en, 12345, "count")).toBe("12,345");
    expect(shown(ru, 4.6, "rating")).toBe("4,60");
    expect(shown(ru, 4980, "seconds")).toBe("1\u00a0ч 23\u00a0мин");
    expect(shown(ru, null, "seconds")).toBe("—");
  });

  it("say how they have changed", () => {
    expect(change(ru, 112, 100, "count")).toBe("+12\u00a0%");
    expect(change(ru, 99, 100, "count")).toBe("-1\u00a0%");
    expect(change(en, 50, 100, "seconds")).toBe("-50%");
    expect(change(ru, 4.5, 4.75, "rating")).toBe("-0,25");
    expect(change(ru, 5, 5, "count")).toBe("столько\u00a0же");
  });

  it("say nothing where there is nothing to compare with", () => {
    expect(change(ru, 5, 0, "count")).toBeNull();
    expect(change(ru, null, 5, "rating")).toBeNull();
  });
});
