import { describe, expect, it } from "vitest";
import { daysOf, todayIn } from "./periods";

describe("periods by their names", () => {
  it("know which day it is in the zone, not in the browser's", () => {
    const now = new Date("2026-11-28T20:30:00Z");
    expect(todayIn("Europe/Moscow", now)).toBe("2026-11-28");
    expect(todayIn("Asia/Kathmandu", now)).toBe("2026-11-29");
    expect(todayIn("America/St_Johns", now)).toBe("2026-11-28");
  });

  it("count back over ends of months and years", () => {
    expect(daysOf("yesterday", "2026-03-01")).toEqual({ since: "2026-02-28", until: "2026-02-28" });
    expect(daysOf("week", "2026-01-03")).toEqual({ since: "2025-12-28", until: "2026-01-03" });
    expect(daysOf("month30", "2024-03-01")).toEqual({ since: "2024-02-01", until: "2024-03-01" });
  });

  it("take months whole, so that months are compared with months", () => {
    expect(daysOf("month", "2026-02-10")).toEqual({ since: "2026-02-01", until: "2026-02-28" });
    expect(daysOf("lastMonth", "2026-01-31")).toEqual({ since: "2025-12-01", until: "2025-12-31" });
  });

  it("leave days that are chosen by hand alone", () => {
    expect(daysOf("custom", "2026-01-31")).toBeNull();
  });
});
