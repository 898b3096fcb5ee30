// Where something is, and what there is to know of that.
import type { Place } from "../../../live/register_requests";
import type { Texts } from "../../../texts/ru";
import { dayOf } from "../../../texts/time";
import { useTexts } from "../../context";

export function PlaceCell({ place }: { readonly place: Place }) {
  const texts = useTexts();
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
export function remarkOf(texts: Texts, { remark, waits_until }: Place): string {
  if (waits_until) return texts.register.waits(dayOf(texts, waits_until));
  return texts.register.remarks[remark] ?? "";
}
