import Table from 'cli-table3';

/** One promise and what became of it. */
export interface Result {
  readonly what: string;
  readonly measured: number;
  readonly unit: 'x' | 'MB' | 'ms' | 's' | 'requests';
  /** At most this is good. */
  readonly target: number;
  readonly note?: string | undefined;
}

export const isGood = (result: Result): boolean => result.measured <= result.target;

const digits: Readonly<Record<Result['unit'], number>> = { x: 2, MB: 0, ms: 3, s: 2, requests: 0 };
const show = (value: number, unit: Result['unit']): string =>
  unit === 'x' ? `${value.toFixed(2)} x` : `${Number(value.toFixed(digits[unit]))} ${unit}`;

export const printResults = (results: readonly Result[], json: boolean): void => {
  if (json) {
    console.log(JSON.stringify(results.map((result) => ({ ...result, good: isGood(result) }))));
    return;
  }
  const table = new Table({ head: ['What', 'Measured', 'At most', '', 'Note'], style: { head: [], border: [] } });
  for (const result of results) {
    const { what, measured, unit, target, note = '' } = result;
    table.push([what, show(measured, unit), show(target, unit), isGood(result) ? 'ok' : 'OVER', note]);
  }
  console.log(table.toString());
};
