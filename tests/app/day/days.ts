import { createRandom } from '../../../src/core/random.ts';
import { acts, at, isAway, type Outage, type Part } from './story.ts';

export interface Day {
  readonly name: string;
  readonly outages: readonly Outage[];
  /** Beside what every day is configured with. */
  readonly env?: Readonly<Record<string, string>>;
}

const away = (part: Part, from: string, to: string, beforeWrite?: number): Outage => ({
  part,
  from: at(from),
  to: at(to),
  ...(beforeWrite === undefined ? {} : { beforeWrite }),
});

export const quietDay: Day = { name: 'without any outage', outages: [] };

/** Each of them is gone across a boundary, some of them together, and the house goes on living meanwhile. */
export const writtenDays: readonly Day[] = [
  {
    name: 'on which each is away across a boundary, one after another',
    env: { TIME_PLAYLIST_SOUND: 'smooth', TIME_PLAYLIST_COVERS: 'true' },
    outages: [
      away('home', '05:41', '06:33'),
      away('broker', '10:43', '11:21'),
      away('service', '14:36', '14:47'),
      away('plex', '16:42', '17:53'),
      away('home', '20:42', '21:27'),
      away('plex', '21:03', '21:57'),
    ],
  },
  {
    name: 'on which all are away at once, and Plex goes in the middle of a write',
    outages: [
      away('plex', '05:56', '06:08', 2),
      // The home pauses the flow when its list is half written.
      away('plex', '09:04', '09:31', 3),
      away('home', '09:36', '09:42'),
      away('plex', '10:52', '11:33'),
      away('home', '10:53', '11:36'),
      away('broker', '10:54', '11:37'),
      away('plex', '12:34', '13:02', 3),
      away('broker', '14:02', '14:24'),
      away('service', '16:56', '17:12'),
      // The window chosen by hand is half written when it is given up again.
      away('plex', '18:04', '19:07', 3),
    ],
  },
  {
    name: 'on which everything restarts when nobody wants it',
    outages: [
      away('service', '00:31', '00:34'),
      away('home', '05:58', '06:03'),
      away('plex', '05:58', '06:04'),
      away('broker', '05:59', '06:02'),
      away('broker', '07:22', '07:28'),
      away('home', '08:56', '09:12'),
      away('service', '09:32', '09:36'),
      away('home', '10:57', '11:02'),
      away('service', '10:58', '11:04'),
      away('plex', '12:36', '12:44'),
      away('home', '14:03', '14:07'),
      away('service', '16:57', '17:03'),
      away('plex', '16:58', '17:04'),
      away('broker', '18:57', '19:01'),
      away('broker', '21:42', '22:31'),
      away('service', '23:04', '23:07'),
    ],
  },
];

const parts: readonly Part[] = ['home', 'broker', 'plex', 'service'];
/** The stops between one outage of a part and its next, and how long it lasts, in minutes. */
const pauses = [90, 140, 200, 310];
const lengths = [2, 5, 8, 17, 46, 75];

/** A day whose outages are drawn: the same seed gives the same day. */
export const drawDay = (seed: number): Day => {
  const random = createRandom(`day ${seed}`);
  const pick = (from: readonly number[]): number => from[Math.floor(random.next() * from.length)] ?? 0;
  const outages = parts.flatMap((part) => {
    const drawn: Outage[] = [];
    for (let from = pick(pauses); from < at('23:00'); from += pick(pauses)) {
      const begin = offEdge(from);
      const end = offEdge(begin + pick(lengths));
      drawn.push({ part, from: begin, to: end, ...(part === 'plex' && random.next() < 0.4 ? { beforeWrite: 2 } : {}) });
      from = end;
    }
    return drawn;
  });
  return { name: `as seed ${seed} draws it`, outages: outages.filter((outage) => mayHappen(outage, outages)) };
};

const offEdge = (minute: number): number => (minute % 5 === 0 ? minute + 1 : minute);

/** What people do by hand needs a door, and a new draw a server. */
const mayHappen = ({ part, from, to }: Outage, outages: readonly Outage[]): boolean =>
  acts
    .filter((act) => from <= act.at && act.at < to)
    .every((act) => {
      if ('mode' in act || 'people' in act) return true;
      if (part === 'service' || (part === 'plex' && 'refresh' in act)) return false;
      return part !== 'broker' || !isAway('home', act.at, outages);
    });
