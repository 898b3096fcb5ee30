// The address of what is open.
import { expect, test } from "vitest";
import { formatRoute, parseRoute } from "./route";

test("a route survives the address, and nonsense leads to the queue", () => {
  const route = { folder: "mine" as const, conversationId: "01a20f5b-ff23-73fe-889b-10c54dd2fdd6" };
  expect(parseRoute(formatRoute(route))).toEqual(route);
  expect(parseRoute("#all")).toEqual({ folder: "all", conversationId: null });
  expect(parseRoute("#nonsense/<script>")).toEqual({ folder: "waiting", conversationId: null });
});
