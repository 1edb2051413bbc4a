import type { HomeCondition, HomeEntity, HomeRule, HomeStates } from './home-rule.ts';

const longestName = 60;

/** What made a rule speak, for a person: its name, or its conditions ("House mode is party and Anna is home"). */
export const describeRule = (rule: HomeRule, states: HomeStates): string =>
  rule.name ?? rule.when.map((condition) => describeCondition(condition, states.get(condition.entity))).join(' and ');

/** A condition that holds, in words that stay the same while it holds, however a number behind it moves. */
export const describeCondition = (condition: HomeCondition, entity: HomeEntity | undefined): string => {
  const duration = condition.forMs === undefined ? '' : ` for ${describeDuration(condition.forMs)}`;
  return `${describePeople(condition) ?? describeValue(condition, entity)}${duration}`;
};

const describeValue = (condition: HomeCondition, entity: HomeEntity | undefined): string => {
  const { attribute, is, not, above, below } = condition;
  const owner = oneOfAKind(condition.entity) ?? nameOf(condition.entity, entity);
  const verb = verbOf(condition);
  const subject = attribute === undefined ? owner : `${owner}'s ${toWords(attribute)}`;
  const unit = attribute === undefined ? unitOf(entity) : '';
  const clauses = [
    ...(is === undefined ? [] : [`${verb} ${toWords(findSpoken(condition, is, entity))}`]),
    ...(not === undefined || is !== undefined ? [] : [`${verb} not ${not.map(toWords).join(' or ')}`]),
    ...(above !== undefined && below !== undefined ? [`${verb} between ${above} and ${below}${unit}`] : []),
    ...(above !== undefined && below === undefined ? [`${verb} above ${above}${unit}`] : []),
    ...(above === undefined && below !== undefined ? [`${verb} below ${below}${unit}`] : []),
  ];
  const said = `${subject} ${clauses.length === 0 ? `${verb} known` : clauses.join(' and ')}`;
  return condition.entity.startsWith('sun.') ? said.replace(/(above|below) horizon$/, '$1 the horizon') : said;
};

const verbOf = ({ forMs }: HomeCondition, many = false): string =>
  forMs === undefined ? (many ? 'are' : 'is') : many ? 'have been' : 'has been';

/** What people do not call by the name of an entity: "Forecast Home is rainy". */
const oneOfAKind = (entityId: string): string | undefined =>
  entityId === 'sun.sun' ? 'the sun' : entityId.startsWith('weather.') ? 'the weather' : undefined;

/** Of several texts the one that is the case, as the rule writes it. */
const findSpoken = ({ attribute }: HomeCondition, is: readonly string[], entity: HomeEntity | undefined): string => {
  const value = attribute === undefined ? entity?.state : entity?.attributes[attribute];
  const spoken = ['string', 'number', 'boolean'].includes(typeof value)
    ? String(value).trim().toLowerCase()
    : undefined;
  return is.find((text) => text.trim().toLowerCase() === spoken) ?? is.join(' or ');
};

/** The state of a zone is the number of people in it. */
const describePeople = (condition: HomeCondition): string | undefined => {
  const { entity, attribute, is, not, above, below } = condition;
  if (!entity.startsWith('zone.') || attribute !== undefined || not !== undefined) return undefined;
  const place = entity === 'zone.home' ? 'at home' : `in ${nameOf(entity, undefined)}`;
  const verb = verbOf(condition);
  if (is === undefined) {
    if (above === 0 && below === undefined) return `somebody ${verb} ${place}`;
    return below === 1 && above === undefined ? `nobody ${verb} ${place}` : undefined;
  }
  if (above !== undefined || below !== undefined || is.length !== 1) return undefined;
  const [count] = is;
  if (count === '0') return `nobody ${verb} ${place}`;
  return count === '1' ? `one person ${verb} ${place}` : `${count} people ${verbOf(condition, true)} ${place}`;
};

const nameOf = (entityId: string, entity: HomeEntity | undefined): string => {
  const friendly = entity?.attributes.friendly_name;
  const name = typeof friendly === 'string' ? toWords(friendly) : '';
  return name === '' ? toWords(entityId.slice(entityId.indexOf('.') + 1)) : name;
};

const unitOf = (entity: HomeEntity | undefined): string => {
  const unit = entity?.attributes.unit_of_measurement;
  return typeof unit === 'string' && unit !== '' && unit.length <= 12 ? ` ${toWords(unit)}` : '';
};

/** Names and states come from outside: one line, of bearable length, `not_home` as people say it. */
const toWords = (text: string): string => {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}_\s]+/gu, ' ')
    .trim();
  return line.length <= longestName
    ? line
    : `${line
        .slice(0, longestName - 1)
        .toWellFormed()
        .trimEnd()}…`;
};

const units = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

const describeDuration = (durationMs: number): string => {
  const [unit, lengthMs] = units.find(([, lengthMs]) => durationMs >= lengthMs && durationMs % lengthMs === 0) ?? [
    'second',
    1_000,
  ];
  const count = Math.round(durationMs / lengthMs);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
