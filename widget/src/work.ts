// The work that the server asks of a newcomer's browser: a file of its own, fetched where it is asked for.
//
// SHA-256 by hand: `crypto.subtle` is there on pages with TLS only, and answers one question at a time, by a promise. A
// worker would need `worker-src blob:` in the page's policy, which is the page's business. So it runs where the page runs,
// a few ms at a time: no key waits, and no animation stutters.
import type { Proof, Work } from "./visitor.gen";

/** How long the page is held up at a time. */
const TURN_MS = 6;
/** So many hashes between two looks at the clock. */
const BATCH = 32;
const BLOCK_BYTES = 64;

/** What the file exports. */
export interface WorkModule {
  solve(work: Work): Promise<Proof>;
}

/** Finds the number that the challenge hides. Throws where there is none: the challenge is not one of ours. */
export async function solve({ challenge, salt, signature, max_number }: Work): Promise<Proof> {
  const hash = createHash(salt);
  const wanted = Number.parseInt(challenge.slice(0, 8), 16) | 0;
  for (let number = 0; number <= max_number; await nextTurn()) {
    const endMs = performance.now() + TURN_MS;
    do {
      for (const stop = Math.min(number + BATCH, max_number + 1); number < stop; number += 1) {
        const words = hash(number);
        if (words[0] === wanted && toHex(words) === challenge) return { challenge, salt, signature, number };
      }
    } while (number <= max_number && performance.now() < endMs);
  }
  throw new Error("no number answers the challenge");
}

/** Lets the page do what it has to. By a message: timers that set each other are slowed, and more so in the background. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

const K = new Int32Array(64);
const START = new Int32Array(8);
makeConstants();

/**
 * SHA-256 of a text and the decimal digits of a number, as eight words: the text's whole blocks are worked in once. The
 * array is the same each time.
 */
export function createHash(text: string): (number: number) => Int32Array {
  const bytes = new TextEncoder().encode(text);
  const whole = bytes.length - (bytes.length % BLOCK_BYTES);
  const before = START.slice();
  const block = new Uint8Array(BLOCK_BYTES);
  const view = new DataView(block.buffer);
  const words = new Int32Array(64);
  const state = new Int32Array(8);

  function workIn(target: Int32Array): void {
    for (let at = 0; at < 16; at += 1) words[at] = view.getInt32(at * 4);
    compress(target, words);
  }

  for (let at = 0; at < whole; at += BLOCK_BYTES) {
    block.set(bytes.subarray(at, at + BLOCK_BYTES));
    workIn(before);
  }
  const rest = bytes.subarray(whole);

  return (number) => {
    state.set(before);
    block.fill(0);
    block.set(rest);
    let length = rest.length;
    const put = (byte: number) => {
      block[length] = byte;
      length += 1;
      if (length < BLOCK_BYTES) return;
      workIn(state);
      block.fill(0);
      length = 0;
    };
    const digits = String(number);
    for (let at = 0; at < digits.length; at += 1) put(digits.charCodeAt(at));
    put(0x80);
    if (length > BLOCK_BYTES - 8) {
      workIn(state);
      block.fill(0);
    }
    // No text here is as long as 512 MB: of the 64 bits of its length the upper half is 0.
    view.setInt32(BLOCK_BYTES - 4, (bytes.length + digits.length) * 8);
    workIn(state);
    return state;
  };
}

/** One block. Source: FIPS 180-4, section 6.2.2. */
function compress(state: Int32Array, w: Int32Array): void {
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15] as number;
    const y = w[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

/** The first 32 bits behind the point of the square and the cube roots of the first primes: sections 4.2.2 and 5.3.3. */
function makeConstants(): void {
  const behindPoint = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
  let count = 0;
  for (let prime = 2; count < 64; prime += 1) {
    let divisor = 2;
    while (prime % divisor) divisor += 1;
    if (divisor < prime) continue;
    if (count < 8) START[count] = behindPoint(prime ** (1 / 2));
    K[count] = behindPoint(prime ** (1 / 3));
    count += 1;
  }
}

function toHex(words: Int32Array): string {
  let text = "";
  for (let at = 0; at < 8; at += 1) text += ((words[at] as number) >>> 0).toString(16).padStart(8, "0");
  return text;
}
