import { expect, test } from "vitest";
import { createHash, solve } from "./work";

async function sha256(text: string): Promise<string> {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return hex(Array.from({ length: 8 }, (_, at) => digest.getUint32(at * 4)));
}

function hex(words: Iterable<number>): string {
  return [...words].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

test("hashes are those of everybody else, whatever the text's length", async () => {
  for (let length = 0; length < 200; length += 1) {
    const text = "ж".repeat(length % 7) + "s".repeat(length);
    const hash = createHash(text);
    for (const number of [0, 7, 98_765, 123_456_789]) expect(hex(hash(number))).toBe(await sha256(`${text}${number}`));
  }
});

test("the hidden number is found, first and last included", async () => {
  const salt = "bf41e4d726645f224d17dd2d?expires=1790000000&for=0123456789abcdef01234567&";
  for (const number of [0, 1, 255, 256, 257, 4_999, 5_000]) {
    const challenge = await sha256(`${salt}${number}`);
    const proof = await solve({ challenge, salt, signature: "s", max_number: 5_000 });
    expect(proof).toEqual({ challenge, salt, signature: "s", number });
  }
});

test("a challenge that nothing answers ends with an error", async () => {
  const work = { challenge: "0".repeat(64), salt: "salt&", signature: "s", max_number: 1_000 };
  await expect(solve(work)).rejects.toThrow("no number");
});

test("the page has its turn in between", async () => {
  let turns = 0;
  let isDone = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    turns += 1;
    if (!isDone) port2.postMessage(0);
  };
  port2.postMessage(0);
  const work = { challenge: "0".repeat(64), salt: "salt&", signature: "s", max_number: 200_000 };
  await solve(work).catch(() => {});
  isDone = true;
  port1.close();
  expect(turns).toBeGreaterThan(3);
});
