/**
 * Dates as stretches of time, the ticks of an axis, and where items lie on it so that none covers another.
 *
 * Time is counted in years with a fraction: 2024.5 is the middle of 2024.
 */

const MONTHS = 12;

/** The stretch [begin, end) of a date `2024`, `2024-03` or `2024-03-20`; null for anything else. */
export function span(date) {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date ?? "")?.slice(1).filter(Boolean).map(Number);
  if (!parts) return null;
  const [year, month, day] = parts;
  if (!month) return [year, year + 1];
  if (!day) return [year + (month - 1) / MONTHS, year + month / MONTHS];
  const inMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return [year + (month - 1 + (day - 1) / inMonth) / MONTHS, year + (month - 1 + day / inMonth) / MONTHS];
}

/** The whole years that hold all of `dates`: [first, last]; null where there are none. */
export function years(dates) {
  const spans = dates.map(span).filter(Boolean);
  return spans.length ? [Math.floor(Math.min(...spans.map(([begin]) => begin))), Math.ceil(Math.max(...spans.map(([, end]) => end))) - 1] : null;
}

/**
 * Ticks for the years `first` to `last`, on an axis that has room for `room` labels.
 * @returns {Array<{at: number, year: number, month: number|null}>}  months where one year or little more is shown
 */
export function ticks(first, last, room) {
  const count = last - first + 1;
  if (count * MONTHS <= Math.max(room, MONTHS))
    return Array.from({ length: count * MONTHS }, (_, n) => ({ at: first + n / MONTHS, year: first + Math.floor(n / MONTHS), month: n % MONTHS }));
  const step = [1, 2, 5, 10, 20, 50, 100].find((width) => count / width <= room) ?? 500;
  return Array.from({ length: count }, (_, n) => first + n).filter((year) => year % step === 0).map((year) => ({ at: year, year, month: null }));
}

/**
 * Lays items into the columns of a lane, each within its stretch of time, as near to its middle and as low as can be.
 * @param {Array<{begin: number, end: number}>} items  stretches in columns
 * @param {number} columns
 * @param {number} most  items that a column takes
 * @returns {{places: Array<[number, number]|null>, height: number, over: Map<number, number>}}  column and row of each item;
 *     null where the column was full, and how many those are
 */
export function stacked(items, columns, most) {
  const filled = new Array(columns).fill(0);
  const over = new Map();
  const places = items.map(({ begin, end }) => {
    const first = Math.min(columns - 1, Math.max(0, Math.floor(begin)));
    const last = Math.min(columns - 1, Math.max(first, Math.ceil(end) - 1));
    const middle = (first + last) / 2;
    let best = first;
    for (let column = first; column <= last; column++) {
      const lower = filled[column] - filled[best];
      if (lower < 0 || (lower === 0 && Math.abs(column - middle) < Math.abs(best - middle))) best = column;
    }
    if (filled[best] < most) return [best, filled[best]++];
    over.set(best, (over.get(best) ?? 0) + 1);
    return null;
  });
  return { places, height: Math.max(0, ...filled), over };
}
