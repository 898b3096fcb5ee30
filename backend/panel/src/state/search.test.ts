// Search over loaded rows.
import { expect, test } from "vitest";
import { matchesSearch } from "./search";
import { ServerModel } from "./server_model";

function conversation(body: string) {
  const server = new ServerModel(50);
  server.start(body);
  server.visit(server.ids[0] ?? "", "https://lavka.example/catalog");
  const [row] = server.folder("all");
  if (!row) throw new Error("The model has lost its conversation");
  return row;
}

test("search finds every word in name, last words or page, in any case, with «ё» as «е»", () => {
  const row = conversation("Жду ответа про мёд");
  expect(matchesSearch(row, "Пётр", "петр мед")).toBe(true);
  expect(matchesSearch(row, "Пётр", "CATALOG")).toBe(true);
  expect(matchesSearch(row, "Пётр", "пётр чай")).toBe(false);
});
