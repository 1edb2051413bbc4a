import { z } from 'zod';
import { faultKinds, type Faults } from './faults.ts';
import type { Mutations } from './mutations.ts';
import type { Switches } from './switches.ts';

/** What the remote control of a stand-in in another process may ask for. */
export interface Controls {
  readonly faults: Faults;
  readonly switches: Switches;
  readonly mutate: Mutations;
  readonly requests: { all(): readonly unknown[]; clear(): void };
  readonly playlists: () => readonly unknown[];
  readonly playlistLog: () => readonly unknown[];
  readonly stats: () => unknown;
}

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  method: z.string().optional(),
  path: z.string().optional(),
  times: z.number().positive().nullable().optional(),
  after: z.number().min(0).optional(),
  status: z.number().optional(),
  delayMs: z.number().optional(),
});
const mutationSchema = z.strictObject({ name: z.string(), arguments: z.array(z.unknown()).default([]) });

/** Answers `/__stand-in/…`; undefined = no such control. */
export function control(controls: Controls, method: string, path: string, body: string): unknown {
  const read = (): unknown => JSON.parse(body === '' ? '{}' : body);
  switch (`${method} ${path}`) {
    case 'POST /__stand-in/faults':
      controls.faults.add(readFault(read()));
      return { pending: controls.faults.pending };
    case 'DELETE /__stand-in/faults':
      controls.faults.clear();
      return {};
    case 'PUT /__stand-in/switches':
      return Object.assign(controls.switches, read());
    case 'POST /__stand-in/mutate':
      return { result: mutate(controls.mutate, read()) };
    case 'GET /__stand-in/stats':
      return controls.stats();
    case 'GET /__stand-in/requests':
      return controls.requests.all();
    case 'DELETE /__stand-in/requests':
      controls.requests.clear();
      return {};
    case 'GET /__stand-in/playlists':
      return controls.playlists();
    case 'GET /__stand-in/playlist-log':
      return controls.playlistLog();
    default:
      return undefined;
  }
}

/** `times: null` means "until cleared". */
function readFault(input: unknown): Parameters<Faults['add']>[0] {
  const fault = faultSchema.parse(input);
  return {
    kind: fault.kind,
    ...(fault.method === undefined ? {} : { method: fault.method }),
    ...(fault.path === undefined ? {} : { path: new RegExp(fault.path) }),
    ...(fault.times === undefined ? {} : { times: fault.times ?? Number.POSITIVE_INFINITY }),
    ...(fault.after === undefined ? {} : { after: fault.after }),
    ...(fault.status === undefined ? {} : { status: fault.status }),
    ...(fault.delayMs === undefined ? {} : { delayMs: fault.delayMs }),
  };
}

function mutate(mutations: Mutations, input: unknown): unknown {
  const wanted = mutationSchema.parse(input);
  if (!Object.hasOwn(mutations, wanted.name)) throw new Error(`The stand-in knows no change "${wanted.name}".`);
  const byName = mutations as unknown as Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;
  return byName[wanted.name]?.(...wanted.arguments);
}
