// Time zones to choose from, and what they are called.

/** Those of Russia and of its nearest neighbours, from west to east. */
const ZONES = [
  "Europe/Kaliningrad",
  "Europe/Moscow",
  "Europe/Samara",
  "Asia/Yekaterinburg",
  "Asia/Omsk",
  "Asia/Krasnoyarsk",
  "Asia/Irkutsk",
  "Asia/Yakutsk",
  "Asia/Vladivostok",
  "Asia/Magadan",
  "Asia/Kamchatka",
  "Europe/Minsk",
  "Asia/Almaty",
];

/** Zones with their names; `chosen` is among them, whichever it is. */
export function zoneOptions(chosen: readonly string[], language: string): readonly (readonly [string, string])[] {
  const others = [...new Set(chosen)].filter((zone) => !ZONES.includes(zone));
  return [...others, ...ZONES].map((zone) => [zone, zoneName(zone, language)]);
}

/** "Москва, GMT+3": the place as it is in the zone's name, and how far it is from Greenwich now. */
export function zoneName(zone: string, language: string): string {
  if (zone === "UTC") return zone;
  const options = { timeZone: zone, timeZoneName: "longGeneric" } as const;
  const part = (timeZoneName: "longGeneric" | "shortOffset") =>
    new Intl.DateTimeFormat(language, { ...options, timeZoneName })
      .formatToParts(new Date())
      .find(({ type }) => type === "timeZoneName")?.value ?? zone;
  return `${part("longGeneric")}, ${part("shortOffset")}`;
}
