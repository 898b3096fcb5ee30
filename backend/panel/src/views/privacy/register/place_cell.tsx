// Where something is, and what there is to know of that.
import type { Place } from "../../../live/register_requests";
import { calendarDay } from "../../../texts/time";
import type { PrivacyTexts } from "../words";
import { usePrivacyTexts } from "../words";

export function PlaceCell({ place }: { readonly place: Place }) {
  const texts = usePrivacyTexts();
  const spot = texts.register.spots[place.spot];
  const addresses = place.addresses.filter((address) => !place.host.startsWith(address)).join(", ");
  return (
    <span class="register__place">
      {spot || place.host}
      {spot && place.host && <span class="table__second">{place.host}</span>}
      {addresses && <span class="table__second">{addresses}</span>}
    </span>
  );
}

/** A sentence, or nothing where there is nothing to say. */
export function remarkOf(texts: PrivacyTexts, { remark, waits_until }: Place): string {
  if (waits_until) return texts.register.waits(calendarDay(texts, waits_until));
  return texts.register.remarks[remark] ?? "";
}
