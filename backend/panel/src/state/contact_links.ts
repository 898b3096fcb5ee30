// Where a telephone or an address on the card leads: to a call, or to a letter.

const TELEPHONE = /^\+?\d{5,15}$/;
// Whatever an address may hold beside these has a meaning of its own in a link.
const ADDRESS = /^[^\s@?&#%"<>,;:]+@[^\s@?&#%"<>,;:]+$/;

/** The link, or null: a mask leads nowhere, and neither does what is spelled for people («ivan собака mail точка ru»). */
export function contactHref(kind: string, text: string): string | null {
  if (text.includes("•")) return null;
  if (kind === "email") return ADDRESS.test(text) ? `mailto:${text}` : null;
  const digits = text.replace(/[^\d+]/g, "");
  return kind === "phone" && TELEPHONE.test(digits) ? `tel:${digits}` : null;
}
