import { IANAZone } from 'luxon';
import { Job } from 'node-schedule';
import { z } from 'zod';

/** What an option needs to be explained, redacted and offered in forms. */
export interface OptionMeta {
  readonly description: string;
  readonly secret?: true;
  readonly unit?: string;
  /** Offered in the add-on's form; the rest is set by environment or file. */
  readonly addon?: boolean;
  readonly group: 'Plex' | 'Recipes' | 'Daily Flow' | 'Schedule' | 'Last.fm' | 'Home Assistant' | 'Service';
  /** Other environment names that mean the same. */
  readonly aliases?: readonly string[];
  /** The default in words, where it depends on the machine. */
  readonly defaultText?: string;
  /** `file`: too rich for an environment variable. `start`: needed before any file is read, so no file may set it. */
  readonly only?: 'file' | 'start';
  /** What it holds, where the schema does not tell. */
  readonly kind?: 'rich list';
  /** What is allowed in words, where the schema does not tell. */
  readonly allowed?: string;
}

/** Not zod's own registry: there a schema inherits from the one it was derived from, and `secret` must not spread that way. */
const metas = new WeakMap<z.ZodType, OptionMeta>();

/** Attaches to a schema what people need to know about the option. */
export const option = <S extends z.ZodType>(schema: S, meta: OptionMeta): S => {
  metas.set(schema, meta);
  return schema;
};

export const getOptionMeta = (schema: z.ZodType): OptionMeta | undefined => metas.get(schema);

export const text = z.string().trim().min(1);
export const shortText = text.max(200);

/** An address to which paths can be appended: no query, no fragment, no slash at the end. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .refine((url) => !/[?#]/.test(url), { error: 'must be an address without anything after a ? or #' })
  .transform((url) => url.replace(/\/+$/, ''));

/** People copy the address of Plex's own page from the browser; the server is what stands before `/web`. */
export const plexAddress = z.preprocess(
  (value) => (typeof value === 'string' ? value.trim().replace(/\/web(\/.*)?$/, '') : value),
  httpUrl,
);

/** People copy the address of a page of Home Assistant, or that of its WebSocket. */
export const hassAddress = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .trim()
          .replace(/^ws(s?):/i, 'http$1:')
          .replace(/\/(api|lovelace|config|profile)(\/.*)?$/, '')
      : value,
  httpUrl,
);

export const mqttUrl = z.url({
  protocol: /^(mqtts?|wss?|tcp|ssl)$/,
  error: 'must be an address such as mqtt://192.168.1.10:1883',
});

/** The words that people and Home Assistant write for yes and no; a number or another word is refused. */
export const flag = z.preprocess(
  (value) => {
    if (typeof value !== 'string') return value;
    const word = value.trim().toLowerCase();
    if (['true', 'yes', 'on', '1'].includes(word)) return true;
    return ['false', 'no', 'off', '0'].includes(word) ? false : value;
  },
  z.boolean({ error: 'must be true or false' }),
);

/** A whole number, also as digits in a text; `0x10`, `1e3` and `5.5` are refused. */
export const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : value),
    z.number({ error }).int({ error }).min(min, { error }).max(max, { error }),
  );
};

/** A number with a fraction, in steps if they are given; texts as people write them, `0x10` and `1e3` are refused. */
export const decimal = (min: number, max: number, step?: number) => {
  const steps = step === undefined ? '' : ` in steps of ${step}`;
  const error = `must be a number from ${min} to ${max}${steps}`;
  return z.preprocess(
    (value) => (typeof value === 'string' && /^[+-]?\d{1,12}(\.\d{1,12})?$/.test(value.trim()) ? Number(value) : value),
    z
      .number({ error })
      .min(min, { error })
      .max(max, { error })
      .refine((value) => step === undefined || Number.isInteger(value / step), { error }),
  );
};

/** A list, or a text with commas. */
export const names = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== '')
      : value,
  z.array(text, { error: 'must be a list of names' }),
);

export const isTimeZone = (zone: string): boolean => IANAZone.isValidZone(zone);

export const timeZone = text.refine(isTimeZone, { error: 'must be a time zone such as Europe/Berlin' });

/** The zone of this machine; UTC where it has none that is known by name. */
export const systemTimeZone = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return isTimeZone(zone) ? zone : 'UTC';
};

export const topic = z.string().regex(/^[^+#\s/]+(\/[^+#\s/]+)*$/, {
  error: 'must be an MQTT topic without spaces, +, # or a slash at either end',
});

/** The scheduler is the judge of its own language. */
const isCron = (expression: string): boolean => {
  const job = new Job('cron check', () => undefined);
  try {
    return job.schedule(expression);
  } catch {
    return false;
  } finally {
    job.cancel();
  }
};

export const cron = text.refine(isCron, {
  error: 'must be a cron expression such as "0 6 * * *" (every day at six)',
});
