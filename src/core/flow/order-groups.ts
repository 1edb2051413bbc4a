/**
 * How unlike tracks are between which no way leads: mostly how unlike their groups are on the whole (tracks that ways connect), since what is written about one
 * track says little; stretched to 0–1. Upper half.
 */
export const compareGroups = (measured: Float64Array, unlike: Float64Array, size: number): Float64Array => {
  const groups = findGroups(measured, size);
  const count = Math.max(-1, ...groups) + 1;
  const means = averageGroups(groups, count, unlike);
  const mixed = new Float64Array(size * size);
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (let a = 0; a < size; a += 1) {
    const row = (groups[a] as number) * count;
    for (let b = a; b < size; b += 1) {
      const at = a * size + b;
      if (Number.isFinite(measured[at])) continue;
      const value = 0.75 * (means[row + (groups[b] as number)] as number) + 0.25 * (unlike[at] as number);
      mixed[at] = value;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  for (let at = 0; at < mixed.length; at += 1)
    mixed[at] = most > least ? ((mixed[at] as number) - least) / (most - least) : 0.5;
  return mixed;
};

/** How unlike the tracks of two groups are on the whole, as a square table by group. */
const averageGroups = (groups: Int32Array, count: number, unlike: Float64Array): Float64Array => {
  const size = groups.length;
  const sums = new Float64Array(count * count);
  const pairs = new Float64Array(count * count);
  for (let a = 0; a < size; a += 1) {
    const row = (groups[a] as number) * count;
    for (let b = 0; b < size; b += 1) {
      const pair = row + (groups[b] as number);
      sums[pair] = (sums[pair] as number) + (unlike[a < b ? a * size + b : b * size + a] as number);
      pairs[pair] = (pairs[pair] as number) + 1;
    }
  }
  return sums.map((sum, pair) => sum / (pairs[pair] as number));
};

/** Numbers of groups by place: tracks with a finite distance between them are in one. */
const findGroups = (measured: Float64Array, size: number): Int32Array => {
  const groups = new Int32Array(size).fill(-1);
  let count = 0;
  for (let start = 0; start < size; start += 1) {
    if (groups[start] !== -1) continue;
    groups[start] = count;
    for (const open = [start]; open.length > 0;) {
      const place = open.pop() as number;
      for (let other = 0; other < size; other += 1) {
        if (groups[other] !== -1 || !Number.isFinite(measured[place * size + other])) continue;
        groups[other] = count;
        open.push(other);
      }
    }
    count += 1;
  }
  return groups;
};
