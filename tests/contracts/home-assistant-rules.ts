import { z } from 'zod';

/** A message as it was handed to the broker. */
export interface SentMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
  /** The payload as it travelled, where it is no text. */
  readonly bytes?: Uint8Array | undefined;
}

export interface RuleContext {
  readonly discoveryPrefix: string;
  /** Base topic and instance id, `harmoniq/harmoniq`. */
  readonly root: string;
  /** Values that no payload may contain. */
  readonly secrets: readonly string[];
}

/*
 * What Home Assistant demands of an MQTT device, as strict rules: it ignores unknown keys and drops what it cannot use, mostly in silence, so that a
 * mistake would show as an entity that is missing or stays unknown.
 */

const topicText = z.string().regex(/^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/);
const label = z
  .string()
  .min(1)
  .max(255)
  .refine(
    (text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && text.isWellFormed() && text === text.trim(),
    'unfit to show',
  );
const common = {
  unique_id: z.string().min(1).max(255),
  name: label,
  default_entity_id: z
    .string()
    .max(255)
    .regex(/^[a-z_]+\.[a-z0-9]+(_+[a-z0-9]+)*$/),
  icon: z.string().regex(/^mdi:[a-z0-9-]+$/),
};
const withState = {
  state_topic: topicText,
  value_template: z.literal('{{ value_json.state }}'),
  json_attributes_topic: topicText,
  json_attributes_template: z.literal('{{ value_json.attributes | tojson }}'),
};
/** Home Assistant refuses `config` on entities that only show something. */
const readOnlyCategory = z.literal('diagnostic').optional();
const anyCategory = z.enum(['config', 'diagnostic']).optional();

const areDistinct = (texts: readonly string[]): boolean => new Set(texts).size === texts.length;

const sensor = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    ...withState,
    kind: z.literal('timestamp'),
    platform: z.literal('sensor'),
    device_class: z.literal('timestamp'),
    entity_category: readOnlyCategory,
  }),
  z.strictObject({
    ...common,
    ...withState,
    kind: z.literal('enum'),
    platform: z.literal('sensor'),
    device_class: z.literal('enum'),
    options: z.array(z.string().min(1).max(255)).min(1),
    entity_category: readOnlyCategory,
  }),
  z.strictObject({
    ...common,
    ...withState,
    kind: z.literal('number'),
    platform: z.literal('sensor'),
    state_class: z.enum(['measurement', 'total', 'total_increasing']),
    unit_of_measurement: z.string().min(1),
    entity_category: readOnlyCategory,
  }),
  z.strictObject({
    ...common,
    ...withState,
    kind: z.literal('text'),
    platform: z.literal('sensor'),
    entity_category: readOnlyCategory,
  }),
]);
const others = z.discriminatedUnion('platform', [
  z.strictObject({ ...common, platform: z.literal('button'), command_topic: topicText, entity_category: anyCategory }),
  z.strictObject({
    ...common,
    ...withState,
    platform: z.literal('binary_sensor'),
    device_class: z.enum(['running', 'problem', 'connectivity']),
    entity_category: readOnlyCategory,
  }),
  z.strictObject({
    ...common,
    ...withState,
    platform: z.literal('switch'),
    command_topic: topicText,
    entity_category: anyCategory,
  }),
  z.strictObject({
    ...common,
    platform: z.literal('event'),
    state_topic: topicText,
    event_types: z.array(z.string().min(1)).min(1),
    entity_category: z.literal('diagnostic').optional(),
  }),
  z.strictObject({
    ...common,
    ...withState,
    platform: z.literal('select'),
    command_topic: topicText,
    options: z.array(label).min(1).refine(areDistinct, 'names an option twice'),
    entity_category: anyCategory,
  }),
  z
    .strictObject({
      ...common,
      ...withState,
      platform: z.literal('number'),
      command_topic: topicText,
      min: z.number(),
      max: z.number(),
      step: z.number().min(0.001),
      mode: z.enum(['auto', 'box', 'slider']),
      unit_of_measurement: z.string().min(1).optional(),
      entity_category: anyCategory,
    })
    .refine(({ min, max }) => min < max, 'has no range'),
  z.strictObject({
    ...common,
    platform: z.literal('image'),
    image_topic: topicText,
    content_type: z.literal('image/png'),
    entity_category: readOnlyCategory,
  }),
]);
const removal = z.strictObject({
  platform: z.enum(['button', 'sensor', 'binary_sensor', 'switch', 'event', 'select', 'number', 'image']),
});

const deviceMessage = z.strictObject({
  device: z.strictObject({
    identifiers: z.array(z.string().min(1)).min(1),
    name: label,
    manufacturer: label,
    model: label,
    sw_version: label,
  }),
  origin: z.strictObject({ name: label, sw_version: label, support_url: z.url({ protocol: /^https?$/ }).optional() }),
  components: z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), z.unknown()),
  availability_topic: topicText,
  qos: z.literal(1),
});

type Component = z.output<typeof sensor> | z.output<typeof others> | z.output<typeof removal>;

const kindOfSensor = (raw: Record<string, unknown>): string => {
  if (typeof raw.device_class === 'string') return raw.device_class;
  return 'state_class' in raw || 'unit_of_measurement' in raw ? 'number' : 'text';
};

const parseComponent = (raw: unknown, report: (fault: string) => void): Component | undefined => {
  if (typeof raw !== 'object' || raw === null) return void report('is not an object');
  const fields = raw as Record<string, unknown>;
  if (Object.keys(fields).length === 1) return accept(removal.safeParse(fields), report);
  if (fields.platform !== 'sensor') return accept(others.safeParse(fields), report);
  return accept(sensor.safeParse({ ...fields, kind: kindOfSensor(fields) }), report);
};

const accept = <T>(result: z.ZodSafeParseResult<T>, report: (fault: string) => void): T | undefined => {
  if (result.success) return result.data;
  report(z.prettifyError(result.error).replaceAll('\n', ' '));
  return undefined;
};

const parseJson = (payload: string): unknown => {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
};

/** Names that Home Assistant drops from or confuses with its own attributes (core, `mqtt/entity.py`, `sensor.py`, `event.py`). */
const takenAttributes = new Set(
  `assumed_state available device_class device_info entity_category entity_id entity_picture entity_registry_enabled_default
  event_type event_types extra_state_attributes force_update friendly_name icon last_reset name options should_poll state state_class
  supported_features unique_id unit_of_measurement`.split(/\s+/),
);
const maxAttributeBytes = 12 * 1024;
const maxStateLength = 255;
const pngOpening = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Brokers and Home Assistant's memory are small machines' too. */
const maxPictureBytes = 1_500_000;
const onOff = z.enum(['ON', 'OFF']).nullable();
const isoWithOffset = z.iso.datetime({ offset: true }).nullable();

const stateOf = (component: Component): z.ZodType => {
  if (component.platform === 'binary_sensor' || component.platform === 'switch') return onOff;
  // "None" and an empty text are Home Assistant's words for unknown.
  if (component.platform === 'select' && 'options' in component) return z.enum(component.options).nullable();
  if (component.platform === 'number' && 'step' in component)
    return z.number().min(component.min).max(component.max).multipleOf(component.step).nullable();
  if (!('kind' in component)) return z.never();
  if (component.kind === 'text') return z.string().min(1).max(maxStateLength).nullable();
  if (component.kind === 'timestamp') return isoWithOffset;
  if (component.kind === 'enum') return z.enum(component.options).nullable();
  return z.number().nullable();
};

const attributeFaults = (attributes: Readonly<Record<string, unknown>>): readonly string[] => {
  const bytes = Buffer.byteLength(JSON.stringify(attributes));
  return [
    ...Object.keys(attributes)
      .filter((name) => takenAttributes.has(name))
      .map((name) => `has the attribute ${name}, which Home Assistant drops`),
    ...(bytes > maxAttributeBytes ? [`has ${bytes} bytes of attributes`] : []),
  ];
};

const textFaults = (value: unknown): readonly string[] => {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) return ['holds a broken surrogate'];
    return value.length > maxStateLength ? [`holds a text of ${value.length} characters`] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textFaults) : [];
};

/** Everything in this record of messages that Home Assistant would refuse, ignore or misread; empty = all is well. */
export const findFaults = (messages: readonly SentMessage[], context: RuleContext): readonly string[] => {
  const faults: string[] = [];
  const components = new Map<string, Component>();
  let availabilityTopic: string | undefined;
  let announced = false;

  const checkDevice = ({ topic, payload, retain }: SentMessage, say: (fault: string) => void): void => {
    if (!/^[^/]+(?:\/[^/]+)*\/device\/[A-Za-z0-9_-]+\/config$/.test(topic)) say('is an illegal discovery topic');
    if (!retain) say('is not retained');
    if (payload === '') return;
    const device = accept(deviceMessage.safeParse(parseJson(payload)), say);
    if (device === undefined) return;
    announced = true;
    availabilityTopic = device.availability_topic;
    components.clear();
    const seen = new Set<string>();
    for (const [key, raw] of Object.entries(device.components)) {
      const component = parseComponent(raw, (fault) => say(`component ${key}: ${fault}`));
      if (component === undefined) continue;
      components.set(key, component);
      if (!('unique_id' in component)) continue;
      for (const id of [`unique_id ${component.unique_id}`, `default_entity_id ${component.default_entity_id}`]) {
        if (seen.has(id)) say(`component ${key}: ${id} is used twice`);
        seen.add(id);
      }
      if (component.default_entity_id.split('.')[0] !== component.platform) say(`component ${key}: wrong domain`);
      if (component.name.toLowerCase().startsWith(device.device.name.toLowerCase()))
        say(`component ${key}: the name repeats the device's`);
      for (const own of [component].flatMap((part) => Object.entries(part)))
        if (own[0].endsWith('_topic') && !String(own[1]).startsWith(`${context.root}/`))
          say(`component ${key}: ${own[0]} lies outside ${context.root}`);
    }
  };

  const checkState = (component: Component, { payload, retain }: SentMessage, say: (fault: string) => void): void => {
    if (component.platform === 'event') {
      if (retain) say('is a retained event');
      const event = accept(z.looseObject({ event_type: z.string() }).safeParse(parseJson(payload)), say);
      if (event === undefined) return;
      const { event_type: type, ...attributes } = event;
      if (!('event_types' in component) || !component.event_types.includes(type)) say(`has the unknown type ${type}`);
      for (const fault of [...attributeFaults(attributes), ...textFaults(attributes)]) say(fault);
      return;
    }
    if (!retain) say('is a state that is not retained');
    if (payload === '') return;
    const message = z.strictObject({ state: stateOf(component), attributes: z.record(z.string(), z.unknown()) });
    const shown = accept(message.safeParse(parseJson(payload)), say);
    if (shown === undefined) return;
    for (const fault of [...attributeFaults(shown.attributes), ...textFaults(shown)]) say(fault);
  };

  const checkPicture = ({ payload, bytes, retain }: SentMessage, say: (fault: string) => void): void => {
    if (!retain) say('is a picture that is not retained');
    if (payload === '') return;
    const png = Buffer.from(bytes ?? Buffer.from(payload, 'latin1'));
    if (!png.subarray(0, 8).equals(pngOpening)) say('is no PNG');
    if (png.length > maxPictureBytes) say(`is a picture of ${png.length} bytes`);
  };

  for (const message of messages) {
    const { topic, payload, retain } = message;
    const say = (fault: string): void => void faults.push(`${topic}: ${fault}`);
    for (const secret of context.secrets) if (payload.includes(secret) || topic.includes(secret)) say('holds a secret');
    if (topic.startsWith(`${context.discoveryPrefix}/`)) {
      checkDevice(message, say);
      continue;
    }
    if (!topic.startsWith(`${context.root}/`) || !topicText.safeParse(topic).success) {
      say('is no topic of this instance');
    } else if (topic === `${context.root}/availability`) {
      if (!retain) say('is not retained');
      if (payload !== '' && payload !== 'online' && payload !== 'offline') say(`says ${payload}`);
      if (payload === 'online' && (!announced || availabilityTopic !== topic))
        say('says online before the announcement');
    } else {
      const component = [...components.values()].find((part) => 'state_topic' in part && part.state_topic === topic);
      // A cleared topic may belong to an entity that is no more.
      const shown = [...components.values()].some((part) => 'image_topic' in part && part.image_topic === topic);
      if (component !== undefined) checkState(component, message, say);
      else if (shown) checkPicture(message, say);
      else if (payload !== '' || !retain) say('belongs to no announced entity');
    }
  }
  return faults;
};
