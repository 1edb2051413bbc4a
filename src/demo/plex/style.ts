import type { Exchange } from './answers.ts';
import type { RowStyle } from './rows.ts';
import type { Switches } from './switches.ts';

/**
 * What a request wants to see of each row. Before version 1.0 of the API `includeFields` meant "also these" and trims nothing; since then it means
 * "only these".
 */
export function readStyle(exchange: Exchange, detail: RowStyle['detail'], switches: Switches): RowStyle {
  const names = (argument: string): ReadonlySet<string> | undefined => {
    const text = exchange.query.get(argument);
    return text === undefined || text === '' ? undefined : new Set(text.split(','));
  };
  const modern = Number.parseFloat(exchange.argument('X-Plex-Pms-Api-Version') ?? '0') >= 1;
  const onlyFields = modern ? names('includeFields') : undefined;
  const onlyElements = modern ? names('includeElements') : undefined;
  const awayFields = names('excludeFields');
  const awayElements = names('excludeElements');
  const obeyed = switches.trimming === 'obey';
  return {
    detail,
    sonic: switches.sonic,
    guids: detail === 'details' || exchange.query.get('includeGuids') === '1',
    keeps(name, isElement) {
      if (!obeyed) return true;
      const only = isElement ? onlyElements : onlyFields;
      const away = isElement ? awayElements : awayFields;
      return (only?.has(name) ?? true) && !(away?.has(name) ?? false);
    },
  };
}
