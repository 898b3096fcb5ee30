import { expect, test } from "vitest";
import { withTheirs } from "./added_by_both";

interface One {
  readonly id: string | null;
  readonly name: string;
  readonly kind: string;
  readonly is_archived: boolean;
}

const one = (id: string | null, name: string, kind = "tag", is_archived = false): One => ({
  id,
  name,
  kind,
  is_archived,
});
const kindOf = ({ kind }: One) => kind;

test("what both have added by one name is one, and what only they have added follows", () => {
  const mine = [one("a", "Опт"), one(null, " vip  клиент")];
  const theirs = [one("a", "Опт"), one("b", "VIP клиент"), one("c", "Розница")];
  expect(withTheirs(mine, theirs, kindOf)).toEqual([one("a", "Опт"), one("b", " vip  клиент"), one("c", "Розница")]);
});

test("of another kind, archived, or known before it is another one", () => {
  const mine = [one("a", "Опт"), one(null, "VIP"), one(null, "Опт")];
  const theirs = [one("a", "Опт"), one("b", "VIP", "result"), one("c", "VIP", "tag", true)];
  expect(withTheirs(mine, theirs, kindOf)).toEqual([...mine, theirs[1], theirs[2]]);
});
