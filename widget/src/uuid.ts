// Random ids (UUID version 4) also where `crypto.randomUUID` is missing: pages that are not served over TLS.

/** A fresh random UUID. */
export function randomUuid(): string {
  const random = crypto.getRandomValues(new Uint8Array(36));
  // y: one of 8, 9, a, b, which is the variant.
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (digit, place: number) => {
    const bits = (random[place] ?? 0) & 15;
    return (digit === "x" ? bits : (bits & 3) | 8).toString(16);
  });
}
