/** What goes away and comes back. */
export type Part = 'home' | 'broker' | 'plex' | 'service';

/** Minutes of the day from midnight; never at a multiple of ten, at which the day is looked at, so that nothing is on the edge. */
export interface Outage {
  readonly part: Part;
  readonly from: number;
  readonly to: number;
  /** Plex only: it goes in the middle of the first publish from then on, right before this write. */
  readonly beforeWrite?: number;
}

/** What people and the house do, whether or not anybody listens. */
export type Act =
  | { readonly at: number; readonly mode: 'party' | 'quiet' }
  | { readonly at: number; readonly people: number }
  | { readonly at: number; readonly choose: string }
  | { readonly at: number; readonly follow: boolean }
  | { readonly at: number; readonly refresh: true };

export const at = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** As the product is told; the first four as the user of the add-on writes them. */
export const dayWindows =
  '00:00-06:00:genres=Ambient,Sleep;06:00-11:00:genres=Chillout,Acoustic;11:00-17:00:tags=upbeat,rock;17:00-24:00:genres=Jazz,Classical;name=Party:genres=Electronic,Pop';
export const mode = 'input_select.house_mode';
export const people = 'zone.home';
export const dayRules = `home_rules:
  - { entity: ${mode}, is: party, window: Party }
  - { name: nobody is home, entity: ${people}, below: 1, for: 10m, pause: true }
`;

/** What every track of a window carries, as the windows above ask for it. */
export const wantedTags: Readonly<Record<string, RegExp>> = {
  Night: /^(ambient|sleep)$/i,
  Morning: /^(chillout|acoustic)$/i,
  Afternoon: /rock|energetic|cheerful|bouncy|lively|upbeat/i,
  Evening: /^(jazz|classical)$/i,
  Party: /^(electronic|pop)$/i,
};

const turns = [
  { from: at('00:00'), window: 'Night' },
  { from: at('06:00'), window: 'Morning' },
  { from: at('11:00'), window: 'Afternoon' },
  { from: at('17:00'), window: 'Evening' },
] as const;

export const acts: readonly Act[] = [
  { at: at('06:15'), mode: 'party' },
  { at: at('07:25'), mode: 'quiet' },
  // The party goes elsewhere, and somebody tidies up from afar.
  { at: at('09:05'), mode: 'party' },
  { at: at('09:05'), people: 0 },
  { at: at('09:45'), mode: 'quiet' },
  { at: at('10:25'), people: 2 },
  { at: at('12:35'), mode: 'party' },
  { at: at('13:15'), mode: 'quiet' },
  { at: at('14:05'), choose: 'Party' },
  { at: at('18:05'), choose: 'Night' },
  { at: at('18:55'), choose: 'Auto' },
  { at: at('20:05'), refresh: true },
  { at: at('21:05'), mode: 'party' },
  { at: at('21:45'), follow: false },
  { at: at('22:25'), follow: true },
  { at: at('23:15'), mode: 'quiet' },
];

/** Home Assistant is believed for so long after it fell silent. */
const patienceMinutes = 10;
const pauseAfterMinutes = 10;

export interface Expected {
  readonly window: string | undefined;
  readonly by: 'schedule' | 'home' | 'manual' | 'paused';
  /** The option of the select. */
  readonly option: string;
}

/** What the flow shall be at a minute, worked out from the words of the documentation and from nothing of the product. */
export const expectAt = (minute: number, outages: readonly Outage[]): Expected => {
  const turn = turns.findLast(({ from }) => from <= minute) ?? turns[0];
  const choice = acts.findLast((act) => 'choose' in act && act.at <= minute);
  if (choice !== undefined && 'choose' in choice && choice.choose !== 'Auto' && choice.at >= turn.from)
    return { window: choice.choose, by: 'manual', option: choice.choose };
  const option = 'Auto';
  const follow = acts.findLast((act) => 'follow' in act && act.at <= minute);
  const knownAt = follow !== undefined && 'follow' in follow && !follow.follow ? undefined : lastHeard(minute, outages);
  if (knownAt !== undefined && isNobodyHome(knownAt, minute, outages))
    return { window: undefined, by: 'paused', option };
  const wish = acts.findLast((act) => 'mode' in act && act.at <= (knownAt ?? -1));
  if (wish !== undefined && 'mode' in wish && wish.mode === 'party') return { window: 'Party', by: 'home', option };
  return { window: turn.window, by: 'schedule', option };
};

export const isAway = (part: Part, minute: number, outages: readonly Outage[]): boolean =>
  outages.some((outage) => outage.part === part && outage.from <= minute && minute < outage.to);

/** The minute whose home is the last one known; undefined = nothing is known, or no longer believed. */
const lastHeard = (minute: number, outages: readonly Outage[]): number | undefined => {
  const away = outages.find(({ part, from, to }) => part === 'home' && from <= minute && minute < to);
  if (away === undefined) return minute;
  const begunMeanwhile = outages.some(({ part, to }) => part === 'service' && away.from < to && to <= minute);
  return begunMeanwhile || minute >= away.from + patienceMinutes ? undefined : away.from;
};

/** A Home Assistant that was restarted tells of every state that it is new; whoever listened before and after knows better. */
const isNobodyHome = (knownAt: number, minute: number, outages: readonly Outage[]): boolean => {
  const last = acts.findLast((act) => 'people' in act && act.at <= knownAt);
  if (last === undefined || !('people' in last) || last.people > 0) return false;
  let since = last.at;
  for (const { part, from, to } of outages) {
    if (part !== 'home' || to > knownAt || to <= last.at) continue;
    const knowsBetter =
      last.at < from &&
      to < from + patienceMinutes &&
      !outages.some((other) => other.part === 'service' && other.to > from && other.to <= minute);
    if (!knowsBetter) since = to;
  }
  return minute >= since + pauseAfterMinutes;
};
