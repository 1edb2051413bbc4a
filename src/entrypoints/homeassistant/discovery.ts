import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseJson } from '../../lib/parse-json.ts';
import type { Entity } from './entity.ts';
import type { Topics } from './topics.ts';

export interface Identity {
  readonly instanceId: string;
  readonly version: string;
  /** Where people find help; shown by Home Assistant beside the device. */
  readonly supportUrl?: string | undefined;
}

const productName = 'Harmoniq';

type Json = Readonly<Record<string, unknown>>;
export interface DiscoveryPayload {
  readonly device: Json;
  readonly origin: Json;
  readonly components: Readonly<Record<string, Json>>;
  readonly availability_topic: string;
  readonly qos: number;
}

const defaultInstance = 'harmoniq';

export const nameDevice = (instanceId: string): string =>
  instanceId === defaultInstance ? productName : `${productName} (${instanceId})`;

const identify = (instanceId: string): string => `harmoniq_${instanceId}`;

/** The device part of entity ids: `harmoniq`, or `harmoniq_kitchen` for an instance called kitchen. */
const toDeviceSlug = (instanceId: string): string =>
  /^harmoniq(_|$)/.test(instanceId) ? instanceId : `harmoniq_${instanceId}`;

/** The one message that describes the device and all its entities to Home Assistant (device discovery, 2024.12 and newer). */
export const buildDiscovery = (entities: readonly Entity[], identity: Identity, topics: Topics): DiscoveryPayload => ({
  device: {
    identifiers: [identify(identity.instanceId)],
    name: nameDevice(identity.instanceId),
    manufacturer: productName,
    model: 'Playlist service',
    sw_version: identity.version,
  },
  origin: {
    name: productName,
    sw_version: identity.version,
    ...(identity.supportUrl === undefined ? {} : { support_url: identity.supportUrl }),
  },
  components: Object.fromEntries(entities.map((entity) => [entity.key, buildComponent(entity, identity, topics)])),
  availability_topic: topics.availability,
  qos: 1,
});

const buildComponent = (entity: Entity, { instanceId }: Identity, topics: Topics): Json => ({
  platform: entity.platform,
  // A dash cannot occur in the instance id, so no two instances can make the same id.
  unique_id: `harmoniq-${instanceId}-${entity.key}`,
  name: entity.name,
  default_entity_id: `${entity.platform}.${toDeviceSlug(instanceId)}_${entity.objectId}`,
  icon: entity.icon,
  ...(entity.category === undefined ? {} : { entity_category: entity.category }),
  ...entity.traits,
  ...(entity.command === undefined ? {} : { command_topic: topics.command(entity.key) }),
  ...(entity.render === undefined ? {} : stateKeys(topics.state(entity.key))),
  ...(entity.platform === 'event' ? { state_topic: topics.event(entity.key) } : {}),
  ...(entity.picture === undefined
    ? {}
    : { image_topic: topics.picture(entity.key), content_type: entity.picture.contentType }),
});

/** Both templates read the same message, which makes one update of state and attributes. */
const stateKeys = (topic: string): Json => ({
  state_topic: topic,
  value_template: '{{ value_json.state }}',
  json_attributes_topic: topic,
  json_attributes_template: '{{ value_json.attributes | tojson }}',
});

const knownPayload = z.object({
  device: z.object({ identifiers: z.array(z.string()) }),
  origin: z.object({ name: z.string() }),
  availability_topic: z.string().optional(),
  components: z.record(
    z.string(),
    z.looseObject({
      platform: z.string(),
      state_topic: z.string().optional(),
      image_topic: z.string().optional(),
    }),
  ),
});

/** What already stands on our discovery topic. `foreign` = somebody else's device: hands off. */
export type Announced =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'own'; readonly payload: z.output<typeof knownPayload>; readonly raw: unknown }
  | { readonly kind: 'foreign' };

/** Reads a retained discovery message. Text that is no device description counts as nothing: Home Assistant ignores it too. */
export const readAnnounced = (text: string | undefined, instanceId: string): Announced => {
  const raw = parseJson(text);
  const parsed = knownPayload.safeParse(raw);
  if (!parsed.success) {
    const described = z.looseObject({ device: z.unknown() }).safeParse(raw);
    return described.success && !isDeepStrictEqual(described.data.device, undefined)
      ? { kind: 'foreign' }
      : { kind: 'nothing' };
  }
  const { device, origin } = parsed.data;
  const own = origin.name === productName && device.identifiers.includes(identify(instanceId));
  return own ? { kind: 'own', payload: parsed.data, raw } : { kind: 'foreign' };
};

export interface DiscoveryPlan {
  /** Messages for the discovery topic, in order, with a pause between; empty = what stands there is right. */
  readonly messages: readonly string[];
  /** Retained topics of entities that are no more. */
  readonly staleTopics: readonly string[];
}

/**
 * The way from what is announced to what shall be. An entity that goes away (or changes its platform) is first announced with nothing but its
 * platform, which removes it from Home Assistant, and then left out.
 */
export const planDiscovery = (announced: Announced, wanted: DiscoveryPayload, topics: Topics): DiscoveryPlan => {
  const last = JSON.stringify(wanted);
  if (announced.kind !== 'own') return { messages: [last], staleTopics: [] };
  if (isDeepStrictEqual(announced.raw, JSON.parse(last))) return { messages: [], staleTopics: [] };
  const gone = Object.entries(announced.payload.components).filter(
    ([key, component]) => wanted.components[key]?.platform !== component.platform,
  );
  const removal = Object.fromEntries(gone.map(([key, component]) => [key, { platform: component.platform }]));
  const first = JSON.stringify({ ...wanted, components: { ...wanted.components, ...removal } });
  return {
    messages: gone.length === 0 ? [last] : [first, last],
    staleTopics: listRetainedTopics(announced).filter(
      (topic) => !isStillUsed(topic, wanted) && topics.isOwnState(topic),
    ),
  };
};

const listRetainedTopics = (announced: Announced & { readonly kind: 'own' }): readonly string[] => [
  ...Object.values(announced.payload.components).flatMap(({ state_topic, image_topic }) =>
    [state_topic, image_topic].filter((topic) => topic !== undefined),
  ),
  ...(announced.payload.availability_topic === undefined ? [] : [announced.payload.availability_topic]),
];

const isStillUsed = (topic: string, wanted: DiscoveryPayload): boolean =>
  topic === wanted.availability_topic ||
  Object.values(wanted.components).some(
    ({ state_topic, image_topic }) => state_topic === topic || image_topic === topic,
  );

/** Retained topics that an own announcement names and that this instance made. */
export const listOwnTopics = (announced: Announced, topics: Topics): readonly string[] =>
  announced.kind === 'own' ? listRetainedTopics(announced).filter((topic) => topics.isOwnState(topic)) : [];
