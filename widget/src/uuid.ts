// Random ids (UUID version 4) also where `crypto.randomUUID` is missing: pages that are not served over TLS.

/** A fresh random UUID. */
export function randomUuid(): string {
  // 8 stands for the variant: of its four bits two are random.
  return "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1));
    return (+digit ^ (random & (15 >> (+digit / 4)))).toString(16);
  });
}
